import { FailureError } from '../../preload/contract/wire.ts';
import { joinPresence, leavePresence } from '../xmpp/features/muc/muc.codec.ts';
import type { RoomRefusal } from '../xmpp/features/muc/muc.types.ts';
import type { Session } from '../xmpp/session.ts';
import type { Room } from './room.ts';
import { askInfo } from './room-info.ts';
import { PASSING, troubleOf, type RoomDeed, type RoomState, type RoomStep } from './room-state.ts';

/** A service that has not answered by then may have forgotten us. */
const JOIN_LIMIT = 60_000;
const FIRST_RETRY = 5_000;
const LONGEST_RETRY = 600_000;
const MOST_NAMES = 5;
/** Where nothing is archived, the room tells what was said last. */
const RECENT = 50;

/** The way into one room and out of it: asks for a turn, asks to be let in, tries again. */
export class Entry {
  readonly #room: Room;
  /** The room is being made: that it is new is what we want. */
  creating = false;
  /** Nothing of the room was here before. */
  isFirst = false;
  /** A nickname that is taken is not replaced by another: the user chose it. */
  insists = false;
  /** What the room says of itself was asked on this way in, and need not be asked again at its end. */
  isInformed = false;
  #attempt = 0;
  #fails = 0;
  #names = 0;
  #cancelRetry: () => void = () => undefined;
  #cancelLimit: () => void = () => undefined;
  #turnOver: () => void = () => undefined;
  #changing: { readonly resolve: () => void; readonly reject: (why: FailureError) => void } | undefined;

  constructor(room: Room) {
    this.#room = room;
  }

  moved({ to, deed }: RoomStep, from: RoomState): void {
    const room = this.#room;
    if (to !== 'joining') this.#turnOver();
    if (to !== 'joining') this.#cancelLimit();
    if (to === 'outside' || to === 'trouble') {
      this.#cancelRetry();
      room.world.joining.forget(room);
    }
    if (deed) this.#deeds[deed]();
    if (from === 'joined' && to !== 'joined') this.#renamed(new FailureError({ code: 'offline' }));
  }

  readonly #deeds: Readonly<Record<RoomDeed, () => void>> = {
    queue: () => {
      this.#cancelRetry();
      this.#queue();
    },
    retry: () => this.#retry(),
    enter: () => void this.#enter(),
    'enter-renamed': () => this.#enterRenamed(),
    exit: () => void this.#room.session?.send(leavePresence(this.#room.address, this.#room.nickname)),
    begin: () => {
      [this.#fails, this.#names, this.insists] = [0, 0, false];
      this.#room.world.begun(this.#room);
    },
  };

  /** The room said no to presence of ours. */
  refused({ condition, text, movedTo }: RoomRefusal): void {
    const room = this.#room;
    const trouble = troubleOf(condition);
    if (room.state === 'joined') return this.#renamed(new FailureError({ code: 'stanza-error', condition: trouble, ...(text === undefined ? {} : { text }) }));
    if (trouble === 'nickname-taken' && !this.insists && this.#names < MOST_NAMES) {
      room.hear('nickname-taken');
      return;
    }
    if (movedTo !== undefined) room.note({ movedTo });
    // A full room lets somebody out again; the user who waits for the answer gets it at once.
    room.hear(PASSING.has(trouble) ? 'refused-for-now' : 'refused', { trouble, reason: text, movedTo });
  }

  /** Resolves when the room shows us under the nickname that we asked for. */
  renaming(): Promise<void> {
    this.#renamed(new FailureError({ code: 'offline' }));
    return new Promise((resolve, reject) => (this.#changing = { resolve, reject }));
  }
  #renamed(failure?: FailureError): void {
    if (failure) this.#changing?.reject(failure);
    else this.#changing?.resolve();
    this.#changing = undefined;
  }
  wasRenamed(): void {
    this.#renamed();
  }

  #queue(): void {
    const room = this.#room;
    this.#names = 0;
    room.world.joining.ask(room, () => this.#turn());
  }

  #turn(): Promise<void> {
    const room = this.#room;
    const over = new Promise<void>(resolve => (this.#turnOver = resolve));
    // A connection that is cut: it goes on when the session does, or begins anew with the next one.
    return room.session?.online && room.hear('turn') ? over : Promise.resolve();
  }

  /** Longer each time, and never all rooms at once. */
  #retry(): void {
    const { world } = this.#room;
    const most = Math.min(LONGEST_RETRY, FIRST_RETRY * 2 ** this.#fails);
    this.#fails += 1;
    this.#cancelRetry();
    this.#cancelRetry = world.clock.after(Math.round(most * (0.5 + world.random() / 2)), () => this.#queue());
  }

  async #enter(): Promise<void> {
    const room = this.#room;
    const { session } = room;
    const attempt = (this.#attempt += 1);
    const isCurrent = (): boolean => attempt === this.#attempt && room.state === 'joining' && room.session === session && session?.online === true;
    if (!session) return void room.hear('offline');
    room.nickname = room.row.nickname || room.world.ownNickname(room.account);
    this.isInformed = false;
    this.#cancelLimit();
    this.#cancelLimit = room.world.clock.after(JOIN_LIMIT, () => room.hear('join-over', { trouble: 'unreachable' }));
    try {
      if (!(await this.#knows(session)) || !isCurrent()) return;
      await this.#remember();
      if (room.isAwaited || room.world.isLookedAt(room)) await this.#lookAhead();
      if (isCurrent()) this.#ask(session);
    } catch (error) {
      room.world.log.warn('a room could not be entered', error);
      if (isCurrent()) room.hear('refused-for-now', { trouble: 'refused' });
    }
  }

  /** Who asks to be let into a room that is not there makes one. What is known from before is asked again once we are in. */
  async #knows(session: Session): Promise<boolean> {
    const room = this.#room;
    if (room.info || this.creating) return true;
    const asked = await askInfo(session, room.address);
    if (asked === 'unknown') return true;
    if ('info' in asked) {
      room.knowInfo(asked.info);
      this.isInformed = true;
      return true;
    }
    if (room.state === 'joining') room.hear(PASSING.has(asked.trouble) ? 'refused-for-now' : 'refused', asked);
    return false;
  }

  /** Before the first live message can hide that something is missing before it. */
  async #remember(): Promise<void> {
    const { world, account, address, nature } = this.#room;
    if (!nature.archived) return;
    const newerThan = await world.store.newestArchived({ account, room: address });
    await world.store.openGap({ account, room: address, newerThan, olderThan: undefined });
  }

  /** A large room tells of everybody who is there before anything is said. What is said from here until we are in lies in a gap of its own. */
  async #lookAhead(): Promise<void> {
    const { world, nature } = this.#room;
    if (!nature.archived) return;
    await world.lookAhead(this.#room);
    await this.#remember();
  }

  #ask(session: Session): void {
    const room = this.#room;
    const { address, nickname, row, world, nature } = room;
    this.isFirst = room.lastAt === undefined;
    room.occupants.clear();
    room.heardAt = world.clock.now();
    const own = world.ownState(session);
    const history = nature.archived ? { most: 0 } : room.lastAt === undefined ? { most: RECENT } : { since: room.lastAt };
    session.send(joinPresence({ room: address, nickname, password: row.password, history }, { ...own, availability: room.availability ?? own.availability }));
  }

  #enterRenamed(): void {
    const room = this.#room;
    this.#names += 1;
    room.nickname = `${room.row.nickname || room.world.ownNickname(room.account)}-${this.#names + 1}`;
    const { session } = room;
    if (session?.online) this.#ask(session);
  }
}
