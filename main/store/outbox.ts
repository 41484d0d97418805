import { DELIVERY, type Message } from '../../preload/contract/messages.ts';
import type { Reader, Writer } from '../../native/database/database.ts';
import type { Store, StoredMessage } from './api.ts';
import { conversationOf, knownConversation } from './conversations.ts';
import { knownMessage } from './messages.ts';
import { insertMessage } from './insert.ts';
import { newestPosition, nextSeq } from './order.ts';
import { all, MESSAGE_COLUMNS, MESSAGE_FROM, one, toMessage, toStored, type MessageColumns } from './rows.ts';
import { moveMark } from './read-state.ts';
import { refreshLast } from './conversations.ts';

type Input<Name extends keyof Store> = Parameters<Store[Name]>[0];
const SELECT = `select ${MESSAGE_COLUMNS} from ${MESSAGE_FROM}`;
const RANK = { queued: 0, sent: 1, delivered: 2, displayed: 3 } as const;
/** A mark moves at most so many earlier messages along; older ones were given up. */
const MARK_REACH = 2000;

export function enqueue(db: Writer, { conversation, originId, body, at, sender, privateWith }: Input<'enqueue'>): StoredMessage {
  const { account, last_position: last } = knownConversation(db, conversation);
  const known = one<{ id: number }>(db, 'select id from message where conversation = ? and origin_id = ? and mine = 1', conversation, originId);
  if (known === undefined) {
    const position = newestPosition(at, last);
    const id = insertMessage(db, {
      account,
      conversation,
      position,
      mine: true,
      at,
      delivery: RANK.queued,
      originId,
      body,
      archiveId: undefined,
      seq: nextSeq(db, account),
      history: false,
      writtenHere: true,
      inRoom: { ...(sender ? { sender } : {}), ...(privateWith === undefined ? {} : { privateWith }) },
    });
    refreshLast(db, conversation);
    moveMark(db, conversation, { id, position });
    db.prepare("update conversation set draft = '' where id = ?").run(conversation);
    return toStored(knownMessage(db, id));
  }
  return toStored(knownMessage(db, known.id));
}

export const outbox = (db: Reader, { account }: Input<'outbox'>): readonly StoredMessage[] =>
  all<MessageColumns>(db, `${SELECT} where m.account = ? and m.delivery = 0 and m.mine = 1 and m.failed is null order by m.position, m.id`, account).map(
    toStored,
  );

/** The own message of that id to that peer: nobody speaks for what was sent to somebody else. */
function ownMessage(db: Reader, account: number, peer: string, id: string): { id: number; conversation: number; position: number } | undefined {
  const conversation = conversationOf(db, account, peer);
  return (
    conversation && one(db, 'select id, conversation, position from message where conversation = ? and origin_id = ? and mine = 1 limit 1', conversation.id, id)
  );
}

export function advance(db: Writer, { account, peer, id, to, upTo }: Input<'advance'>): readonly Message[] {
  const message = ownMessage(db, account, peer, id);
  if (message === undefined) return [];
  const rank = DELIVERY.indexOf(to);
  const changed: number[] = [];
  // A receipt of the peer proves that a message arrived, whatever error another of its devices sent before.
  const move = db.prepare(`update message set delivery = ?, failed = iif(?, null, failed) where id = ? and delivery < ?`);
  const moved = (row: number): boolean => move.run(rank, Number(rank >= RANK.delivered), row, rank).changes > 0;
  if (moved(message.id)) changed.push(message.id);
  if (upTo) changed.push(...earlier(db, message, rank).filter(moved));
  return changed.map(row => toMessage(knownMessage(db, row)));
}

/** Own messages before this one, down to the first that has got as far: what lies before it went along then. */
function earlier(db: Reader, message: { conversation: number; position: number }, rank: number): number[] {
  const rows = all<{ id: number; delivery: number; failed: string | null }>(
    db,
    `select id, delivery, failed from message where conversation = ? and position < ? and mine = 1 order by position desc limit ${MARK_REACH}`,
    message.conversation,
    message.position,
  );
  const end = rows.findIndex(row => row.delivery >= rank);
  // What is still queued was not sent yet, and what failed did not arrive: a mark does not speak of them.
  return rows
    .slice(0, end < 0 ? rows.length : end)
    .filter(row => row.delivery > RANK.queued && row.failed === null)
    .map(row => row.id);
}

/** Not once it has arrived: one device of the peer may refuse what another has taken. */
export function fail(db: Writer, { account, peer, id, condition }: Input<'fail'>): Message | undefined {
  const message = ownMessage(db, account, peer, id);
  if (message === undefined) return undefined;
  const { changes } = db.prepare('update message set failed = ? where id = ? and delivery <= 1').run(condition, message.id);
  return changes > 0 ? toMessage(knownMessage(db, message.id)) : undefined;
}

export function requeue(db: Writer, { message }: Input<'requeue'>): StoredMessage | undefined {
  const { changes } = db.prepare('update message set delivery = 0, failed = null where id = ? and mine = 1 and failed is not null').run(message);
  return changes > 0 ? toStored(knownMessage(db, message)) : undefined;
}
