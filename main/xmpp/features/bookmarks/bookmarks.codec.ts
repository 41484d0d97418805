// XEP-0402: PEP Native Bookmarks, version 1.2.0 (2024-08-15)
import type { BareJid } from '../../../../preload/contract/ids.ts';
import { attr, child, el, type Element } from '../../element.ts';
import { NS } from '../../ns.ts';
import type { Bookmark } from '../muc/muc.types.ts';
import { nicknameIn, passwordIn, roomIn } from '../muc/values.ts';
import { cleanName } from '../nickname/nickname.codec.ts';
import { itemElement, itemsRequest, PRIVATE_NODE, readItems, type NodeOptions } from '../pubsub/pubsub.codec.ts';
import { extensionsElement, isPinned, keptText } from './extensions.codec.ts';
import { readNotify } from './notify.codec.ts';

/** §4.3: private, without an end, and not pushed at every sign-in. */
export const BOOKMARKS_NODE: NodeOptions = { ...PRIVATE_NODE, 'pubsub#max_items': 'max', 'pubsub#send_last_published_item': 'never' };

/** A conference of either protocol, which differ in where the room's address stands. `room` undefined: it is none. */
export function readConference(room: string | undefined, conference: Element): Bookmark | undefined {
  const address = roomIn(room);
  if (address === undefined) return undefined;
  const extensions = child(conference, 'extensions', NS.bookmarks);
  return {
    room: address,
    name: cleanName(attr(conference, 'name') ?? ''),
    autojoin: ['true', '1'].includes(attr(conference, 'autojoin') ?? ''),
    nickname: nicknameIn(conference.getChild('nick')?.text().trim()),
    password: passwordIn(conference.getChild('password')?.text()),
    pinned: isPinned(extensions),
    notify: readNotify(extensions),
    extensions: keptText(extensions),
  };
}

/** Reads an `<item/>` of the node; undefined where it is no bookmark of a room. */
export function readBookmark(item: Element): Bookmark | undefined {
  const conference = child(item, 'conference', NS.bookmarks);
  return conference && readConference(attr(item, 'id'), conference);
}

const line = (name: string, text: string | undefined): Element | undefined => (text === undefined ? undefined : el(name, undefined, {}, text));

/** What stands within a conference of either protocol. */
export const conferenceParts = (bookmark: Bookmark): readonly (Element | undefined)[] => [
  line('nick', bookmark.nickname),
  line('password', bookmark.password),
  extensionsElement(bookmark),
];
export const conferenceAttributes = (bookmark: Bookmark) => ({ name: bookmark.name, autojoin: bookmark.autojoin ? 'true' : undefined });

const conferenceElement = (bookmark: Bookmark): Element => el('conference', NS.bookmarks, conferenceAttributes(bookmark), ...conferenceParts(bookmark));

/** The item that keeps a room (§3), or changes how it is kept (§4.3, §4.4). */
export const bookmarkItem = (bookmark: Bookmark): Element => itemElement(bookmark.room, conferenceElement(bookmark));

/** Payload of an `iq` of type `get` to the own account (§4.2). */
export const bookmarksRequest = (): Element => itemsRequest(NS.bookmarks);

/** Rooms out of the answer to `bookmarksRequest`, given as the whole `iq`. */
export const readBookmarks = (iq: Element): readonly Bookmark[] =>
  readItems(iq, NS.bookmarks).flatMap(({ id, payload }) => (payload?.is('conference', NS.bookmarks) ? (readConference(id, payload) ?? []) : []));

/** Payload of an `iq` of type `set` to the own account: keeps the room no longer, and tells our other devices (§4.5). */
export const retractBookmark = (room: BareJid): Element =>
  el('pubsub', NS.pubsub, {}, el('retract', undefined, { node: NS.bookmarks, notify: 'true' }, el('item', undefined, { id: room })));

/**
 * Which older store the account's server keeps in step with this one by itself (§6.3); what is in neither must be written there, too,
 * as long as the user's other clients read it.
 */
export const keptInStep = (accountFeatures: ReadonlySet<string>): { readonly privateStorage: boolean; readonly pep: boolean } => ({
  privateStorage: accountFeatures.has(NS.bookmarksCompat),
  pep: accountFeatures.has(NS.bookmarksCompatPep),
});
