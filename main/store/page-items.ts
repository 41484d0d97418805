import type { Batch, ReceivedMessage } from './api.ts';
import type { BatchWork, Touched } from './batch.ts';
import { findCopy, keysOf, possibleCopies, type Known } from './identify.ts';
import { nextSeq, SCROLLED } from './order.ts';
import { one, WRITTEN_HERE, type GapColumns } from './rows.ts';

/** What a page says of one message. */
interface Line {
  readonly message: ReceivedMessage;
  readonly touched: Touched;
  readonly known: Known | undefined;
  /** An older copy stands in the same page: it was sent again after a cut. */
  readonly again: boolean;
}
/** A message that takes a place by what the page says: anew, or leaving the one it has. */
export interface Item extends Line {
  readonly seq: number;
  /** It stands directly under what has this number or one above. */
  readonly under: number;
}
/** In the archive's order. What is kept stays where it is, and learns only what the archive knows of it. */
export interface Sorted {
  readonly items: readonly Item[];
  readonly kept: readonly Line[];
}

/** Which messages of a page take a place by it, and which one: see README.md. `before`: what a page of one conversation was asked to lie before. */
export function sortPage(work: BatchWork, messages: readonly ReceivedMessage[], { before }: Batch, gap: GapColumns | undefined): Sorted {
  const lines = linesOf(work, messages);
  return messages[0]?.arrived === 'history' ? scrolled(work, lines, before) : caughtUp(lines, gap, gap?.top ?? nextSeq(work.db, work.account));
}

function linesOf(work: BatchWork, messages: readonly ReceivedMessage[]): readonly Line[] {
  const placed = messages.map(message => {
    const touched = work.touch(message.peer, message.kind);
    return { message, touched, conversation: touched.row.id };
  });
  const possible = possibleCopies(work.db, placed);
  const seen = new Set<string | number>();
  return placed.map(({ message, touched, conversation }) => {
    const known = possible.has(message) ? findCopy(work.db, conversation, message) : undefined;
    const keys = [...keysOf(conversation, message), ...(known ? [known.id] : [])];
    const again = keys.some(key => seen.has(key));
    for (const key of keys) seen.add(key);
    return { message, touched, known, again };
  });
}

/** A page of a gap. It may reach beyond the gap at both ends: the gap was bounded while the page travelled, or the server was not told where to stop. */
function caughtUp(lines: readonly Line[], gap: GapColumns | undefined, top: number): Sorted {
  const items: Item[] = [];
  const kept: Line[] = [];
  const end = placeOf(lines, gap?.older_id) ?? lines.length;
  const begin = (placeOf(lines, gap?.newer_id) ?? -1) + 1;
  for (const line of lines.slice(begin, end)) {
    if (isOfGap(line, top, lines)) items.push({ ...line, seq: top, under: top });
    else kept.push(line);
  }
  let seq = top;
  for (const line of lines.slice(end)) {
    if (line.known === undefined && !line.again) items.push({ ...line, seq, under: seq + 1 });
    else {
      kept.push(line);
      seq = Math.max(seq, fixedAt(line) ?? seq);
    }
  }
  // What lies under the gap and is not here was taken away here, or another gap will bring it.
  kept.push(...lines.slice(0, begin));
  return { items, kept };
}

function placeOf(lines: readonly Line[], id: string | null | undefined): number | undefined {
  const index = typeof id === 'string' ? lines.findIndex(({ message }) => message.archiveId === id) : -1;
  return index < 0 ? undefined : index;
}

/**
 * New, or above the gap though the archive has a copy within it. What is known from before the gap opened stays: this is a later copy. What the
 * gap itself has brought stands right, but where this is an earlier copy; own words may have come with others of them. What scrolling up
 * brought finds its place among what the gap brings.
 */
function isOfGap({ message, known, again }: Line, top: number, lines: readonly Line[]): boolean {
  if (again || known === undefined) return !again;
  const isSame = known.archive_id === message.archiveId;
  if (known.archive_seq === SCROLLED) return isSame || lines.some(line => line.message.archiveId === known.archive_id);
  return known.archive_seq > top || (known.archive_seq === top && (!isSame || isOwn(known)));
}

/** The number of what stands where the archive has it. It may have come live without the archive's id. */
const fixedAt = ({ message, known }: Line): number | undefined =>
  known !== undefined && !isOwn(known) && (known.archive_id ?? message.archiveId) === message.archiveId ? known.archive_seq : undefined;
export const isOwn = ({ flags }: Known): boolean => (flags & WRITTEN_HERE) !== 0;

/**
 * Older than all that was here of the conversation when it was asked for; so also the copies of what was here then. But what follows something
 * known came while the page travelled.
 */
function scrolled(work: BatchWork, lines: readonly Line[], before: string | undefined): Sorted {
  const items: Item[] = [];
  const kept: Line[] = [];
  const end = before === undefined ? undefined : positionOf(work, lines[0]?.touched, before);
  let under = SCROLLED;
  for (const line of lines) {
    if (isOlder(line, end)) items.push({ ...line, seq: under === SCROLLED ? SCROLLED : under - 1, under });
    else {
      kept.push(line);
      const wasHere = line.known !== undefined && line.known.position < (end ?? Number.POSITIVE_INFINITY);
      under = Math.max(under, ((wasHere ? fixedAt(line) : undefined) ?? under - 1) + 1);
    }
  }
  return { items, kept };
}

function isOlder({ message, known, again }: Line, end: number | undefined): boolean {
  if (again || known === undefined) return !again;
  if (end === undefined || known.archive_id === null || known.archive_id === message.archiveId) return false;
  return known.position >= end && !isOwn(known);
}

const positionOf = ({ db }: BatchWork, touched: Touched | undefined, archiveId: string): number | undefined =>
  touched && one<{ position: number }>(db, 'select position from message where conversation = ? and archive_id = ?', touched.row.id, archiveId)?.position;
