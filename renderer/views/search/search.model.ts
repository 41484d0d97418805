import type { ConversationId } from '../../../preload/contract/ids.ts';
import type { Hit, Search } from '../../../preload/contract/search.ts';
import type { Failure } from '../../../preload/contract/wire.ts';
import { ViewModel } from '../../model/view-model.ts';
import { failureOf } from '../problem/failure.ts';

export interface SearchSnapshot {
  readonly query: string;
  /** Only in this conversation. */
  readonly within: ConversationId | undefined;
  /** `ready` belongs to `answered`, which may lag behind what is typed. */
  readonly phase: 'empty' | 'searching' | 'ready' | 'failed';
  readonly answered: string;
  readonly hits: readonly Hit[];
  readonly more: boolean;
  readonly ignored: readonly string[];
  /** The row that the arrow keys stand on: what the view shows above the hits, then the hits. */
  readonly active: number | undefined;
  readonly failure: Failure | undefined;
}

/** More than one sees at once; the rest comes as one scrolls. */
const PAGE = 20;
const EMPTY = { phase: 'empty', answered: '', hits: [], more: false, ignored: [], active: undefined, failure: undefined } as const;

/** Finds while one types: one question at a time, and when its answer comes, the newest text is asked next. Nothing waits for a timer. */
export class SearchModel extends ViewModel<SearchSnapshot> {
  readonly #search: Search;
  #asking = false;

  constructor(search: Search, within?: ConversationId) {
    super({ query: '', within, ...EMPTY });
    this.#search = search;
  }

  readonly type = (query: string): void => {
    this.set({ query: query.slice(0, 512) });
    this.#askNext();
  };

  readonly narrow = (within: ConversationId | undefined): void => {
    this.set({ within, answered: '' });
    this.#askNext();
  };

  /** Puts a filter such as `from:` at the end of what is typed. */
  readonly addFilter = (filter: string): void => {
    const { query } = this.snapshot();
    this.type(query === '' || query.endsWith(' ') ? `${query}${filter}` : `${query} ${filter}`);
  };

  readonly clear = (): void => this.set({ query: '', ...EMPTY });

  /** @param above how many rows the view shows above the hits */
  readonly move = (by: 1 | -1, above = 0): void => {
    const { active, hits } = this.snapshot();
    const count = above + hits.length;
    if (count === 0) return;
    const next = active === undefined ? (by === 1 ? 0 : count - 1) : active + by;
    this.set({ active: Math.max(0, Math.min(count - 1, next)) });
  };

  readonly loadMore = async (): Promise<void> => {
    const { hits, more, query, within } = this.snapshot();
    const last = hits.at(-1);
    if (!more || !last || this.#asking) return;
    const answer = await this.#ask(query, within, last.message.id).catch(() => undefined);
    if (!answer || query !== this.snapshot().query || within !== this.snapshot().within) return;
    const known = new Set(hits.map(hit => hit.message.id));
    const added = answer.hits.filter(hit => !known.has(hit.message.id));
    this.set({ hits: [...hits, ...added], more: answer.more && added.length > 0 });
  };

  protected override start(): () => void {
    return () => undefined;
  }

  #askNext(): void {
    const { query, within, answered } = this.snapshot();
    if (query.trim() === '') return this.set(EMPTY);
    if (this.#asking || (query === answered && this.snapshot().phase === 'ready')) return;
    this.#asking = true;
    this.set({ phase: this.snapshot().phase === 'ready' ? 'ready' : 'searching' });
    void this.#ask(query, within)
      .then(
        ({ hits, more, ignored }): Partial<SearchSnapshot> => ({ phase: 'ready', answered: query, hits, more, ignored, active: undefined, failure: undefined }),
        (error: unknown): Partial<SearchSnapshot> => ({ phase: 'failed', answered: query, hits: [], more: false, ignored: [], failure: failureOf(error) }),
      )
      .then(answer => {
        this.#asking = false;
        const now = this.snapshot();
        if (now.query.trim() === '') return;
        if (now.within === within) this.set(answer);
        if (now.query !== query || now.within !== within) this.#askNext();
      });
  }

  #ask(query: string, within: ConversationId | undefined, before?: number) {
    return this.#search.find({ query, limit: PAGE, ...(within === undefined ? {} : { conversation: within }), ...(before === undefined ? {} : { before }) });
  }
}
