import type { AccountId, BareJid, OriginId } from '../../preload/contract/ids.ts';
import type { Element } from './element.ts';
import type { CallMessage, JingleAction } from './features/jingle/jingle.types.ts';
import type { Bookmark, Moderation, OccupantPresence, RoomInvitation, RoomMessage, RoomRefusal, VoiceRequest } from './features/muc/muc.types.ts';

/** How a stanza reached us: `catch-up` is first received now, `history` was received before and is only read again. */
export type Arrival = 'live' | 'catch-up' | 'history' | 'carbon-received' | 'carbon-sent';

/** A message after the filter: it is from whom it says, and its copies' wrapping is gone. */
export interface Incoming {
  readonly stanza: Element;
  /** Full address of the sender as the server stamped it. */
  readonly from: string;
  readonly to: string;
  /** The other side of the conversation, whichever way the message went. */
  readonly peer: BareJid;
  /** Sent by this account, from here or from another device. */
  readonly mine: boolean;
  readonly arrival: Arrival;
  /** Milliseconds since 1970, of the archive or of a delay stamped by our own server; undefined: now. */
  readonly stamp: number | undefined;
  /** Id in our own archive, given by our own server only (XEP-0359 §6). */
  readonly archiveId: string | undefined;
  /** The peer may see our presence: what reveals it may be answered. */
  readonly sharesPresence: boolean;
}

export interface IncomingPresence {
  readonly stanza: Element;
  readonly from: string;
  readonly peer: BareJid;
  readonly resource: string;
}
export interface IncomingEvent {
  /** Whose node it is; always a bare address, checked. */
  readonly from: BareJid;
  readonly own: boolean;
  readonly node: string;
  readonly items: readonly Element[];
  readonly retracted: readonly string[];
}
export interface Iq {
  readonly type: 'get' | 'set';
  readonly from: string;
  /** From our own server or account: it may give orders. */
  readonly trusted: boolean;
  readonly sharesPresence: boolean;
  readonly payload: Element;
}

export interface RosterItem {
  readonly address: BareJid;
  readonly name: string | undefined;
  readonly groups: readonly string[];
  readonly subscription: 'none' | 'to' | 'from' | 'both' | 'remove';
  readonly pending: boolean;
}
export type TypingState = 'active' | 'composing' | 'paused' | 'inactive' | 'gone';

/** What features ask for; the uses carry it out. */
export type Effect =
  | { readonly do: 'send'; readonly stanza: Element }
  // messages
  | { readonly do: 'store-message'; readonly body: string; readonly originId: OriginId | undefined; readonly thread: string | undefined }
  | { readonly do: 'message-failed'; readonly peer: BareJid; readonly id: OriginId; readonly condition: string; readonly text: string | undefined }
  | { readonly do: 'mark-delivered'; readonly peer: BareJid; readonly id: OriginId }
  | { readonly do: 'mark-displayed'; readonly peer: BareJid; readonly id: OriginId }
  /** Another own device has read up to this message: by the sender's id (0333 carbon) or by our archive's id (0490). */
  | { readonly do: 'read-elsewhere'; readonly peer: BareJid; readonly id: { readonly origin: OriginId } | { readonly archive: string } }
  | { readonly do: 'typing'; readonly peer: BareJid; readonly state: TypingState }
  | { readonly do: 'nickname'; readonly peer: BareJid; readonly nickname: string | undefined }
  // presence
  | { readonly do: 'roster-push'; readonly item: RosterItem; readonly version: string | undefined }
  | {
      readonly do: 'presence';
      readonly peer: BareJid;
      readonly resource: string;
      readonly availability: 'available' | 'away' | 'dnd' | 'offline';
      readonly status: string | undefined;
      readonly priority: number;
      readonly idleSince: number | undefined;
      readonly vcardAvatar: string | undefined;
      readonly caps: Caps | undefined;
    }
  | {
      readonly do: 'subscription';
      readonly peer: BareJid;
      readonly kind: 'subscribe' | 'subscribed' | 'unsubscribe' | 'unsubscribed';
      readonly text: string | undefined;
      readonly nickname: string | undefined;
      readonly preauth: string | undefined;
    }
  | { readonly do: 'avatar'; readonly peer: BareJid; readonly avatar: { readonly hash: string; readonly type: string; readonly bytes: number } | undefined }
  | { readonly do: 'profile-changed'; readonly peer: BareJid }
  | { readonly do: 'blocked'; readonly addresses: readonly string[]; readonly blocked: boolean }
  // rooms. `room` is the bare address that said it, as the server stamped it; whether we are in it is for who carries it out.
  | { readonly do: 'room-presence'; readonly room: BareJid; readonly nickname: string; readonly said: OccupantPresence }
  /** An answer to presence that we sent there: to join, to take a nickname. */
  | { readonly do: 'room-refusal'; readonly room: BareJid; readonly nickname: string; readonly said: RoomRefusal }
  | { readonly do: 'room-message'; readonly room: BareJid; readonly nickname: string; readonly said: RoomMessage }
  /** Not a message: no body (§8.1). `nickname` undefined: the room itself. */
  | { readonly do: 'room-subject'; readonly room: BareJid; readonly nickname: string | undefined; readonly subject: string }
  /** §10.2.1: 104 and 170 to 174, by the room itself. */
  | { readonly do: 'room-status'; readonly room: BareJid; readonly statuses: readonly number[] }
  | { readonly do: 'room-moderation'; readonly room: BareJid; readonly said: Moderation }
  | { readonly do: 'room-invitation'; readonly said: RoomInvitation }
  | { readonly do: 'room-declined'; readonly room: BareJid; readonly by: BareJid; readonly reason: string | undefined }
  | { readonly do: 'room-asked'; readonly room: BareJid; readonly said: VoiceRequest }
  | { readonly do: 'room-typing'; readonly room: BareJid; readonly nickname: string; readonly state: TypingState }
  /** Up to which message of the room somebody has read (XEP-0333). */
  | {
      readonly do: 'room-read';
      readonly room: BareJid;
      readonly nickname: string;
      /** Only of a room that announces it, which the rooms check. */
      readonly occupantId: string | undefined;
      readonly id: string;
    }
  /** A message of ours came back. */
  | { readonly do: 'room-failed'; readonly room: BareJid; readonly id: OriginId; readonly condition: string; readonly text: string | undefined }
  /** Another own device has changed what is kept (XEP-0402). `changed` with `all`: the whole list. */
  | { readonly do: 'bookmarks'; readonly all: boolean; readonly changed: readonly Bookmark[]; readonly removed: readonly BareJid[] }
  // calls
  /** The server has other relays, or other credentials for them (XEP-0215 §3.2). */
  | { readonly do: 'services-changed' }
  | { readonly do: 'call-message'; readonly said: CallMessage }
  /** Of an IQ: who carries it out may throw a `Refusal`, which becomes the answer. */
  | { readonly do: 'jingle'; readonly from: string; readonly sharesPresence: boolean; readonly said: JingleAction };

export interface Caps {
  readonly node: string;
  readonly ver: string;
  readonly hash: string;
}

/** What an outgoing message is decorated by. */
export interface Outgoing {
  readonly peer: BareJid;
  readonly sharesPresence: boolean;
}

/** One protocol feature. It is told what happened and says what to do; it never touches a socket, a clock or a database. */
export interface Feature {
  /** Shown in the table of XEPs and the DOAP file, e.g. `[{ number: '0184', version: '1.4.0', status: 'complete' }]`. */
  readonly xeps: readonly { readonly number: string; readonly version: string; readonly status: 'complete' | 'partial'; readonly note?: string }[];
  /** For disco#info and caps; a PEP node is asked for as `<node>+notify`. */
  readonly advertises: readonly string[];
  message?(message: Incoming): readonly Effect[];
  presence?(presence: IncomingPresence): readonly Effect[];
  event?(event: IncomingEvent): readonly Effect[];
  /** The reply's payload, effects to carry out before it is sent, or undefined where the request is not this feature's. */
  iq?(iq: Iq, context: IqContext): IqAnswer | undefined;
  /** Adds to a message before it leaves; answers with the same element, changed. */
  outgoing?(message: Element, about: Outgoing): Element;
}
export interface IqContext {
  readonly account: AccountId;
  readonly now: number;
  /** Minutes east of UTC. */
  readonly zoneOffset: number;
  readonly software: { readonly name: string; readonly version: string; readonly os: string | undefined };
  readonly disco: (node: string | undefined) => Element | undefined;
}
export type IqAnswer =
  | { readonly result: Element | undefined; readonly effects?: readonly Effect[] }
  | {
      readonly error: string;
      readonly type?: 'cancel' | 'auth' | 'modify' | 'wait';
      /** A condition of the protocol's own beside it, such as Jingle's `unknown-session`. */
      readonly application?: Element;
    };

/** Thrown while the effects of an IQ are carried out: it is answered with this error. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly answer: Extract<IqAnswer, { readonly error: string }>;
  constructor(answer: Extract<IqAnswer, { readonly error: string }>) {
    super(answer.error);
    this.answer = answer;
  }
}
