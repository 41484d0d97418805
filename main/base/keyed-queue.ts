/** Runs at most `width` jobs at a time, in order; a job whose key waits already is replaced by the newer one. */
export class KeyedQueue {
  readonly #width: number;
  readonly #waiting = new Map<string, () => Promise<void>>();
  #running = 0;

  constructor(width: number) {
    this.#width = width;
  }

  /** Jobs settle their own errors. */
  run(key: string, job: () => Promise<void>): void {
    this.#waiting.delete(key);
    this.#waiting.set(key, job);
    this.#next();
  }

  #next(): void {
    if (this.#running >= this.#width) return;
    const [first] = this.#waiting;
    if (!first) return;
    this.#waiting.delete(first[0]);
    this.#running += 1;
    void this.#finish(first[1]);
  }

  async #finish(job: () => Promise<void>): Promise<void> {
    try {
      await job();
    } finally {
      this.#running -= 1;
      this.#next();
    }
  }
}
