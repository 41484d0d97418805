import type { Message, Messages } from '../../../preload/contract/messages.ts';
import type { MentionHit, Rooms } from '../../../preload/contract/rooms.ts';
import type { Failure } from '../../../preload/contract/wire.ts';
import { AT_ONCE, type Pace } from '../../model/pace.ts';
import { ViewModel } from '../../model/view-model.ts';
import { failureOf } from '../problem/failure.ts';

export interface MentionsSnapshot {
  readonly phase: 'loading' | 'ready' | 'failed';
  /** Newest first. */
  readonly hits: readonly MentionHit[];
  readonly more: boolean;
  readonly failure: Failure | undefined;
}
type Source = Pick<Rooms, 'mentions'> & { readonly messages: Pick<Messages, 'onChanged' | 'onRemoved'> };

const PAGE = 40;

/** Every message that means the user, over all rooms. */
export class MentionsModel extends ViewModel<MentionsSnapshot> {
  readonly #source: Source;
  readonly #pace: Pace;
  #turn = 0;
  #busy = false;
  #changed = new Map<Message['id'], Message>();

  constructor(source: Source, pace: Pace = AT_ONCE) {
    super({ phase: 'loading', hits: [], more: false, failure: undefined });
    this.#source = source;
    this.#pace = pace;
  }

  readonly load = async (): Promise<void> => {
    const turn = ++this.#turn;
    try {
      const { hits, more } = await this.#source.mentions({ limit: PAGE });
      if (turn === this.#turn) this.set({ phase: 'ready', hits, more, failure: undefined });
    } catch (error) {
      if (turn === this.#turn) this.set({ phase: 'failed', failure: failureOf(error) });
    }
  };

  readonly loadMore = async (): Promise<void> => {
    const { hits, more } = this.snapshot();
    const last = hits.at(-1);
    if (!more || !last || this.#busy) return;
    this.#busy = true;
    const turn = this.#turn;
    const page = await this.#source.mentions({ before: last.message.id, limit: PAGE }).catch(() => undefined);
    this.#busy = false;
    if (!page || turn !== this.#turn) return;
    const known = new Set(this.snapshot().hits.map(({ message }) => message.id));
    const added = page.hits.filter(({ message }) => !known.has(message.id));
    this.set({ hits: [...this.snapshot().hits, ...added], more: page.more && added.length > 0 });
  };

  protected override start(): () => void {
    const { messages } = this.#source;
    const stops = [
      messages.onChanged(message => {
        if (message.mentioned !== true) return;
        this.#changed.set(message.id, message);
        this.#pace.ask(this.#take);
      }),
      messages.onRemoved(({ message }) => this.set({ hits: this.snapshot().hits.filter(hit => hit.message.id !== message) })),
    ];
    void this.load();
    return () => {
      this.#turn += 1;
      stops.forEach(stop => stop());
    };
  }

  /** One that is known already is shown anew in its place; a new one is read with its room. */
  readonly #take = (): void => {
    const changed = this.#changed;
    this.#changed = new Map();
    const { hits } = this.snapshot();
    const known = new Set(hits.map(({ message }) => message.id));
    this.set({ hits: hits.map(hit => ({ ...hit, message: changed.get(hit.message.id) ?? hit.message })) });
    if ([...changed.keys()].some(id => !known.has(id))) void this.load();
  };
}
