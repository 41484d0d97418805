import type { Element } from '../element.ts';

const ROUND = 2 ** 32;
/** Stanzas that may wait for the handler before the server is taken to flood us. */
const LIMIT = 20_000;

export interface HandledQueueOptions {
  handle(stanza: Element): Promise<void>;
  /** The handler failed, or cannot keep up: nothing after this is handled, and nothing of it was counted. */
  onFailed(error: unknown): void;
  /** A stanza was handled, and counted where it counts. */
  onHandled(): void;
}

/** Hands stanzas over one after another, and counts those whose promise has resolved (XEP-0198 §4: handled, not received). */
export class HandledQueue {
  readonly #options: HandledQueueOptions;
  #waiting: { readonly stanza: Element; readonly counted: boolean }[] = [];
  #next = 0;
  #inHand = false;
  #busy: Promise<void> | undefined;
  #handled = 0;

  constructor(options: HandledQueueOptions) {
    this.#options = options;
  }

  get handled(): number {
    return this.#handled;
  }
  /** How many have arrived and are not handled yet, with the one in hand. */
  get pending(): number {
    return this.#waiting.length - this.#next + (this.#inHand ? 1 : 0);
  }

  /** `counted` false: it came before stream management was enabled. */
  push(stanza: Element, counted: boolean): void {
    this.#waiting.push({ stanza, counted });
    if (this.#waiting.length - this.#next > LIMIT) {
      this.drop();
      this.#options.onFailed(new Error('more stanzas than can be handled'));
      return;
    }
    this.#busy ??= this.#run();
  }

  /** Forgets what is not in hand yet: the server sends it again after a resumption. */
  drop(): void {
    this.#waiting = [];
    this.#next = 0;
  }

  /** Resolves when the stanza in hand, if any, is handled or has failed, and what waits after it too. */
  async idle(): Promise<void> {
    while (this.#busy) await this.#busy;
  }

  /** A new session counts from zero. Call it when idle. */
  restart(): void {
    this.#handled = 0;
  }

  async #run(): Promise<void> {
    // Not in the stack of the one who pushed.
    await Promise.resolve();
    try {
      while (this.#next < this.#waiting.length) {
        const item = this.#waiting[this.#next++];
        if (!item) break;
        if (this.#next > 1000) {
          this.#waiting = this.#waiting.slice(this.#next);
          this.#next = 0;
        }
        this.#inHand = true;
        await this.#options.handle(item.stanza);
        this.#inHand = false;
        if (item.counted) this.#handled = (this.#handled + 1) % ROUND;
        this.#options.onHandled();
      }
      this.drop();
      this.#busy = undefined;
    } catch (error) {
      this.drop();
      this.#inHand = false;
      this.#busy = undefined;
      this.#options.onFailed(error);
    }
  }
}
