import type { BareJid } from '../../preload/contract/ids.ts';
import type { ArchivePage } from './archive-queries.ts';
import { conditionOf, type Session } from './session.ts';

export interface Backwards {
  /** Of this room; undefined: our own. */
  readonly archive?: BareJid | undefined;
  /** Where what is known begins; undefined: the beginning of the archive. */
  readonly known: { readonly id: string } | undefined;
  /** The archive takes ids to ask by (XEP-0313 §4.1.3). */
  readonly extended: boolean;
  readonly max: number;
  /** Older than this one; undefined: from the newest. */
  readonly from: string | undefined;
  /** A page that is not there after so many milliseconds is given up; undefined: as archives take. */
  readonly limit?: number | undefined;
  /** What is there already is enough: one page. */
  readonly onlyOne?: boolean;
  /** No more pages are asked for where it is false. */
  readonly mayAsk: () => boolean;
  /** Where it is false, somebody else reads the same: what has come is dropped. */
  readonly isCurrent: () => boolean;
}
/** How a page moves on: it was asked to lie `before`, and what follows is `olderThan`. */
export interface Step {
  readonly before: string | undefined;
  readonly olderThan: string | undefined;
  readonly done: boolean;
}

/** Reads an archive backwards, page by page. `keep` resolves when a page is on disk, or answers from where to go on where it did not fit. */
export async function readBack(
  session: Pick<Session, 'archive'>,
  how: Backwards,
  keep: (page: ArchivePage, step: Step) => Promise<'kept' | { readonly before: string | undefined }>,
): Promise<void> {
  const query = queryBack(session, how);
  const ask = (before: string | undefined): Promise<ArchivePage> | undefined => (how.mayAsk() ? query(before ?? '') : undefined);
  let before = how.from;
  let next = ask(before);
  while (next) {
    const page: ArchivePage = await next;
    if (!how.isCurrent()) return;
    const step = { before, olderThan: page.first ?? before, done: how.onlyOne === true || isLast(page, how.known) };
    // The next page travels while this one is written; what became of it is asked when its turn comes.
    next = step.done ? undefined : ask(step.olderThan);
    next?.catch(() => undefined);
    const kept = await keep(page, step);
    before = kept === 'kept' ? step.olderThan : kept.before;
    if (kept !== 'kept') next = ask(before);
  }
}

/** Backwards paging ends at the beginning of the archive, or where a known message comes up again. */
const isLast = (page: ArchivePage, known: Backwards['known']): boolean =>
  page.complete || page.results.length === 0 || (known !== undefined && page.results.some(result => result.id === known.id));

/** Asks for pages before an id. Never by time: a clock that is ahead would hide messages. Without the extension, paging ends at the known message. */
function queryBack(session: Pick<Session, 'archive'>, { archive, known, extended, max, limit }: Backwards): (before: string) => Promise<ArchivePage> {
  let filter = known !== undefined && extended ? { afterId: known.id } : {};
  const query = async (before: string): Promise<ArchivePage> => {
    try {
      return await session.archive.page(filter, { before, max }, archive, limit);
    } catch (error) {
      if (conditionOf(error) !== 'item-not-found') throw error;
      if ('afterId' in filter) {
        // The archive has forgotten the known message: everything it has is newer, or a duplicate.
        filter = {};
        return query(before);
      }
      if (before === '') throw error;
      // An archive forgets its oldest first: what lay before a message that is forgotten is gone as well.
      return { results: [], first: undefined, last: undefined, complete: true, count: undefined };
    }
  };
  return query;
}
