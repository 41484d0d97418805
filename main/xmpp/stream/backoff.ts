const FIRST = 1000;
const MOST = 300_000;
/** Problems that time may heal, but seldom soon: a certificate, a missing STARTTLS. */
const SLOW = 60_000;

/** Exponential, with full jitter: a server that comes back is not met by all its clients at once. */
export class Backoff {
  readonly #random: () => number;
  #attempt = 0;
  constructor(random: () => number) {
    this.#random = random;
  }
  /** Milliseconds until the next attempt. */
  next(slow = false): number {
    const most = Math.min(MOST, FIRST * 2 ** this.#attempt);
    this.#attempt = Math.min(this.#attempt + 1, 20);
    return slow ? Math.round(SLOW + this.#random() * (MOST - SLOW)) : Math.round(this.#random() * most);
  }
  reset(): void {
    this.#attempt = 0;
  }
}
