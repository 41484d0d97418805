import type { BareJid } from '../../preload/contract/ids.ts';
import { attr, type Element } from './element.ts';
import { archiveQuery, readFin, readResult, type ArchiveFilter } from './features/archive/archive.codec.ts';
import { NS } from './ns.ts';

export interface ArchivedMessage {
  readonly id: string;
  readonly stamp: number | undefined;
  readonly message: Element;
}
/** One page, in the archive's order. */
export interface ArchivePage {
  readonly results: readonly ArchivedMessage[];
  readonly first: string | undefined;
  readonly last: string | undefined;
  /** Nothing is left in the direction that was asked. */
  readonly complete: boolean;
  readonly count: number | undefined;
}

interface Asker {
  readonly address: BareJid;
  iq(type: 'get' | 'set', to: string | undefined, payload: Element, limit?: number): Promise<Element>;
  supports(feature: string): boolean;
}

const PAGE_LIMIT = 120_000;
/** A server that sends more results than were asked for is cut off. */
const SPARE = 16;

/**
 * Queries of our own archive and of rooms' (XEP-0313). Results belong to a query by its id, and count only from whose archive was asked:
 * CVE-2015-8688's sister for archives.
 */
export class ArchiveQueries {
  readonly #asker: Asker;
  readonly #randomId: () => string;
  readonly #open = new Map<string, { readonly archive: BareJid; readonly results: ArchivedMessage[]; readonly max: number }>();

  constructor(asker: Asker, randomId: () => string) {
    this.#asker = asker;
    this.#randomId = randomId;
  }

  get supported(): boolean {
    return this.#asker.supports(NS.archive);
  }

  /** `archive`: of this room; without it, our own. */
  async page(
    filter: ArchiveFilter,
    range: { /** `''`: from the newest. */ readonly before?: string; readonly after?: string; readonly max: number },
    archive: BareJid = this.#asker.address,
    limit = PAGE_LIMIT,
  ): Promise<ArchivePage> {
    const queryId = this.#randomId();
    const collected: ArchivedMessage[] = [];
    this.#open.set(queryId, { archive, results: collected, max: range.max + SPARE });
    try {
      const answer = await this.#asker.iq('set', archive, archiveQuery(queryId, filter, range), limit);
      const fin = readFin(answer);
      return {
        results: collected,
        first: fin?.first ?? collected[0]?.id,
        last: fin?.last ?? collected.at(-1)?.id,
        complete: fin?.complete ?? collected.length === 0,
        count: fin?.count,
      };
    } finally {
      this.#open.delete(queryId);
    }
  }

  /** Takes a stanza that is an archive's result, ours or not; answers whether it was one. */
  take(stanza: Element): boolean {
    if (!stanza.getChild('result', NS.archive)) return false;
    for (const [queryId, { archive, results, max }] of this.#open) {
      // A missing sender is our own account, and no room (RFC 6120 §8.1.2.1).
      if (archive !== this.#asker.address && attr(stanza, 'from') === undefined) continue;
      const result = readResult(stanza, { queryId, archive });
      if (result && results.length < max) results.push(result);
      if (result) break;
    }
    return true; // forged or unasked: swallowed
  }
}
