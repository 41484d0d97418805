// The way of a message from the wire, in named stages: filter → (decrypt) → features. Storing, applying and notifying follow in the uses.
import type { BareJid } from '../../preload/contract/ids.ts';
import { attr, type Element } from './element.ts';
import type { Effect, Feature, Incoming } from './feature.ts';
import { unwrapCarbon } from './features/carbons/carbons.codec.ts';
import { delayBy } from './features/delay/delay.codec.ts';
import { messageType } from './features/messaging/messaging.codec.ts';
import { readStanzaId } from './features/stanza-ids/stanza-ids.codec.ts';
import { bareOf, localOf } from './jid.ts';

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
  return isGroupchat(stanza) ? inRoom(stanza, 'live', context) : incoming(stanza, 'live', trustedDelay(stanza, context.own), context);
}

const isGroupchat = (stanza: Element): boolean => messageType(stanza) === 'groupchat';

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

/**
 * A message out of a room's archive; the caller has asked that room, and checked that the result is from it. What is not said in
 * that room, by it or an occupant, is nothing that its archive could know. Whose it is (`mine`) is for the rooms to find out.
 */
export function filterRoomArchived(
  message: Element,
  stamp: number | undefined,
  archiveId: string,
  arrival: 'catch-up' | 'history',
  context: PipelineContext,
  room: BareJid,
): Incoming | undefined {
  const found = isGroupchat(message) ? inRoom(message, arrival, context) : undefined;
  return found?.peer === room ? { ...found, stamp, archiveId } : undefined;
}

/**
 * `from` is what the room wrote there. `archiveId` is its own id of the message, which may be believed where it announces
 * `urn:xmpp:sid:0`. The same of its delay, but only of what it repeats before it tells the subject (XEP-0045 §7.1): ejabberd passes on
 * the delay that an occupant has put there in its name. `mine` is false: the room, not our server, says whose it is.
 */
function inRoom(stanza: Element, arrival: Incoming['arrival'], context: PipelineContext): Incoming | undefined {
  const from = attr(stanza, 'from');
  const room = bareOf(from);
  if (from === undefined || room === undefined || room === context.own || localOf(from) === undefined) return undefined;
  const archiveId = readStanzaId(stanza, room);
  const stamp = delayBy(stanza, [room]);
  return { stanza, from, to: attr(stanza, 'to') ?? context.own, peer: room, mine: false, arrival, stamp, archiveId, sharesPresence: false };
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
  // Rooms have archives of their own, and copies go to each client by itself (XEP-0280 §6.1).
  if (isGroupchat(stanza)) return undefined;
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
