import type { Reader } from '../../native/database/database.ts';
import type { ReceivedMessage } from './api.ts';
import { all, one } from './rows.ts';

/** What of a stored row matters to a copy of its message. */
export interface Known {
  readonly id: number;
  readonly conversation: number;
  readonly position: number;
  readonly delivery: number;
  readonly archive_id: string | null;
  readonly archive_seq: number;
  readonly flags: number;
}
const COLUMNS = 'id, conversation, position, delivery, archive_id, archive_seq, flags';

/**
 * The row of which this is one more copy (live, carbon, archive). Our own archive's id decides; else the sender's id, within the same
 * conversation, the same author and the same body: nobody can hide or replace a message by reusing its id.
 */
export function findCopy(db: Reader, conversation: number, message: ReceivedMessage): Known | undefined {
  const { archiveId, originId, mine, body, sender } = message;
  if (archiveId !== undefined) {
    const row = one<Known>(db, `select ${COLUMNS} from message where conversation = ? and archive_id = ?`, conversation, archiveId);
    if (row !== undefined) return row;
  }
  if (originId === undefined) return undefined;
  // In a room, everybody counts ids for themselves.
  const by = sender === undefined || mine ? '' : ' and occupant in (select id from occupant where conversation = ? and nickname = ?)';
  return one<Known>(
    db,
    `select ${COLUMNS} from message where conversation = ? and origin_id = ? and mine = ? and body = ?${by} limit 1`,
    ...[conversation, originId, mine ? 1 : 0, body],
    ...(by === '' ? [] : [conversation, sender?.nickname ?? '']),
  );
}

interface Placed {
  readonly conversation: number;
  readonly message: ReceivedMessage;
}
/** Which messages of a page may have a row already, by two looks for the whole page: mostly none has. `findCopy` decides on those. */
export function possibleCopies(db: Reader, page: readonly Placed[]): ReadonlySet<ReceivedMessage> {
  const possible: ReceivedMessage[] = [];
  for (const [conversation, placed] of Map.groupBy(page, ({ conversation: of }) => of)) {
    const archived = strings(
      db,
      'select archive_id as id from message where conversation = ? and archive_id in (select value from json_each(?))',
      conversation,
      placed.flatMap(({ message }) => message.archiveId ?? []),
    );
    for (const { message } of placed) if (message.archiveId !== undefined && archived.has(message.archiveId)) possible.push(message);
    const sql = 'select origin_id as id from message where conversation = ? and origin_id in (select value from json_each(?))';
    const ids = placed.flatMap(({ message }) => message.originId ?? []);
    const known = strings(db, sql, conversation, ids);
    for (const { message } of placed) if (message.originId !== undefined && known.has(message.originId)) possible.push(message);
  }
  return new Set(possible);
}

function strings(db: Reader, sql: string, of: number, ids: readonly string[]): ReadonlySet<string> {
  return new Set(ids.length === 0 ? [] : all<{ id: string }>(db, sql, of, JSON.stringify(ids)).map(({ id }) => id));
}

/** Two messages of one page with the same keys are the same message: archived twice, because it was sent again after a cut. */
export function keysOf(conversation: number, { archiveId, originId, mine, body, sender }: ReceivedMessage): readonly string[] {
  const keys = archiveId === undefined ? [] : [`archive ${conversation} ${archiveId}`];
  if (originId !== undefined) keys.push(`origin ${conversation} ${mine ? 1 : 0} ${JSON.stringify([originId, mine ? '' : sender?.nickname])} ${body}`);
  return keys;
}
