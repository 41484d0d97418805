import type { PageClock } from './clock.ts';

/** When what has changed is told on. A room of thousands changes a hundred times a second, and nobody reads that fast. */
export interface Pace {
  /** Calls `flush` now or soon. The same function asked for again before that is called once: it must tell all that has changed since. */
  readonly ask: (flush: () => void) => void;
}

/** Everything at once, as it comes. */
export const AT_ONCE: Pace = { ask: flush => flush() };

/** The first change at once, those that follow within `interval` ms together with everybody else's: one drawing for all of them. */
export class TimedPace implements Pace {
  readonly #clock: PageClock;
  readonly #interval: number;
  #rested = true;
  #told = new Set<() => void>();
  #waiting = new Set<() => void>();

  constructor(clock: PageClock, interval = 100) {
    this.#clock = clock;
    this.#interval = interval;
  }

  readonly ask = (flush: () => void): void => {
    if (this.#told.has(flush)) return void this.#waiting.add(flush);
    this.#told.add(flush);
    if (this.#rested) this.#wait();
    flush();
  };

  #wait(): void {
    this.#rested = false;
    this.#clock.after(this.#interval, () => {
      this.#told = this.#waiting;
      this.#waiting = new Set();
      if (this.#told.size === 0) return void (this.#rested = true);
      this.#wait();
      for (const flush of this.#told) flush();
    });
  }
}
