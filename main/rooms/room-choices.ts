import { isDeepStrictEqual } from 'node:util';
import type { Log } from '../base/log.ts';
import type { Availability } from '../../preload/contract/contacts.ts';
import type { AccountId, BareJid, ConversationId } from '../../preload/contract/ids.ts';
import type { RoomNotify } from '../../preload/contract/rooms.ts';
import type { Store } from '../store/api.ts';
import { roomPresence } from '../xmpp/features/muc/muc.codec.ts';
import type { Bookmark } from '../xmpp/features/muc/muc.types.ts';
import { encodeVcard } from '../xmpp/features/vcard/vcard.codec.ts';
import { EMPTY_PROFILE } from '../xmpp/features/profile/profile.codec.ts';
import type { Session } from '../xmpp/session.ts';
import type { Bookmarks } from './bookmarks.ts';
import type { Room } from './room.ts';
import { bookmarkOf, type RoomList } from './room-list.ts';
import type { OwnState } from './room-world.ts';

/** Of what is stored of a room. */
export type KeptOfRoom = Parameters<Room['keep']>[0];

export interface ChoicesOptions {
  readonly store: Store;
  readonly log: Log;
  readonly list: RoomList;
  readonly bookmarks: Bookmarks;
  readonly ownState: (session: Session) => OwnState;
  readonly ensure: (account: AccountId, address: BareJid, kept: KeptOfRoom) => Promise<Room>;
  readonly tellConversation: (conversation: ConversationId) => void;
}

/** How the user wants a room: here, and in step with their other devices. */
export class RoomChoices {
  readonly #o: ChoicesOptions;

  constructor(options: ChoicesOptions) {
    this.#o = options;
  }

  async setNickname(conversation: ConversationId, nickname: string): Promise<void> {
    const room = this.#o.list.known(conversation);
    if (room.state === 'joined') {
      const session = room.joined();
      const renamed = room.entry.renaming();
      session.send(roomPresence(room.address, nickname, this.#state(room, session)));
      await renamed;
    }
    await room.keep({ nickname });
    if (room.state !== 'joined') room.nickname = nickname;
    this.#publish(room);
  }

  async setNotify(conversation: ConversationId, notify: RoomNotify): Promise<void> {
    const room = this.#o.list.known(conversation);
    await room.keep({ notify });
    this.#publish(room);
  }
  async setAutojoin(conversation: ConversationId, autojoin: boolean): Promise<void> {
    const room = this.#o.list.known(conversation);
    await room.keep({ autojoin, kept: true });
    this.#publish(room);
  }
  /** `''`: as the room is called by itself. */
  async rename(conversation: ConversationId, name: string): Promise<void> {
    const room = this.#o.list.known(conversation);
    await room.keep({ name: name.trim() === '' ? undefined : name.trim() });
    this.#o.tellConversation(conversation);
    this.#publish(room);
  }
  pinned(room: Room, pinned: boolean): void {
    room.pinned = pinned;
    this.#publish(room);
  }

  setAvailability(conversation: ConversationId, availability: Availability): void {
    const room = this.#o.list.known(conversation);
    // Nobody is in a room and offline.
    room.availability = availability === 'offline' ? undefined : availability;
    this.announce(room);
  }
  /** How we are, to everybody in it. */
  announce(room: Room): void {
    const { session } = room;
    if (session?.online && room.state === 'joined') session.send(roomPresence(room.address, room.nickname, this.#state(room, session)));
  }

  /** XEP-0486 §3: the room's vCard holds it. */
  async setAvatar(conversation: ConversationId, photo: { readonly type: string; readonly data: string } | undefined): Promise<void> {
    const room = this.#o.list.known(conversation);
    await room.joined().iq('set', room.address, encodeVcard({ profile: EMPTY_PROFILE, photo }));
  }

  /** What the account keeps, by another device or at the beginning of a session. */
  async applyBookmarks(account: AccountId, changed: readonly Bookmark[], removed: readonly BareJid[], isNews: boolean): Promise<void> {
    await Promise.all(changed.map(bookmark => this.#apply(account, bookmark, isNews)));
    for (const room of removed.flatMap(address => this.#o.list.get(account, address) ?? [])) {
      await room.keep({ kept: false, autojoin: false });
      leave(room);
    }
  }

  async #apply(account: AccountId, bookmark: Bookmark, isNews: boolean): Promise<void> {
    const { name, autojoin, password, notify, extensions, pinned } = bookmark;
    const after = { name, nickname: bookmark.nickname ?? '', password, autojoin, notify, extensions, kept: true };
    const known = this.#o.list.get(account, bookmark.room);
    const hadAutojoin = known?.row.autojoin === true;
    const room = known ?? (await this.#o.ensure(account, bookmark.room, after));
    if (!known) room.world.changed(room);
    else if (Object.entries(after).some(([key, value]) => !isDeepStrictEqual(value, Reflect.get(room.row, key)))) await room.keep(after);
    if (room.pinned !== pinned) {
      room.pinned = pinned;
      await this.#o.store.editConversation({ conversation: room.conversation, pinned });
    }
    this.#o.tellConversation(room.conversation);
    if (!isNews) return;
    if (!autojoin && hadAutojoin) leave(room);
    // Who was put out is still out, and is told why.
    if (autojoin && !room.isGivenUp) room.hear('want');
  }

  #state(room: Room, session: Session): OwnState {
    const own = this.#o.ownState(session);
    return { ...own, availability: room.availability ?? own.availability };
  }

  #publish(room: Room): void {
    if (!room.row.kept) return;
    this.#o.bookmarks.publish(room.account, bookmarkOf(room)).catch((error: unknown) => this.#o.log.warn('a room was not kept in the account', error));
  }
}

function leave(room: Room): void {
  room.wanted = false;
  room.hear('leave');
}
