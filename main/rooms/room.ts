import type { BareJid } from '../../preload/contract/ids.ts';
import type { Availability } from '../../preload/contract/contacts.ts';
import type { Affiliation, Role, Room as RoomView, RoomNature, RoomRequest, RoomTrouble } from '../../preload/contract/rooms.ts';
import { FailureError } from '../../preload/contract/wire.ts';
import type { RoomRow } from '../store/api.ts';
import type { RoomInfo, VoiceRequest } from '../xmpp/features/muc/muc.types.ts';
import { natureOf } from '../xmpp/features/muc/room-info.codec.ts';
import type { Session } from '../xmpp/session.ts';
import { Occupants } from './occupants.ts';
import { Entry } from './room-entry.ts';
import { keepInfo, keptInfo, UNKNOWN, usualNotify } from './room-info.ts';
import { RoomNotices } from './room-notices.ts';
import { FINAL, roomStep, type RoomEvent, type RoomState } from './room-state.ts';
import { RoomTyping } from './room-typing.ts';
import type { RoomWorld } from './room-world.ts';

/** Why we are not in. */
export interface Out {
  readonly trouble: RoomTrouble;
  readonly reason?: string | undefined;
  readonly by?: string | undefined;
  readonly movedTo?: BareJid | undefined;
}
export interface Asking extends RoomRequest {
  readonly said: VoiceRequest;
}

/** One room: what is kept of it, where we stand, and who is in it. What the room says comes in by `room-presence.ts` and `room-intake.ts`. */
export class Room {
  readonly world: RoomWorld;
  readonly occupants = new Occupants();
  readonly notices: RoomNotices;
  readonly typing: RoomTyping;
  readonly entry: Entry;
  row: RoomRow;
  info: RoomInfo | undefined;
  state: RoomState = 'outside';
  out: Out | undefined;
  #nickname: string | undefined;
  role: Role = 'none';
  affiliation: Affiliation = 'none';
  /** What waits for the room may leave: we are in, and know what of it has arrived before. */
  ready = false;
  /** How we are here, where it is other than everywhere. */
  availability: Availability | undefined;
  /** Of the conversation. */
  mentions = 0;
  position = 0;
  /** When the room was last heard of. */
  heardAt = 0;
  /** When the newest message that is here was said. */
  lastAt: number | undefined;
  /** Nicknames that somebody who was here takes now. */
  readonly renaming = new Set<string>();
  /** What was said before we came has been told. */
  toldHistory = false;
  pinned = false;
  /** In the next session too, whatever the account's list says. */
  wanted = false;
  requests: readonly Asking[] = [];
  readonly #settled: { readonly resolve: () => void; readonly reject: (why: FailureError) => void }[] = [];

  constructor(world: RoomWorld, row: RoomRow) {
    this.world = world;
    this.row = row;
    this.info = keptInfo(row.info);
    this.notices = new RoomNotices({ ...world, conversation: row.conversation, told: notice => world.noticed(notice) });
    this.typing = new RoomTyping(world.clock, () => world.changed(this));
    this.entry = new Entry(this);
  }

  get account(): RoomRow['account'] {
    return this.row.account;
  }
  get address(): BareJid {
    return this.row.address;
  }
  get conversation(): RoomRow['conversation'] {
    return this.row.conversation;
  }
  /** The one that we have, or ask for. Rooms are here before accounts are, and most lists of rooms name none (XEP-0402 §3): it is looked up when it is asked for. */
  get nickname(): string {
    return this.#nickname ?? (this.row.nickname || this.world.ownNickname(this.account));
  }
  set nickname(nickname: string) {
    this.#nickname = nickname;
  }
  get session(): Session | undefined {
    return this.world.session(this.account);
  }
  get nature(): RoomNature {
    return this.info ? natureOf(this.info) : UNKNOWN;
  }
  /** What comes from it counts. */
  get counts(): boolean {
    return this.state === 'joined' || this.state === 'joining';
  }
  get title(): string {
    return this.row.name || this.info?.name || this.address.slice(0, Math.max(0, this.address.indexOf('@'))) || this.address;
  }
  supports(feature: string): boolean {
    return this.info?.features.has(feature) ?? false;
  }
  /** For what needs the room: fails with `offline`. */
  joined(): Session {
    const { session } = this;
    if (this.state !== 'joined' || !session?.online) throw new FailureError({ code: 'offline' });
    return session;
  }

  /** Moves on by the table; answers whether the event had a place there. */
  hear(event: RoomEvent, out?: Out): boolean {
    const step = roomStep(this.state, event);
    if (!step) return false;
    const before = this.state;
    this.state = step.to;
    if (step.to === 'joined') this.wanted = true;
    if (step.to === 'joined' || step.to === 'outside' || step.deed === 'queue') this.out = undefined;
    if (out) this.out = out;
    if (before === 'joined' && step.to !== 'joined') this.#emptied();
    this.entry.moved(step, before);
    this.#settle();
    this.world.changed(this);
    return true;
  }

  /** It was not in, and will not be by itself in another session. */
  get isGivenUp(): boolean {
    return this.state === 'trouble' && this.out !== undefined && FINAL.has(this.out.trouble);
  }

  /** We are in, or will be when there is a connection. */
  get isComingBack(): boolean {
    return this.state === 'joined' || (!this.isGivenUp && (this.wanted || this.row.autojoin));
  }

  /** Somebody waits for us to be in. */
  get isAwaited(): boolean {
    return this.#settled.length > 0;
  }
  /** Resolves when we are in; fails with what keeps us out, also where it will be tried again. */
  settled(): Promise<void> {
    const settled = new Promise<void>((resolve, reject) => this.#settled.push({ resolve, reject }));
    this.#settle();
    return settled;
  }
  /** The account is gone, or switched off: nobody waits for it. */
  abandoned(): void {
    for (const { reject } of this.#settled.splice(0)) reject(new FailureError({ code: 'offline' }));
  }

  /** Keeps a change of what is stored. */
  async keep(change: Partial<Omit<RoomRow, 'account' | 'address' | 'conversation'>>): Promise<void> {
    const { account, address } = this;
    this.row = { ...this.row, ...change };
    this.row = await this.world.store.putRoom({ account, address, ...change });
    this.world.changed(this);
  }
  /** Keeps without anybody waiting for it. */
  note(change: Parameters<Room['keep']>[0]): void {
    this.keep(change).catch((error: unknown) => this.world.log.warn('a room could not be kept', error));
  }

  knowInfo(info: RoomInfo): void {
    this.info = info;
    const text = keepInfo(info);
    if (text !== this.row.info) this.note({ info: text });
    else this.world.changed(this, 'often');
  }

  view(): RoomView {
    const { row, info, out } = this;
    return {
      conversation: row.conversation,
      account: row.account,
      address: row.address,
      // A connection that is cut may be taken up again, with the room in it.
      state: this.counts && this.session?.online !== true ? 'waiting' : this.state,
      trouble: out?.trouble,
      reason: out?.reason,
      by: out?.by,
      movedTo: out?.movedTo ?? row.movedTo,
      nickname: this.nickname,
      role: this.role,
      affiliation: this.affiliation,
      name: info?.name,
      description: info?.description,
      subject: row.subject,
      maySetSubject: this.#maySetSubject(),
      nature: this.nature,
      slowSeconds: info?.slowSeconds,
      autojoin: row.autojoin,
      notify: this.notify,
      occupants: this.occupants.size,
      typing: this.typing.shown(),
      mentions: this.mentions,
      asking: this.requests.length,
    };
  }

  get notify(): RoomView['notify'] {
    return this.row.notify ?? usualNotify(this.nature);
  }
  #maySetSubject(): boolean {
    return this.role === 'moderator' || (this.role === 'participant' && this.info?.occupantsMayChangeSubject === true);
  }

  #emptied(): void {
    this.ready = false;
    this.toldHistory = false;
    this.role = 'none';
    this.occupants.clear();
    this.typing.clear();
    this.renaming.clear();
    this.requests = [];
    this.world.changed(this, 'often');
  }

  #settle(): void {
    if (this.state === 'joining' || (this.state === 'waiting' && this.out === undefined)) return;
    // The session is gone: in the next one we ask again.
    if (this.state === 'outside' && this.wanted) return;
    const waiting = this.#settled.splice(0);
    if (this.state === 'joined') for (const { resolve } of waiting) resolve();
    else for (const { reject } of waiting) reject(this.#failure());
  }

  #failure(): FailureError {
    const { out } = this;
    if (!out) return new FailureError({ code: 'offline' });
    return new FailureError({ code: 'stanza-error', condition: out.trouble, ...(out.reason === undefined ? {} : { text: out.reason }) });
  }
}
