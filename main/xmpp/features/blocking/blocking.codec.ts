// XEP-0191: Blocking Command, version 1.3 (2015-03-12); XEP-0377: Blocking Command Reports, version 0.4.1 (2026-02-25)
import { attr, child, childrenOf, el, type Element } from '../../element.ts';
import { composeJid, parseJid } from '../../jid.ts';
import { NS } from '../../ns.ts';
import { stanzaIdElement } from '../stanza-ids/stanza-ids.codec.ts';

const MOST_ITEMS = 10_000;

export interface Report {
  readonly reason: 'spam' | 'abuse';
  readonly text?: string | undefined;
  /** Messages that the server may look up in our own archive. */
  readonly messages?: readonly { readonly id: string; readonly by: string }[] | undefined;
}

/** Payload of an `iq` of type `get`. */
export const blockListRequest = (): Element => el('blocklist', NS.blocking);

/** Addresses of a `<blocklist/>`, `<block/>` or `<unblock/>`, prepared; may be domains or full addresses (§6). */
const decodeBlocked = (element: Element): readonly string[] =>
  element
    .getChildren('item')
    .slice(0, MOST_ITEMS)
    .flatMap(item => {
      const jid = parseJid(attr(item, 'jid') ?? '');
      return jid ? [composeJid(jid)] : [];
    });

export const readBlockList = (iq: Element): readonly string[] => {
  const list = child(iq, 'blocklist', NS.blocking);
  return list ? decodeBlocked(list) : [];
};

const reportElement = (report: Report): Element =>
  el(
    'report',
    NS.reporting,
    { reason: report.reason === 'spam' ? NS.reportSpam : NS.reportAbuse },
    ...(report.messages ?? []).slice(0, 10).map(one => stanzaIdElement(one.id, one.by)),
    report.text ? el('text', undefined, {}, report.text) : undefined,
  );

/** Payload of an `iq` of type `set`. A report only where the server announces `urn:xmpp:reporting:1` (XEP-0377 §3): others might refuse the whole. */
export const blockElement = (addresses: readonly string[], report?: Report): Element =>
  el('block', NS.blocking, {}, ...addresses.map(jid => el('item', undefined, { jid }, report && reportElement(report))));

/** Payload of an `iq` of type `set`. An empty one would unblock everybody (§3.5): `unblockAll` says so. */
export function unblockElement(addresses: readonly string[] | 'unblockAll'): Element {
  const items = addresses === 'unblockAll' ? [] : addresses.map(jid => el('item', undefined, { jid }));
  if (addresses !== 'unblockAll' && items.length === 0) throw new Error('nobody to unblock');
  return el('unblock', NS.blocking, {}, ...items);
}

export interface BlockingPush {
  readonly blocked: boolean;
  /** Empty together with `blocked: false`: everybody is unblocked (§3.5). */
  readonly addresses: readonly string[];
}

export function decodePush(payload: Element): BlockingPush | undefined {
  const addresses = decodeBlocked(payload);
  // Items of which none can be read are not the absence of items, which would unblock everybody.
  const garbled = addresses.length === 0 && childrenOf(payload).length > 0;
  if (payload.is('block', NS.blocking)) return garbled ? undefined : { blocked: true, addresses };
  return payload.is('unblock', NS.blocking) && !garbled ? { blocked: false, addresses } : undefined;
}

/** Why a message came back: we block its receiver ourselves (§3.3). */
export const isBlockedByUs = (error: Element | undefined): boolean => child(error, 'blocked', NS.blockingErrors) !== undefined;
