import type { Reader, Writer } from '../../native/database/database.ts';
import { all, one } from './rows.ts';

// Two numbers order messages. `position` is what the app sees: microseconds, unique in a conversation, near the time that is shown.
// `archive_seq` is the place in the account's archive, as far as it is known: what comes live counts up in strides, an opened gap keeps
// room for what is missing before it, and its pages count down from there. So whatever was fetched when, comparing two of them tells
// which message is older, where archive ids are opaque, stamps have whole seconds and clocks are wrong. Positions follow it.

/** Between two live messages, so that what another device sent between them finds room. */
export const STRIDE = 2 ** 20;
/** Kept free below what follows a gap. */
export const GAP_ROOM = 2 ** 26;
/** What scrolling up fetched is older than all that has a place; it is ordered by position down there. */
const HISTORY = -(2 ** 53) + 1;
export const historySeq = (position: number): number => HISTORY + position;
export const isPlaced = (seq: number | null | undefined): seq is number => typeof seq === 'number' && seq >= -(2 ** 51);

const LATEST = 4_102_444_800_000; // the year 2100: in microseconds still an exact number
export const sane = (at: number): number => (Number.isFinite(at) ? Math.min(Math.max(Math.trunc(at), 0), LATEST) : 0);

/** Servers cut stamps to whole seconds: such a message came at some time within that second. */
export const stampPosition = (at: number): number => (at % 1000 === 0 ? at * 1000 + 999_999 : at * 1000);
export const newestPosition = (now: number, last: number): number => Math.max(sane(now) * 1000, last + 1);

/** Reserves places in the account's archive order, and answers with the first. */
export function reserve(db: Writer, account: number, room: number): number {
  const row = one<{ next_seq: number }>(db, 'update account set next_seq = next_seq + ? where id = ? returning next_seq', room, account);
  return (row?.next_seq ?? room) - room;
}

/** Finds free positions in one conversation, going down. */
export class Places {
  readonly #db: Reader;
  readonly #conversation: number;
  #last = Number.NEGATIVE_INFINITY;
  /** Nothing stands between this and the last answer. */
  #floor = Number.POSITIVE_INFINITY;

  constructor(db: Reader, conversation: number) {
    this.#db = db;
    this.#conversation = conversation;
  }

  /** The greatest free position up to `wanted`. */
  below(wanted: number): number {
    let position = wanted;
    while (position >= this.#last || position <= this.#floor) {
      const sql = 'select position from message where conversation = ? and position <= ? order by position desc limit 1';
      const taken = one<{ position: number }>(this.#db, sql, this.#conversation, position)?.position ?? Number.NEGATIVE_INFINITY;
      this.#floor = taken;
      if (taken < position) break;
      position -= 1;
      this.#last = Number.NEGATIVE_INFINITY;
    }
    this.#last = position;
    return position;
  }

  /** The smallest free position from `wanted` on. */
  above(wanted: number): number {
    let position = wanted;
    while (one(this.#db, 'select 1 from message where conversation = ? and position = ?', this.#conversation, position) !== undefined) position += 1;
    return position;
  }
}

export interface Moved {
  readonly id: number;
  readonly position: number;
}
interface Placed {
  id: number;
  position: number;
}

/**
 * Messages older than `seq` must stand under `next`. A clock that went ahead may have put them higher: they are moved down together with
 * what stands between them, in their order.
 */
export function pushDown(db: Writer, conversation: number, seq: number, next: number): readonly Moved[] {
  const older = one<Placed>(
    db,
    'select id, position from message where conversation = ? and archive_seq < ? order by archive_seq desc limit 1',
    conversation,
    seq,
  );
  if (older === undefined || older.position < next) return [];
  const rows = all<Placed>(
    db,
    `select id, position from message where conversation = ? and position >= ? and position <= ? and (archive_seq is null or archive_seq < ?)
     order by position desc`,
    conversation,
    next,
    older.position,
    seq,
  );
  const moves: Moved[] = [];
  let cursor = next;
  const shift = (row: Placed): void => void moves.push({ id: row.id, position: --cursor });
  rows.forEach(shift);
  // Who stood right below gives way in turn.
  const under = db.prepare('select id, position from message where conversation = ? and position < ? order by position desc');
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the columns just selected
  for (const row of under.iterate(conversation, next) as Iterable<Placed>) {
    if (row.position < cursor) break;
    shift(row);
  }
  moveAll(db, moves.toReversed());
  return moves;
}

/** Lowest first: every row goes down, into a place that is free or has just become free. */
export function moveAll(db: Writer, moves: readonly Moved[]): void {
  const move = db.prepare('update message set position = ? where id = ?');
  for (const { id, position } of moves) move.run(position, id);
}
