import type { Occupant } from '../../preload/contract/rooms.ts';
import type { BareJid } from '../../preload/contract/ids.ts';
import type { OccupantPresence } from '../xmpp/features/muc/muc.types.ts';
import { bareOf } from '../xmpp/jid.ts';
import { isDeceptive, skeletonOf } from './look-alikes.ts';

/** More than any room that people talk in; a service that sends more fills nobody's memory. */
const MOST = 20_000;
const MOST_STATUS = 300;

/** What the room said of somebody, as the window sees it but for `misleading`, which depends on the others. */
type Fact = Omit<Occupant, 'misleading'>;
/** `ids`, `hats`: the room announces that it vouches for these; Prosody and ejabberd pass on what occupants put on themselves elsewhere. */
interface Known {
  readonly self: boolean;
  readonly ids: boolean;
  readonly hats: boolean;
}
interface Entry {
  readonly fact: Fact;
  readonly skeleton: string;
}

export interface OccupantChanges {
  readonly all: boolean;
  readonly changed: readonly Occupant[];
  readonly gone: readonly string[];
}

/** Everybody in one room, by nickname, and what has changed since it was last told. Each change costs the same, however many there are. */
export class Occupants {
  readonly #all = new Map<string, Entry>();
  readonly #bySkeleton = new Map<string, Set<string>>();
  readonly #changed = new Set<string>();
  readonly #gone = new Set<string>();
  /** Pictures that are here. */
  readonly #pictures = new Set<string>();
  #anew = true;

  get size(): number {
    return this.#all.size;
  }
  get(nickname: string): Occupant | undefined {
    const entry = this.#all.get(nickname);
    return entry && this.#shown(entry);
  }
  has(nickname: string): boolean {
    return this.#all.has(nickname);
  }
  list(): readonly Occupant[] {
    return [...this.#all.values()].map(entry => this.#shown(entry));
  }
  nicknames(): IterableIterator<string> {
    return this.#all.keys();
  }
  /** Here under this real address, by any name. */
  byAddress(address: BareJid): readonly Occupant[] {
    return this.list().filter(one => one.address === address);
  }

  /** Answers what was known before; `undefined` where somebody is new. */
  put(nickname: string, said: OccupantPresence, known: Known): Occupant | undefined {
    const before = this.#all.get(nickname);
    if (!before && this.#all.size >= MOST && !known.self) return undefined;
    const shown = before && this.#shown(before);
    const fact = factOf(nickname, said, known);
    const entry = { fact, skeleton: before?.skeleton ?? skeletonOf(nickname) };
    this.#all.set(nickname, entry);
    if (!before) this.#stands(entry.skeleton, nickname);
    this.#changed.add(nickname);
    this.#gone.delete(nickname);
    return shown;
  }

  remove(nickname: string): Occupant | undefined {
    const entry = this.#all.get(nickname);
    if (!entry) return undefined;
    const shown = this.#shown(entry);
    this.#all.delete(nickname);
    this.#changed.delete(nickname);
    this.#gone.add(nickname);
    const like = this.#bySkeleton.get(entry.skeleton);
    like?.delete(nickname);
    if (like?.size === 0) this.#bySkeleton.delete(entry.skeleton);
    // Who is left is no longer to be confused.
    if (like?.size === 1) for (const other of like) this.#changed.add(other);
    return shown;
  }

  /** Answers whether the picture is here. */
  hasPicture(hash: string): boolean {
    return this.#pictures.has(hash);
  }
  knowPicture(nickname: string, hash: string): void {
    if (this.#pictures.size >= MOST) return;
    this.#pictures.add(hash);
    if (this.#all.has(nickname)) this.#changed.add(nickname);
  }

  clear(): void {
    this.#all.clear();
    this.#bySkeleton.clear();
    this.#changed.clear();
    this.#gone.clear();
    this.#anew = true;
  }

  /** What there is to tell; undefined: nothing. */
  take(): OccupantChanges | undefined {
    if (!this.#anew && this.#changed.size === 0 && this.#gone.size === 0) return undefined;
    const all = this.#anew;
    const changed = all ? this.list() : [...this.#changed].flatMap(nickname => this.get(nickname) ?? []);
    const gone = all ? [] : [...this.#gone];
    this.#anew = false;
    this.#changed.clear();
    this.#gone.clear();
    return { all, changed, gone };
  }

  #stands(skeleton: string, nickname: string): void {
    const like = this.#bySkeleton.get(skeleton);
    if (like) {
      if (like.size === 1) for (const other of like) this.#changed.add(other);
      like.add(nickname);
    } else this.#bySkeleton.set(skeleton, new Set([nickname]));
  }

  #shown({ fact, skeleton }: Entry): Occupant {
    const like = this.#bySkeleton.get(skeleton)?.size ?? 0;
    const avatar = fact.avatar !== undefined && this.#pictures.has(fact.avatar) ? fact.avatar : undefined;
    return { ...fact, avatar, misleading: like > 1 || isDeceptive(fact.nickname) };
  }
}

function factOf(nickname: string, said: OccupantPresence, { self, ids, hats }: Known): Fact {
  return {
    nickname,
    id: (ids ? said.occupantId : undefined) ?? nickname,
    address: bareOf(said.item.address),
    role: said.item.role ?? 'participant',
    affiliation: said.item.affiliation ?? 'none',
    availability: said.availability,
    status: said.text?.slice(0, MOST_STATUS),
    hats: hats ? said.hats : [],
    avatar: said.avatar === '' ? undefined : said.avatar,
    self,
  };
}
