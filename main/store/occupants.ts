import type { Writer } from '../../native/database/database.ts';
import type { Sender } from '../../preload/contract/messages.ts';
import { one } from './rows.ts';

/** The row that stands for who wrote; one for each name that a person had, so that past messages keep the name they came with. */
export function occupantRow(db: Writer, conversation: number, { nickname, occupantId, address }: Sender): number | undefined {
  const known = one<{ id: number }>(
    db,
    'select id from occupant where conversation = ? and nickname = ? and occupant_id is ? and address is ? limit 1',
    conversation,
    nickname,
    occupantId ?? null,
    address ?? null,
  );
  const sql = 'insert into occupant (conversation, nickname, occupant_id, address) values (?, ?, ?, ?) returning id';
  return (known ?? one<{ id: number }>(db, sql, conversation, nickname, occupantId ?? null, address ?? null))?.id;
}
