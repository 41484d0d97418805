// What the messages of XEP-0353 tell of one call, in whatever order an archive gives them. Pure.
import type { CallOutcome } from '../../preload/contract/calls.ts';
import type { AccountId, BareJid, CallSid } from '../../preload/contract/ids.ts';
import type { CallNews } from '../store/api.ts';
import type { CallMessage, Reason } from '../xmpp/features/jingle/jingle.types.ts';

export interface Trace {
  readonly account: AccountId;
  readonly peer: BareJid;
  readonly sid: CallSid;
  readonly direction?: 'outgoing' | 'incoming';
  readonly video: boolean;
  readonly firstAt: number;
  readonly proceededAt?: number;
  readonly finished?: { readonly at: number; readonly reason: Reason | undefined };
  readonly rejected?: { readonly byUs: boolean; readonly reason: Reason | undefined };
  readonly retracted?: boolean;
  /** Both called at once, and this one did not count (§4.1): there never was such a call. */
  readonly neverWas?: boolean;
  /** Missed while the user could not see it. */
  readonly isNew: boolean;
}
export interface Line {
  readonly said: CallMessage;
  readonly mine: boolean;
  readonly at: number;
  readonly arrival: 'live' | 'catch-up' | 'history' | 'carbon-received' | 'carbon-sent';
}

const other = (mine: boolean): 'outgoing' | 'incoming' => (mine ? 'incoming' : 'outgoing');

type Adds = { readonly [Kind in CallMessage['kind']]: (trace: Trace, said: CallMessage & { readonly kind: Kind }, line: Line) => Partial<Trace> };
const ADDS: Adds = {
  propose: (trace, said, { mine }) => ({ direction: mine ? 'outgoing' : 'incoming', video: trace.video || said.media.includes('video') }),
  ringing: (_trace, _said, { mine }) => ({ direction: other(mine) }),
  proceed: (trace, _said, { mine, at }) => ({ direction: other(mine), proceededAt: Math.min(trace.proceededAt ?? at, at) }),
  accept: () => ({}), // to all own devices; `proceed` says the same to everybody
  reject: (_trace, said, { mine }) => ({ direction: other(mine), rejected: { byUs: mine, reason: said.reason?.reason }, ...neverWas(said) }),
  retract: (_trace, said, { mine }) => ({ direction: mine ? 'outgoing' : 'incoming', retracted: true, ...neverWas(said) }),
  finish: (trace, said, { at }) => ({ finished: { at: Math.max(trace.finished?.at ?? at, at), reason: said.reason?.reason } }),
};
const neverWas = ({ tieBreak }: { readonly tieBreak: boolean }): Pick<Trace, 'neverWas'> => (tieBreak ? { neverWas: true } : {});

/** Adds one message to what was known. */
export function follow(before: Trace, line: Line): Trace {
  const trace = { ...before, firstAt: Math.min(before.firstAt, line.at), isNew: before.isNew || line.arrival !== 'history' };
  const { said } = line;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the kind names the entry that takes it
  const add = ADDS[said.kind] as (trace: Trace, said: CallMessage, line: Line) => Partial<Trace>;
  return { ...trace, ...add(trace, said, line) };
}

/** Said at the end of what was a call. Anything else, said soon, ends what did not become one. */
const TALKED: ReadonlySet<Reason | undefined> = new Set<Reason | undefined>([undefined, 'success', 'expired', 'alternative-session']);
/** Whoever failed later than this had talked. */
const TALKED_AFTER = 40_000;

function outcome(trace: Trace): CallOutcome | 'open' {
  const outgoing = trace.direction === 'outgoing';
  if (trace.proceededAt !== undefined) return hasFailed(trace.proceededAt, trace) ? 'failed' : outgoing ? 'answered' : 'elsewhere';
  if (trace.rejected) return isBusy(trace.rejected, outgoing) ? 'missed' : 'declined';
  if (trace.retracted) return outgoing ? 'cancelled' : 'missed';
  if (trace.finished) return outgoing ? 'no-answer' : 'missed';
  return 'open';
}
const hasFailed = (proceededAt: number, { finished }: Trace): boolean =>
  finished !== undefined && !TALKED.has(finished.reason) && finished.at - proceededAt < TALKED_AFTER;
/** What a device refused because it was busy, nobody has seen. */
const isBusy = ({ byUs, reason }: NonNullable<Trace['rejected']>, outgoing: boolean): boolean => !outgoing && byUs && reason === 'busy';

/** For the store; `never`: to be forgotten; undefined: nobody can say yet who called whom. */
export function newsOf(trace: Trace): CallNews | 'never' | undefined {
  if (trace.neverWas) return 'never';
  if (!trace.direction) return undefined;
  const how = outcome(trace);
  const length = trace.proceededAt === undefined || !trace.finished ? 0 : trace.finished.at - trace.proceededAt;
  return {
    account: trace.account,
    peer: trace.peer,
    sid: trace.sid,
    direction: trace.direction,
    video: trace.video,
    startedAt: trace.firstAt,
    outcome: how,
    ...(length > 0 && (how === 'answered' || how === 'elsewhere') ? { lengthMs: length } : {}),
    ...(how === 'missed' && trace.isNew ? { isNew: true } : {}),
  };
}
