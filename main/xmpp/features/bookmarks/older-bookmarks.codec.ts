// XEP-0048: Bookmarks, version 1.2 (2020-08-04): one list, in private storage (XEP-0049: Private XML Storage, version 1.2 (2004-03-01)) or in PEP
import { attr, child, childrenOf, el, type Element } from '../../element.ts';
import { NS } from '../../ns.ts';
import type { Bookmark } from '../muc/muc.types.ts';
import { roomIn } from '../muc/values.ts';
import { itemElement, itemsRequest, PRIVATE_NODE, publish, readItems } from '../pubsub/pubsub.codec.ts';
import { conferenceAttributes, conferenceParts, readConference } from './bookmarks.codec.ts';

const MOST_BOOKMARKS = 2000;

/** Rooms of a `<storage/>`; of two for one room, the first. */
export function readStorage(storage: Element | undefined): readonly Bookmark[] {
  const found = new Map<string, Bookmark>();
  for (const conference of storage?.getChildren('conference').slice(0, MOST_BOOKMARKS) ?? []) {
    const bookmark = readConference(attr(conference, 'jid'), conference);
    if (bookmark && !found.has(bookmark.room)) found.set(bookmark.room, bookmark);
  }
  return [...found.values()];
}

const WRITTEN = new Set(['nick', 'password', 'extensions']);

function conferenceElement(bookmark: Bookmark, before: Element | undefined): Element {
  const kept = before ? childrenOf(before).filter(one => !WRITTEN.has(one.getName())) : [];
  return el('conference', undefined, { ...conferenceAttributes(bookmark), jid: bookmark.room }, ...conferenceParts(bookmark), ...kept);
}

/**
 * The whole list, for it is replaced as a whole. `before`: as it was read; what is no room in it (pages of the web) and what others keep
 * beside a room stays.
 */
export function storageElement(bookmarks: readonly Bookmark[], before?: Element): Element {
  const old = before ? childrenOf(before) : [];
  const roomOf = (one: Element) => (one.is('conference') ? roomIn(attr(one, 'jid')) : undefined);
  const others = old.filter(one => roomOf(one) === undefined);
  const conferences = bookmarks.map(bookmark =>
    conferenceElement(
      bookmark,
      old.find(one => roomOf(one) === bookmark.room),
    ),
  );
  return el('storage', NS.olderBookmarks, {}, ...conferences, ...others);
}

/** Payload of an `iq` of type `get` to the own account (XEP-0049 §4). */
export const privateBookmarksRequest = (): Element => el('query', NS.privateStorage, {}, el('storage', NS.olderBookmarks));

/** `<storage/>` in the answer to `privateBookmarksRequest`, given as the whole `iq`; for `readStorage`, and to be given to `storageElement` again. */
export const readPrivateBookmarks = (iq: Element): Element | undefined => child(child(iq, 'query', NS.privateStorage), 'storage', NS.olderBookmarks);

/** Payload of an `iq` of type `set` to the own account. */
export const privateBookmarksSet = (storage: Element): Element => el('query', NS.privateStorage, {}, storage);

/** Payload of an `iq` of type `get` to the own account (§3.1): the list where it lies in PEP. */
export const pepBookmarksRequest = (): Element => itemsRequest(NS.olderBookmarks, { newest: 1 });

/** `<storage/>` in the answer to `pepBookmarksRequest`, given as the whole `iq`. */
export const readPepBookmarks = (iq: Element): Element | undefined =>
  readItems(iq, NS.olderBookmarks)
    .map(item => item.payload)
    .findLast(payload => payload?.is('storage', NS.olderBookmarks));

/** Payload of an `iq` of type `set` to the own account (§3.1). */
export const pepBookmarksSet = (storage: Element): Element => publish(NS.olderBookmarks, itemElement('current', storage), PRIVATE_NODE);
