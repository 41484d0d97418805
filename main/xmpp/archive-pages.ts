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
}

/** Backwards paging ends at the beginning of the archive, or where a known message comes up again. */
export const isLastPage = (page: ArchivePage, known: Backwards['known']): boolean =>
  page.complete || page.results.length === 0 || (known !== undefined && page.results.some(result => result.id === known.id));

/** Asks for pages before an id. Never by time: a clock that is ahead would hide messages. Without the extension, paging ends at the known message. */
export function backwards(session: Pick<Session, 'archive'>, { archive, known, extended, max }: Backwards): (before: string) => Promise<ArchivePage> {
  let filter = known !== undefined && extended ? { afterId: known.id } : {};
  return async before => {
    try {
      return await session.archive.page(filter, { before, max }, archive);
    } catch (error) {
      // The archive has forgotten the known message: everything it has is newer, or a duplicate.
      if (conditionOf(error) !== 'item-not-found' || !('afterId' in filter)) throw error;
      filter = {};
      return session.archive.page(filter, { before, max }, archive);
    }
  };
}
