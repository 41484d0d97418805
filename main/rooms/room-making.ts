import type { AccountId, BareJid } from '../../preload/contract/ids.ts';
import type { RoomKind } from '../../preload/contract/rooms.ts';
import { FailureError } from '../../preload/contract/wire.ts';
import { bareOf, localOf, readAddress } from '../xmpp/jid.ts';
import type { Session } from '../xmpp/session.ts';
import { localPart, setUp } from './creation.ts';
import type { Discovery } from './discovery.ts';
import type { Room } from './room.ts';
import { askInfo } from './room-info.ts';

/** With what to come in. */
export interface How {
  readonly nickname?: string | undefined;
  readonly password?: string | undefined;
}
export interface NewRoom {
  readonly kind: RoomKind;
  readonly name: string;
  readonly description?: string | undefined;
  /** The whole address, or its local part. */
  readonly address?: string | undefined;
  readonly service?: string | undefined;
  readonly nickname?: string | undefined;
  readonly invite?: readonly string[] | undefined;
}
export interface RoomMakingOptions {
  readonly randomId: () => string;
  readonly online: (account: AccountId) => Session;
  readonly discovery: Discovery;
  readonly find: (account: AccountId, address: BareJid) => Room | undefined;
  readonly ensure: (account: AccountId, address: BareJid, how: How) => Promise<Room>;
  readonly join: (account: AccountId, address: BareJid, how: How) => Promise<Room>;
  /** Resolves when we are in. */
  readonly enter: (room: Room) => Promise<void>;
  /** It is set up, and open to others. */
  readonly opened: (room: Room) => Promise<void>;
  readonly forget: (room: Room) => Promise<void>;
}

/** Rooms that are not there yet (XEP-0045 §10.1). */
export class RoomMaking {
  readonly #o: RoomMakingOptions;

  constructor(options: RoomMakingOptions) {
    this.#o = options;
  }

  /** Resolves when it is open; one that could not be set up is taken back. */
  async create(account: AccountId, about: NewRoom): Promise<Room> {
    const session = this.#o.online(account);
    const address = await this.#newAddress(account, about);
    const asked = await askInfo(session, address);
    if (this.#o.find(account, address) || (asked !== 'unknown' && 'info' in asked)) throw new FailureError({ code: 'exists' });
    const room = await this.#o.ensure(account, address, { nickname: about.nickname });
    room.entry.creating = true;
    try {
      await this.#o.enter(room);
      await setUp(session, address, about);
    } catch (error) {
      await this.#o.forget(room);
      throw error;
    }
    room.entry.creating = false;
    await this.#o.opened(room);
    return room;
  }

  /** One that is not there yet is made, open to everybody who knows of it, as whoever names an address expects. */
  async joinOrMake(account: AccountId, address: BareJid, how: How): Promise<Room> {
    try {
      return await this.#o.join(account, address, how);
    } catch (error) {
      const isMissing = error instanceof FailureError && error.failure.code === 'stanza-error' && error.failure.condition === 'not-found';
      if (!isMissing || how.password !== undefined || this.#o.find(account, address)) throw error;
      return this.create(account, { kind: 'channel', name: localOf(address) ?? address, address, nickname: how.nickname });
    }
  }

  async #newAddress(account: AccountId, { name, address, service }: NewRoom): Promise<BareJid> {
    if (address?.includes('@')) {
      const read = readAddress(address);
      if ('address' in read) return read.address;
      throw new FailureError({ code: 'bad-address', hint: read.hint });
    }
    const where = service ?? (await this.#o.discovery.services(account))[0]?.address;
    if (where === undefined) throw new FailureError({ code: 'unsupported' });
    const made = bareOf(`${address ?? localPart(name, this.#o.randomId())}@${where}`);
    if (made === undefined) throw new FailureError({ code: 'bad-address', hint: 'bad-characters' });
    return made;
  }
}
