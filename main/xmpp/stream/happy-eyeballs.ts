import type { Socket } from 'node:net';
import type { Clock } from '../../base/clock.ts';
import { asProblem, worst } from './connection-problem.ts';
import { aborted, onAbort } from './time-limit.ts';
import { StreamProblem } from './transport.ts';

/** RFC 8305 §8. */
const STAGGER_MS = 250;
export const RESOLUTION_MS = 50;
const ATTEMPT_MS = 20_000;

export interface Target {
  readonly host: string;
  readonly port: number;
  readonly directTls: boolean;
}
export interface Endpoint {
  readonly target: Target;
  /** An address, or a name where a proxy resolves it. */
  readonly address: string;
}
export interface Connected {
  readonly endpoint: Endpoint;
  readonly socket: Socket;
}
/** Resolves with a connected socket; gives up, and closes it, when the signal comes. */
export type Connect = (endpoint: Endpoint, signal: AbortSignal) => Promise<Socket>;
/** Calls `add` with addresses in the order of preference, as often as there are new ones, and resolves when there will be no more. */
export type Lookup = (target: Target, add: (addresses: readonly string[]) => void) => Promise<void>;

export interface RaceOptions {
  /** Of one priority, in the order to try. */
  readonly targets: readonly Target[];
  readonly connect: Connect;
  readonly lookup: Lookup;
  readonly clock: Clock;
  readonly signal: AbortSignal | undefined;
}

interface Waiting extends Endpoint {
  readonly rank: number;
}
interface Heat {
  readonly resolve: (connected: Connected) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Happy Eyeballs over all addresses of some targets (RFC 8305 §5, XEP-0495 §4): attempts start 250 ms apart or when the last one failed; the first to
 * connect wins and the others are closed. `next` may be called again when what was built on the winner failed: those who lost only by time run again.
 */
export class Race {
  readonly #options: RaceOptions;
  readonly #waiting: Waiting[] = [];
  readonly #running = new Map<Waiting, AbortController>();
  readonly #problems: StreamProblem[] = [];
  readonly #dropped = new Set<Target>();
  readonly #pending = new Set<number>();
  #heat: Heat | undefined;
  #cancelTimer: (() => void) | undefined;
  /** The first target has not answered yet: others are given a moment's grace, then tried. */
  #patient = true;

  constructor(options: RaceOptions) {
    this.#options = options;
    options.targets.forEach((target, rank) => {
      this.#pending.add(rank);
      void options
        .lookup(target, addresses => this.#add(addresses.map(address => ({ target, address, rank }))))
        .catch((error: unknown) => void this.#problems.push(asProblem(error)))
        .finally(() => {
          this.#pending.delete(rank);
          this.#kick();
        });
    });
  }

  /** @throws StreamProblem when nobody connects, else why the signal came */
  next(): Promise<Connected> {
    const { signal } = this.#options;
    return new Promise<Connected>((resolve, reject) => {
      const settled = (): void => {
        forget();
        this.#heat = undefined;
        this.#setTimer(undefined);
        for (const [one, attempt] of this.#running) {
          attempt.abort();
          this.#add([one]);
        }
        this.#running.clear();
      };
      this.#heat = {
        resolve: connected => (settled(), resolve(connected)),
        reject: error => (settled(), reject(error)),
      };
      let forget = (): void => {};
      if (signal?.aborted === true) return this.#heat.reject(aborted(signal));
      forget = onAbort(signal, why => this.#heat?.reject(why));
      this.#kick();
    });
  }

  /** Nothing of this target is tried again. */
  drop(target: Target): void {
    this.#dropped.add(target);
    for (let at = this.#waiting.length - 1; at >= 0; at -= 1) if (this.#waiting[at]!.target === target) this.#waiting.splice(at, 1);
  }

  #add(endpoints: readonly Waiting[]): void {
    for (const one of endpoints) {
      if (this.#dropped.has(one.target)) continue;
      const after = this.#waiting.findIndex(other => other.rank > one.rank);
      this.#waiting.splice(after < 0 ? this.#waiting.length : after, 0, one);
    }
    this.#kick();
  }

  /** Goes on when nothing is on its way; what is on its way has set a timer. */
  #kick(): void {
    if (!this.#heat) return;
    const first = this.#waiting[0];
    if (!first) {
      if (this.#running.size === 0 && this.#pending.size === 0) this.#heat.reject(worst(this.#problems));
      return;
    }
    if (this.#running.size > 0) {
      // The last attempt's 250 ms are over: there was nobody to start then.
      if (!this.#cancelTimer) this.#start();
      return;
    }
    const better = [...this.#pending].some(rank => rank < first.rank);
    if (!this.#patient || !better) return this.#start();
    if (!this.#cancelTimer) this.#setTimer(RESOLUTION_MS);
  }

  #setTimer(delay: number | undefined): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    if (delay === undefined) return;
    this.#cancelTimer = this.#options.clock.after(delay, () => {
      this.#cancelTimer = undefined;
      this.#patient = false;
      if (this.#waiting.length > 0) this.#start();
    });
  }

  #start(): void {
    const one = this.#waiting.shift();
    if (!one) return;
    const { connect, clock } = this.#options;
    this.#patient = false;
    const attempt = new AbortController();
    this.#running.set(one, attempt);
    const cancelLimit = clock.after(ATTEMPT_MS, () => this.#failed(one, attempt, new StreamProblem('timeout', `${one.address} does not answer`)));
    this.#setTimer(STAGGER_MS);
    connect(one, attempt.signal)
      .then(
        socket => {
          if (this.#running.get(one) === attempt) {
            this.#running.delete(one);
            this.#heat?.resolve({ endpoint: one, socket });
          } else {
            socket.destroy();
          }
        },
        (error: unknown) => this.#failed(one, attempt, asProblem(error)),
      )
      .finally(cancelLimit);
  }

  #failed(one: Waiting, attempt: AbortController, problem: StreamProblem): void {
    if (this.#running.get(one) !== attempt) return;
    this.#running.delete(one);
    attempt.abort();
    this.#problems.push(problem);
    // RFC 8305 §5: the failure of an attempt starts the next one at once.
    this.#setTimer(undefined);
    this.#kick();
  }
}
