import { pageClock, type PageClock } from './clock.ts';
import type { Pace } from './pace.ts';

/**
 * What moves by itself for as long as a call lasts (its length, the level meters) moves on a beat that all of it shares, and is drawn
 * together: a drawing costs as much for one of them as for all.
 */
const BEAT = 250;
/** A timer may be that much early, and what it asks for that much late. */
const SLACK = 20;

/** Milliseconds from now to the first beat after `moment`. */
export function untilBeat(now: number, moment = now + SLACK): number {
  return (Math.floor(moment / BEAT) + 1) * BEAT - now;
}

/** Each of those that ask within a moment of the first, once, after that moment. */
export class GatheringPace implements Pace {
  readonly #clock: PageClock;
  readonly #waiting = new Set<() => void>();

  constructor(clock: PageClock) {
    this.#clock = clock;
  }

  readonly ask = (flush: () => void): void => {
    if (this.#waiting.size === 0) this.#clock.after(SLACK, this.#flush);
    this.#waiting.add(flush);
  };

  readonly #flush = (): void => {
    const now = [...this.#waiting];
    this.#waiting.clear();
    for (const flush of now) flush();
  };
}

export const TOGETHER: Pace = new GatheringPace(pageClock);
