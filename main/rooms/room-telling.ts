import type { Clock } from '../base/clock.ts';
import { Emitter } from '../base/emitter.ts';
import type { ConversationId } from '../../preload/contract/ids.ts';
import type { Room as RoomView, RoomNotice, RoomReader, RoomRequest } from '../../preload/contract/rooms.ts';
import { shownRequests } from './moderation.ts';
import type { OccupantChanges } from './occupants.ts';
import type { Room } from './room.ts';

/** What changes many times a second is told four times. */
const PACE = 250;

/** Tells what the window sees of rooms: at once what somebody waits for, in a batch what only counts. */
export class RoomTelling {
  readonly #clock: Clock;
  readonly #changed = new Emitter<RoomView>();
  readonly #removed = new Emitter<ConversationId>();
  readonly #occupants = new Emitter<{ readonly conversation: ConversationId } & OccupantChanges>();
  readonly #notice = new Emitter<RoomNotice>();
  readonly #read = new Emitter<{ readonly conversation: ConversationId; readonly readers: readonly RoomReader[] }>();
  readonly #requests = new Emitter<{ readonly conversation: ConversationId; readonly requests: readonly RoomRequest[] }>();
  readonly #often = new Set<Room>();
  #stop: (() => void) | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  readonly onChanged = this.#changed.on;
  readonly onRemoved = this.#removed.on;
  readonly onOccupants = this.#occupants.on;
  readonly onNotice = this.#notice.on;
  readonly onRead = this.#read.on;
  readonly onRequests = this.#requests.on;

  changed(room: Room, often?: 'often'): void {
    if (often === undefined) this.#changed.emit(room.view());
    else {
      this.#often.add(room);
      this.#stop ??= this.#clock.after(PACE, () => this.#flush());
    }
  }
  /** Who is there, as it is known by now. */
  here(room: Room): void {
    const changes = room.occupants.take();
    if (changes) this.#occupants.emit({ conversation: room.conversation, ...changes });
  }
  noticed(notice: RoomNotice): void {
    this.#notice.emit(notice);
  }
  read({ conversation }: Room, readers: readonly RoomReader[]): void {
    this.#read.emit({ conversation, readers });
  }
  asked(room: Room): void {
    this.#requests.emit({ conversation: room.conversation, requests: shownRequests(room) });
  }
  removed(room: Room): void {
    this.#often.delete(room);
    this.#removed.emit(room.conversation);
  }
  close(): void {
    this.#stop?.();
    this.#often.clear();
  }

  #flush(): void {
    this.#stop = undefined;
    const rooms = [...this.#often];
    this.#often.clear();
    for (const room of rooms) {
      this.here(room);
      this.#changed.emit(room.view());
    }
  }
}
