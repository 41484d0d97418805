import type { Contact, ContactRequest, Contacts } from '../../../preload/contract/contacts.ts';
import type { AccountId, BareJid } from '../../../preload/contract/ids.ts';
import { ViewModel } from '../../model/view-model.ts';

export interface ContactsSnapshot {
  /** Who waits for our answer. */
  readonly requests: readonly ContactRequest[];
  readonly filter: string;
}
export interface NewContact {
  readonly account: AccountId;
  readonly address: string;
  readonly name: string;
  readonly groups: readonly string[];
  readonly token?: string | undefined;
}
export type Someone = Pick<Contact, 'account' | 'address'>;

/** What can be done with contacts. The list of them is a replica that several views share. */
export class ContactsModel extends ViewModel<ContactsSnapshot> {
  readonly #service: Contacts;

  constructor(service: Contacts) {
    super({ requests: [], filter: '' });
    this.#service = service;
  }

  readonly setFilter = (filter: string): void => this.set({ filter });

  // Each of these rejects with a FailureError, which the view that asked shows in its place.
  /** Reads the address first: a malformed one rejects with `bad-address` and its hint before anything is sent. */
  readonly add = async ({ account, address, name, groups, token }: NewContact): Promise<BareJid> => {
    const read = await this.#service.checkAddress({ text: address.trim() });
    await this.#service.add({
      account,
      address: read.address,
      groups: [...groups],
      ...(name.trim() === '' ? {} : { name: name.trim() }),
      ...(token === undefined ? {} : { token }),
    });
    return read.address;
  };
  readonly edit = ({ account, address }: Someone, name: string, groups: readonly string[]): Promise<void> =>
    this.#service.edit({ account, address, name: name.trim(), groups: [...groups] });
  readonly remove = ({ account, address }: Someone): Promise<void> => this.#service.remove({ account, address });
  readonly block = ({ account, address }: Someone): Promise<void> => this.#service.block({ account, address });
  readonly unblock = ({ account, address }: Someone): Promise<void> => this.#service.unblock({ account, address });
  /** Asks to see a contact that we cannot see yet. */
  readonly ask = ({ account, address, name, groups }: Contact): Promise<void> =>
    this.#service.add({ account, address, groups: [...groups], ...(name === undefined ? {} : { name }) });
  readonly allow = ({ account, address }: Someone): Promise<void> => this.#service.allow({ account, address });
  readonly deny = ({ account, address }: Someone): Promise<void> => this.#service.deny({ account, address });

  protected override start(): () => void {
    let heard = false; // subscribe first, then read: an event is newer than the answer
    const stop = this.#service.onRequests(requests => {
      heard = true;
      this.set({ requests });
    });
    this.#service.requests({}).then(
      requests => void (heard || this.set({ requests })),
      () => undefined, // the contacts themselves fail too, and the list says so
    );
    return stop;
  }
}
