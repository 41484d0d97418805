import type { Log } from '../base/log.ts';
import type { AccountId, BareJid } from '../../preload/contract/ids.ts';
import type { Store } from '../store/api.ts';
import type { Element } from '../xmpp/element.ts';
import { bookmarkItem, BOOKMARKS_NODE, bookmarksRequest, keptInStep, readBookmarks, retractBookmark } from '../xmpp/features/bookmarks/bookmarks.codec.ts';
import {
  privateBookmarksRequest,
  privateBookmarksSet,
  readPrivateBookmarks,
  readStorage,
  storageElement,
} from '../xmpp/features/bookmarks/older-bookmarks.codec.ts';
import type { Bookmark } from '../xmpp/features/muc/muc.types.ts';
import { NS } from '../xmpp/ns.ts';
import { OwnNodes } from '../xmpp/own-nodes.ts';
import { conditionOf, type Session } from '../xmpp/session.ts';
import { Unwritten } from './unwritten.ts';

export interface BookmarksOptions {
  readonly store: Pick<Store, 'setting' | 'putSetting'>;
  readonly log: Log;
  readonly session: (account: AccountId) => Session | undefined;
  /** Every room of the account that is kept. */
  readonly kept: (account: AccountId) => readonly Bookmark[];
  /** What the account keeps, from now on. `isNews`: another device has just changed it. */
  readonly apply: (account: AccountId, changed: readonly Bookmark[], removed: readonly BareJid[], isNews: boolean) => Promise<void>;
}

/** Where the list of an account lies. */
interface Whereabouts {
  readonly beginning: number;
  readonly pep: boolean;
  /** There is a list of the older protocol that others read, and that the server does not write by itself. */
  readonly older: boolean;
}
/** What the server keeps for an account. */
interface Lists {
  /** Undefined: it knows the older protocol only. */
  readonly list: readonly Bookmark[] | undefined;
  readonly older: readonly Bookmark[];
  /** It keeps the older one. */
  readonly storage: boolean;
  /** Some device has kept a room there. */
  readonly isBegun: boolean;
}

/** The rooms that the user keeps, in step with the account's other devices (XEP-0402; XEP-0048 in XEP-0049 for servers and clients that know no other). */
export class Bookmarks {
  readonly #o: BookmarksOptions;
  readonly #nodes = new OwnNodes();
  readonly #stores = new Map<Session, Whereabouts>();
  /** Also what is being written: it comes back as news, which it is not. */
  readonly #unwritten: Unwritten;

  constructor(options: BookmarksOptions) {
    this.#o = options;
    this.#unwritten = new Unwritten(options.store);
  }

  load(): Promise<void> {
    return this.#unwritten.load();
  }
  forget(account: AccountId): Promise<void> {
    return this.#unwritten.forget(account);
  }

  /** At the beginning of a session: the account's list counts, and what was here alone goes into it. */
  async fetch(session: Session): Promise<void> {
    const { account, beginning } = session;
    // What is joined while the answer travels is not in it, nor what could not be written yet.
    const before = this.#o.kept(account).filter(({ room }) => !this.#unwritten.has(account, room));
    const { list, older, storage, isBegun } = await this.#readBoth(session);
    this.#stores.set(session, { beginning, pep: list !== undefined, older: older.length > 0 || (!list && storage) });
    // A server that keeps nothing for us: what is here is all there is.
    if (!list && !storage) return;
    // A list that was never begun takes over the older one.
    const isNew = list?.length === 0;
    const found = list && !isNew ? list : older;
    // Where there never was a list, nobody can have taken a room out of it.
    const alone = isBegun ? [] : before.map(({ room }) => room);
    const ours = new Set([...this.#unwritten.of(account), ...alone]);
    const isOurs = ({ room }: Bookmark): boolean => ours.has(room);
    const news = found.filter(bookmark => !isOurs(bookmark));
    const gone = missing(
      before.filter(bookmark => !isOurs(bookmark)),
      found,
    );
    const moved = isNew ? news.map(({ room }) => room) : [];
    await this.#o.apply(account, news, gone, false);
    // All of them, before the first makes a list in which the others are missing.
    await this.#unwritten.add(account, [...moved, ...ours]);
    for (const room of [...moved, ...ours]) await this.#writeAgain(account, room);
  }

  /** As it is here now. */
  async #writeAgain(account: AccountId, room: BareJid): Promise<void> {
    const bookmark = this.#o.kept(account).find(one => one.room === room);
    await (bookmark ? this.publish(account, bookmark) : this.retract(account, room));
  }

  async #readBoth(session: Session): Promise<Lists> {
    const isNewer = session.supports(NS.pubsubPublishOptions);
    const there = isNewer ? await this.#read(session) : undefined;
    const list = isNewer ? (there ?? []) : undefined;
    const inStep = keptInStep(new Set([NS.bookmarksCompat, NS.bookmarksCompatPep].filter(feature => session.supports(feature))));
    if (list && inStep.privateStorage) return { list, older: [], storage: false, isBegun: there !== undefined };
    const storage = await this.#readOlder(session).catch(() => undefined);
    const older = readStorage(storage);
    return { list, older, storage: storage !== undefined, isBegun: !isNewer || there !== undefined || older.length > 0 };
  }

  heard(
    account: AccountId,
    { changed, removed, all }: { readonly changed: readonly Bookmark[]; readonly removed: readonly BareJid[]; readonly all: boolean },
  ): Promise<void> {
    const session = this.#o.session(account);
    // Written by a client that knows only the older list: who uses the newer one does not heed it.
    if (all && session && this.#stores.get(session)?.pep !== false) return Promise.resolve();
    const isOurs = (room: BareJid): boolean => this.#unwritten.has(account, room);
    const gone = all ? missing(this.#o.kept(account), changed) : removed;
    return this.#o.apply(
      account,
      changed.filter(({ room }) => !isOurs(room)),
      gone.filter(room => !isOurs(room)),
      true,
    );
  }

  /** Keeps it in the account as it is kept here; offline, when the next session begins. */
  async publish(account: AccountId, bookmark: Bookmark): Promise<void> {
    await this.#write(account, bookmark.room, session => this.#publishIn(session, bookmark));
  }
  async retract(account: AccountId, room: BareJid): Promise<void> {
    await this.#write(account, room, session => unlessAbsent(session.iq('set', undefined, retractBookmark(room))));
  }

  async #write(account: AccountId, room: BareJid, write: (session: Session) => Promise<unknown>): Promise<void> {
    const written = await this.#unwritten.add(account, [room]);
    const session = this.#o.session(account);
    const store = session && this.#stores.get(session);
    if (!session?.online || store?.beginning !== session.beginning) return;
    const newer = !store.pep || (await this.#attempt(() => write(session)));
    const older = !store.older || (await this.#writeOlder(session));
    if (newer && older) await written();
  }

  #publishIn(session: Session, bookmark: Bookmark): Promise<void> {
    return this.#nodes.publish(session, NS.bookmarks, bookmarkItem(bookmark), BOOKMARKS_NODE);
  }

  /** Whether the account has it now. */
  async #attempt(write: () => Promise<unknown>): Promise<boolean> {
    try {
      await write();
      return true;
    } catch (error) {
      this.#o.log.warn('a room could not be kept in the account', error);
      return false;
    }
  }

  async #writeOlder(session: Session): Promise<boolean> {
    return this.#attempt(async () => {
      const before = await this.#readOlder(session);
      await session.iq('set', undefined, privateBookmarksSet(storageElement(this.#o.kept(session.account), before)));
    });
  }

  /** Undefined: there is no list yet. */
  async #read(session: Session): Promise<readonly Bookmark[] | undefined> {
    const items = await unlessAbsent(session.iq('get', undefined, bookmarksRequest()));
    return items && readBookmarks(items);
  }

  async #readOlder(session: Session): Promise<Element | undefined> {
    const list = await unlessAbsent(session.iq('get', undefined, privateBookmarksRequest()));
    return list && readPrivateBookmarks(list);
  }
}

async function unlessAbsent(asked: Promise<Element>): Promise<Element | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (conditionOf(error) === 'item-not-found') return undefined;
    throw error;
  }
}

const missing = (before: readonly Bookmark[], now: readonly Bookmark[]): readonly BareJid[] => {
  const listed = new Set(now.map(({ room }) => room));
  return before.flatMap(({ room }) => (listed.has(room) ? [] : [room]));
};
