import type { Account } from '../../../preload/contract/accounts.ts';
import type { Desk, Progress } from '../../../preload/contract/desk.ts';
import type { AccountId } from '../../../preload/contract/ids.ts';
import { ViewModel } from '../../model/view-model.ts';

/** One word for all accounts together. */
export type Overall = 'online' | 'connecting' | 'offline';

/** Online only when every account is; on the way when any is. */
export function overall(accounts: readonly Account[]): Overall {
  const enabled = accounts.filter(account => account.enabled);
  if (enabled.some(({ connection }) => connection.state === 'connecting')) return 'connecting';
  return enabled.length > 0 && enabled.every(({ connection }) => connection.state === 'online') ? 'online' : 'offline';
}

export interface FillingSnapshot {
  /** The accounts whose history is being filled. */
  readonly filling: readonly Progress[];
}

/** How far the archive has been read since the last session. */
export class FillingModel extends ViewModel<FillingSnapshot> {
  readonly #desk: Pick<Desk, 'progress' | 'onProgress' | 'stopFilling'>;

  constructor(desk: Pick<Desk, 'progress' | 'onProgress' | 'stopFilling'>) {
    super({ filling: [] });
    this.#desk = desk;
  }

  readonly stop = (account: AccountId): void => void this.#desk.stopFilling({ account }).catch(() => undefined); // it ends by itself too

  protected override start(): () => void {
    const heard = new Set<AccountId>();
    const unsubscribe = this.#desk.onProgress(progress => {
      heard.add(progress.account);
      this.#put(progress);
    });
    this.#desk.progress({}).then(
      all => all.filter(({ account }) => !heard.has(account)).forEach(progress => this.#put(progress)),
      () => undefined, // nothing is known to be filled
    );
    return unsubscribe;
  }

  #put(progress: Progress): void {
    const others = this.snapshot().filling.filter(({ account }) => account !== progress.account);
    this.set({ filling: progress.done ? others : [...others, progress] });
  }
}
