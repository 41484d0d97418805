import type { Account, Accounts } from '../../../preload/contract/accounts.ts';
import type { Capabilities, Desk } from '../../../preload/contract/desk.ts';
import type { Settings, SettingsValues } from '../../../preload/contract/settings.ts';
import type { Failure } from '../../../preload/contract/wire.ts';
import { ViewModel } from '../../model/view-model.ts';
import { failureOf } from '../problem/failure.ts';

export interface SettingsSnapshot {
  readonly phase: 'loading' | 'ready' | 'failed';
  readonly values: SettingsValues | undefined;
  readonly capabilities: Capabilities | undefined;
  readonly accounts: readonly Account[];
  /** Why the last change was not kept. */
  readonly failure: Failure | undefined;
}
export interface SettingsServices {
  readonly settings: Settings;
  readonly desk: Pick<Desk, 'capabilities'>;
  readonly accounts: Pick<Accounts, 'list' | 'onChanged'>;
}

export class SettingsModel extends ViewModel<SettingsSnapshot> {
  readonly #services: SettingsServices;
  #changes = 0;

  constructor(services: SettingsServices) {
    super({ phase: 'loading', values: undefined, capabilities: undefined, accounts: [], failure: undefined });
    this.#services = services;
  }

  /** Shows the change at once, and takes it back when it could not be kept. */
  readonly change = async (change: Partial<SettingsValues>): Promise<void> => {
    const before = this.snapshot().values;
    if (!before) return;
    const turn = ++this.#changes;
    this.set({ values: { ...before, ...change }, failure: undefined });
    try {
      const values = await this.#services.settings.set(change);
      if (turn === this.#changes) this.set({ values });
    } catch (error) {
      if (turn === this.#changes) this.set({ values: before, failure: failureOf(error) });
    }
  };

  protected override start(): () => void {
    let accountsHeard = false;
    const stops = [
      this.#services.settings.onChanged(values => this.set({ values })),
      this.#services.accounts.onChanged(accounts => {
        accountsHeard = true;
        this.set({ accounts });
      }),
    ];
    void Promise.all([this.#services.settings.get({}), this.#services.desk.capabilities({}), this.#services.accounts.list({})]).then(
      ([values, capabilities, accounts]) =>
        this.set({ phase: 'ready', values: this.snapshot().values ?? values, capabilities, ...(accountsHeard ? {} : { accounts }) }),
      () => this.set({ phase: 'failed' }),
    );
    return () => stops.forEach(stop => stop());
  }
}
