import type { Clock } from '../../base/clock.ts';

const SILENCE = 180_000;
const ANSWER = 30_000;

export interface PulseOptions {
  readonly clock: Clock;
  /** Ask the server for a sign of life. */
  probe(): void;
  /** There was none in time. */
  onDead(): void;
}

/** Finds out that the other side is gone, where the network does not say so. */
export class Pulse {
  readonly #options: PulseOptions;
  #heardAt: number;
  #cancelSilence: () => void;
  #cancelAnswer: (() => void) | undefined;
  #deadline = Infinity;

  constructor(options: PulseOptions) {
    this.#options = options;
    this.#heardAt = options.clock.now();
    this.#cancelSilence = this.#watch(SILENCE);
  }

  /** Something has arrived. */
  heard(): void {
    this.#heardAt = this.#options.clock.now();
    this.#cancelAnswer?.();
    this.#cancelAnswer = undefined;
    this.#deadline = Infinity;
  }

  /** Asks now; without a sign of life within `limit` milliseconds the connection is dead. A stricter limit that runs already stays. */
  check(limit: number): void {
    const deadline = this.#options.clock.now() + limit;
    if (deadline < this.#deadline) {
      this.#cancelAnswer?.();
      this.#deadline = deadline;
      this.#cancelAnswer = this.#options.clock.after(limit, () => this.#options.onDead());
    }
    this.#options.probe();
  }

  stop(): void {
    this.#cancelSilence();
    this.#cancelAnswer?.();
  }

  #watch(delay: number): () => void {
    return this.#options.clock.after(delay, () => {
      const silent = this.#options.clock.now() - this.#heardAt;
      if (silent < SILENCE) this.#cancelSilence = this.#watch(SILENCE - silent);
      else {
        this.#cancelSilence = this.#watch(SILENCE);
        this.check(ANSWER);
      }
    });
  }
}
