import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { Turns } from '../base/turns.ts';
import type { AccountId, ConversationId } from '../../preload/contract/ids.ts';
import type { Store } from '../store/api.ts';
import type { RoomInfo } from '../xmpp/features/muc/muc.types.ts';
import type { Room } from './room.ts';
import { askInfo } from './room-info.ts';
import type { RoomWorld } from './room-world.ts';

/** What nobody looks at waits for the other rooms no longer than that. */
const OTHERS_LIMIT = 5_000;
/** Where nothing says that all was told, what waits leaves after so long. */
const HISTORY_LIMIT = 10_000;

export interface RoomArrivalOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly joining: Turns<Room>;
  readonly isLookedAt: RoomWorld['isLookedAt'];
  /** Reads what was missed. */
  readonly fill: (room: Room) => void;
  /** What waits to be sent. */
  readonly release: (account: AccountId) => void;
  readonly tellConversation: (conversation: ConversationId) => void;
  readonly fetchPicture: RoomWorld['fetchPicture'];
}

/** We are in a room: what it is by now, what was missed, and when what waits may leave. */
export class RoomArrival {
  readonly #o: RoomArrivalOptions;

  constructor(options: RoomArrivalOptions) {
    this.#o = options;
  }

  begun(room: Room): void {
    this.#afterOthers(room, () => {
      if (room.entry.isInformed && room.info) void this.#learn(room, room.info);
      else void this.refresh(room);
      this.catchUp(room);
    });
  }

  /** Being in all rooms goes before what was said in those that nobody looks at. */
  #afterOthers(room: Room, work: () => void): void {
    if (this.#o.isLookedAt(room)) return work();
    const begun = Promise.withResolvers<void>();
    const cancelLimit = this.#o.clock.after(OTHERS_LIMIT, begun.resolve);
    const cancel = this.#o.joining.whenIdle(begun.resolve);
    void begun.promise.then(() => {
      cancelLimit();
      cancel();
      if (room.state === 'joined') work();
    });
  }

  catchUp(room: Room): void {
    if (room.nature.archived) this.#o.fill(room);
    else this.#o.clock.after(HISTORY_LIMIT, () => this.historyTold(room));
  }

  historyTold(room: Room): void {
    if (room.nature.archived) return;
    if (room.entry.isFirst && !room.ready) this.#readAll(room);
    this.mayTalk(room);
  }

  /** What the room repeats for who comes for the first time was not for us. */
  #readAll({ conversation }: Room): void {
    this.#o.store.markRead({ conversation }).then(
      () => this.#o.tellConversation(conversation),
      (error: unknown) => this.#o.log.warn('what was said before could not be read', error),
    );
  }

  mayTalk(room: Room): void {
    if (room.ready || room.state !== 'joined') return;
    room.ready = true;
    this.#o.release(room.account);
  }

  /** What it says of itself, and its picture. */
  async refresh(room: Room): Promise<void> {
    const { session } = room;
    if (!session?.online) return;
    const asked = await askInfo(session, room.address);
    if (asked === 'unknown' || !('info' in asked)) return;
    room.knowInfo(asked.info);
    await this.#learn(room, asked.info);
  }

  async #learn(room: Room, { avatar }: RoomInfo): Promise<void> {
    const { session } = room;
    this.#o.tellConversation(room.conversation);
    if (!session || avatar === room.row.avatar) return;
    if (avatar === undefined || (await this.#o.fetchPicture(session, room.address, avatar))) await room.keep({ avatar });
    this.#o.tellConversation(room.conversation);
  }
}
