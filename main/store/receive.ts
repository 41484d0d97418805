import type { Writer } from '../../native/database/database.ts';
import type { Batch, Received, ReceivedMessage } from './api.ts';
import { storePage } from './archive-page.ts';
import { BatchWork, type Touched } from './batch.ts';
import { gapColumns, moveGap, setArchiveComplete } from './gaps.ts';
import { findCopy, type Known } from './identify.ts';
import { freeId, inRoomOf, newestId } from './insert.ts';
import { freeAbove, moveAll, newestPoint, newestPosition, nextSeq, sane } from './order.ts';
import { advance } from './outbox.ts';
import { FROM_HISTORY, readElsewhere, recount } from './read-state.ts';

/**
 * A live message with an older stamp waited at the server. Search and exports sort it by its stamp, and its place in the archive's order
 * is left open until a page shows it: it may be older than what the catch-up has brought already.
 */
const DELAYED_MS = 10_000;

/** Stores what one stanza or one page of the archive brought. `now` is the time of arrival. */
export function receive(db: Writer, batch: Batch, now: number): Received {
  const work = new BatchWork(db, batch.account, now);
  const gap = batch.gap && gapColumns(db, batch.account, batch.gap.id);
  const fromArchive = (message: ReceivedMessage): boolean => message.arrived === 'catch-up' || message.arrived === 'history';
  const lowest = storePage(work, batch.messages.filter(fromArchive), gap, batch.gap?.done === true);
  for (const message of batch.messages) if (!fromArchive(message)) storeLive(work, message);
  work.settle();
  work.takeAway();
  for (const { peer, id, to } of batch.marks) {
    for (const message of advance(db, { account: batch.account, peer, id, to, upTo: to === 'displayed' })) work.changed(message.id);
  }
  for (const read of batch.reads) readElsewhere(db, batch.account, work.touch(read.peer)?.row, read);
  const complete = batch.complete && work.touch(batch.complete.peer);
  if (complete) setArchiveComplete(db, complete.row.id);
  moveGap(db, batch, gap, lowest);
  return work.result();
}

function storeLive(work: BatchWork, message: ReceivedMessage): void {
  const touched = work.touch(message.peer, message.kind);
  const known = findCopy(work.db, touched.row.id, message);
  if (known !== undefined) {
    if (known.conversation === touched.row.id) meetAgain(work, touched, known, message);
    return;
  }
  const position = newestPosition(work.now, touched.last);
  const { archiveId, mine } = message;
  const at = sane(message.at);
  const delayed = Math.abs(work.now - at) > DELAYED_MS;
  const row = {
    account: work.account,
    conversation: touched.row.id,
    position,
    mine,
    at,
    delivery: 1,
    originId: message.originId,
    body: message.body,
    archived: archiveId === undefined ? undefined : { id: archiveId, seq: delayed ? undefined : nextSeq(work.db, work.account) },
    history: false,
    inRoom: inRoomOf(message),
  };
  work.add(touched, row, delayed ? freeId(work.db, at) : newestId(work.db, Math.floor(position / 1000)));
}

/** One more copy of a message: it may bring the archive's id, and shows that the server has it. */
function meetAgain(work: BatchWork, touched: Touched, known: Known, { archiveId, mine }: ReceivedMessage): void {
  const { db } = work;
  if (known.delivery === 0) {
    db.prepare('update message set delivery = 1 where id = ?').run(known.id);
    work.changed(known.id);
  }
  // Delivered after all: what the archive showed first as old was waiting for us.
  const woken = mine
    ? 0
    : db.prepare('update message set flags = flags & ~? where id = ? and flags & ? <> 0').run(FROM_HISTORY, known.id, FROM_HISTORY).changes;
  if (woken > 0) recount(db, known.conversation);
  if (archiveId === undefined || known.archive_id !== null) return;
  const seq = nextSeq(db, work.account);
  // What the archive has before it must stand before it here as well.
  const before = newestPoint(db, known.conversation);
  db.prepare('update message set archive_id = ?, archive_seq = ? where id = ?').run(archiveId, seq, known.id);
  work.changed(known.id);
  if (before === undefined || before.position < known.position) return;
  const position = freeAbove(db, known.conversation, before.position + 1);
  moveAll(db, [{ id: known.id, position }]);
  work.moved(touched, [known]);
  touched.last = Math.max(touched.last, position);
}
