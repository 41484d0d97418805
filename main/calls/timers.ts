import type { Clock } from '../base/clock.ts';
import type { CallState } from './call-state.ts';

/** Every time that a call knows, in milliseconds. */
export const CALL_TIMES = {
  /** A contact's device says at once that it has our proposal: none there means that none can take it. */
  noDevice: 12_000,
  /** How long we let it ring there. */
  ringOut: 60_000,
  /** How long it rings here; the caller usually gives up first. */
  ringIn: 45_000,
  /** From the answer, on whichever side, to the first path. */
  connect: 30_000,
  /** Two own devices were answered: how long we wait for the caller to choose us. */
  contested: 5_000,
  /** A path that is gone may come back. */
  reconnect: 20_000,
  /** A window that is loaded anew is back by then; else its call is over. */
  windowBack: 15_000,
  /** From there until the other side has taken the call up again. */
  goOn: 15_000,
  /** An ended call stays in sight. */
  endedVisible: 8_000,
  /** A proposal that is older rings no more (also where it was only stored at the server). */
  proposalAge: 60_000,
  /** A proposal that was missed may still be taken back by what is on its way behind it. */
  settle: 5_000,
  /** How long a media connection may wait for the names of relays. */
  relays: 3_000,
  /** How long a description may wait to know for whom it is made. */
  profile: 1_500,
  /** A peer that wants all candidates at once waits for them so long. */
  gather: 2_000,
  /** Until a session's request counts as not answered. */
  request: 20_000,
  /** Ids of ended calls are remembered, so that what comes late does not ring again. */
  remembered: 600_000,
} as const;
export type CallTimes = Readonly<Record<keyof typeof CALL_TIMES, number>>;

export type TimerName = 'noDevice' | 'ringOut' | 'ringIn' | 'connect' | 'contested' | 'reconnect' | 'windowBack';
export const OVER = {
  noDevice: 'no-device-over',
  ringOut: 'ring-out-over',
  ringIn: 'ring-in-over',
  connect: 'connect-over',
  contested: 'contested-over',
  reconnect: 'reconnect-over',
  windowBack: 'window-over',
} as const satisfies Readonly<Record<TimerName, string>>;

/** Those that run in a state. One that ran before goes on; it does not begin anew. */
export const TIMERS_IN: Readonly<Record<CallState, readonly TimerName[]>> = {
  proposing: ['noDevice', 'ringOut'],
  delivered: ['ringOut'],
  'ringing-there': ['ringOut'],
  proceeding: ['connect'],
  initiating: ['connect'],
  alerting: ['ringOut'],
  incoming: ['ringIn'],
  'incoming-direct': ['ringIn'],
  accepting: ['connect'],
  contested: ['contested'],
  answering: ['connect'],
  connecting: ['connect'],
  connected: [],
  reconnecting: ['reconnect'],
  windowless: ['windowBack'],
  ended: [],
};

/** The timers of one call. */
export class RunningTimers {
  readonly #clock: Clock;
  readonly #times: CallTimes;
  readonly #over: (timer: TimerName) => void;
  readonly #running = new Map<TimerName, () => void>();

  constructor(clock: Clock, times: CallTimes, over: (timer: TimerName) => void) {
    this.#clock = clock;
    this.#times = times;
    this.#over = over;
  }

  enter(state: CallState, without: readonly TimerName[] = []): void {
    const wanted = TIMERS_IN[state].filter(timer => !without.includes(timer));
    for (const [timer, stop] of this.#running) {
      if (wanted.includes(timer)) continue;
      stop();
      this.#running.delete(timer);
    }
    for (const timer of wanted) {
      if (this.#running.has(timer)) continue;
      const stop = this.#clock.after(this.#times[timer], () => {
        this.#running.delete(timer);
        this.#over(timer);
      });
      this.#running.set(timer, stop);
    }
  }
}
