import type { AccountId, BareJid, ConversationId } from '../../preload/contract/ids.ts';
import { FailureError } from '../../preload/contract/wire.ts';
import type { RoomRow } from '../store/api.ts';
import type { Bookmark } from '../xmpp/features/muc/muc.types.ts';
import { Room } from './room.ts';
import { placeKey, type RoomWorld } from './room-world.ts';

/** Every room that is known, by where it is and by its conversation. */
export class RoomList {
  readonly #byPlace = new Map<string, Room>();
  readonly #byConversation = new Map<ConversationId, Room>();

  all(): IterableIterator<Room> {
    return this.#byPlace.values();
  }
  of(account: AccountId): readonly Room[] {
    return [...this.#byPlace.values()].filter(room => room.account === account);
  }
  get(account: AccountId, address: BareJid): Room | undefined {
    return this.#byPlace.get(placeKey({ account, address }));
  }
  find(conversation: ConversationId): Room | undefined {
    return this.#byConversation.get(conversation);
  }
  /** Fails with `not-found`. */
  known(conversation: ConversationId): Room {
    const room = this.find(conversation);
    if (!room) throw new FailureError({ code: 'not-found' });
    return room;
  }

  put(world: RoomWorld, row: RoomRow): Room {
    const known = this.get(row.account, row.address);
    if (known) {
      known.row = row;
      return known;
    }
    const room = new Room(world, row);
    this.#byPlace.set(placeKey(row), room);
    this.#byConversation.set(row.conversation, room);
    return room;
  }

  remove(room: Room): void {
    this.#byPlace.delete(placeKey(room));
    this.#byConversation.delete(room.conversation);
  }
}

/** A room as the account's list has it. */
export const bookmarkOf = ({ row, pinned }: Room): Bookmark => ({
  room: row.address,
  name: row.name,
  autojoin: row.autojoin,
  nickname: row.nickname || undefined,
  password: row.password,
  pinned,
  notify: row.notify,
  extensions: row.extensions,
});
