import type { Writer } from '../../native/database/database.ts';
import type { Sender } from '../../preload/contract/messages.ts';
import { one } from './rows.ts';

interface Occupant {
  readonly id: number;
  readonly address: string | null;
}

/** The row that stands for who wrote; one for each name that a person had, so that past messages keep the name they came with. */
export function occupantRow(db: Writer, conversation: number, { nickname, occupantId, address }: Sender): number | undefined {
  if (occupantId === undefined) return unnumbered(db, conversation, nickname, address);
  const sql = 'select id, address from occupant where conversation = ? and occupant_id = ? and nickname = ?';
  const known = one<Occupant>(db, sql, conversation, occupantId, nickname);
  if (known === undefined) return insert(db, conversation, nickname, occupantId, address);
  if (address === undefined || known.address === address) return known.id;
  // The same person, now that the room shows who it is.
  if (known.address === null) db.prepare('update occupant set address = ? where id = ?').run(address, known.id);
  // One id for two people says nothing of either.
  else return unnumbered(db, conversation, nickname, address);
  return known.id;
}

function unnumbered(db: Writer, conversation: number, nickname: string, address: string | undefined): number | undefined {
  const sql = 'select id, address from occupant where conversation = ? and nickname = ? and occupant_id is null and address is ? limit 1';
  return one<Occupant>(db, sql, conversation, nickname, address ?? null)?.id ?? insert(db, conversation, nickname, undefined, address);
}

function insert(db: Writer, conversation: number, nickname: string, occupantId: string | undefined, address: string | undefined): number | undefined {
  const sql = 'insert into occupant (conversation, nickname, occupant_id, address) values (?, ?, ?, ?) returning id';
  return one<{ id: number }>(db, sql, conversation, nickname, occupantId ?? null, address ?? null)?.id;
}
