import { child } from '../../element.ts';
import type { Effect, Feature, IncomingEvent } from '../../feature.ts';
import { NS } from '../../ns.ts';
import { roomIn } from '../muc/values.ts';
import { readBookmark } from './bookmarks.codec.ts';
import { readStorage } from './older-bookmarks.codec.ts';

/** `all` is the older list in PEP, which says nothing to who uses the newer one: a client that knows only the older one has written it. */
export const bookmarks: Feature = {
  xeps: [
    { number: '0402', version: '1.2.0', status: 'complete' },
    { number: '0048', version: '1.2', status: 'partial', note: 'Rooms; bookmarks of web pages are kept as they are.' },
    { number: '0049', version: '1.2', status: 'partial', note: 'For bookmarks.' },
    { number: '0469', version: '0.1.0', status: 'complete' },
    { number: '0492', version: '0.2.0', status: 'complete' },
  ],
  advertises: [`${NS.bookmarks}+notify`, `${NS.olderBookmarks}+notify`],

  event({ own, node, items, retracted }: IncomingEvent): readonly Effect[] {
    // Nobody else says which rooms we keep: the same node of a contact is a trick.
    if (!own) return [];
    if (node === NS.olderBookmarks) {
      const storage = child(items.at(-1), 'storage', NS.olderBookmarks);
      return storage ? [{ do: 'bookmarks', all: true, changed: readStorage(storage), removed: [] }] : [];
    }
    if (node !== NS.bookmarks) return [];
    const changed = items.flatMap(item => readBookmark(item) ?? []);
    const removed = retracted.flatMap(id => roomIn(id) ?? []);
    return changed.length + removed.length > 0 ? [{ do: 'bookmarks', all: false, changed, removed }] : [];
  },
};
