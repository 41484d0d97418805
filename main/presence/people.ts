import { Emitter } from '../base/emitter.ts';
import type { Availability, Contact } from '../../preload/contract/contacts.ts';
import type { AccountId, BareJid } from '../../preload/contract/ids.ts';
import type { ContactRow, RosterRow, Store } from '../store/api.ts';
import type { Effect } from '../xmpp/feature.ts';

export interface LivePresence {
  readonly availability: Availability;
  readonly status: string | undefined;
  readonly priority: number;
  readonly idleSince: number | undefined;
}
const OFFLINE: LivePresence = { availability: 'offline', status: undefined, priority: -129, idleSince: undefined };
const RANK: Readonly<Record<Availability, number>> = { available: 3, dnd: 2, away: 1, offline: 0 };

interface Person {
  row: ContactRow;
  readonly resources: Map<string, LivePresence>;
}
/** Somebody who is in no roster and said nothing yet. */
const stranger = (account: AccountId, address: BareJid): ContactRow => ({
  account,
  address,
  name: undefined,
  groups: [],
  subscription: 'none',
  pending: false,
  inRoster: false,
  nickname: undefined,
  avatar: undefined,
  profile: undefined,
});

/** Everybody we know of, per account: the roster's rows, and who is here now. One answer to "what is this address called". */
export class People {
  readonly #store: Store;
  readonly #people = new Map<AccountId, Map<BareJid, Person>>();
  readonly #hidden = new Set<AccountId>();
  readonly #blocked = new Map<AccountId, ReadonlySet<string>>();
  readonly #changed = new Emitter<Contact>();
  readonly #removed = new Emitter<{ readonly account: AccountId; readonly address: BareJid }>();

  constructor(store: Store) {
    this.#store = store;
  }

  readonly #blockedChanged = new Emitter<AccountId>();
  readonly onChanged = this.#changed.on;
  readonly onBlocked = this.#blockedChanged.on;
  readonly onRemoved = this.#removed.on;

  async load(account: AccountId): Promise<void> {
    const rows = await this.#store.contacts({ account });
    const kept = this.#of(account);
    for (const row of rows) kept.set(row.address, { row, resources: kept.get(row.address)?.resources ?? new Map() });
    this.#blocked.set(account, new Set(await this.#store.blocked({ account })));
  }

  /** In the roster. */
  contacts(): readonly Contact[] {
    return [...this.#people].flatMap(([account, people]) =>
      [...people.values()].filter(({ row }) => row.inRoster).map(({ row }) => this.contact(account, row.address)),
    );
  }

  contact(account: AccountId, address: BareJid): Contact {
    const person = this.#of(account).get(address);
    const row = person?.row ?? stranger(account, address);
    const best = person && !this.#hidden.has(account) ? bestOf(person.resources.values()) : OFFLINE;
    return {
      account,
      address,
      title: this.title(account, address),
      name: row.name,
      groups: row.groups,
      subscription: row.subscription,
      pending: row.pending,
      blocked: this.isBlocked(account, address),
      avatar: row.avatar,
      availability: best.availability,
      status: best.status,
      idleSince: best.idleSince,
    };
  }

  /** Own name for them, else the nickname they chose, else the address. */
  title(account: AccountId, address: BareJid): string {
    const row = this.row(account, address);
    return row?.name || row?.nickname || address;
  }
  row(account: AccountId, address: BareJid): ContactRow | undefined {
    return this.#of(account).get(address)?.row;
  }
  isInRoster(account: AccountId, address: BareJid): boolean {
    return this.row(account, address)?.inRoster ?? false;
  }
  /** They are entitled to our presence (RFC 6121 §3). */
  sharesPresence(account: AccountId, address: BareJid): boolean {
    const subscription = this.row(account, address)?.subscription;
    return subscription === 'from' || subscription === 'both';
  }
  isBlocked(account: AccountId, address: BareJid): boolean {
    const blocked = this.#blocked.get(account);
    return blocked !== undefined && (blocked.has(address) || blocked.has(address.slice(address.indexOf('@') + 1)));
  }
  blocked(account: AccountId): readonly string[] {
    return [...(this.#blocked.get(account) ?? [])];
  }

  async putBlocked(account: AccountId, addresses: readonly string[]): Promise<void> {
    const touched = new Set([...this.blocked(account), ...addresses]);
    await this.#store.putBlocked({ account, addresses });
    this.#blocked.set(account, new Set(addresses));
    for (const address of this.#of(account).keys()) if (touched.has(address)) this.tell(account, address);
    this.#blockedChanged.emit(account);
  }

  async putRoster(account: AccountId, items: readonly RosterRow[], full: boolean, version: string | undefined): Promise<void> {
    await this.#store.putRoster({ account, items, full, version });
    const people = this.#of(account);
    const listed = new Set(items.map(item => item.address));
    const gone = full ? [...people.keys()].filter(address => people.get(address)?.row.inRoster && !listed.has(address)) : [];
    for (const address of gone) this.#leave(account, address);
    for (const item of items) {
      if (item.subscription === 'remove') this.#leave(account, item.address);
      else {
        const person = people.get(item.address);
        people.set(item.address, {
          row: { ...(person?.row ?? stranger(account, item.address)), ...item, subscription: item.subscription, inRoster: true },
          resources: person?.resources ?? new Map(),
        });
        this.tell(account, item.address);
      }
    }
  }

  async putPerson(account: AccountId, address: BareJid, change: Pick<Parameters<Store['putPerson']>[0], 'nickname' | 'avatar' | 'profile'>): Promise<void> {
    const row = await this.#store.putPerson({ account, address, ...change });
    const person = this.#of(account).get(address);
    this.#of(account).set(address, { row, resources: person?.resources ?? new Map() });
    this.tell(account, address);
  }

  heard(account: AccountId, { peer, resource, availability, status, priority, idleSince }: Extract<Effect, { do: 'presence' }>): void {
    const people = this.#of(account);
    const person = people.get(peer) ?? { row: stranger(account, peer), resources: new Map<string, LivePresence>() };
    people.set(peer, person);
    if (availability === 'offline' && resource === '') person.resources.clear();
    else if (availability === 'offline') person.resources.delete(resource);
    else if (person.resources.size < 64) person.resources.set(resource, { availability, status: status?.slice(0, 1023), priority, idleSince });
    this.tell(account, peer);
  }

  /** Without a connection nobody is seen. A session that is resumed is not told again who is here: that stays known. */
  hidePresence(account: AccountId, hidden: boolean): void {
    if (this.#hidden.has(account) === hidden) return;
    if (hidden) this.#hidden.add(account);
    else this.#hidden.delete(account);
    for (const [address, { resources }] of this.#of(account)) if (resources.size > 0) this.tell(account, address);
  }

  /** A new session: the server tells anew who is here. */
  forgetPresence(account: AccountId): void {
    for (const [address, person] of this.#of(account)) {
      if (person.resources.size === 0) continue;
      person.resources.clear();
      this.tell(account, address);
    }
  }

  forget(account: AccountId): void {
    this.#people.delete(account);
    this.#hidden.delete(account);
    this.#blocked.delete(account);
  }

  tell(account: AccountId, address: BareJid): void {
    this.#changed.emit(this.contact(account, address));
  }

  #leave(account: AccountId, address: BareJid): void {
    const person = this.#of(account).get(address);
    if (!person) return;
    person.row = { ...person.row, name: undefined, groups: [], subscription: 'none', pending: false, inRoster: false };
    person.resources.clear();
    this.#removed.emit({ account, address });
    this.tell(account, address);
  }

  #of(account: AccountId): Map<BareJid, Person> {
    const people = this.#people.get(account) ?? new Map<BareJid, Person>();
    this.#people.set(account, people);
    return people;
  }
}

/** The most available device speaks for the person; among equals the one with the higher priority (RFC 6121 §4.7.2.3). */
function bestOf(all: Iterable<LivePresence>): LivePresence {
  let best = OFFLINE;
  for (const one of all) {
    const better = RANK[one.availability] - RANK[best.availability] || one.priority - best.priority;
    if (better > 0) best = one;
  }
  return best;
}
