import { z } from 'zod';
import { accountInput } from './accounts.ts';
import { conversationInput } from './conversations.ts';
import { call, event, type Client } from './define.ts';
import { callId, type AccountId, type BareJid, type CallId, type ConversationId } from './ids.ts';

/** What the status "Call state" says. `incoming`: it rings here. */
export type CallPhase = 'calling' | 'ringing' | 'incoming' | 'connecting' | 'connected' | 'on-hold' | 'reconnecting' | 'ended';

/** Why there is no call any more; each has a text of its own for the user. */
export type CallEnd =
  | 'hung-up' // after both sides had talked
  | 'cancelled' // the caller gave up before an answer
  | 'declined'
  | 'busy'
  | 'no-answer'
  | 'elsewhere' // another own device answered
  | 'declined-elsewhere'
  | 'not-reachable' // no device of theirs is there, or can take calls
  | 'no-path' // neither directly nor over a relay
  | 'no-relay' // not directly, and the own server offers no relay
  | 'no-common-media' // they speak no codec, or no encryption, that we do
  | 'not-secure' // the other side's key changed, or was not what was promised
  | 'microphone' // it may not be used, or there is none
  | 'connection-lost'
  | 'window-closed' // the window that held the media went away
  | 'not-allowed' // the server or the gateway refused
  | 'failed';

export type VideoSource = 'off' | 'camera' | 'screen';

/** One call of now. Which device shows or plays it is the media engine's matter. */
export interface Call {
  readonly id: CallId;
  readonly account: AccountId;
  readonly peer: BareJid;
  readonly conversation: ConversationId | undefined;
  readonly title: string;
  readonly avatar: string | undefined;
  /** A telephone number as its country writes it, where the peer is one. */
  readonly number: string | undefined;
  readonly direction: 'outgoing' | 'incoming';
  readonly phase: CallPhase;
  /** The caller asked for video too. */
  readonly wantsVideo: boolean;
  readonly muted: boolean;
  readonly video: VideoSource;
  /** What the other side sends: kept out of the picture while it is `off`. */
  readonly theirVideo: VideoSource;
  readonly theyMuted: boolean;
  /** We hold them; they hold us. Both are `on-hold`. */
  readonly held: boolean;
  readonly theyHold: boolean;
  /** Telephone keys reach the other side (RFC 4733 was agreed). */
  readonly takesTones: boolean;
  /** Their client can be offered video in a running call. */
  readonly takesVideo: boolean;
  /** Only over a relay, so that they do not learn the own address. */
  readonly relayOnly: boolean;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly connectedAt: number | undefined;
  /** How long both had talked before that, in a session that this one goes on with. */
  readonly talkedMs: number;
  readonly endedAt: number | undefined;
  readonly end: CallEnd | undefined;
  /** The device that answered, where another own one did. */
  readonly elsewhere: string | undefined;
  /** The user does not want to be disturbed: it is shown, and not heard. */
  readonly silent: boolean;
}

/** A call of the past, of this or of another own device. */
export interface CallRecord {
  readonly id: number;
  readonly account: AccountId;
  readonly peer: BareJid;
  readonly conversation: ConversationId | undefined;
  readonly title: string;
  readonly avatar: string | undefined;
  readonly number: string | undefined;
  readonly direction: 'outgoing' | 'incoming';
  readonly video: boolean;
  readonly startedAt: number;
  /** Milliseconds both sides talked; undefined: they never did, or another device did and nobody said for how long. */
  readonly lengthMs: number | undefined;
  readonly outcome: CallOutcome;
  /** Missed, and not looked at yet. */
  readonly isNew: boolean;
}
export type CallOutcome = 'answered' | 'elsewhere' | 'missed' | 'declined' | 'cancelled' | 'no-answer' | 'failed';

/** What the devices of a contact can do, before anybody calls. */
export interface Callable {
  readonly audio: boolean;
  readonly video: boolean;
  /** Why there is no `audio`, or no `video` beside it. */
  readonly why: 'offline' | 'contact-offline' | 'no-calls' | 'audio-only' | 'blocked' | 'request' | undefined;
}

/** Whether calls with somebody go over a relay only; `as-usual`: as the settings say of contacts and of strangers. */
export type RelayChoice = 'as-usual' | 'always' | 'never';

const one = z.object({ call: z.string().min(1).max(64).transform(callId) });

export const calls = {
  name: 'calls',
  calls: {
    list: call<readonly Call[]>()(z.object({})),
    /** Asks what the contact's devices announce; `callable` tells of changes while the conversation is on screen. */
    callable: call<Callable>()(z.object({ conversation: conversationInput })),
    /** Fails with `offline`, `unsupported` (nothing can take the media), or `exists` (there is a call with them). */
    start: call<Call>()(z.object({ conversation: conversationInput, video: z.boolean() })),
    /** A telephone number as the user wrote it; `not-found`: the account knows no gateway, `bad-request`: no number. */
    dial: call<Call>()(z.object({ account: accountInput.optional(), number: z.string().min(1).max(64) })),
    /** A telephone number as its country writes it, before anybody dials it; undefined: it is none. */
    writeNumber: call<{ readonly written: string | undefined }>()(z.object({ number: z.string().min(1).max(64) })),
    gateways: call<readonly { readonly account: AccountId; readonly address: BareJid; readonly name: string }[]>()(z.object({})),
    /** `others`: what becomes of a call that is under way. */
    answer: call<void>()(one.extend({ video: z.boolean(), others: z.enum(['hold', 'end']).default('hold') })),
    decline: call<void>()(one.extend({ text: z.string().max(1000).optional() })),
    hangUp: call<void>()(one),
    setMuted: call<void>()(one.extend({ muted: z.boolean() })),
    setVideo: call<void>()(one.extend({ source: z.enum(['off', 'camera', 'screen']) })),
    setHeld: call<void>()(one.extend({ held: z.boolean() })),
    /** Telephone keys; `,` waits two seconds. */
    sendTones: call<void>()(one.extend({ tones: z.string().regex(/^[0-9A-D#*,]{1,32}$/) })),
    relay: call<RelayChoice>()(z.object({ conversation: conversationInput })),
    setRelay: call<void>()(z.object({ conversation: conversationInput, choice: z.enum(['as-usual', 'always', 'never']) })),
    /** Takes an ended call out of sight. */
    dismiss: call<void>()(one),
    /** Newest first. */
    history: call<readonly CallRecord[]>()(
      z.object({ conversation: conversationInput.optional(), before: z.int().positive().optional(), limit: z.int().min(1).max(200) }),
    ),
    markSeen: call<void>()(z.object({})),
    removeRecord: call<void>()(z.object({ record: z.int().positive() })),
  },
  events: {
    changed: event<Call>(),
    /** Out of sight: dismissed, or ended long enough ago. */
    gone: event<CallId>(),
    recorded: event<CallRecord>(),
    recordRemoved: event<{ readonly record: number }>(),
    callable: event<{ readonly conversation: ConversationId; readonly callable: Callable }>(),
  },
} as const;

export type Calls = Client<typeof calls>;
