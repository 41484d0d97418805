/** Work that is done strictly one after the other, in the order it came. What throws is told, and the rest goes on. */
export class CommandQueue {
  readonly #failed: (error: unknown) => void;
  #tail: Promise<void> = Promise.resolve();
  #ended = false;

  constructor(failed: (error: unknown) => void) {
    this.#failed = failed;
  }

  add(work: () => Promise<void> | void): void {
    this.#tail = this.#tail.then(() => this.#run(work));
  }

  /** What has not begun is never begun; what has goes on, and tells nobody. */
  end(): void {
    this.#ended = true;
  }

  async #run(work: () => Promise<void> | void): Promise<void> {
    if (this.#ended) return;
    try {
      await work();
    } catch (error) {
      if (!this.#ended) this.#failed(error);
    }
  }
}
