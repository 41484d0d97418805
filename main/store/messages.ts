import { FailureError } from '../../preload/contract/wire.ts';
import type { Message, Page } from '../../preload/contract/messages.ts';
import type { Reader, Writer } from '../../native/database/database.ts';
import type { Store, StoredMessage } from './api.ts';
import { conversationColumns, conversationOf, knownConversation, refreshLast } from './conversations.ts';
import { followMark } from './read-state.ts';
import { all, MESSAGE_COLUMNS, MESSAGE_FROM, one, toMessage, toStored, type MessageColumns } from './rows.ts';

type Input<Name extends keyof Store> = Parameters<Store[Name]>[0];
const SELECT = `select ${MESSAGE_COLUMNS} from ${MESSAGE_FROM}`;

export const messageColumns = (db: Reader, id: number): MessageColumns | undefined => one<MessageColumns>(db, `${SELECT} where m.id = ?`, id);

export function findById(db: Reader, { message }: Input<'message'>): StoredMessage | undefined {
  const row = messageColumns(db, message);
  return row && toStored(row);
}

export function findMessage(db: Reader, { account, peer, archiveId, originId }: Input<'findMessage'>): StoredMessage | undefined {
  const conversation = conversationOf(db, account, peer);
  if (conversation === undefined) return undefined;
  const row =
    (archiveId === undefined
      ? undefined
      : one<MessageColumns>(db, `${SELECT} where m.account = ? and m.archive_id = ? and m.conversation = ?`, account, archiveId, conversation.id)) ??
    (originId === undefined
      ? undefined
      : one<MessageColumns>(db, `${SELECT} where m.conversation = ? and m.origin_id = ? order by +m.position desc limit 1`, conversation.id, originId));
  return row && toStored(row);
}

/** The newest page, or the one before, after or around a position. */
export function page(db: Reader, { conversation, before, after, around, limit }: Input<'page'>): Page {
  const older = (below: number, most: number): MessageColumns[] =>
    all<MessageColumns>(db, `${SELECT} where m.conversation = ? and m.position < ? order by m.position desc limit ?`, conversation, below, most).toReversed();
  const newer = (from: number, most: number): MessageColumns[] =>
    all<MessageColumns>(db, `${SELECT} where m.conversation = ? and m.position >= ? order by m.position limit ?`, conversation, from, most);
  const olderOnServer = conversationColumns(db, conversation)?.archive_complete !== 1;
  const answer = (rows: readonly MessageColumns[], hasOlder: boolean, hasNewer: boolean): Page => ({
    messages: rows.map(toMessage),
    hasOlder,
    hasNewer,
    olderOnServer,
  });
  if (around !== undefined) {
    const half = Math.max(1, Math.floor(limit / 2));
    const left = older(around, half + 1);
    const right = newer(around, limit - half + 1);
    return answer([...left.slice(-half), ...right.slice(0, limit - half)], left.length > half, right.length > limit - half);
  }
  if (after !== undefined) {
    const rows = newer(after + 1, limit + 1);
    return answer(rows.slice(0, limit), older(after + 1, 1).length > 0, rows.length > limit);
  }
  const rows = older(before ?? Number.MAX_SAFE_INTEGER, limit + 1);
  return answer(rows.slice(-limit), rows.length > limit, before !== undefined && newer(before, 1).length > 0);
}

export function removeMessage(db: Writer, { message }: Input<'removeMessage'>): void {
  const row = one<{ conversation: number }>(db, 'delete from message where id = ? returning conversation', message);
  if (row === undefined) return;
  refreshLast(db, row.conversation);
  followMark(db, row.conversation);
}

/** Oldest first. `after` is the id of the last row of the page before, 0 for the first. */
export function exportPage(db: Reader, { conversation, after, limit }: Input<'exportPage'>): Awaited<ReturnType<Store['exportPage']>> {
  // One conversation is read in its own order: its index has no ids, and sorting it for every page would take its square.
  const rows =
    conversation === undefined
      ? all<MessageColumns>(db, `${SELECT} where m.id > ? order by m.id limit ?`, after, limit)
      : all<MessageColumns>(
          db,
          `${SELECT} where m.conversation = ? and m.position > ? order by m.position limit ?`,
          knownConversation(db, conversation).id,
          one<{ position: number }>(db, 'select position from message where id = ?', after)?.position ?? (after === 0 ? Number.MIN_SAFE_INTEGER : after),
          limit,
        );
  return rows.map(row => {
    const { account: _row, archiveId: _archive, ...message } = toStored(row);
    return { ...message, peer: message.peer, account: ownAddress(row) };
  });
}
const ownAddress = (row: MessageColumns): Message['author'] => toMessage({ ...row, mine: 1 }).author;

/** `not-found` where it was removed meanwhile. */
export function knownMessage(db: Reader, id: number): MessageColumns {
  const row = messageColumns(db, id);
  if (row === undefined) throw new FailureError({ code: 'not-found' });
  return row;
}
