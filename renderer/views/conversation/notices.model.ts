import type { ConversationId } from '../../../preload/contract/ids.ts';
import type { RoomNotice, Rooms } from '../../../preload/contract/rooms.ts';
import { AT_ONCE, type Pace } from '../../model/pace.ts';
import { ViewModel } from '../../model/view-model.ts';

export interface NoticesSnapshot {
  /** What happened in the room beside messages, oldest first; never more than `MOST`. */
  readonly notices: readonly RoomNotice[];
}

const MOST = 1000;

/** What happened in one room since the app runs. */
export class NoticesModel extends ViewModel<NoticesSnapshot> {
  readonly #conversation: ConversationId;
  readonly #service: Pick<Rooms, 'notices' | 'onNotice'>;
  readonly #pace: Pace;
  #notices: readonly RoomNotice[] = [];
  #came: RoomNotice[] = [];

  constructor(conversation: ConversationId, service: Pick<Rooms, 'notices' | 'onNotice'>, pace: Pace = AT_ONCE) {
    super({ notices: [] });
    this.#conversation = conversation;
    this.#service = service;
    this.#pace = pace;
  }

  protected override start(): () => void {
    const stop = this.#service.onNotice(notice => {
      if (notice.conversation !== this.#conversation) return;
      this.#came.push(notice);
      this.#pace.ask(this.#tell);
    });
    this.#service.notices({ conversation: this.#conversation }).then(
      list => {
        this.#came.unshift(...list);
        if (this.running) this.#tell();
      },
      () => undefined, // the messages are there without them
    );
    return stop;
  }

  readonly #tell = (): void => {
    const known = new Map([...this.#notices, ...this.#came].map(notice => [notice.id, notice]));
    this.#came = [];
    this.#notices = [...known.values()].toSorted((a, b) => a.at - b.at).slice(-MOST);
    this.set({ notices: this.#notices });
  };
}
