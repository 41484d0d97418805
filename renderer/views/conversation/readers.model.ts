import type { ConversationId, MessageId } from '../../../preload/contract/ids.ts';
import type { Message } from '../../../preload/contract/messages.ts';
import type { RoomReader, Rooms } from '../../../preload/contract/rooms.ts';
import { AT_ONCE, type Pace } from '../../model/pace.ts';
import { ViewModel } from '../../model/view-model.ts';

export interface ReadersSnapshot {
  readonly readers: readonly RoomReader[];
}

/** How far others in one room have read, as far as they let us know. */
export class ReadersModel extends ViewModel<ReadersSnapshot> {
  readonly #conversation: ConversationId;
  readonly #service: Pick<Rooms, 'readers' | 'onRead'>;
  readonly #pace: Pace;
  #newest: readonly RoomReader[] | undefined;

  constructor(conversation: ConversationId, service: Pick<Rooms, 'readers' | 'onRead'>, pace: Pace = AT_ONCE) {
    super({ readers: [] });
    this.#conversation = conversation;
    this.#service = service;
    this.#pace = pace;
  }

  protected override start(): () => void {
    this.#newest = undefined;
    const stop = this.#service.onRead(({ conversation, readers }) => {
      if (conversation !== this.#conversation) return;
      this.#newest = readers;
      this.#pace.ask(this.#tell);
    });
    this.#service.readers({ conversation: this.#conversation }).then(
      readers => {
        // What was told meanwhile is newer than the answer.
        this.#newest ??= readers;
        if (this.running) this.#tell();
      },
      () => undefined, // the messages are there without them
    );
    return stop;
  }

  readonly #tell = (): void => this.set({ readers: this.#newest ?? [] });
}

export interface ReadBy {
  readonly message: MessageId;
  readonly names: readonly string[];
}

/** The newest own message that somebody else has read, and who has. Of what only two have seen, nobody tells. */
export function newestRead(messages: readonly Message[], readers: readonly RoomReader[]): ReadBy | undefined {
  const furthest = readers[0]?.position;
  if (furthest === undefined) return undefined;
  const read = messages.findLast(message => message.mine && message.privateWith === undefined && !message.retracted && message.position <= furthest);
  return read && { message: read.id, names: readers.filter(({ position }) => position >= read.position).map(({ nickname }) => nickname) };
}
