import type { AccountId, BareJid } from '../../../preload/contract/ids.ts';
import type { ListedRoom, Rooms } from '../../../preload/contract/rooms.ts';
import type { Failure } from '../../../preload/contract/wire.ts';
import { ViewModel } from '../../model/view-model.ts';
import { failureOf } from '../problem/failure.ts';

/** A service's address, or the public directory of rooms everywhere (XEP-0433). */
export type Place = BareJid | 'everywhere';
interface Service {
  readonly address: BareJid;
  readonly name: string | undefined;
}
export interface DirectorySnapshot {
  /** Where rooms can be; undefined while it is asked. */
  readonly services: readonly Service[] | undefined;
  readonly place: Place | undefined;
  readonly text: string;
  readonly phase: 'loading' | 'ready' | 'failed';
  readonly rooms: readonly ListedRoom[];
  readonly total: number | undefined;
  readonly more: boolean;
  readonly failure: Failure | undefined;
}

type Asked = Pick<Rooms, 'services' | 'browse' | 'search'>;
const NOTHING = { rooms: [], total: undefined, more: false, failure: undefined } as const;

/** Rooms to choose from. One question at a time; when its answer comes, the newest text is asked for next. */
export class DirectoryModel extends ViewModel<DirectorySnapshot> {
  readonly #account: AccountId;
  readonly #service: Asked;
  #asking = false;
  #answered: string | undefined;
  #after: string | undefined;

  constructor(account: AccountId, service: Asked) {
    super({ services: undefined, place: undefined, text: '', phase: 'loading', ...NOTHING });
    this.#account = account;
    this.#service = service;
  }

  readonly type = (text: string): void => {
    this.set({ text: text.slice(0, 200) });
    this.#askNext();
  };

  readonly choose = (place: Place): void => {
    this.set({ place, phase: 'loading', ...NOTHING });
    this.#answered = undefined;
    this.#askNext();
  };

  readonly retry = (): void => {
    this.#answered = undefined;
    this.set({ phase: 'loading', failure: undefined });
    if (this.snapshot().services === undefined) void this.#begin();
    else this.#askNext();
  };

  readonly loadMore = async (): Promise<void> => {
    const { more, place, text, rooms } = this.snapshot();
    if (!more || this.#asking || place === undefined) return;
    this.#asking = true;
    const page = await this.#ask(place, text, this.#after).catch(() => undefined);
    this.#asking = false;
    const now = this.snapshot();
    if (now.place !== place || now.text !== text) return this.#askNext();
    if (!page) return this.set({ more: false });
    const known = new Set(rooms.map(({ address }) => address));
    const added = page.rooms.filter(({ address }) => !known.has(address));
    this.#after = page.after;
    this.set({ rooms: [...rooms, ...added], more: page.after !== undefined && added.length > 0 });
  };

  protected override start(): () => void {
    if (this.snapshot().services === undefined) void this.#begin();
    return () => undefined;
  }

  async #begin(): Promise<void> {
    try {
      const services = await this.#service.services({ account: this.#account });
      this.set({ services });
      this.choose(services[0]?.address ?? 'everywhere');
    } catch (error) {
      this.set({ phase: 'failed', failure: failureOf(error) });
    }
  }

  #askNext(): void {
    const { place, text } = this.snapshot();
    const question = `${place} ${text}`;
    if (this.#asking || place === undefined || question === this.#answered) return;
    this.#asking = true;
    void this.#ask(place, text)
      .then(
        ({ rooms, after, total }): Partial<DirectorySnapshot> => {
          this.#after = after;
          return { phase: 'ready', rooms, total, more: after !== undefined, failure: undefined };
        },
        (error: unknown): Partial<DirectorySnapshot> => ({ ...NOTHING, phase: 'failed', failure: failureOf(error) }),
      )
      .then(answer => {
        this.#asking = false;
        if (this.snapshot().place === place) {
          this.#answered = question;
          this.set(answer);
        }
        this.#askNext();
      });
  }

  async #ask(place: Place, text: string, after?: string) {
    const page = { account: this.#account, text: text.trim(), ...(after === undefined ? {} : { after }) };
    if (place !== 'everywhere') return this.#service.browse({ ...page, service: place });
    return { ...(await this.#service.search(page)), total: undefined };
  }
}
