// One call as one table: XEP-0353 §3 (who rings, who takes it), XEP-0166 §5 (the session), and our own timers. What is not in it is refused.
import type { CallEnd, CallPhase } from '../../preload/contract/calls.ts';

export const CALL_STATES = [
  // we call
  'proposing', // said to all their devices; none has answered
  'delivered', // one of them has it, as its receipt says
  'ringing-there',
  'proceeding', // one of them was answered; our offer is being made
  'initiating', // the session was offered
  'alerting', // offered, and only now it rings: a gateway's telephone (XEP-0167 §8)
  // they call
  'incoming', // proposed
  'incoming-direct', // a session without a proposal
  'accepting', // answered here; their session has to come
  'contested', // another own device answered at the same time: the caller chooses
  'answering', // their offer is here; our answer is being made
  // both
  'connecting',
  'connected',
  'reconnecting',
  'windowless', // the window that carried it has gone, with the keys of the connection
  'ended',
] as const;
export type CallState = (typeof CALL_STATES)[number];

export const CALL_EVENTS = [
  // the user
  'answer',
  'decline',
  'hang-up',
  // XEP-0353
  'receipt',
  'ringing',
  'proceed',
  'reject',
  'retract',
  'finish',
  'bounced',
  'accepted-elsewhere',
  'rejected-elsewhere',
  /** Both proposed, and theirs counts (§4.1). */
  'gave-way',
  /** The same people began anew: this one is an orphan (§4.2). */
  'superseded',
  // XEP-0166
  'initiate',
  'accept',
  'ringing-info',
  'terminate',
  /** A request without which there is no call was answered with an error, or not at all. */
  'refused',
  // the media
  'described',
  'path-up',
  'path-down',
  /** Failed, and a new one may be sought. */
  'path-failed',
  /** Failed for good. */
  'path-dead',
  'media-failed',
  /** Who carried it has gone, and their device takes a new session for a continuation of this one (XEP-0353 §4.2). */
  'media-gone',
  /** Carried again: by that session. */
  'went-on',
  // the stream began anew: nothing that was under way is known to anybody
  'offline',
  // time
  'no-device-over',
  'ring-out-over',
  'ring-in-over',
  'connect-over',
  'contested-over',
  'reconnect-over',
  'window-over',
] as const;
export type CallEvent = (typeof CALL_EVENTS)[number];

/** What is done on the way; who carries it out is call.ts. */
export type Deed =
  | 'retract'
  | 'reject'
  | 'accept' // to all own devices, and to theirs: proceed
  | 'offer'
  | 'initiate'
  | 'take-offer'
  | 'accept-session'
  | 'restart'
  | 'terminate'
  | 'finish'
  | 'migrate';

export interface Step {
  readonly to: CallState;
  readonly deeds: readonly Deed[];
  /** `said`: the event knows why. */
  readonly end?: CallEnd | 'said';
}
type Row = Readonly<Partial<Record<CallEvent, Step>>>;

const to = (state: CallState, ...deeds: readonly Deed[]): Step => ({ to: state, deeds });
const end = (why: CallEnd | 'said', ...deeds: readonly Deed[]): Step => ({ to: 'ended', deeds, end: why });

/** Nothing but a proposal is out. What comes late from the second and third of their devices is no news. */
const called = (state: 'proposing' | 'delivered' | 'ringing-there'): Row => ({
  receipt: to(state === 'proposing' ? 'delivered' : state),
  ringing: to('ringing-there'),
  proceed: to('proceeding', 'offer'),
  reject: end('said'),
  bounced: end('said'),
  'gave-way': to('accepting', 'accept'),
  'hang-up': end('cancelled', 'retract'),
  'media-failed': end('said', 'retract'),
  offline: end('connection-lost'),
  'ring-out-over': end('no-answer', 'retract'),
});
/** One of their devices has said yes; others may still speak. */
const answeredThere = (state: CallState): Row => ({ receipt: to(state), ringing: to(state), proceed: to(state), finish: end('said', 'terminate') });

const offered = (state: 'initiating' | 'alerting'): Row => ({
  ...answeredThere(state),
  accept: to('connecting'),
  'ringing-info': to('alerting'),
  reject: end('said', 'terminate'),
  terminate: end('said', 'finish'),
  refused: end('said', 'finish'),
  'hang-up': end('cancelled', 'terminate', 'finish'),
  'media-failed': end('said', 'terminate', 'finish'),
  offline: end('connection-lost', 'terminate'),
  'path-up': to(state),
  'path-down': to(state),
  'path-failed': to(state),
  'path-dead': to(state),
});

/** There is a session that both have agreed to. */
const agreed = (state: 'connecting' | 'connected' | 'reconnecting' | 'windowless'): Row => ({
  'ringing-info': to(state),
  ringing: to(state),
  receipt: to(state),
  proceed: to(state),
  described: to(state),
  'accepted-elsewhere': to(state),
  terminate: end('said', 'finish'),
  finish: end('said', 'terminate'),
  refused: end('said', 'terminate', 'finish'),
  superseded: end('hung-up', 'migrate'),
  'hang-up': end('hung-up', 'terminate', 'finish'),
  'media-failed': end('said', 'terminate', 'finish'),
});

export const CALL_TABLE: Readonly<Record<CallState, Row>> = {
  proposing: { ...called('proposing'), 'no-device-over': end('not-reachable', 'retract') },
  delivered: called('delivered'),
  'ringing-there': called('ringing-there'),
  proceeding: {
    ...answeredThere('proceeding'),
    described: to('initiating', 'initiate'),
    reject: end('said'),
    finish: end('said'),
    bounced: end('said'),
    'hang-up': end('cancelled', 'retract'),
    'media-failed': end('said', 'retract'),
    offline: end('connection-lost'),
    'connect-over': end('failed', 'retract'),
  },
  initiating: { ...offered('initiating'), 'connect-over': end('no-answer', 'terminate', 'finish') },
  alerting: { ...offered('alerting'), 'ring-out-over': end('no-answer', 'terminate', 'finish') },

  incoming: {
    answer: to('accepting', 'accept'),
    decline: end('declined', 'reject'),
    'hang-up': end('declined', 'reject'),
    retract: end('cancelled'),
    finish: end('cancelled'),
    'accepted-elsewhere': end('elsewhere'),
    'rejected-elsewhere': end('declined-elsewhere'),
    superseded: end('cancelled'),
    'media-failed': end('said'),
    offline: end('connection-lost'),
    // Others of our devices may still be answered: the caller gives up, not this device.
    'ring-in-over': end('no-answer'),
  },
  'incoming-direct': {
    answer: to('answering', 'take-offer'),
    decline: end('declined', 'terminate'),
    'hang-up': end('declined', 'terminate'),
    terminate: end('cancelled'),
    finish: end('cancelled'),
    superseded: end('cancelled', 'terminate'),
    'media-failed': end('said', 'terminate'),
    offline: end('connection-lost', 'terminate'),
    'ring-in-over': end('no-answer', 'terminate'),
  },
  accepting: {
    initiate: to('answering', 'take-offer'),
    retract: end('cancelled'),
    finish: end('said'),
    bounced: end('not-reachable'),
    'accepted-elsewhere': to('contested'),
    'rejected-elsewhere': to('accepting'),
    superseded: end('cancelled', 'finish'),
    'hang-up': end('hung-up', 'finish'),
    'media-failed': end('said', 'finish'),
    offline: end('connection-lost', 'finish'),
    'connect-over': end('failed', 'finish'),
  },
  contested: {
    initiate: to('answering', 'take-offer'),
    retract: end('cancelled'),
    finish: end('elsewhere'),
    'accepted-elsewhere': to('contested'),
    'rejected-elsewhere': to('contested'),
    superseded: end('elsewhere'),
    'hang-up': end('hung-up'),
    'media-failed': end('said'),
    offline: end('connection-lost'),
    'contested-over': end('elsewhere'),
  },
  answering: {
    described: to('connecting', 'accept-session'),
    retract: end('cancelled', 'terminate'),
    finish: end('said', 'terminate'),
    terminate: end('said', 'finish'),
    'accepted-elsewhere': to('answering'),
    superseded: end('cancelled', 'terminate', 'finish'),
    'hang-up': end('hung-up', 'terminate', 'finish'),
    'media-failed': end('said', 'terminate', 'finish'),
    offline: end('connection-lost', 'terminate', 'finish'),
    'connect-over': end('failed', 'terminate', 'finish'),
    'path-up': to('answering'),
    'path-down': to('answering'),
    'path-failed': to('answering'),
    'path-dead': to('answering'),
  },

  connecting: {
    ...agreed('connecting'),
    'path-up': to('connected'),
    'path-down': to('connecting'),
    'path-failed': end('said', 'terminate', 'finish'),
    'path-dead': end('said', 'terminate', 'finish'),
    offline: end('connection-lost', 'terminate', 'finish'),
    'connect-over': end('said', 'terminate', 'finish'),
  },
  connected: {
    ...agreed('connected'),
    'media-gone': to('windowless'),
    'path-up': to('connected'),
    'path-down': to('reconnecting'),
    'path-failed': to('reconnecting', 'restart'),
    'path-dead': end('connection-lost', 'terminate', 'finish'),
    // The media goes on without the server, and so does the talk.
    offline: to('connected'),
  },
  reconnecting: {
    ...agreed('reconnecting'),
    'media-gone': to('windowless'),
    'path-up': to('connected'),
    'path-down': to('reconnecting'),
    'path-failed': to('reconnecting', 'restart'),
    'path-dead': end('connection-lost', 'terminate', 'finish'),
    offline: to('reconnecting'),
    'reconnect-over': end('connection-lost', 'terminate', 'finish'),
  },
  windowless: {
    ...agreed('windowless'),
    // What becomes of the old session is the other side's to say: it ends it when it takes the new one.
    'went-on': end('hung-up'),
    offline: to('windowless'),
    'window-over': end('window-closed', 'terminate', 'finish'),
  },
  ended: {},
};

/** Undefined: it has no place there. */
export const stepOf = (state: CallState, event: CallEvent): Step | undefined => CALL_TABLE[state][event];

/** What the user is shown; `connected` may be on hold besides. */
export const PHASE_OF: Readonly<Record<CallState, CallPhase>> = {
  proposing: 'calling',
  delivered: 'calling',
  'ringing-there': 'ringing',
  proceeding: 'connecting',
  initiating: 'connecting',
  alerting: 'ringing',
  incoming: 'incoming',
  'incoming-direct': 'incoming',
  accepting: 'connecting',
  contested: 'connecting',
  answering: 'connecting',
  connecting: 'connecting',
  connected: 'connected',
  reconnecting: 'reconnecting',
  windowless: 'reconnecting',
  ended: 'ended',
};
