// The way of a message from the wire, in named stages: filter → (decrypt) → features. Storing, applying and notifying follow in the uses.
import type { BareJid } from '../../preload/contract/ids.ts';
import { attr, type Element } from './element.ts';
import type { Effect, Feature, Incoming } from './feature.ts';
import { unwrapCarbon } from './features/carbons/carbons.codec.ts';
import { delayBy } from './features/delay/delay.codec.ts';
import { readStanzaId } from './features/stanza-ids/stanza-ids.codec.ts';
import { bareOf } from './jid.ts';

export interface PipelineContext {
  readonly own: BareJid;
  readonly features: readonly Feature[];
  /** The server announced urn:xmpp:sid:0 for the account: its ids may be believed (XEP-0359 §6). */
  readonly archiveIds: boolean;
  readonly sharesPresence: (peer: BareJid) => boolean;
}

/** What is left of a live stanza after the filter; undefined: nobody may act on it. */
export function filterLive(stanza: Element, context: PipelineContext): Incoming | undefined {
  const carbon = unwrapCarbon(stanza, context.own);
  // A wrapping that is not from our own server is dropped whole: CVE-2017-5589 and its family.
  if (carbon === 'forged') return undefined;
  if (carbon) return incoming(carbon.message, carbon.kind === 'sent' ? 'carbon-sent' : 'carbon-received', carbon.stamp, context);
  return incoming(stanza, 'live', trustedDelay(stanza, context.own), context);
}

/** A message out of our own archive; the caller has checked that the result is ours. */
export function filterArchived(
  message: Element,
  stamp: number | undefined,
  archiveId: string,
  arrival: 'catch-up' | 'history',
  context: PipelineContext,
): Incoming | undefined {
  const found = incoming(message, arrival, stamp, context);
  return found && { ...found, archiveId };
}

function incoming(stanza: Element, arrival: Incoming['arrival'], stamp: number | undefined, context: PipelineContext): Incoming | undefined {
  const from = attr(stanza, 'from') ?? context.own;
  const to = attr(stanza, 'to') ?? context.own;
  const sender = bareOf(from);
  const receiver = bareOf(to);
  if (sender === undefined || receiver === undefined) return undefined;
  const mine = sender === context.own;
  // What passes through our account is from us or to us; anything else is somebody's invention.
  if (!mine && receiver !== context.own) return undefined;
  if (arrival === 'carbon-sent' && !mine) return undefined;
  const peer = mine ? receiver : sender;
  return {
    stanza,
    from,
    to,
    peer,
    mine,
    arrival,
    stamp,
    archiveId: context.archiveIds ? readStanzaId(stanza, context.own) : undefined,
    sharesPresence: context.sharesPresence(peer),
  };
}

/** Offline messages are stamped by our own server or account (XEP-0203 §4); a stamp by anybody else, which may stand before it, is a claim. */
const trustedDelay = (stanza: Element, own: BareJid): number | undefined => delayBy(stanza, [own, own.slice(own.indexOf('@') + 1)]);

export const runFeatures = (message: Incoming, features: readonly Feature[]): readonly Effect[] =>
  features.flatMap(feature => feature.message?.(message) ?? []);

export const decorate = (message: Element, peer: BareJid, context: PipelineContext): Element =>
  context.features.reduce((done, feature) => feature.outgoing?.(done, { peer, sharesPresence: context.sharesPresence(peer) }) ?? done, message);
