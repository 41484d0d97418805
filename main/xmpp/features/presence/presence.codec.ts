// RFC 6121 §3-4: presence and subscriptions; XEP-0319: Last User Interaction in Presence, version 1.0.2 (2017-07-17); XEP-0379: Pre-Authenticated Roster Subscription, version 0.3.3 (2021-03-04)
import type { BareJid } from '../../../../preload/contract/ids.ts';
import { attr, child, el, ownChild, timeAttr, type Element } from '../../element.ts';
import type { Caps } from '../../feature.ts';
import { NS } from '../../ns.ts';
import { readVcardUpdate, vcardUpdateElement } from '../avatars/avatars.codec.ts';
import { capsElement, readCaps } from '../caps/caps.codec.ts';
import { timeText } from '../delay/delay.codec.ts';
import { encodeNickname, readNickname } from '../nickname/nickname.codec.ts';

export type Availability = 'available' | 'away' | 'dnd' | 'offline';

export interface PresenceInfo {
  readonly availability: Availability;
  readonly status: string | undefined;
  readonly priority: number;
  /** Milliseconds since 1970. */
  readonly idleSince: number | undefined;
  /** SHA-1 in hex; `''`: no picture; undefined: nothing is said. */
  readonly vcardAvatar: string | undefined;
  readonly caps: Caps | undefined;
}

const MOST_STATUS = 1023;
const MOST_TOKEN = 1024;

/** Several words of the protocol are one for people: `chat` is here, `xa` is away for longer (§4.7.2.1). */
function availabilityOf(presence: Element): Availability {
  const show = ownChild(presence, 'show')?.text().trim();
  if (show === 'away' || show === 'xa') return 'away';
  return show === 'dnd' ? 'dnd' : 'available';
}

function statusOf(presence: Element): string | undefined {
  const texts = presence.getChildren('status').filter(one => one.getNS() === presence.getNS());
  const status = (texts.find(one => attr(one, 'xml:lang') === undefined) ?? texts[0])?.text().trim().slice(0, MOST_STATUS).toWellFormed();
  return status === '' ? undefined : status;
}

/** §4.7.2.3: a whole number from -128 to 127, else 0. */
function priorityOf(presence: Element): number {
  const priority = Number(ownChild(presence, 'priority')?.text().trim() || 0);
  return Number.isInteger(priority) && priority >= -128 && priority <= 127 ? priority : 0;
}

/** Presence that tells who is here; undefined for subscriptions, probes and errors. */
export function readPresence(presence: Element): PresenceInfo | undefined {
  const type = attr(presence, 'type');
  if (type === 'unavailable') {
    return { availability: 'offline', status: statusOf(presence), priority: 0, idleSince: undefined, vcardAvatar: undefined, caps: undefined };
  }
  if (type !== undefined) return undefined;
  return {
    availability: availabilityOf(presence),
    status: statusOf(presence),
    priority: priorityOf(presence),
    idleSince: timeAttr(child(presence, 'idle', NS.idle), 'since'),
    vcardAvatar: readVcardUpdate(presence),
    caps: readCaps(presence),
  };
}

export interface OwnPresenceInfo {
  readonly availability: Availability;
  readonly status?: string | undefined;
  readonly priority?: number | undefined;
  readonly idleSince?: number | undefined;
  /** `''`: we have no picture; undefined: left to the server, or not yet known (XEP-0153 §4.1). */
  readonly vcardAvatar?: string | undefined;
  readonly caps?: Caps | Element | undefined;
  /** Directed presence. */
  readonly to?: string | undefined;
}

const text = (name: string, content: string | undefined): Element | undefined =>
  content === undefined || content === '' ? undefined : el(name, undefined, {}, content);

/** Our own presence, for the server to tell everybody who may know. */
export function presenceElement(own: OwnPresenceInfo): Element {
  const offline = own.availability === 'offline';
  const status = text('status', own.status?.slice(0, MOST_STATUS));
  if (offline) return el('presence', NS.client, { type: 'unavailable', to: own.to }, status);
  const caps = own.caps === undefined || 'name' in own.caps ? own.caps : capsElement(own.caps);
  return el(
    'presence',
    NS.client,
    { to: own.to },
    text('show', own.availability === 'available' ? undefined : own.availability),
    status,
    own.priority ? text('priority', String(own.priority)) : undefined,
    own.idleSince === undefined ? undefined : el('idle', NS.idle, { since: timeText(own.idleSince) }),
    caps,
    vcardUpdateElement(own.vcardAvatar),
  );
}

const SUBSCRIPTION_KINDS = ['subscribe', 'subscribed', 'unsubscribe', 'unsubscribed'] as const;
export type SubscriptionKind = (typeof SUBSCRIPTION_KINDS)[number];

export interface Subscription {
  readonly kind: SubscriptionKind;
  readonly text: string | undefined;
  readonly nickname: string | undefined;
  /** Token of an invitation that the asker was given (XEP-0379 §3.4). */
  readonly preauth: string | undefined;
}

export function readSubscription(presence: Element): Subscription | undefined {
  const type = attr(presence, 'type');
  const kind = SUBSCRIPTION_KINDS.find(one => one === type);
  if (!kind) return undefined;
  const token = attr(child(presence, 'preauth', NS.preauth), 'token');
  return {
    kind,
    text: statusOf(presence),
    nickname: readNickname(presence) || undefined,
    preauth: token !== undefined && token.length > 0 && token.length <= MOST_TOKEN ? token : undefined,
  };
}

/** §3: to be sent to a bare address. */
export const subscriptionElement = (
  to: BareJid,
  kind: SubscriptionKind,
  about: { readonly text?: string | undefined; readonly nickname?: string | undefined; readonly preauth?: string | undefined } = {},
): Element =>
  el(
    'presence',
    NS.client,
    { to, type: kind },
    text('status', about.text?.slice(0, MOST_STATUS)),
    about.nickname ? encodeNickname(about.nickname) : undefined,
    about.preauth ? preauthElement(about.preauth) : undefined,
  );

/** Also the payload of the `iq` before a registration by invitation (XEP-0445 §4). */
export const preauthElement = (token: string): Element => el('preauth', NS.preauth, { token });
