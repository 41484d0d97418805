import type { ReceivedMessage } from './api.ts';
import type { BatchWork, Touched } from './batch.ts';
import type { Known } from './identify.ts';
import { inRoomOf, near } from './insert.ts';
import {
  freeAbove,
  moveAll,
  nextSeq,
  oldestPoint,
  pointAfter,
  pointBefore,
  pointFrom,
  pushedDown,
  sane,
  stampPosition,
  type Move,
  type Point,
} from './order.ts';
import { gather, type Item } from './page-items.ts';
import { all, one, type GapColumns } from './rows.ts';

/** Stores a page of the archive, oldest message first. Answers with the lowest number it took in the archive's order. */
export function storePage(work: BatchWork, messages: readonly ReceivedMessage[], gap: GapColumns | undefined, done: boolean): number | undefined {
  const items = gather(work, messages, gap);
  if (items.length === 0) return undefined;
  const history = items[0]?.message.arrived === 'history';
  const lowest = history ? undefined : number(work, items, gap, done);
  const byConversation = Map.groupBy(items, item => item.touched);
  const rises: (readonly [Touched, readonly Rise[]])[] = [];
  for (const [touched, own] of byConversation) {
    if (history) numberHistory(work, touched, own);
    rises.push([touched, placeIn(work, touched, own)]);
  }
  insertNew(work, items, history);
  for (const [touched, own] of rises) liftFollowers(work, touched, own);
  return lowest;
}

/** Gives every message of the page its number in the archive's order; see order.ts. Answers with the lowest. */
function number(work: BatchWork, items: readonly Item[], gap: GapColumns | undefined, done: boolean): number {
  const top = gap?.top ?? nextSeq(work.db, work.account);
  // A gap's first page may hold what came live meanwhile; the pages after it lie below all that.
  fromNewest(items, gap === undefined || gap.older_id === null ? undefined : top);
  fromOldest(items);
  if (items.some(item => item.seq === undefined)) {
    // Nothing but own messages that were stored when they were sent, and more to come: what came live meanwhile lies further down.
    const above = !done && items.every(item => item.known !== undefined) ? nextSeq(work.db, work.account) : top;
    for (const item of items) item.seq = above;
  }
  return items[0]?.seq ?? top;
}

/** Each message takes the lowest number of those that follow it. */
function fromNewest(items: readonly Item[], ceiling: number | undefined): void {
  let lowest = ceiling;
  for (const item of items.toReversed()) {
    const seq = item.known?.archive_seq;
    if (typeof seq === 'number') lowest = Math.min(lowest ?? seq, seq);
    item.seq = lowest;
  }
}

/** What follows all that has a number takes the last one. */
function fromOldest(items: readonly Item[]): void {
  let last: number | undefined;
  for (const item of items) {
    last = item.known?.archive_seq ?? last;
    item.seq ??= last;
  }
}

/** Between which two archived messages of a conversation a part of a page lies. */
interface Room {
  readonly above: Point;
  readonly below: number;
}

/** Beside what the page knows; where it knows nothing, by its number. */
function roomFor(work: BatchWork, conversation: number, items: readonly Item[]): Room {
  const { db } = work;
  const newest = items.findLast(isPlaced)?.known;
  const above = newest === undefined ? pointFrom(db, conversation, items.at(-1)?.seq ?? 0) : pointAfter(db, conversation, pointOf(newest));
  const oldest = items.find(isPlaced)?.known;
  const below = pointBefore(db, conversation, oldest === undefined ? above : pointOf(oldest));
  return { above, below: below?.position ?? Number.NEGATIVE_INFINITY };
}
const isPlaced = ({ known }: Item): boolean => typeof known?.archive_seq === 'number';
const pointOf = ({ archive_seq: seq, position }: Known): Point => ({ seq: seq ?? 0, position });

/** What scrolling up brought continues the oldest archived message of the conversation. */
function numberHistory(work: BatchWork, touched: Touched, items: readonly Item[]): void {
  const seq = oldestPoint(work.db, touched.row.id)?.seq ?? nextSeq(work.db, work.account);
  for (const item of items) item.seq = seq;
}

/** An own message that was written before others were received, and arrived after them: it went up. */
interface Rise {
  readonly from: number;
  readonly to: number;
}

/** What was written after a message that rose, and is in no page yet, rises with it: nobody's own words change their order. */
function liftFollowers(work: BatchWork, touched: Touched, rises: readonly Rise[]): void {
  if (rises.length === 0) return;
  const { db } = work;
  const conversation = touched.row.id;
  const lowest = Math.min(...rises.map(({ from }) => from));
  const highest = Math.max(...rises.map(({ to }) => to));
  const sql = `select id, position from message where conversation = ? and mine = 1 and archive_seq is null and position > ? and position < ?
    order by position`;
  let under = Number.NEGATIVE_INFINITY;
  for (const { id, position } of all<Move>(db, sql, conversation, lowest, highest)) {
    const floor = Math.max(under, ...rises.flatMap(({ from, to }) => (from < position ? [to] : [])));
    if (floor > position) {
      const move = { id, position: freeAbove(db, conversation, floor + 1) };
      moveAll(db, [move]);
      work.moved(touched, [move]);
      touched.last = Math.max(touched.last, move.position);
      under = move.position;
    } else under = Math.max(under, position);
  }
}

/** From the newest to the oldest: each message stands under the next newer one, as near to its stamp as that allows. */
function placeIn(work: BatchWork, touched: Touched, items: readonly Item[]): readonly Rise[] {
  const { db } = work;
  const conversation = touched.row.id;
  const room = roomFor(work, conversation, items);
  // Own words that no page has shown yet and that were written after the oldest one shown here are no older than it.
  const since = Math.min(...items.flatMap(({ known, message }) => (known !== undefined && message.mine ? [known.position] : [])));
  const free = freeBelow(work, conversation, room, items, since);
  // Numbers do not fall towards the newer end.
  let least = 0;
  for (const item of items) item.seq = least = item.known?.archive_seq ?? Math.max(item.seq ?? 0, least);
  const moves: Move[] = [];
  let next = room.above;
  items.toReversed().forEach((item, index, newestFirst) => {
    const wanted = Math.min(stampPosition(sane(item.message.at)), next.position - 1);
    if (!mayStay(item, next.position, lowerEnd(newestFirst[index + 1], room))) {
      item.position = free(wanted);
      if (item.known !== undefined) moves.push({ id: item.known.id, position: item.position });
    }
    next = { seq: Math.min(item.seq ?? 0, next.seq), position: item.position };
    item.seq = next.seq;
  });
  learn(work, items);
  const but = new Set(items.flatMap(item => item.known?.id ?? []));
  if (room.below >= next.position) moves.push(...pushedDown(db, conversation, room.below, next.position, { but, since }));
  moveAll(db, moves);
  work.moved(touched, moves);
  return items.flatMap(({ known, message, position }) =>
    known !== undefined && message.mine && position > known.position ? [{ from: known.position, to: position }] : [],
  );
}

/** A row that is here keeps its position where that is in order; an own message may have been written long before it went out. */
const mayStay = ({ known }: Item, above: number, below: number): boolean =>
  known !== undefined && known.position < above && (known.archive_seq !== null || known.position > below);

/** Where the next older message stands, as far as that is known yet. */
const lowerEnd = (older: Item | undefined, room: Room): number =>
  older === undefined ? room.below : Math.max(room.below, older.known?.position ?? stampPosition(sane(older.message.at)));

/** Free are positions that no message holds which the archive says nothing about and which stays; all others give way. */
function freeBelow(work: BatchWork, conversation: number, room: Room, items: readonly Item[], since: number): (wanted: number) => number {
  const sql =
    'select id, position from message where conversation = ? and archive_seq is null and (position > ? or (mine = 1 and position > ?)) and position < ?';
  const own = new Set(items.map(item => item.known?.id));
  const end = [room.below, since, room.above.position].map(at => Math.min(Math.max(at, Number.MIN_SAFE_INTEGER), Number.MAX_SAFE_INTEGER));
  const rows = all<Move>(work.db, sql, conversation, ...end);
  const taken = new Set(rows.filter(row => !own.has(row.id)).map(row => row.position));
  return wanted => {
    let at = wanted;
    while (taken.has(at)) at -= 1;
    return at;
  };
}

/** Rows that are here learn what the archive knows of them. */
function learn(work: BatchWork, items: readonly Item[]): void {
  for (const item of items) if (item.known !== undefined) learnOne(work, item.known, item);
}

function learnOne(work: BatchWork, known: Known, { message: { archiveId }, seq: given, earlier }: Item): void {
  const seq = given ?? null;
  const learns = known.archive_id === null && archiveId !== undefined;
  if (!learns && known.archive_seq === seq && known.delivery > 0) return;
  const { db } = work;
  if (earlier) db.prepare('update message set archive_id = null where id = ?').run(known.id);
  db.prepare('update message set archive_id = coalesce(archive_id, ?), archive_seq = ?, delivery = max(delivery, 1) where id = ?').run(
    archiveId ?? null,
    seq,
    known.id,
  );
  if (learns || known.delivery === 0) work.changed(known.id);
}

/** Ascending by id: the index of words takes ascending rows best. */
function insertNew(work: BatchWork, items: readonly Item[], history: boolean): void {
  const fresh = items.filter(item => item.known === undefined);
  const ids = freeIds(work, fresh);
  fresh
    .map((item, index) => ({ item, id: ids[index] ?? item.position }))
    .toSorted((left, right) => left.id - right.id)
    .forEach(({ item: { message, touched, seq, position }, id }) => {
      const row = {
        account: work.account,
        conversation: touched.row.id,
        position,
        mine: message.mine,
        at: sane(message.at),
        delivery: 1,
        originId: message.originId,
        body: message.body,
        archived: message.archiveId === undefined ? undefined : { id: message.archiveId, seq },
        history: history || message.quiet === true,
        inRoom: inRoomOf(message),
      };
      work.add(touched, row, id);
    });
}

/**
 * Ids follow the page's order, as near to the positions as is free: of messages in the same second, the search finds the later one first.
 * What was found free is remembered: one look serves most of a page.
 */
function freeIds(work: BatchWork, items: readonly Item[]): readonly number[] {
  const taken = new Set<number>();
  let free: readonly [above: number, upTo: number] = [0, 0];
  const isFree = (id: number): boolean => {
    if (taken.has(id)) return false;
    if (id > free[0] && id <= free[1]) return true;
    const found = one<{ id: number }>(work.db, 'select id from message where id <= ? order by id desc limit 1', id)?.id ?? 0;
    free = [found, id];
    return found !== id;
  };
  let last = Number.POSITIVE_INFINITY;
  return items
    .toReversed()
    .map(item => {
      const wanted = Math.max(1, Math.min(Math.floor(item.position / 1000), last - 1));
      let id = wanted;
      for (let tries = 0; !isFree(id); tries += 1) id = near(wanted, tries);
      taken.add(id);
      last = id;
      return id;
    })
    .toReversed();
}
