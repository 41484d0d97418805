import type { Message } from '../../preload/contract/messages.ts';
import type { Batch, Received, Store } from '../store/api.ts';
import type { Effect, Incoming } from '../xmpp/feature.ts';
import type { Moderation } from '../xmpp/features/muc/muc.types.ts';
import type { Heard, Session } from '../xmpp/session.ts';
import type { Bookmarks } from './bookmarks.ts';
import type { Invitations } from './invitations.ts';
import type { RoomModeration } from './moderation.ts';
import type { Readers } from './readers.ts';
import type { Room } from './room.ts';
import { asSaid, liveBatch, ownIn, rowOf } from './room-intake.ts';
import type { RoomList } from './room-list.ts';
import { heardPresence } from './room-presence.ts';

type Of<Name extends Effect['do']> = Extract<Effect, { do: Name }>;

export interface HearingOptions {
  readonly store: Store;
  readonly now: () => number;
  readonly rooms: RoomList;
  readonly bookmarks: Bookmarks;
  readonly invitations: Invitations;
  readonly moderation: RoomModeration;
  readonly readers: Readers;
  readonly receive: (session: Session, batch: Batch, arrived: Batch['messages'][number]['arrived']) => Promise<Received>;
  readonly emitMessage: (message: Message) => void;
  readonly tellConversation: (room: Room) => void;
  /** What the room is may have changed. */
  readonly refresh: (room: Room) => void;
  /** All that was said before we came has been told. */
  readonly historyTold: (room: Room) => void;
  /** It came back, because we were not in: it is sent once more when we are. */
  readonly sendAgain: (message: Message) => Promise<void>;
}

const isNow = (message: Incoming | undefined): boolean => message?.arrival === 'live' && message.stamp === undefined;

/** §10.2.1: of these, the first says that settings changed. */
const CONFIG = [104, 170, 171, 172, 173, 174];

/** Carries out what features made of a room's stanzas. Only rooms that we are in, or are joining, have a say. */
export class RoomHearing {
  readonly #o: HearingOptions;

  constructor(options: HearingOptions) {
    this.#o = options;
  }

  /** Resolves when what is to be kept is on disk. Never waits for an answer: answers come by the same way. */
  async carryOut({ session, effects, message }: Heard): Promise<void> {
    for (const effect of effects) {
      if (effect.do === 'room-presence') this.#presence(session, effect);
      else if (effect.do.startsWith('room-') || effect.do === 'bookmarks') await this.#one(session, effect, message);
    }
  }

  #presence(session: Session, { room, nickname, said }: Of<'room-presence'>): void {
    const found = this.#o.rooms.get(session.account, room);
    if (found) heardPresence(found, nickname, said);
  }

  async #one(session: Session, effect: Effect, message: Incoming | undefined): Promise<void> {
    if (effect.do === 'bookmarks') return this.#o.bookmarks.heard(session.account, effect);
    if (effect.do === 'room-invitation') return this.#o.invitations.heard(session.account, effect.said);
    const room = 'room' in effect ? this.#o.rooms.get(session.account, effect.room) : undefined;
    // Also of what was written into a room that we are out of by now.
    if (room && effect.do === 'room-failed') return this.#failed(room, effect);
    if (room?.counts) return this.#inRoom(room, session, effect, message);
  }

  async #inRoom(room: Room, session: Session, effect: Effect, message: Incoming | undefined): Promise<void> {
    room.heardAt = this.#o.now();
    if (effect.do === 'room-message' && message) return this.#message(room, session, effect, message);
    if (effect.do === 'room-moderation') return this.retracted(room, effect.said, message?.arrival === 'live');
    if (effect.do === 'room-read') return this.#o.readers.heard(room, [effect], isNow(message));
    this.#said(room, effect, message);
  }

  #said(room: Room, effect: Effect, message: Incoming | undefined): void {
    if (effect.do === 'room-refusal') this.#refused(room, effect);
    if (effect.do === 'room-subject') this.#subject(room, effect, message);
    if (effect.do === 'room-status') this.#status(room, effect);
    if (effect.do === 'room-asked') this.#o.moderation.heardRequest(room, effect.said);
    if (effect.do === 'room-typing' && room.occupants.has(effect.nickname) && effect.nickname !== room.nickname)
      room.typing.heard(effect.nickname, effect.state);
  }

  /** What is refused is our own presence there, under the name that we asked for. */
  #refused(room: Room, { nickname, said }: Of<'room-refusal'>): void {
    if (room.state === 'joining' && nickname !== '' && nickname !== room.nickname) return;
    room.entry.refused(said);
  }

  async #message(room: Room, session: Session, effect: Of<'room-message'>, message: Incoming): Promise<void> {
    // Of a private word we hear from who is here; of our own copy, by our server.
    if (effect.said.private && !message.mine && !room.occupants.has(effect.nickname)) return;
    const { store, now } = this.#o;
    const judging = { findOwn: ownIn(store), now: now(), quiet: message.arrival === 'history' };
    const heard = effect.said.private ? message : asSaid(message, room.toldHistory);
    const row = await rowOf(room, effect, heard, judging);
    room.typing.heard(effect.nickname, 'active');
    await this.#o.receive(session, liveBatch(room, row, heard), row.arrived);
  }

  /** A page of our own archive, which has private words only. */
  async page(session: Session, message: Incoming, effects: readonly Effect[]): Promise<void> {
    for (const effect of effects) {
      if (effect.do !== 'room-message' || !effect.said.private) continue;
      const room = this.#o.rooms.get(session.account, effect.room);
      if (!room) continue;
      const row = await rowOf(room, effect, message, { findOwn: ownIn(this.#o.store), now: this.#o.now(), quiet: message.arrival === 'history' });
      await this.#o.receive(session, { account: room.account, room: room.address, messages: [row], marks: [], reads: [] }, row.arrived);
    }
  }

  /** Said by the room itself, which knows who may. */
  async retracted(room: Room, { archiveId, by, reason }: Moderation, now: boolean): Promise<void> {
    const { conversation } = room;
    const message = await this.#o.store.retract({ conversation, archiveId, by: by.nickname, reason });
    if (now) room.notices.add({ what: 'retracted', who: message?.sender?.nickname, by: by.nickname, reason });
    if (!message) return;
    this.#o.emitMessage(message);
    this.#o.tellConversation(room);
  }

  #subject(room: Room, { nickname, subject }: Of<'room-subject'>, message: Incoming | undefined): void {
    const before = room.row.subject ?? { text: '', by: undefined };
    const isNew = before.text !== subject;
    const at = room.toldHistory ? this.#o.now() : message?.stamp;
    const by = nickname ?? (isNew ? undefined : before.by);
    if (isNew || before.by !== by) room.note({ subject: subject === '' ? undefined : { text: subject, by, at } });
    if (!room.toldHistory) this.#toldHistory(room);
    else if (isNew) room.notices.add({ what: 'subject', who: nickname, to: subject, by: nickname });
  }

  /** §7.2.15: the subject ends what the room repeats. */
  #toldHistory(room: Room): void {
    room.toldHistory = true;
    this.#o.historyTold(room);
  }

  #status(room: Room, { statuses }: Of<'room-status'>): void {
    if (!statuses.some(status => CONFIG.includes(status)) || room.state !== 'joined') return;
    room.notices.add({ what: 'config' });
    this.#o.refresh(room);
  }

  async #failed(room: Room, { id, condition, text }: Of<'room-failed'>): Promise<void> {
    const { account, address: peer } = room;
    const failed = await this.#o.store.fail({ account, peer, id, condition });
    if (!failed) return;
    // §7.4: who is no occupant may not write. What was typed waits until we are one again.
    if (condition === 'not-acceptable' && failed.privateWith === undefined) {
      await this.#o.sendAgain(failed);
      room.hear('lost', { trouble: 'service-down', reason: text });
    } else this.#o.emitMessage(failed);
  }
}
