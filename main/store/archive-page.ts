import type { Batch, ReceivedMessage } from './api.ts';
import type { BatchWork, Touched } from './batch.ts';
import type { Known } from './identify.ts';
import { inRoomOf, near } from './insert.ts';
import { moveAll, ownBefore, pushedDown, roomUnder, sane, stampPosition, type Move, type Room } from './order.ts';
import { isOwn, sortPage, type Item } from './page-items.ts';
import { one, type GapColumns } from './rows.ts';

/** Stores a page of the archive, oldest message first. */
export function storePage(work: BatchWork, messages: readonly ReceivedMessage[], batch: Batch, gap: GapColumns | undefined): void {
  if (messages.length === 0) return;
  const { items, kept } = sortPage(work, messages, batch, gap);
  for (const { known, message } of kept) if (known !== undefined) learn(work, known, message);
  const positions = new Map<Item, number>();
  for (const [touched, own] of Map.groupBy(items, item => item.touched)) {
    const blocks = [...Map.groupBy(own, item => item.under)].toSorted(([left], [right]) => right - left);
    // Of two blocks between the same two rows, the older one stands under the newer one.
    let ceiling = Number.POSITIVE_INFINITY;
    for (const [under, block] of blocks) ceiling = placeBlock(work, { touched, under, block, ceiling }, positions);
  }
  insertNew(work, items, positions);
}

/** One row, or one that will be, of those that go to one place together; oldest first. */
interface Standing {
  readonly item: Item | undefined;
  readonly id: number | undefined;
  /** Where it stands, or would by its stamp. */
  readonly wanted: number;
}
interface Block {
  readonly touched: Touched;
  readonly under: number;
  readonly block: readonly Item[];
  readonly ceiling: number;
}

/** As near to its stamp as its neighbours allow. Answers with the lowest position taken. */
function placeBlock(work: BatchWork, { touched, under, block, ceiling }: Block, positions: Map<Item, number>): number {
  const { db } = work;
  const conversation = touched.row.id;
  const standing = withOwnBefore(work, conversation, under, block);
  const but = new Set(standing.flatMap(({ id }) => id ?? []));
  const room = roomUnder(db, conversation, under, but);
  const moves: Move[] = [];
  const lowest = spread(standing, { ...room, ceiling }, ({ item, id, wanted }, position) => {
    if (item !== undefined) positions.set(item, position);
    if (id !== undefined && position !== wanted) moves.push({ id, position });
  });
  number(work, standing, block[0]?.seq ?? 0);
  if (room.below !== undefined && room.below.position >= lowest) moves.push(...pushedDown(db, conversation, room.below, lowest, but));
  moveAll(db, moves);
  work.moved(touched, moves);
  return lowest;
}

/** From the newest to the oldest. Where there is too little room, the positions end below what is to stand below. */
function spread(
  standing: readonly Standing[],
  { above, below, ceiling }: Room & Pick<Block, 'ceiling'>,
  put: (standing: Standing, position: number) => void,
): number {
  let position = Math.min(ceiling, above?.position ?? ceiling);
  standing.toReversed().forEach((next, index) => {
    const least = below === undefined ? next.wanted : below.position + standing.length - index;
    position = Math.min(Math.max(next.wanted, least), position - 1);
    put(next, position);
  });
  return position;
}

/** Own words are written one after the other: where one of them goes down, those that were written before it go along. */
function withOwnBefore(work: BatchWork, conversation: number, under: number, block: readonly Item[]): readonly Standing[] {
  const ownRows = block.flatMap(({ known }) => (known !== undefined && isOwn(known) ? [known.position] : []));
  const own = ownRows.length === 0 ? [] : ownBefore(work.db, conversation, under, Math.max(...ownRows));
  const items = new Map(block.map(item => [item.known?.id, item]));
  const standing = new Map<number | Item, Standing>();
  for (const item of block) {
    const { known } = item;
    if (known === undefined) {
      standing.set(item, { item, id: undefined, wanted: stampOf(item) });
      continue;
    }
    const along = isOwn(known) ? own.filter(row => row.position < known.position) : [];
    for (const { id, position } of [...along, known]) if (!standing.has(id)) standing.set(id, { item: items.get(id), id, wanted: position });
  }
  return [...standing.values()];
}
const stampOf = ({ message }: Item): number => stampPosition(sane(message.at));

/** Rows that are here take their number, and learn what the archive knows of them. */
function number(work: BatchWork, standing: readonly Standing[], seq: number): void {
  const take = work.db.prepare('update message set archive_seq = ? where id = ?');
  for (const { item, id } of standing) {
    if (id === undefined) continue;
    take.run(seq, id);
    if (item?.known !== undefined) learn(work, item.known, item.message, true);
  }
}

function learn(work: BatchWork, known: Known, { archiveId }: ReceivedMessage, anew = false): void {
  const learns = archiveId !== undefined && archiveId !== known.archive_id && (anew || known.archive_id === null);
  if (!learns && known.delivery > 0) return;
  const sql = 'update message set archive_id = ?, delivery = max(delivery, 1) where id = ?';
  work.db.prepare(sql).run(learns ? archiveId : known.archive_id, known.id);
  work.changed(known.id);
}

/** Ascending by id: the index of words takes ascending rows best. */
function insertNew(work: BatchWork, items: readonly Item[], positions: ReadonlyMap<Item, number>): void {
  const fresh = items.filter(item => item.known === undefined);
  const ids = freeIds(work, fresh);
  fresh
    .map((item, index) => ({ item, id: ids[index] ?? 0, position: positions.get(item) ?? 0 }))
    .toSorted((left, right) => left.id - right.id)
    .forEach(({ item: { message, touched, seq }, position, id }) => {
      const row = {
        account: work.account,
        conversation: touched.row.id,
        position,
        mine: message.mine,
        at: sane(message.at),
        delivery: 1,
        originId: message.originId,
        body: message.body,
        archiveId: message.archiveId,
        seq,
        history: message.arrived === 'history' || message.quiet === true,
        inRoom: inRoomOf(message),
      };
      work.add(touched, row, id);
    });
}

/**
 * Ids follow the page's order, as near to the stamps as is free: of messages in the same second, the search finds the later one first.
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
      const wanted = Math.max(1, Math.min(Math.floor(stampOf(item) / 1000), last - 1));
      let id = wanted;
      for (let tries = 0; !isFree(id); tries += 1) id = near(wanted, tries);
      taken.add(id);
      last = id;
      return id;
    })
    .toReversed();
}
