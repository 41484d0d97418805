import type { Reader, Writer } from '../../native/database/database.ts';
import { all, one, WRITTEN_HERE } from './rows.ts';

// Where a message stands: README.md. `position` is what the app sees: microseconds, unique in a conversation, near the time that is shown.
// `archive_seq` is the number in the order of what is known: it never falls from one message of a conversation to the next newer one.

/** The number of what scrolling up brought: it lies below all that any gap will bring. */
export const SCROLLED = -1;

const LATEST = 4_102_444_800_000; // the year 2100: in microseconds still an exact number
export const sane = (at: number): number => (Number.isFinite(at) ? Math.min(Math.max(Math.trunc(at), 0), LATEST) : 0);

/** Servers cut stamps to whole seconds: such a message came at some time within that second. */
export const stampPosition = (at: number): number => (at % 1000 === 0 ? at * 1000 + 999_999 : at * 1000);
export const newestPosition = (now: number, last: number): number => Math.max(sane(now) * 1000, last + 1);

/** The next number of an account: above all that is known, below all that will be. */
export function nextSeq(db: Writer, account: number): number {
  return one<{ next_seq: number }>(db, 'update account set next_seq = next_seq + 1 where id = ? returning next_seq', account)?.next_seq ?? 1;
}

/** Where a row of a conversation stands. */
export interface Point {
  readonly id: number;
  readonly seq: number;
  readonly position: number;
}
const POINT = 'select id, archive_seq as seq, position from message where conversation = ? and position';
const MIN = Number.MIN_SAFE_INTEGER;
const MAX = Number.MAX_SAFE_INTEGER;

const firstFrom = (db: Reader, conversation: number, position: number): Point | undefined =>
  one<Point>(db, `${POINT} >= ? order by position limit 1`, conversation, position);
const lastUpTo = (db: Reader, conversation: number, position: number): Point | undefined =>
  one<Point>(db, `${POINT} <= ? order by position desc limit 1`, conversation, position);

/** The oldest row with this number or one above: mostly there is none, or all have; else it is searched for by halves. */
function pointFrom(db: Reader, conversation: number, seq: number): Point | undefined {
  const newest = lastUpTo(db, conversation, MAX);
  if (newest === undefined || newest.seq < seq) return undefined;
  const oldest = firstFrom(db, conversation, MIN);
  if (oldest === undefined || oldest.seq >= seq) return oldest;
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

/** Between which two rows of a conversation others are to stand, and what is to go out of their way. */
export interface Room {
  readonly above: Point | undefined;
  readonly below: Point | undefined;
}

/** Directly under the oldest row with this number or one above. Rows of `but` are on the move themselves. */
export function roomUnder(db: Reader, conversation: number, seq: number, but: ReadonlySet<number>): Room {
  const from = pointFrom(db, conversation, seq);
  let above = from;
  while (above !== undefined && but.has(above.id)) above = firstFrom(db, conversation, above.position + 1);
  let below = lastUpTo(db, conversation, from === undefined ? MAX : from.position - 1);
  while (below !== undefined && but.has(below.id)) below = lastUpTo(db, conversation, below.position - 1);
  return { above, below };
}

export interface Move {
  readonly id: number;
  readonly position: number;
}

/** Rows from `below` downwards, as far as they are in the way of what stands from `next` on, go under it in their order. Rows of `but` stay out of it. */
export function pushedDown(db: Reader, conversation: number, below: Point, next: number, but: ReadonlySet<number>): readonly Move[] {
  const moves: Move[] = [];
  let cursor = next;
  const older = db.prepare('select id, position from message where conversation = ? and position <= ? order by position desc');
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the columns just selected
  for (const { id, position } of older.iterate(conversation, below.position) as Iterable<Move>) {
    if (but.has(id)) continue;
    if (position < cursor) break;
    cursor -= 1;
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

/** What was written here, from this number on, and stands before `position`: oldest first. */
export const ownBefore = (db: Reader, conversation: number, seq: number, position: number): readonly Point[] => {
  const from = pointFrom(db, conversation, seq);
  const sql = `${POINT} >= ? and position < ? and flags & ${WRITTEN_HERE} <> 0 order by position`;
  return from === undefined ? [] : all<Point>(db, sql, conversation, from.position, position);
};
