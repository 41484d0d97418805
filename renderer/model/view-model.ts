import { useSyncExternalStore } from 'react';

/** Holds one immutable snapshot. Runs only while somebody looks: safe to create in a render, and in StrictMode. */
export abstract class ViewModel<Snapshot> {
  #snapshot: Snapshot;
  #stop: (() => void) | undefined;
  readonly #listeners = new Set<() => void>();

  constructor(initial: Snapshot) {
    this.#snapshot = initial;
  }

  /** Called at the first subscriber; what it returns is called after the last one leaves. */
  protected abstract start(): () => void;

  protected set(change: Partial<Snapshot>): void {
    this.#snapshot = { ...this.#snapshot, ...change };
    for (const listen of this.#listeners) listen();
  }

  /** True between the first subscriber and the last: an answer that comes later changes nothing. */
  protected get running(): boolean {
    return this.#listeners.size > 0;
  }

  readonly snapshot = (): Snapshot => this.#snapshot;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    this.#stop ??= this.start();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0) return;
      this.#stop?.();
      this.#stop = undefined;
    };
  };
}

export const useViewModel = <S>(model: ViewModel<S>): S => useSyncExternalStore(model.subscribe, model.snapshot);

/** Of a model that changes often, what a view draws: it is drawn anew only for another word or number. */
export const usePartOf = <S, P extends string | number | boolean | undefined>(model: ViewModel<S>, part: (snapshot: S) => P): P =>
  useSyncExternalStore(model.subscribe, () => part(model.snapshot()));
