// XEP-0359: Unique and Stable Stanza IDs, version 0.7.0 (2023-02-20)
import { originId, type BareJid, type OriginId } from '../../../../preload/contract/ids.ts';
import { attr, child, childrenOf, el, type Element } from '../../element.ts';
import { isBare } from '../../jid.ts';
import { NS } from '../../ns.ts';

/** Longer ids, or ids that hold control characters, are not kept: they would only serve to harm. */
const MOST_ID = 512;
// oxlint-disable-next-line no-control-regex -- exactly these are refused
const BAD_ID = /[\0-\x1f\x7f]/;

export const saneId = (id: string | undefined): string | undefined =>
  id !== undefined && id.length > 0 && id.length <= MOST_ID && !BAD_ID.test(id) ? id : undefined;

/**
 * The id that `by` gave the message in its archive. Only to be asked for when `by` announces `urn:xmpp:sid:0`, else
 * anybody may have put it there (§6); two of the same `by` break a rule (§3) and count as none.
 */
export function readStanzaId(message: Element, by: BareJid): string | undefined {
  const ids = childrenOf(message).filter(one => one.is('stanza-id', NS.stanzaIds) && isBare(attr(one, 'by'), by));
  return ids.length === 1 ? saneId(attr(ids[0], 'id')) : undefined;
}

export const stanzaIdElement = (id: string, by: string): Element => el('stanza-id', NS.stanzaIds, { by, id });

/**
 * The sender's own id for a message. The stanza's `id` comes first: receipts and markers (XEP-0184, XEP-0333) name that
 * one, and between two people nobody rewrites it. `origin-id` stands in where there is none.
 */
export function readOriginId(message: Element): OriginId | undefined {
  const id = saneId(attr(message, 'id')) ?? saneId(attr(child(message, 'origin-id', NS.stanzaIds), 'id'));
  return id === undefined ? undefined : originId(id);
}

export const originIdElement = (id: string): Element => el('origin-id', NS.stanzaIds, { id });
