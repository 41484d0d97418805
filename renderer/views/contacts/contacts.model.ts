import type { Contact, ContactRequest, Contacts } from '../../../preload/contract/contacts.ts';
import type { AccountId, BareJid } from '../../../preload/contract/ids.ts';
import { ViewModel } from '../../model/view-model.ts';

export interface ContactsSnapshot {
  readonly phase: 'loading' | 'ready' | 'failed';
  readonly contacts: readonly Contact[];
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
type Someone = Pick<Contact, 'account' | 'address'>;

const keyOf = ({ account, address }: Someone): string => `${account} ${address}`;

export class ContactsModel extends ViewModel<ContactsSnapshot> {
  readonly #service: Contacts;

  constructor(service: Contacts) {
    super({ phase: 'loading', contacts: [], requests: [], filter: '' });
    this.#service = service;
  }

  readonly setFilter = (filter: string): void => this.set({ filter });

  // Each of these rejects with a FailureError, which the dialog that asked shows in its place.
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
  /** Also asks to see a contact that we cannot see yet. */
  readonly ask = ({ account, address, name, groups }: Contact): Promise<void> =>
    this.#service.add({ account, address, groups: [...groups], ...(name === undefined ? {} : { name }) });
  readonly allow = ({ account, address }: Someone): Promise<void> => this.#service.allow({ account, address });
  readonly deny = ({ account, address }: Someone): Promise<void> => this.#service.deny({ account, address });

  protected override start(): () => void {
    // Subscribe first, then read. What an event said since then is newer than the list and wins.
    const fresh = new Map<string, Contact | undefined>();
    let requestsHeard = false;
    const stops = [
      this.#service.onChanged(contact => {
        fresh.set(keyOf(contact), contact);
        this.#put(contact);
      }),
      this.#service.onRemoved(gone => {
        fresh.set(keyOf(gone), undefined);
        this.set({ contacts: this.snapshot().contacts.filter(contact => keyOf(contact) !== keyOf(gone)) });
      }),
      this.#service.onRequests(requests => {
        requestsHeard = true;
        this.set({ requests });
      }),
    ];
    void Promise.all([this.#service.list({}), this.#service.requests({})]).then(
      ([list, requests]) => {
        const known = new Map<string, Contact | undefined>([...list.map(contact => [keyOf(contact), contact] as const), ...fresh]);
        const contacts = [...known.values()].filter(contact => contact !== undefined);
        this.set({ phase: 'ready', contacts, ...(requestsHeard ? {} : { requests }) });
      },
      () => this.set({ phase: 'failed' }),
    );
    return () => stops.forEach(stop => stop());
  }

  #put(changed: Contact): void {
    const others = this.snapshot().contacts.filter(contact => keyOf(contact) !== keyOf(changed));
    this.set({ contacts: [...others, changed] });
  }
}

export interface ContactGroup {
  /** Undefined: those in no group. */
  readonly name: string | undefined;
  readonly contacts: readonly Contact[];
}

const fold = (text: string): string => text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();

/** By group, then by name; somebody in two groups stands in both. People in no group come first: for most users that is everybody. */
export function groupContacts({ contacts, filter }: Pick<ContactsSnapshot, 'contacts' | 'filter'>, locale: string): readonly ContactGroup[] {
  const collator = new Intl.Collator(locale, { sensitivity: 'base', numeric: true });
  const wanted = fold(filter.trim());
  const shown = contacts.filter(({ title, address }) => wanted === '' || fold(title).includes(wanted) || address.includes(wanted));
  const byGroup = Map.groupBy(
    shown.flatMap(contact => (contact.groups.length === 0 ? [undefined] : contact.groups).map(group => ({ group, contact }))),
    ({ group }) => group,
  );
  return [...byGroup]
    .toSorted(([a], [b]) => (a === undefined ? -1 : b === undefined ? 1 : collator.compare(a, b)))
    .map(([name, entries]) => ({ name, contacts: entries.map(({ contact }) => contact).toSorted((a, b) => collator.compare(a.title, b.title)) }));
}
