import type { ReceivedMessage } from './api.ts';
import type { BatchWork, Touched } from './batch.ts';
import { findCopy, keysOf, type Known } from './identify.ts';
import { insertMessage } from './insert.ts';
import { GAP_ROOM, historySeq, isPlaced, moveAll, Places, pushDown, reserve, sane, stampPosition } from './order.ts';
import { one, type GapColumns } from './rows.ts';

/** One message of a page; `seq` and `position` are found in turn. */
interface Item {
  readonly message: ReceivedMessage;
  readonly touched: Touched;
  readonly known: Known | undefined;
  seq: number | undefined;
  position: number;
}

/** Stores a page of the archive, oldest message first. Answers with the lowest place it took in the archive's order. */
export function storePage(work: BatchWork, messages: readonly ReceivedMessage[], gap: GapColumns | undefined): number | undefined {
  const items = gather(work, messages);
  if (items.length === 0) return undefined;
  const history = items[0]?.message.arrived === 'history';
  const lowest = history ? undefined : place(work, items, gap);
  const byConversation = Map.groupBy(items, item => item.touched);
  for (const [touched, own] of byConversation) {
    if (history) positionHistory(work, touched, own);
    else positionCatchUp(work, touched, own);
  }
  insertNew(work, items, history);
  return lowest;
}

/** Finds the rows that are here already, and drops what the page itself repeats. */
function gather(work: BatchWork, messages: readonly ReceivedMessage[]): Item[] {
  const seen = new Set<string>();
  const rows = new Set<number>();
  const items: Item[] = [];
  for (const message of messages) {
    const touched = work.touch(message.peer, message.kind);
    const keys = keysOf(touched.row.id, message);
    const known = findCopy(work.db, work.account, touched.row.id, message);
    if (keys.some(key => seen.has(key)) || (known !== undefined && (rows.has(known.id) || isOther(known, touched, message)))) continue;
    for (const key of keys) seen.add(key);
    if (known !== undefined) rows.add(known.id);
    items.push({ message, touched, known, seq: known?.archive_seq ?? undefined, position: known?.position ?? 0 });
  }
  return items;
}

/** The row has a place in the archive already, and this is not it: the same message was archived twice, because it was sent again after a cut. */
const isOther = (known: Known, touched: Touched, { archiveId }: ReceivedMessage): boolean =>
  known.conversation !== touched.row.id || (known.archive_id !== null && known.archive_id !== archiveId);

/** Gives every message of the page its place in the archive's order; see order.ts. */
function place(work: BatchWork, items: readonly Item[], gap: GapColumns | undefined): number {
  const first = gap === undefined || gap.older_id === null;
  const top = gap?.top ?? reserve(work.db, work.account, GAP_ROOM) + GAP_ROOM;
  // From the newest down: a place is kept where it is lower than what follows.
  let ceiling = first ? Number.POSITIVE_INFINITY : top;
  for (const item of items.toReversed()) {
    if (isPlaced(item.seq) && item.seq < ceiling) ceiling = item.seq;
    else item.seq = undefined;
  }
  if (first && ceiling === Number.POSITIVE_INFINITY) ceiling = Math.max(top, aboveOwn(work, items));
  if (ceiling === Number.POSITIVE_INFINITY || items.every(item => item.seq === undefined)) {
    items.forEach((item, index) => (item.seq = (ceiling === Number.POSITIVE_INFINITY ? top : ceiling) - items.length + index));
  } else {
    // After the nearest older one that has a place; before all of those: down from the first.
    const start = items.findIndex(item => item.seq !== undefined);
    const base = items[start]?.seq ?? top;
    items.forEach((item, index) => {
      if (index < start) item.seq = base - (start - index);
      else item.seq ??= (items[index - 1]?.seq ?? base) + 1;
    });
  }
  return items[0]?.seq ?? top;
}

/** Where a first page begins with an own message that was stored when it was sent: above what had arrived before that. */
function aboveOwn(work: BatchWork, items: readonly Item[]): number {
  const known = items.findLast(item => item.known !== undefined)?.known;
  if (known === undefined) return 0;
  const sql = 'select max(archive_seq) as seq from message where conversation = ? and position < ? and archive_seq is not null';
  const before = one<{ seq: number | null }>(work.db, sql, known.conversation, known.position)?.seq;
  return isPlaced(before) ? before + items.length + 1 : 0;
}

/** From the newest to the oldest: each message stands under the next newer one of its conversation, as near to its stamp as that allows. */
function positionCatchUp(work: BatchWork, touched: Touched, items: readonly Item[]): void {
  const { db } = work;
  learn(work, items);
  const newest = items.at(-1)?.seq ?? 0;
  const above = one<{ position: number }>(
    db,
    'select position from message where conversation = ? and archive_seq > ? order by archive_seq limit 1',
    touched.row.id,
    newest,
  );
  const next = descend(work, touched, items, above?.position ?? Number.POSITIVE_INFINITY);
  work.moved(touched, pushDown(db, touched.row.id, items[0]?.seq ?? 0, next));
}

/** What scrolling up brought is older than all archived messages of the conversation. */
function positionHistory(work: BatchWork, touched: Touched, items: readonly Item[]): void {
  const oldest = one<{ position: number }>(
    work.db,
    'select position from message where conversation = ? and archive_id is not null order by position limit 1',
    touched.row.id,
  );
  descend(work, touched, items, oldest?.position ?? Number.POSITIVE_INFINITY);
  for (const item of items) item.seq ??= historySeq(item.position);
  learn(work, items);
}

function descend(work: BatchWork, touched: Touched, items: readonly Item[], above: number): number {
  const places = new Places(work.db, touched.row.id);
  let next = above;
  for (const item of items.toReversed()) {
    const archived = item.known !== undefined && item.known.archive_id !== null && item.message.arrived === 'history';
    if (item.known === undefined || (item.known.position >= next && !archived)) {
      item.position = places.below(Math.min(stampPosition(sane(item.message.at)), next - 1));
      if (item.known !== undefined) {
        moveAll(work.db, [{ id: item.known.id, position: item.position }]);
        work.moved(touched, [item.known]);
      }
    }
    next = Math.min(next, item.position);
  }
  return next;
}

/** Rows that are here learn what the archive knows of them. */
function learn(work: BatchWork, items: readonly Item[]): void {
  const update = work.db.prepare('update message set archive_id = coalesce(archive_id, ?), archive_seq = ?, delivery = max(delivery, 1) where id = ?');
  for (const { known, message, seq } of items) {
    if (known === undefined) continue;
    const learns = known.archive_id === null && message.archiveId !== undefined;
    if (!learns && known.archive_seq === (seq ?? null) && known.delivery > 0) continue;
    update.run(message.archiveId ?? null, seq ?? null, known.id);
    if (learns || known.delivery === 0) work.changed(known.id);
  }
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
        history,
      };
      insertMessage(work.db, row, id);
      work.added(touched, { id, position, mine: message.mine, history });
    });
}

/** As near to the position as is free; steps double, because in a busy second many conversations want the same. */
function freeIds(work: BatchWork, items: readonly Item[]): readonly number[] {
  const taken = new Set<number>();
  let floor = Number.POSITIVE_INFINITY;
  let low = Number.POSITIVE_INFINITY;
  return items
    .toReversed()
    .map(item => {
      for (let id = item.position, step = 1; ; id -= step, step *= 2) {
        if (taken.has(id)) continue;
        if (!(id > floor && id <= low)) {
          floor = one<{ id: number }>(work.db, 'select id from message where id <= ? order by id desc limit 1', id)?.id ?? Number.NEGATIVE_INFINITY;
          if (floor === id) continue;
          low = id;
        }
        taken.add(id);
        return id;
      }
    })
    .toReversed();
}
