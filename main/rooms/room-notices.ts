import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { ConversationId } from '../../preload/contract/ids.ts';
import type { RoomNotice } from '../../preload/contract/rooms.ts';
import type { Store } from '../store/api.ts';

/** Kept in memory for each room. */
const MOST = 300;
/** Who comes and goes faster than anybody reads is not told one by one. */
const MOST_PER_SECOND = 10;
/** Kept for good: somebody decided it. */
const FOR_GOOD: ReadonlySet<RoomNotice['what']> = new Set(['kicked', 'banned', 'removed', 'role', 'affiliation', 'config', 'retracted', 'destroyed']);

type About = Pick<RoomNotice, 'what'> & Partial<Pick<RoomNotice, 'who' | 'to' | 'by' | 'reason'>>;

export interface NoticesOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly conversation: ConversationId;
  readonly told: (notice: RoomNotice) => void;
}

/** What happened in one room beside messages. */
export class RoomNotices {
  // Rows of the store count up from 1.
  static #last = 0;
  readonly #o: NoticesOptions;
  #all: RoomNotice[] = [];
  #second = 0;
  #inSecond = 0;

  constructor(options: NoticesOptions) {
    this.#o = options;
  }

  list(): readonly RoomNotice[] {
    return this.#all;
  }

  add({ what, who, to, by, reason }: About): void {
    const { clock, conversation } = this.#o;
    const at = clock.now();
    const notice = { conversation, at, what, who, to, by, reason };
    if (FOR_GOOD.has(what)) this.#keep(notice);
    else if (this.#mayTell(at)) this.#tell({ ...notice, id: (RoomNotices.#last -= 1) });
  }

  #keep(notice: Omit<RoomNotice, 'id'>): void {
    this.#o.store.addRoomNotice(notice).then(
      kept => this.#tell(kept),
      (error: unknown) => this.#o.log.warn('what happened in a room could not be kept', error),
    );
  }

  #tell(notice: RoomNotice): void {
    this.#all.push(notice);
    if (this.#all.length > MOST) this.#all = this.#all.slice(-MOST / 2);
    this.#o.told(notice);
  }

  #mayTell(at: number): boolean {
    const second = Math.floor(at / 1000);
    if (second !== this.#second) [this.#second, this.#inSecond] = [second, 0];
    this.#inSecond += 1;
    return this.#inSecond <= MOST_PER_SECOND;
  }
}
