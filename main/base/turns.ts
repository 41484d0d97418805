/** At most `width` jobs at a time; of those that wait, the most urgent first, as it is when a place becomes free. */
export class Turns<Key> {
  readonly #width: number;
  readonly #urgency: (key: Key) => number;
  readonly #waiting = new Map<Key, () => Promise<void>>();
  readonly #running = new Set<Key>();
  readonly #idle = new Set<() => void>();

  /** `urgency`: the higher, the sooner; among equals, who asked first. */
  constructor(width: number, urgency: (key: Key) => number) {
    this.#width = width;
    this.#urgency = urgency;
  }

  /** Jobs settle their own errors. One that waits already keeps its place. While its job runs, a key waits for it to end. */
  ask(key: Key, job: () => Promise<void>): void {
    this.#waiting.set(key, job);
    this.#next();
  }

  /** It is not wanted any more, unless it runs. */
  forget(key: Key): void {
    this.#waiting.delete(key);
    this.#tell();
  }

  /** Calls once when nothing runs and nobody waits, at once where it is so; answers how to call it off. */
  whenIdle(callback: () => void): () => void {
    this.#idle.add(callback);
    this.#tell();
    return () => this.#idle.delete(callback);
  }

  #tell(): void {
    if (this.#waiting.size + this.#running.size > 0) return;
    const told = [...this.#idle];
    this.#idle.clear();
    for (const callback of told) callback();
  }

  #next(): void {
    if (this.#running.size >= this.#width) return;
    let best: readonly [Key, () => Promise<void>, number] | undefined;
    for (const [key, job] of this.#waiting) {
      if (this.#running.has(key)) continue;
      const urgency = this.#urgency(key);
      if (!best || urgency > best[2]) best = [key, job, urgency];
    }
    if (!best) return;
    const [key, job] = best;
    this.#waiting.delete(key);
    this.#running.add(key);
    void this.#finish(key, job);
    this.#next();
  }

  async #finish(key: Key, job: () => Promise<void>): Promise<void> {
    try {
      await job();
    } finally {
      this.#running.delete(key);
      this.#next();
      this.#tell();
    }
  }
}
