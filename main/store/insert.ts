import type { Value, Writer } from '../../native/database/database.ts';
import type { ReceivedMessage } from './api.ts';
import { occupantRow } from './occupants.ts';
import { MENTIONED, one, WRITTEN_HERE } from './rows.ts';
import { FROM_HISTORY } from './read-state.ts';

export interface NewMessage {
  readonly account: number;
  readonly conversation: number;
  readonly position: number;
  readonly mine: boolean;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Index in DELIVERY. */
  readonly delivery: number;
  readonly originId: string | undefined;
  readonly body: string;
  readonly archiveId: string | undefined;
  /** Its number in the order of what is known, see order.ts. */
  readonly seq: number;
  readonly history: boolean;
  readonly writtenHere?: boolean;
  /** What only a message in a room has. */
  readonly inRoom?: Pick<ReceivedMessage, 'sender' | 'privateWith' | 'mentioned'>;
}
export const inRoomOf = ({ sender, privateWith, mentioned }: ReceivedMessage): NonNullable<NewMessage['inRoom']> => ({
  ...(sender === undefined ? {} : { sender }),
  ...(privateWith === undefined ? {} : { privateWith }),
  ...(mentioned === true ? { mentioned } : {}),
});
const HAS_LINK = 1;
const LINK = /(?:https?:\/\/|\b(?:mailto|xmpp|geo|tel):|\bwww\.)[^\s]/iu;

/** A message's id is its place in time, in milliseconds; when that is taken, one near it. */
export function freeId(db: Writer, wanted: number): number {
  let id = wanted;
  for (let tries = 0; one(db, 'select 1 from message where id = ?', id) !== undefined; tries += 1) id = near(wanted, tries);
  return id;
}

/** What comes now follows what came before, also within the same millisecond. */
export function newestId(db: Writer, now: number): number {
  const newest = one<{ id: number | null }>(db, 'select max(id) as id from message')?.id ?? 0;
  return newest >= now && newest < now + BURST_MS ? newest + 1 : freeId(db, now);
}
/** An id that is further ahead comes from a clock that was. */
const BURST_MS = 60_000;

/** Ever further off, and by chance: in a busy second many conversations want the same, and none should have to pass all the others. */
export const near = (wanted: number, tries: number): number => Math.max(1, wanted - Math.ceil(Math.random() * 2 ** Math.min(tries + 2, 40)));

export function insertMessage(db: Writer, message: NewMessage, id: number = newestId(db, Math.floor(message.position / 1000))): number {
  const { conversation, body, inRoom } = message;
  const flags = flagsOf(message);
  db.prepare(
    `insert into message (id, account, conversation, position, mine, at, delivery, flags, origin_id, archive_id, archive_seq, body, occupant, private_with)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(
    ...[id, message.account, conversation, message.position, message.mine ? 1 : 0, message.at, message.delivery, flags],
    ...[message.originId ?? null, message.archiveId ?? null, message.seq, body],
    ...inRoomValues(db, conversation, inRoom),
  );
  const tags = `c${conversation}${message.mine ? ' m' : ''}${flags & HAS_LINK ? ' l' : ''}`;
  db.prepare('insert into message_index (rowid, body, tags) values (?, ?, ?)').run(id, body, tags);
  return id;
}

const flagsOf = ({ body, history, writtenHere, inRoom }: NewMessage): number =>
  (LINK.test(body) ? HAS_LINK : 0) | (history ? FROM_HISTORY : 0) | (writtenHere === true ? WRITTEN_HERE : 0) | (inRoom?.mentioned === true ? MENTIONED : 0);

const inRoomValues = (db: Writer, conversation: number, inRoom: NewMessage['inRoom']): readonly [Value, Value] => [
  inRoom?.sender === undefined ? null : (occupantRow(db, conversation, inRoom.sender) ?? null),
  inRoom?.privateWith ?? null,
];
