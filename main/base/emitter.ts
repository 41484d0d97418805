import type { Unsubscribe } from '../../preload/contract/define.ts';

/** One event. A listener that throws does not keep the others from hearing. */
export class Emitter<Payload> {
  readonly #listeners = new Set<(payload: Payload) => void>();

  readonly on = (listener: (payload: Payload) => void): Unsubscribe => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  emit(payload: Payload): void {
    for (const listener of this.#listeners) {
      try {
        listener(payload);
      } catch (error) {
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }

  get size(): number {
    return this.#listeners.size;
  }
}
