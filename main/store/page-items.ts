import type { ReceivedMessage } from './api.ts';
import type { BatchWork, Touched } from './batch.ts';
import { findCopy, keysOf, possibleCopies, type Known } from './identify.ts';
import { SENT_AGAIN } from './read-state.ts';
import type { GapColumns } from './rows.ts';

/** One message of a page; `seq` and `position` are found in turn. */
export interface Item {
  readonly message: ReceivedMessage;
  readonly touched: Touched;
  readonly known: Known | undefined;
  /** The row took its place in the archive from a later copy; this is the one that counts. */
  readonly earlier: boolean;
  seq: number | undefined;
  position: number;
}
/** What tells the copies of a message apart. */
interface Page {
  readonly ids: ReadonlySet<string | undefined>;
  readonly gap: GapColumns | undefined;
}

/** Finds the rows that are here already, and drops what the page itself repeats. Oldest first. */
export function gather(work: BatchWork, messages: readonly ReceivedMessage[], gap: GapColumns | undefined): Item[] {
  const seen = new Set<string | number>();
  const page: Page = { ids: new Set(messages.map(({ archiveId }) => archiveId)), gap };
  const placed = messages.map(message => {
    const touched = work.touch(message.peer, message.kind);
    return { message, touched, conversation: touched.row.id };
  });
  const possible = possibleCopies(work.db, placed);
  return placed.flatMap(({ message, touched, conversation }) => {
    const known = possible.has(message) ? findCopy(work.db, conversation, message) : undefined;
    const copy = known === undefined ? 'first' : judge(known, conversation, message, page);
    const keys = [...keysOf(conversation, message), ...(known ? [known.id] : [])];
    if (copy === 'later' || keys.some(key => seen.has(key))) return [];
    for (const key of keys) seen.add(key);
    if (known === undefined || !isRepeat(known, message)) return [itemOf(message, touched, known, copy === 'earlier')];
    learnTaken(work, known);
    return [];
  });
}

const itemOf = (message: ReceivedMessage, touched: Touched, known: Known | undefined, earlier: boolean): Item => ({
  message,
  touched,
  known: known && earlier ? { ...known, archive_id: null, archive_seq: null } : known,
  earlier,
  seq: earlier ? undefined : (known?.archive_seq ?? undefined),
  position: known?.position ?? 0,
});

/**
 * The same message may be archived twice, because it was sent again after a cut. Of two copies the earlier one says where it stands, or what
 * was sent once would overtake what was sent again. Pages come newest first and live copies before them, so the later copy is often met
 * first. A page that has both holds the earlier one before the later one.
 */
function judge(known: Known, conversation: number, { archiveId, arrived }: ReceivedMessage, { ids, gap }: Page): 'same' | 'earlier' | 'later' {
  if (known.conversation !== conversation) return 'later';
  if (known.archive_id === null || known.archive_id === archiveId) return 'same';
  if (ids.has(known.archive_id)) return 'earlier';
  if (known.archive_seq === null) return 'later';
  return arrived === 'history' || (gap !== undefined && known.archive_seq >= gap.top) ? 'earlier' : 'later';
}

/**
 * An own message that was sent once more after a cut keeps its place: its first copy may lie where the archive counts as known already,
 * and what was written after it before this one.
 */
const isRepeat = ({ archive_id: id, flags }: Known, { mine }: ReceivedMessage): boolean => mine && id === null && (flags & SENT_AGAIN) !== 0;

function learnTaken(work: BatchWork, { id, delivery }: Known): void {
  if (delivery > 0) return;
  work.db.prepare('update message set delivery = 1 where id = ?').run(id);
  work.changed(id);
}
