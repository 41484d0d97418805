// XEP-0402: PEP Native Bookmarks, version 1.2.0 (2024-08-15): what others keep in a bookmark (§3.2); XEP-0469: Bookmark Pinning, version 0.1.0 (2022-08-23)
import { Parser } from '@xmpp/xml';
import { child, childrenOf, el, Element } from '../../element.ts';
import { NS } from '../../ns.ts';
import type { Bookmark } from '../muc/muc.types.ts';
import { readNotify, withNotify } from './notify.codec.ts';

/** Of any stanza that a server lets pass; more is taken for nothing. */
const MOST_TEXT = 262_144;

/** Prefixes that are declared further out. */
function prefixes(element: Element): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  for (let above = element.parent; above; above = above.parent) {
    for (const [name, value] of Object.entries(above.attrs)) if (name.startsWith('xmlns:')) found[name] ??= String(value);
  }
  return found;
}

/** The element as XML that means the same wherever it is read again. */
export function keptText(extensions: Element | undefined): string | undefined {
  if (!extensions) return undefined;
  const ns = extensions.getNS();
  const alone = new Element(extensions.name, { ...prefixes(extensions), ...(ns === undefined ? {} : { xmlns: ns }), ...extensions.attrs });
  alone.children = extensions.children;
  const text = alone.toString();
  return text.length <= MOST_TEXT ? text : undefined;
}

/** Reads `keptText` again; undefined where it is not that. */
export function readKept(text: string | undefined): Element | undefined {
  if (text === undefined || text.length > MOST_TEXT) return undefined;
  const parser = new Parser();
  const found: Element[] = [];
  let broken = false;
  parser.on('element', (element: Element) => found.push(element));
  parser.on('error', () => {
    broken = true;
  });
  parser.write(`<kept>${text}</kept>`);
  const [extensions] = found;
  return !broken && found.length === 1 && extensions?.is('extensions', NS.bookmarks) ? extensions : undefined;
}

export const isPinned = (extensions: Element | undefined): boolean => child(extensions, 'pinned', NS.pinned) !== undefined;

/** `<extensions/>` to write: what was kept, with the pin and the level of the bookmark; undefined where there is nothing to say. */
export function extensionsElement({ extensions, pinned, notify }: Pick<Bookmark, 'extensions' | 'pinned' | 'notify'>): Element | undefined {
  const before = readKept(extensions);
  const settings = child(before, 'notify', NS.notificationSettings);
  const told = notify === undefined || notify === readNotify(before) ? settings : withNotify(settings, notify);
  const others = before ? childrenOf(before).filter(one => one !== settings && !one.is('pinned', NS.pinned)) : [];
  const pin = pinned ? (child(before, 'pinned', NS.pinned) ?? el('pinned', NS.pinned)) : undefined;
  const parts = [...others, pin, told].filter(one => one !== undefined);
  return parts.length > 0 ? el('extensions', NS.bookmarks, before?.attrs, ...parts) : undefined;
}
