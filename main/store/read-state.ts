import type { Writer } from '../../native/database/database.ts';
import type { ConversationRow, Store, StoredMessage } from './api.ts';
import { knownConversation } from './conversations.ts';
import { MENTIONED, MESSAGE_COLUMNS, MESSAGE_FROM, one, toConversation, toStored, type ConversationColumns, type MessageColumns } from './rows.ts';

type Input<Name extends keyof Store> = Parameters<Store[Name]>[0];

/** What came as history was read long ago, wherever the mark stands. */
export const FROM_HISTORY = 2;

/** Counts afresh what is unread after the mark. */
export function recount(db: Writer, conversation: number): void {
  db.prepare(
    `update conversation set (unread, mentions) = (
       select count(*), coalesce(sum(m.flags & ${MENTIONED} <> 0), 0) from message m
       where m.conversation = conversation.id and m.position > read_position and m.mine = 0 and m.flags & ${FROM_HISTORY} = 0
     ) where id = ?`,
  ).run(conversation);
}

/** Moves the mark to a message, never back. True: it moved. */
export function moveMark(db: Writer, conversation: number, message: { readonly id: number; readonly position: number }): boolean {
  const { changes } = db
    .prepare('update conversation set read_message = ?, read_position = ? where id = ? and read_position < ?')
    .run(message.id, message.position, conversation, message.position);
  if (changes > 0) recount(db, conversation);
  return changes > 0;
}

/** After rows were moved: the mark stands where its message stands now. */
export function followMark(db: Writer, conversation: number): void {
  db.prepare(`update conversation set read_position = coalesce((select position from message where id = read_message), read_position) where id = ?`).run(
    conversation,
  );
  recount(db, conversation);
}

export function markRead(
  db: Writer,
  { conversation, upTo }: Input<'markRead'>,
): { readonly row: ConversationRow; readonly newest: StoredMessage | undefined; readonly moved: boolean } {
  const before = knownConversation(db, conversation);
  const target =
    upTo === undefined
      ? one<Place>(db, 'select id, position from message where conversation = ? order by position desc limit 1', conversation)
      : one<Place>(db, 'select id, position from message where conversation = ? and id = ?', conversation, upTo);
  if (target === undefined) return { row: toConversation(before), newest: undefined, moved: false };
  const newest = one<MessageColumns>(
    db,
    `select ${MESSAGE_COLUMNS} from ${MESSAGE_FROM} where m.conversation = ? and m.position > ? and m.position <= ? and m.mine = 0
     order by m.position desc limit 1`,
    conversation,
    before.read_position,
    target.position,
  );
  const moved = moveMark(db, conversation, target);
  return { row: toConversation(knownConversation(db, conversation)), newest: moved && newest ? toStored(newest) : undefined, moved };
}
interface Place {
  id: number;
  position: number;
}

interface ReadElsewhere {
  readonly peer: string;
  readonly originId?: string;
  readonly archiveId?: string;
}

/** Read on another own device. A mark that is ahead of what we have waits in `pending_read`. */
export function readElsewhere(db: Writer, account: number, conversation: ConversationColumns | undefined, read: ReadElsewhere): boolean {
  const message = conversation && readMessage(db, conversation, read);
  if (conversation === undefined || message === undefined) {
    db.prepare('insert or replace into pending_read (account, peer, origin_id, archive_id) values (?, ?, ?, ?)').run(
      account,
      read.peer,
      read.originId ?? null,
      read.archiveId ?? null,
    );
    return false;
  }
  db.prepare('delete from pending_read where account = ? and peer = ?').run(account, read.peer);
  return moveMark(db, conversation.id, message);
}

/** New rows are here: does a mark wait for one of them? */
export function applyPendingRead(db: Writer, conversation: ConversationColumns): boolean {
  const row = one<{ origin_id: string | null; archive_id: string | null }>(
    db,
    'select origin_id, archive_id from pending_read where account = ? and peer = ?',
    conversation.account,
    conversation.peer,
  );
  if (row === undefined) return false;
  const read = {
    peer: conversation.peer,
    ...(row.origin_id === null ? {} : { originId: row.origin_id }),
    ...(row.archive_id === null ? {} : { archiveId: row.archive_id }),
  };
  return readMessage(db, conversation, read) !== undefined && readElsewhere(db, conversation.account, conversation, read);
}

/** By the archive's id, or by the id the peer gave it: a mark speaks of what was received. */
function readMessage(db: Writer, conversation: ConversationColumns, { originId, archiveId }: ReadElsewhere): Place | undefined {
  if (archiveId !== undefined) {
    const sql = 'select id, position from message where account = ? and archive_id = ? and conversation = ?';
    const found = one<Place>(db, sql, conversation.account, archiveId, conversation.id);
    if (found !== undefined) return found;
  }
  if (originId === undefined) return undefined;
  const sql = 'select id, position from message where conversation = ? and origin_id = ? and mine = 0 order by +position desc limit 1';
  return one<Place>(db, sql, conversation.id, originId);
}
