import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import { KeyedQueue } from '../base/keyed-queue.ts';
import { Turns } from '../base/turns.ts';
import type { AccountId, BareJid, ConversationId } from '../../preload/contract/ids.ts';
import type { Message } from '../../preload/contract/messages.ts';
import { FailureError } from '../../preload/contract/wire.ts';
import type { Batch, ConversationRow, Received, Store } from '../store/api.ts';
import { destroyRoom } from '../xmpp/features/muc/muc-admin.codec.ts';
import { localOf, readAddress } from '../xmpp/jid.ts';
import type { Heard, Session } from '../xmpp/session.ts';
import { Bookmarks } from './bookmarks.ts';
import { Discovery } from './discovery.ts';
import { Invitations } from './invitations.ts';
import { register, RoomModeration } from './moderation.ts';
import { Readers } from './readers.ts';
import type { Room } from './room.ts';
import { RoomArchive } from './room-archive.ts';
import { RoomArrival } from './room-arrival.ts';
import { RoomHearing } from './room-hearing.ts';
import { bookmarkOf, RoomList } from './room-list.ts';
import { RoomChoices, type KeptOfRoom } from './room-choices.ts';
import { RoomMaking, type How } from './room-making.ts';
import { RoomTalk, type RoomTalkOptions } from './room-talk.ts';
import { RoomTelling } from './room-telling.ts';
import type { OwnState, RoomWorld } from './room-world.ts';
import { SelfPing } from './self-ping.ts';

/** Rooms that are joined at a time. */
const WIDTH = 25;

export interface RoomDeskOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly random: () => number;
  readonly randomId: () => string;
  readonly session: (account: AccountId) => Session | undefined;
  /** Fails with `offline`. */
  readonly online: (account: AccountId) => Session;
  readonly ownState: (session: Session) => OwnState;
  readonly ownNickname: (account: AccountId) => string;
  readonly isOnScreen: (conversation: ConversationId) => boolean;
  readonly isBlocked: (account: AccountId, address: BareJid) => boolean;
  readonly isWelcome: (account: AccountId, address: BareJid) => boolean;
  readonly title: (account: AccountId, address: BareJid) => string;
  readonly sendTyping: () => boolean;
  /** Of the chat: rows, and what waits to be sent. */
  readonly post: RoomTalkOptions['post'];
  readonly release: (account: AccountId) => void;
  readonly sendAgain: (message: Message) => Promise<void>;
  readonly receive: (session: Session, batch: Batch, arrived: Batch['messages'][number]['arrived']) => Promise<Received>;
  readonly emitMessage: (message: Message) => void;
  readonly tellConversation: (conversation: ConversationId) => void;
  readonly filled: (conversation: ConversationId) => void;
  readonly fetchPicture: RoomWorld['fetchPicture'];
}

/** All rooms of all accounts. */
export class RoomDesk {
  readonly #o: RoomDeskOptions;
  readonly #world: RoomWorld;
  readonly list = new RoomList();
  readonly telling: RoomTelling;
  readonly archive: RoomArchive;
  readonly talk: RoomTalk;
  readonly moderation: RoomModeration;
  readonly discovery: Discovery;
  readonly invitations: Invitations;
  readonly bookmarks: Bookmarks;
  readonly choices: RoomChoices;
  readonly hearing: RoomHearing;
  readonly making: RoomMaking;
  readonly #arrival: RoomArrival;
  readonly #pings: SelfPing;

  constructor(options: RoomDeskOptions) {
    this.#o = options;
    const { store, clock, log } = options;
    const { list } = this;
    const readers = new Readers({ store, told: (room, all) => this.telling.read(room, all) });
    const known = (conversation: ConversationId): Room => list.known(conversation);
    this.telling = new RoomTelling(clock);
    this.#world = this.#makeWorld();
    this.#arrival = new RoomArrival({ ...options, joining: this.#world.joining, isLookedAt: this.#world.isLookedAt, fill: room => this.archive.fill(room) });
    this.moderation = new RoomModeration({ ...options, room: known, message: message => store.message({ message }) });
    this.discovery = new Discovery({ online: options.online, isJoined: (account, room) => this.isJoined(account, room) });
    this.invitations = new Invitations({ ...options, room: known, isJoined: (account, room) => this.isJoined(account, room) });
    this.talk = new RoomTalk({ ...options, room: known, find: conversation => list.find(conversation) });
    this.bookmarks = new Bookmarks({
      store,
      log,
      session: options.session,
      kept: account => list.of(account).flatMap(room => (room.row.kept ? [bookmarkOf(room)] : [])),
      apply: (account, changed, removed, isNews) => this.choices.applyBookmarks(account, changed, removed, isNews),
    });
    this.choices = new RoomChoices({ ...options, list, bookmarks: this.bookmarks, ensure: (account, address, row) => this.#ensure(account, address, row) });
    this.hearing = new RoomHearing({
      ...options,
      rooms: list,
      now: () => clock.now(),
      bookmarks: this.bookmarks,
      invitations: this.invitations,
      moderation: this.moderation,
      readers,
      tellConversation: room => options.tellConversation(room.conversation),
      refresh: room => void this.#arrival.refresh(room),
      historyTold: room => this.#arrival.historyTold(room),
    });
    this.archive = new RoomArchive({
      ...options,
      now: () => clock.now(),
      urgency: room => this.#urgency(room),
      readers,
      retracted: (room, said) => this.hearing.retracted(room, said, false),
      filled: room => options.filled(room.conversation),
      caughtUp: room => this.#arrival.mayTalk(room),
    });
    this.making = new RoomMaking({
      ...options,
      discovery: this.discovery,
      find: (account, address) => list.get(account, address),
      ensure: (account, address, how) => this.#ensure(account, address, wanted(how)),
      join: (account, address, how) => this.join(account, address, how),
      enter: room => this.enter(room, false),
      opened: room => this.#opened(room),
      forget: room => this.forget(room),
    });
    this.#pings = new SelfPing(clock, () => list.all());
    this.#pings.begin();
  }

  /** Before any session begins. */
  async load(): Promise<void> {
    await this.bookmarks.load();
    const rows = new Map((await this.#o.store.conversations()).map(row => [row.id, row]));
    for (const row of await this.#o.store.rooms()) {
      this.list.put(this.#world, row);
      const conversation = rows.get(row.conversation);
      if (conversation) this.conversationChanged(conversation);
    }
  }

  close(): void {
    this.#pings.close();
    this.telling.close();
  }

  carryOut(heard: Heard): Promise<void> {
    return this.hearing.carryOut(heard);
  }

  isJoined(account: AccountId, room: BareJid): boolean {
    return this.list.get(account, room)?.state === 'joined';
  }

  /** A session from nothing: nobody knows us in any room. */
  sessionBegan(account: AccountId): void {
    for (const room of this.list.of(account)) room.hear('offline');
  }

  /** Our presence is out. */
  async begin(session: Session): Promise<void> {
    const { account, beginning } = session;
    await this.bookmarks.fetch(session).catch((error: unknown) => this.#o.log.warn('the list of rooms could not be read', error));
    if (session.beginning !== beginning) return;
    for (const room of this.list.of(account)) if ((room.row.autojoin || room.wanted) && !room.isGivenUp) room.hear('want');
  }

  resumed(account: AccountId): void {
    for (const room of this.list.of(account)) {
      if (room.state === 'joined') {
        this.#pings.ask(room);
        this.archive.goOn(room).catch((error: unknown) => this.#o.log.warn('what was missed in a room could not be looked for', error));
      }
      if (room.state === 'waiting') room.hear('want');
      this.telling.changed(room);
    }
  }

  /** The connection of an account came or went. */
  connectionChanged(account: AccountId, isEnabled: boolean): void {
    for (const room of this.list.of(account)) {
      if (!isEnabled) {
        room.hear('offline');
        room.abandoned();
      }
      this.telling.changed(room, 'often');
    }
  }

  accountGone(account: AccountId): void {
    for (const room of this.list.of(account)) this.#remove(room);
    this.invitations.forget(account);
    this.bookmarks.forget(account).catch((error: unknown) => this.#o.log.warn('what an account was to be told is still here', error));
  }

  conversationChanged({ id, mentions, position, pinned, last }: ConversationRow): void {
    const room = this.list.find(id);
    if (!room) return;
    const isNews = room.mentions !== mentions;
    Object.assign(room, { mentions, position, lastAt: last?.at });
    if (room.pinned !== pinned) this.choices.pinned(room, pinned);
    if (isNews) this.telling.changed(room);
  }

  /** Resolves when the room has let us in. One that we were never in leaves no trace when it does not. */
  async join(account: AccountId, address: BareJid, how: How = {}): Promise<Room> {
    this.#o.online(account);
    if (localOf(address) === undefined) throw new FailureError({ code: 'bad-address', hint: 'no-at' });
    const before = this.list.get(account, address);
    const room = await this.#ensure(account, address, wanted(how));
    try {
      await this.enter(room, how.nickname !== undefined);
    } catch (error) {
      if (!before) await this.forget(room);
      throw error;
    }
    await room.keep({ kept: true, autojoin: true });
    this.#publish(room);
    return room;
  }

  /** One that we were never in: who is let in by nobody asks before they come. */
  async askToJoin(account: AccountId, address: BareJid, nickname: string | undefined): Promise<void> {
    await register(this.#o.online(account), address, nickname ?? this.#o.ownNickname(account));
  }

  async rejoin(conversation: ConversationId, how: How): Promise<void> {
    const room = this.list.known(conversation);
    this.#o.online(room.account);
    await this.#ensure(room.account, room.address, wanted(how));
    await this.enter(room, how.nickname !== undefined);
    if (room.row.kept) this.#publish(room);
  }

  async enter(room: Room, insists: boolean): Promise<void> {
    room.entry.insists = insists;
    room.wanted = true;
    room.hear('want');
    await room.settled();
  }

  async accept(invite: string, nickname: string | undefined): Promise<Room> {
    const { account, said } = this.invitations.known(invite);
    const room = await this.join(account, said.room, { nickname, password: said.password });
    this.invitations.joined(account, said.room);
    return room;
  }

  async leave(conversation: ConversationId): Promise<void> {
    const room = this.list.known(conversation);
    room.wanted = false;
    room.hear('leave');
    await room.keep({ autojoin: false });
    if (room.row.kept) this.#publish(room);
  }

  async destroy(conversation: ConversationId, about: { readonly reason?: string | undefined; readonly movedTo?: string | undefined }): Promise<void> {
    const room = this.list.known(conversation);
    const read = about.movedTo === undefined || about.movedTo === '' ? undefined : readAddress(about.movedTo);
    if (read && !('address' in read)) throw new FailureError({ code: 'bad-address', hint: read.hint });
    await room.joined().iq('set', room.address, destroyRoom({ reason: about.reason, movedTo: read?.address }));
  }

  /** Out of it, and of the list, with all that was said. */
  async forget(room: Room): Promise<void> {
    room.wanted = false;
    room.hear('leave');
    const { kept } = room.row;
    this.#remove(room);
    await this.#o.store.removeConversation({ conversation: room.conversation });
    if (kept) await this.bookmarks.retract(room.account, room.address);
  }

  #remove(room: Room): void {
    room.hear('offline');
    room.abandoned();
    this.list.remove(room);
    this.telling.removed(room);
  }

  #publish(room: Room): void {
    this.bookmarks.publish(room.account, bookmarkOf(room)).catch((error: unknown) => this.#o.log.warn('a room was not kept in the account', error));
  }

  async #ensure(account: AccountId, address: BareJid, kept: KeptOfRoom = {}): Promise<Room> {
    return this.list.put(this.#world, await this.#o.store.putRoom({ account, address, ...kept }));
  }

  #makeWorld(): RoomWorld {
    const { telling } = this;
    return {
      ...this.#o,
      pictures: new KeyedQueue(1),
      joining: new Turns<Room>(WIDTH, room => this.#urgency(room)),
      changed: (room, often) => telling.changed(room, often),
      noticed: notice => telling.noticed(notice),
      asked: room => telling.asked(room),
      isLookedAt: room => this.#urgency(room) === Number.POSITIVE_INFINITY,
      lookAhead: room => this.archive.lookAhead(room),
      begun: room => {
        telling.here(room);
        this.invitations.joined(room.account, room.address);
        if (!room.entry.creating) this.#arrival.begun(room);
      },
    };
  }

  #urgency(room: Room): number {
    if (this.#o.isOnScreen(room.conversation)) return Number.POSITIVE_INFINITY;
    return room.position + (room.pinned ? Number.MAX_SAFE_INTEGER / 2 : 0);
  }

  async #opened(room: Room): Promise<void> {
    await this.#arrival.refresh(room);
    await room.keep({ kept: true, autojoin: true });
    this.#publish(room);
    this.#arrival.catchUp(room);
  }
}

const wanted = ({ nickname, password }: How): KeptOfRoom => ({
  ...(nickname === undefined ? {} : { nickname }),
  ...(password === undefined ? {} : { password }),
});
