// XEP-0313: Message Archive Management, version 1.1.3 (2025-04-09)
import type { BareJid } from '../../../../preload/contract/ids.ts';
import { attr, child, el, type Element } from '../../element.ts';
import { submitForm } from '../../form.ts';
import { isBare } from '../../jid.ts';
import { NS } from '../../ns.ts';
import { timeText } from '../delay/delay.codec.ts';
import { readForwarded } from '../forwarding/forwarding.codec.ts';
import { encodePageRequest, readPageInfo, type PageInfo, type PageRequest } from '../result-sets/result-sets.codec.ts';
import { saneId } from '../stanza-ids/stanza-ids.codec.ts';

/** What to ask of an archive; nothing given: all of it. Times are milliseconds since 1970, and inclusive. */
export interface ArchiveFilter {
  readonly with?: BareJid | undefined;
  readonly start?: number | undefined;
  readonly end?: number | undefined;
  /** Only where `urn:xmpp:mam:2#extended` is announced (§4.1.3). Exclusive. */
  readonly beforeId?: string | undefined;
  readonly afterId?: string | undefined;
}
export interface ArchiveResult {
  /** Id of the message in this archive. */
  readonly id: string;
  readonly stamp: number | undefined;
  readonly message: Element;
}
export interface ArchiveFin extends PageInfo {
  /** Nothing is left in the direction that was asked. */
  readonly complete: boolean;
  /** False: the archive may still change, ask again later (§4.2). */
  readonly stable: boolean;
}

/** Payload of an `iq` of type `set` to the archive's owner. */
export function archiveQuery(queryId: string, filter: ArchiveFilter, page: PageRequest): Element {
  const values = Object.entries({
    with: filter.with,
    start: filter.start === undefined ? undefined : timeText(filter.start),
    end: filter.end === undefined ? undefined : timeText(filter.end),
    'before-id': filter.beforeId,
    'after-id': filter.afterId,
  }).flatMap(([name, value]) => (value === undefined ? [] : [[name, [value]] as const]));
  const form = values.length > 0 ? submitForm(Object.fromEntries(values), NS.archive) : undefined;
  return el('query', NS.archive, { queryid: queryId }, form, encodePageRequest(page));
}

/**
 * One message out of the archive; undefined where it is none, belongs to another query, or is not from the archive that
 * was asked (§8.2). A missing `from` means our own account (RFC 6120 §8.1.2.1): no stranger can send that.
 */
export function readResult(message: Element, asked: { readonly queryId: string; readonly archive: BareJid }): ArchiveResult | undefined {
  const result = child(message, 'result', NS.archive);
  const from = attr(message, 'from');
  if (!result || attr(result, 'queryid') !== asked.queryId || (from !== undefined && !isBare(from, asked.archive)) || attr(message, 'type') === 'error')
    return undefined;
  const id = saneId(attr(result, 'id'));
  const forwarded = readForwarded(result);
  return id !== undefined && forwarded ? { id, ...forwarded } : undefined;
}

/** Reads the closing answer, given as the whole `iq`. */
export function readFin(iq: Element): ArchiveFin | undefined {
  const fin = child(iq, 'fin', NS.archive);
  if (!fin) return undefined;
  const page = readPageInfo(fin) ?? { first: undefined, last: undefined, index: undefined, count: undefined };
  const said = (name: string): boolean => ['true', '1'].includes(attr(fin, name) ?? '');
  return { ...page, complete: said('complete'), stable: !['false', '0'].includes(attr(fin, 'stable') ?? '') };
}
