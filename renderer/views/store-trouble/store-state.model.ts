import type { Desk, StoreState } from '../../../preload/contract/desk.ts';
import { ViewModel } from '../../model/view-model.ts';

export interface StoreSnapshot {
  /** Undefined: not known yet. */
  readonly state: StoreState | undefined;
}
type StoreDesk = Pick<Desk, 'storeState' | 'onStoreState' | 'unlock' | 'rescue' | 'startAnew' | 'retryStore'>;

export class StoreStateModel extends ViewModel<StoreSnapshot> {
  readonly #desk: StoreDesk;

  constructor(desk: StoreDesk) {
    super({ state: undefined });
    this.#desk = desk;
  }

  // Each rejects with a FailureError, which the view that asked shows. The state itself comes as an event.
  readonly unlock = async (passphrase: string): Promise<void> => {
    await this.#desk.unlock({ passphrase });
    await this.#read();
  };
  readonly rescue = (): Promise<{ readonly path: string; readonly messages: number }> => this.#desk.rescue({});
  readonly startAnew = async (): Promise<void> => {
    await this.#desk.startAnew({});
    await this.#read();
  };
  readonly retry = async (): Promise<StoreState> => {
    const state = await this.#desk.retryStore({});
    this.set({ state });
    return state;
  };

  protected override start(): () => void {
    const stop = this.#desk.onStoreState(state => this.set({ state }));
    this.#read().catch(() => undefined); // the link is down, and its own page says so
    return stop;
  }

  async #read(): Promise<void> {
    this.set({ state: await this.#desk.storeState({}) });
  }
}
