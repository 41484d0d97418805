import type { Writer } from '../../native/database/database.ts';
import type { Batch, Received, ReceivedMessage } from './api.ts';
import { storePage } from './archive-page.ts';
import { BatchWork } from './batch.ts';
import { boundGap, fits, gapColumns, moveGap, setArchiveComplete } from './gaps.ts';
import { findCopy, type Known } from './identify.ts';
import { freeId, inRoomOf, newestId } from './insert.ts';
import { newestPosition, nextSeq, sane } from './order.ts';
import { advance } from './outbox.ts';
import { FROM_HISTORY, readElsewhere, recount } from './read-state.ts';

/** Stores what one stanza or one page of the archive brought. `now` is the time of arrival. */
export function receive(db: Writer, batch: Batch, now: number): Received {
  const work = new BatchWork(db, batch.account, now);
  const gap = batch.gap && gapColumns(db, batch.account, batch.gap.id);
  if (gap !== undefined && !fits(batch, gap)) return { added: [], changed: [], conversations: [], askAgain: true };
  const fromArchive = (message: ReceivedMessage): boolean => message.arrived === 'catch-up' || message.arrived === 'history';
  storePage(work, batch.messages.filter(fromArchive), batch, gap);
  for (const message of batch.messages) if (!fromArchive(message)) storeLive(work, message, batch);
  work.settle();
  work.takeAway();
  for (const { peer, id, to } of batch.marks) {
    for (const message of advance(db, { account: batch.account, peer, id, to, upTo: to === 'displayed' })) work.changed(message.id);
  }
  for (const read of batch.reads) readElsewhere(db, batch.account, work.touch(read.peer)?.row, read);
  const complete = batch.complete && work.touch(batch.complete.peer);
  if (complete) setArchiveComplete(db, complete.row.id);
  moveGap(db, batch, gap);
  return work.result();
}

function storeLive(work: BatchWork, message: ReceivedMessage, batch: Batch): void {
  const touched = work.touch(message.peer, message.kind);
  const known = findCopy(work.db, touched.row.id, message);
  if (known !== undefined) {
    meetAgain(work, known, message);
    return;
  }
  const position = newestPosition(work.now, touched.last);
  const { archiveId, mine } = message;
  const at = sane(message.at);
  const row = {
    account: work.account,
    conversation: touched.row.id,
    position,
    mine,
    at,
    delivery: 1,
    originId: message.originId,
    body: message.body,
    archiveId,
    seq: nextSeq(work.db, work.account),
    history: false,
    inRoom: inRoomOf(message),
  };
  // Search and exports sort what waited at the server by its stamp.
  work.add(touched, row, message.delayed === true ? freeId(work.db, at) : newestId(work.db, Math.floor(position / 1000)));
  if (archiveId !== undefined && message.delayed !== true) boundGap(work.db, batch, { id: archiveId, at });
}

/** One more copy of a message: it may bring the archive's id, and shows that the server has it. It stays where it is. */
function meetAgain(work: BatchWork, known: Known, { archiveId, mine }: ReceivedMessage): void {
  const { db } = work;
  const learns = archiveId !== undefined && known.archive_id === null;
  if (learns || known.delivery === 0) {
    db.prepare('update message set archive_id = coalesce(archive_id, ?), delivery = max(delivery, 1) where id = ?').run(archiveId ?? null, known.id);
    work.changed(known.id);
  }
  // Delivered after all: what the archive showed first as old was waiting for us.
  const woken = mine
    ? 0
    : db.prepare('update message set flags = flags & ~? where id = ? and flags & ? <> 0').run(FROM_HISTORY, known.id, FROM_HISTORY).changes;
  if (woken > 0) recount(db, known.conversation);
}
