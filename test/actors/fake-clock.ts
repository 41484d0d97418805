import type { Clock } from '../../main/base/clock.ts';

/** Time that passes only when the test says so. */
export class FakeClock implements Clock {
  #now: number;
  #timers: { readonly at: number; readonly callback: () => void }[] = [];

  constructor(now = 1_700_000_000_000) {
    this.#now = now;
  }
  readonly now = (): number => this.#now;

  readonly after = (delay: number, callback: () => void): (() => void) => {
    const timer = { at: this.#now + delay, callback };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter(one => one !== timer);
    };
  };

  /** How many timers run. */
  get pending(): number {
    return this.#timers.length;
  }

  /** Lets time pass; what falls due is called in order, with what it causes in between. */
  async pass(milliseconds: number): Promise<void> {
    const end = this.#now + milliseconds;
    for (;;) {
      await settled();
      const [next] = this.#timers.filter(timer => timer.at <= end).toSorted((one, other) => one.at - other.at);
      if (!next) break;
      this.#timers = this.#timers.filter(timer => timer !== next);
      this.#now = Math.max(this.#now, next.at);
      next.callback();
    }
    this.#now = end;
    await settled();
  }
}

/** All that is ready to run has run. */
export const settled = (): Promise<void> => new Promise(resolve => setImmediate(resolve));
