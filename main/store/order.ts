import type { Reader, Writer } from '../../native/database/database.ts';
import { all, one } from './rows.ts';

// Two numbers order messages. `position` is what the app sees: microseconds, unique in a conversation, near the time that is shown.
// `archive_seq` says which of two messages of a conversation is older in the archive, where archive ids are opaque, stamps have whole
// seconds and clocks are wrong: within a conversation, (archive_seq, position) is the archive's order. It counts up with every message
// that comes live and with every gap that opens; what fills a gap takes the gap's number, so it lies above what was there before and below
// what came later; what scrolling up brings takes the number of the message it continues.

const LATEST = 4_102_444_800_000; // the year 2100: in microseconds still an exact number
export const sane = (at: number): number => (Number.isFinite(at) ? Math.min(Math.max(Math.trunc(at), 0), LATEST) : 0);

/** Servers cut stamps to whole seconds: such a message came at some time within that second. */
export const stampPosition = (at: number): number => (at % 1000 === 0 ? at * 1000 + 999_999 : at * 1000);
export const newestPosition = (now: number, last: number): number => Math.max(sane(now) * 1000, last + 1);

/** The next number in the order of an account's archive. */
export function nextSeq(db: Writer, account: number): number {
  return one<{ next_seq: number }>(db, 'update account set next_seq = next_seq + 1 where id = ? returning next_seq', account)?.next_seq ?? 1;
}

/** A place in the order of the archive in one conversation. */
export interface Point {
  readonly seq: number;
  readonly position: number;
}
export const END: Point = { seq: Number.POSITIVE_INFINITY, position: Number.POSITIVE_INFINITY };
// Archived messages of a conversation stand by position as they stand by number, so one index serves both orders.
const POINT = 'select archive_seq as seq, position from message where conversation = ? and archive_seq is not null and position';
const MIN = Number.MIN_SAFE_INTEGER;
const MAX = Number.MAX_SAFE_INTEGER;

const firstFrom = (db: Reader, conversation: number, position: number): Point | undefined =>
  one<Point>(db, `${POINT} >= ? order by position limit 1`, conversation, position);
const lastUpTo = (db: Reader, conversation: number, position: number): Point | undefined =>
  one<Point>(db, `${POINT} <= ? order by position desc limit 1`, conversation, position);
export const oldestPoint = (db: Reader, conversation: number): Point | undefined => firstFrom(db, conversation, MIN);
export const newestPoint = (db: Reader, conversation: number): Point | undefined => lastUpTo(db, conversation, MAX);
export const pointAfter = (db: Reader, conversation: number, { position }: Point): Point => firstFrom(db, conversation, position + 1) ?? END;
export const pointBefore = (db: Reader, conversation: number, { position }: Point): Point | undefined =>
  lastUpTo(db, conversation, Math.min(position, MAX) - 1);

/** The oldest message that has this number or one above: mostly there is none, or all have; else it is searched for by halves. */
export function pointFrom(db: Reader, conversation: number, seq: number): Point {
  const newest = newestPoint(db, conversation);
  if (newest === undefined || newest.seq < seq) return END;
  const oldest = oldestPoint(db, conversation);
  if (oldest === undefined || oldest.seq >= seq) return oldest ?? END;
  let [below, found] = [oldest, newest];
  for (;;) {
    const middle = below.position + Math.ceil((found.position - below.position) / 2);
    const upper = firstFrom(db, conversation, middle) ?? found;
    if (upper.seq < seq) {
      below = upper;
      continue;
    }
    found = upper;
    const lower = lastUpTo(db, conversation, middle - 1) ?? below;
    if (lower.seq < seq) return found;
    found = lower;
  }
}

/** The smallest free position from `wanted` on. */
export function freeAbove(db: Reader, conversation: number, wanted: number): number {
  let position = wanted;
  while (one(db, 'select 1 from message where conversation = ? and position = ?', conversation, position) !== undefined) position += 1;
  return position;
}

export interface Move {
  readonly id: number;
  readonly position: number;
}

/**
 * What stands up to `from` is older than what stands from `next` on, and goes under it, in its order. A clock that went ahead may have put
 * it higher. Rows of `but` have been placed already; own ones that no page has shown yet and that were written after `since` are no older.
 */
export function pushedDown(
  db: Reader,
  conversation: number,
  from: number,
  next: number,
  { but, since }: { readonly but: ReadonlySet<number>; readonly since: number },
): readonly Move[] {
  const moves: Move[] = [];
  const stay = all<{ position: number }>(
    db,
    'select position from message where conversation = ? and mine = 1 and archive_seq is null and position > ? and position < ?',
    conversation,
    Math.min(since, MAX),
    Math.min(next, MAX),
  );
  const taken = new Set(stay.map(({ position }) => position));
  let cursor = next;
  const older = db.prepare(
    'select id, position, mine and archive_seq is null as unseen from message where conversation = ? and position <= ? order by position desc',
  );
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the columns just selected
  for (const { id, position, unseen } of older.iterate(conversation, from) as Iterable<Move & { readonly unseen: number }>) {
    if (position < cursor) break;
    if (but.has(id) || (unseen === 1 && position > since)) continue;
    do cursor -= 1;
    while (taken.has(cursor));
    moves.push({ id, position: cursor });
  }
  return moves;
}

/** Out of the way first, because a row may take the place that another one leaves. */
export function moveAll(db: Writer, moves: readonly Move[]): void {
  const leave = db.prepare('update message set position = -4503599627370496 - id where id = ?');
  const move = db.prepare('update message set position = ? where id = ?');
  for (const { id } of moves) leave.run(id);
  for (const { id, position } of moves) move.run(position, id);
}
