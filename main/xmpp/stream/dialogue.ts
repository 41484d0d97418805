import type { Clock } from '../../base/clock.ts';
import type { Element } from '../element.ts';
import { StreamProblem, type Transport } from './transport.ts';

/** How long a server may take for one step. The library's two seconds were too few for a busy one. */
const STEP_LIMIT = 30_000;
const HELD_LIMIT = 10_000;

/** The negotiating phase of a stream, as question and answer. What comes early is held, in order, until somebody takes over. */
export class Dialogue {
  readonly transport: Transport;
  readonly #clock: Clock;
  #held: Element[] = [];
  #closed: { readonly problem: StreamProblem | undefined } | undefined;
  #wake: (() => void) | undefined;
  #onElement: ((element: Element) => void) | undefined;
  #onClosed: ((problem: StreamProblem | undefined) => void) | undefined;

  constructor(transport: Transport, clock: Clock) {
    this.transport = transport;
    this.#clock = clock;
    transport.onElement(element => this.#arrived(element));
    transport.onClosed(problem => {
      this.#closed ??= { problem };
      this.#wake?.();
      this.#onClosed?.(problem);
    });
  }

  send(element: Element): void {
    this.transport.send(element);
  }

  /** The next element. Throws the reason of the stream's end, a stream error among them, or `timeout`. */
  async next(limit = STEP_LIMIT): Promise<Element> {
    const end = this.#clock.now() + limit;
    for (;;) {
      const element = this.#held.shift();
      if (element) return element;
      if (this.#closed) throw this.#closed.problem ?? new StreamProblem('server-error', 'the server closed the stream');
      if (this.#clock.now() >= end) throw new StreamProblem('timeout', 'the server did not answer');
      await this.#news(end - this.#clock.now());
    }
  }

  /** Reads on to the first element that fits; what came before it is answered with, in order. */
  async until(fits: (element: Element) => boolean): Promise<{ readonly found: Element; readonly before: readonly Element[] }> {
    const before: Element[] = [];
    for (;;) {
      const found = await this.next();
      if (fits(found)) return { found, before };
      before.push(found);
      if (before.length > HELD_LIMIT) throw new StreamProblem('bad-stream', 'no end of elements before the answer');
    }
  }

  /** From now on everything goes to these two; what was held goes first, at once. */
  takeOver(onElement: (element: Element) => void, onClosed: (problem: StreamProblem | undefined) => void): void {
    this.#onElement = onElement;
    const held = this.#held;
    this.#held = [];
    for (const element of held) onElement(element);
    this.#onClosed = onClosed;
    if (this.#closed) onClosed(this.#closed.problem);
  }

  #arrived(element: Element): void {
    if (this.#onElement) return this.#onElement(element);
    this.#held.push(element);
    if (this.#held.length > HELD_LIMIT) {
      this.#closed ??= { problem: new StreamProblem('bad-stream', 'no end of elements before the answer') };
      this.transport.destroy();
    }
    this.#wake?.();
  }

  #news(limit: number): Promise<void> {
    return new Promise(resolve => {
      const cancel = this.#clock.after(limit, resolve);
      this.#wake = () => {
        cancel();
        this.#wake = undefined;
        resolve();
      };
    });
  }
}
