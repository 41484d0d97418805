import { z } from 'zod';
import { accountId, bareJid, type AccountId, type BareJid } from '../../preload/contract/ids.ts';
import type { Store } from '../store/api.ts';

const NAME = 'rooms unwritten';
const shape = z.array(z.tuple([z.number(), z.string().max(4096)]));

/** Rooms that do not stand in their account's list yet as they are kept here, or not any more. Outlives the connection, and the app. */
export class Unwritten {
  readonly #store: Pick<Store, 'setting' | 'putSetting'>;
  readonly #rooms = new Map<AccountId, Map<BareJid, symbol>>();

  constructor(store: Pick<Store, 'setting' | 'putSetting'>) {
    this.#store = store;
  }

  async load(): Promise<void> {
    const stored = await this.#store.setting({ name: NAME });
    const parsed = stored === undefined ? undefined : shape.safeParse(JSON.parse(stored));
    for (const [account, room] of parsed?.data ?? []) this.#put(accountId(account), [bareJid(room)], Symbol('before'));
  }

  has(account: AccountId, room: BareJid): boolean {
    return this.#rooms.get(account)?.has(room) ?? false;
  }
  of(account: AccountId): readonly BareJid[] {
    return [...(this.#rooms.get(account)?.keys() ?? [])];
  }

  /** Answers what says that they are written as they were then; what has changed again meanwhile is not. */
  async add(account: AccountId, rooms: readonly BareJid[]): Promise<() => Promise<void>> {
    if (rooms.length === 0) return async () => undefined;
    const stamp = Symbol('change');
    this.#put(account, rooms, stamp);
    await this.#keep();
    return async () => {
      const all = this.#rooms.get(account);
      for (const room of rooms) if (all?.get(room) === stamp) all.delete(room);
      await this.#keep();
    };
  }

  async forget(account: AccountId): Promise<void> {
    if (this.#rooms.delete(account)) await this.#keep();
  }

  #put(account: AccountId, rooms: readonly BareJid[], stamp: symbol): void {
    const all = this.#rooms.get(account) ?? new Map<BareJid, symbol>();
    for (const room of rooms) all.set(room, stamp);
    this.#rooms.set(account, all);
  }

  async #keep(): Promise<void> {
    const all = [...this.#rooms].flatMap(([account, rooms]) => [...rooms.keys()].map(room => [account, room] as const));
    await this.#store.putSetting({ name: NAME, value: JSON.stringify(all) });
  }
}
