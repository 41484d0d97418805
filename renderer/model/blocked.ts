import type { Contacts } from '../../preload/contract/contacts.ts';
import type { AccountId, BareJid } from '../../preload/contract/ids.ts';
import { ViewModel } from './view-model.ts';

interface BlockedSnapshot {
  readonly addresses: ReadonlySet<string>;
}

/** Whom one account blocks: a room passes their words on all the same. Runs while somebody looks. */
export class Blocked extends ViewModel<BlockedSnapshot> {
  readonly #account: AccountId;
  readonly #service: Pick<Contacts, 'blocked' | 'onBlocked'>;

  constructor(account: AccountId, service: Pick<Contacts, 'blocked' | 'onBlocked'>) {
    super({ addresses: new Set() });
    this.#account = account;
    this.#service = service;
  }

  /** They, or all of their domain. */
  readonly has = (address: BareJid): boolean => {
    const { addresses } = this.snapshot();
    return addresses.has(address) || addresses.has(address.slice(address.indexOf('@') + 1));
  };

  protected override start(): () => void {
    let heard = false;
    const stop = this.#service.onBlocked(({ account, addresses }) => {
      if (account !== this.#account) return;
      heard = true;
      this.set({ addresses: new Set(addresses) });
    });
    this.#service.blocked({ account: this.#account }).then(
      addresses => (heard || !this.running ? undefined : this.set({ addresses: new Set(addresses) })),
      () => undefined, // the server blocks by itself what comes to us directly
    );
    return stop;
  }
}
