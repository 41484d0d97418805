// Why a call ended, in the words of XEP-0166 §7.4 and back.
import type { CallEnd, CallOutcome } from '../../preload/contract/calls.ts';
import type { Reason } from '../xmpp/features/jingle/jingle.types.ts';

/** What the other side is told. No more than it needs: a reason may be private (XEP-0353 §6). */
const REASON_OF: Readonly<Record<CallEnd, Reason>> = {
  'hung-up': 'success',
  cancelled: 'cancel',
  declined: 'decline',
  busy: 'busy',
  'no-answer': 'timeout',
  elsewhere: 'success',
  'declined-elsewhere': 'decline',
  'not-reachable': 'cancel',
  'no-path': 'connectivity-error',
  'no-relay': 'connectivity-error',
  'no-common-media': 'failed-application',
  'not-secure': 'security-error',
  microphone: 'media-error',
  'connection-lost': 'connectivity-error',
  'window-closed': 'gone',
  'not-allowed': 'general-error',
  failed: 'general-error',
};
export const reasonOf = (end: CallEnd): Reason => REASON_OF[end];

type Known = Readonly<Partial<Record<Reason, CallEnd>>>;
/** Whenever it is said. */
const ALWAYS: Known = {
  busy: 'busy',
  'failed-application': 'no-common-media',
  'unsupported-applications': 'no-common-media',
  'incompatible-parameters': 'no-common-media',
  'unsupported-transports': 'no-common-media',
  'security-error': 'not-secure',
  'media-error': 'failed',
  'general-error': 'failed',
};
const TALKING: Known = {
  ...ALWAYS,
  'connectivity-error': 'connection-lost',
  'failed-transport': 'connection-lost',
  timeout: 'connection-lost',
  busy: 'hung-up',
};
const CALLING: Known = {
  ...ALWAYS,
  'connectivity-error': 'no-path',
  'failed-transport': 'no-path',
  timeout: 'no-answer',
  expired: 'no-answer',
  gone: 'not-reachable',
};
const CALLED: Known = { ...ALWAYS, 'connectivity-error': 'no-path', 'failed-transport': 'no-path', busy: 'cancelled' };

/** How a call ended when they say so. Without a reason, or with one that says nothing: they did not want it, gave up, or hung up. */
export function endOf(reason: Reason | undefined, about: { readonly direction: 'outgoing' | 'incoming'; readonly talked: boolean }): CallEnd {
  const known = about.talked ? TALKING : about.direction === 'outgoing' ? CALLING : CALLED;
  const fallback: CallEnd = about.talked ? 'hung-up' : about.direction === 'outgoing' ? 'declined' : 'cancelled';
  return (reason === undefined ? undefined : known[reason]) ?? fallback;
}

/** How the history has it. */
export function outcomeOf(end: CallEnd, about: { readonly direction: 'outgoing' | 'incoming'; readonly talked: boolean }): CallOutcome {
  if (about.talked) return 'answered';
  if (about.direction === 'outgoing') return OUTGOING[end] ?? 'failed';
  return INCOMING[end] ?? 'failed';
}
type Outcomes = Readonly<Partial<Record<CallEnd, CallOutcome>>>;
const OUTGOING: Outcomes = {
  'hung-up': 'cancelled',
  cancelled: 'cancelled',
  declined: 'declined',
  busy: 'declined',
  'no-answer': 'no-answer',
  'not-reachable': 'no-answer',
};
const INCOMING: Outcomes = {
  'hung-up': 'failed',
  cancelled: 'missed',
  declined: 'declined',
  busy: 'missed',
  'no-answer': 'missed',
  'connection-lost': 'missed',
  elsewhere: 'elsewhere',
  'declined-elsewhere': 'declined',
};

/** What an error says that answered a request or brought a message back. */
export function endOfCondition(condition: string): CallEnd {
  if (NOT_THERE.has(condition)) return 'not-reachable';
  if (FORBIDDEN.has(condition)) return 'not-allowed';
  return condition === 'feature-not-implemented' || condition === 'not-acceptable' ? 'no-common-media' : 'failed';
}
const NOT_THERE: ReadonlySet<string> = new Set([
  'service-unavailable',
  'item-not-found',
  'recipient-unavailable',
  'remote-server-not-found',
  'remote-server-timeout',
  'gone',
]);
const FORBIDDEN: ReadonlySet<string> = new Set([
  'forbidden',
  'not-allowed',
  'not-authorized',
  'policy-violation',
  'registration-required',
  'subscription-required',
]);
