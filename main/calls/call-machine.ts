import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { CallEnd } from '../../preload/contract/calls.ts';
import type { CallFacts } from './call-facts.ts';
import { PHASE_OF, stepOf, type CallEvent, type CallState, type Deed, type Step } from './call-state.ts';
import { OVER, RunningTimers, type CallTimes, type TimerName } from './timers.ts';

export interface CallMachineOptions {
  readonly clock: Clock;
  readonly times: CallTimes;
  readonly log: Log;
  readonly state: CallState;
  readonly facts: CallFacts;
  /** It goes on with what another session was about. */
  readonly goesOn: boolean;
  readonly carryOut: (deed: Deed, why: CallEnd | undefined) => void;
  /** Why there is no path, where there is none. */
  readonly noPath: () => CallEnd;
  readonly connected: () => void;
  readonly changed: () => void;
  readonly ended: () => void;
}

const IN_TALK: ReadonlySet<CallState> = new Set<CallState>(['connecting', 'connected', 'reconnecting', 'windowless']);
/** There is something to be said to in words of XEP-0166. */
const IN_SESSION: ReadonlySet<CallState> = new Set<CallState>(['incoming-direct', 'initiating', 'alerting', 'answering', ...IN_TALK]);
/** What one is told of a call that had begun and was not taken up again. */
const NOT_TAKEN_UP: Readonly<Partial<Record<CallEnd, CallEnd>>> = {
  cancelled: 'hung-up',
  declined: 'hung-up',
  busy: 'connection-lost',
  'no-answer': 'connection-lost',
  'not-reachable': 'connection-lost',
  'no-path': 'connection-lost',
  'no-relay': 'connection-lost',
};
const PROPOSED: ReadonlySet<CallState> = new Set<CallState>(['proposing', 'delivered', 'ringing-there']);

/** Where a call stands, and what the user is shown of it. */
export class CallMachine {
  readonly #o: CallMachineOptions;
  readonly #timers: RunningTimers;
  readonly #refusedOnce = new Set<string>();
  #state: CallState;
  #facts: CallFacts;

  constructor(options: CallMachineOptions) {
    this.#o = options;
    this.#state = options.state;
    this.#facts = options.facts;
    this.#timers = new RunningTimers(options.clock, options.times, timer => void this.fire(OVER[timer]));
  }

  get state(): CallState {
    return this.#state;
  }
  get isOver(): boolean {
    return this.#state === 'ended';
  }
  get isIncoming(): boolean {
    return this.#state === 'incoming' || this.#state === 'incoming-direct';
  }
  get isTalking(): boolean {
    return IN_TALK.has(this.#state);
  }
  get isInSession(): boolean {
    return IN_SESSION.has(this.#state);
  }
  /** Nobody has taken ours yet. */
  get isProposed(): boolean {
    return PROPOSED.has(this.#state);
  }

  /** Both have talked, in this session or in one that it goes on with. */
  get hasTalked(): boolean {
    return this.#o.goesOn || this.#facts.connectedAt !== undefined;
  }

  get facts(): CallFacts {
    const phase = PHASE_OF[this.#state];
    const { held, theyHold, connectedAt } = this.#facts;
    if (this.#o.goesOn && connectedAt === undefined && phase !== 'ended') return { ...this.#facts, phase: 'reconnecting' };
    return { ...this.#facts, phase: phase === 'connected' && (held || theyHold) ? 'on-hold' : phase };
  }

  begin(without: readonly TimerName[] = []): void {
    this.#timers.enter(this.#state, without);
  }

  takes(event: CallEvent): boolean {
    return stepOf(this.#state, event) !== undefined;
  }

  /** One step by the table; false where it has no place there. */
  fire(event: CallEvent, why?: CallEnd): boolean {
    const step = stepOf(this.#state, event);
    if (step) this.#go(step, why);
    else this.#refuseOnce(event);
    return step !== undefined;
  }

  /** Tells only where something is not as it was. */
  set(change: Partial<CallFacts>): void {
    if (this.isOver) return;
    const before = this.#facts;
    const after = { ...before, ...change };
    if (JSON.stringify(after) === JSON.stringify(before)) return;
    this.#facts = after;
    this.#o.changed();
  }

  #go(step: Step, said: CallEnd | undefined): void {
    const before = this.#state;
    const why = this.#whyOf(step, said);
    this.#state = step.to;
    this.#timers.enter(step.to);
    if (step.to === 'ended') this.#facts = { ...this.#facts, end: why, endedAt: this.#o.clock.now(), video: 'off', theirVideo: 'off' };
    const first = step.to === 'connected' && this.#facts.connectedAt === undefined;
    if (first) this.#facts = { ...this.#facts, connectedAt: this.#o.clock.now() };
    for (const deed of step.deeds) this.#o.carryOut(deed, why);
    if (first) this.#o.connected();
    if (before !== step.to) this.#o.changed();
    if (step.to === 'ended') this.#o.ended();
  }

  #whyOf(step: Step, said: CallEnd | undefined): CallEnd | undefined {
    const why = step.end === 'said' ? (said ?? (this.#state === 'connecting' ? this.#o.noPath() : 'failed')) : step.end;
    return why !== undefined && this.#o.goesOn && this.#facts.connectedAt === undefined ? (NOT_TAKEN_UP[why] ?? why) : why;
  }

  #refuseOnce(event: CallEvent): void {
    const key = `${event} while ${this.#state}`;
    if (this.#refusedOnce.has(key)) return;
    this.#refusedOnce.add(key);
    this.#o.log.info(`call ${this.#facts.id}: ${key} was refused`);
  }
}
