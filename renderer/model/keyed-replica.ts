import type { Unsubscribe } from '../../preload/contract/define.ts';
import { AT_ONCE, type Pace } from './pace.ts';
import { ViewModel } from './view-model.ts';

export interface ReplicaSnapshot<Item> {
  readonly phase: 'loading' | 'ready' | 'failed';
  readonly items: readonly Item[];
}
export interface ReplicaSource<Item, Key> {
  readonly keyOf: (item: Item) => Key;
  readonly read: () => Promise<readonly Item[]>;
  readonly listen: (put: (item: Item) => void, drop: (key: Key) => void) => Unsubscribe;
  readonly order: (a: Item, b: Item) => number;
}

/** The page's own copy of a list that lives in main: read once, then kept by its events. */
export class KeyedReplica<Item, Key> extends ViewModel<ReplicaSnapshot<Item>> {
  readonly #source: ReplicaSource<Item, Key>;
  readonly #pace: Pace;
  #items = new Map<Key, Item>();
  #ready = false;

  constructor(source: ReplicaSource<Item, Key>, pace: Pace = AT_ONCE) {
    super({ phase: 'loading', items: [] });
    this.#source = source;
    this.#pace = pace;
  }

  readonly find = (key: Key): Item | undefined => this.#items.get(key);

  /** Reads the list again after it failed. */
  readonly retry = (): void => {
    this.#ready = false;
    this.set({ phase: 'loading' });
    this.#read(new Map());
  };

  protected override start(): () => void {
    // Subscribe first, then read. What an event said since then is newer than the list and wins.
    const fresh = new Map<Key, Item | undefined>();
    const stop = this.#source.listen(
      item => {
        const key = this.#source.keyOf(item);
        fresh.set(key, item);
        this.#items.set(key, item);
        this.#pace.ask(this.#tell);
      },
      key => {
        fresh.set(key, undefined);
        this.#items.delete(key);
        this.#pace.ask(this.#tell);
      },
    );
    this.#read(fresh);
    return stop;
  }

  #read(fresh: ReadonlyMap<Key, Item | undefined>): void {
    this.#source.read().then(
      list => {
        this.#items = new Map(list.map(item => [this.#source.keyOf(item), item]));
        for (const [key, item] of fresh) {
          if (item === undefined) this.#items.delete(key);
          else this.#items.set(key, item);
        }
        this.#ready = true;
        this.#tell();
      },
      () => this.set({ phase: 'failed' }),
    );
  }

  readonly #tell = (): void => {
    const phase = this.#ready ? 'ready' : this.snapshot().phase;
    this.set({ phase, items: [...this.#items.values()].toSorted(this.#source.order) });
  };
}
