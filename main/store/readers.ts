import type { RoomReader } from '../../preload/contract/rooms.ts';
import type { Reader, Writer } from '../../native/database/database.ts';
import type { Store } from './api.ts';
import { all, one } from './rows.ts';

type Input<Name extends keyof Store> = Parameters<Store[Name]>[0];

/** More than any room in which people are told who has read; a stranger with many faces fills no disk. */
const MOST = 200;

/** Who has read how far, who went furthest first. */
export const readers = (db: Reader, { conversation }: Input<'readers'>): readonly RoomReader[] =>
  all<{ reader: string; nickname: string; position: number }>(
    db,
    `select r.reader, r.nickname, m.position from room_reader r join message m on m.id = r.message where r.conversation = ? order by m.position desc, r.reader`,
    conversation,
  ).map(({ reader, nickname, position }) => ({ id: reader, nickname, position }));

/** Somebody has read up to a message. True: further than was known. */
export function putReader(db: Writer, { conversation, reader, nickname, archiveId }: Input<'putReader'>): boolean {
  const read = one<{ id: number; position: number }>(db, 'select id, position from message where conversation = ? and archive_id = ?', conversation, archiveId);
  if (read === undefined) return false;
  const before = one<{ position: number }>(
    db,
    'select m.position from room_reader r join message m on m.id = r.message where r.conversation = ? and r.reader = ?',
    conversation,
    reader,
  );
  if (before !== undefined && before.position >= read.position) return false;
  const known = one<{ count: number }>(db, 'select count(*) as count from room_reader where conversation = ?', conversation)?.count ?? 0;
  if (before === undefined && known >= MOST) return false;
  db.prepare('insert or replace into room_reader (conversation, reader, nickname, message) values (?, ?, ?, ?)').run(conversation, reader, nickname, read.id);
  return true;
}
