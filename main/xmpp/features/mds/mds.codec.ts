// XEP-0490: Message Displayed Synchronization, version 1.0.1 (2024-11-20)
import type { BareJid } from '../../../../preload/contract/ids.ts';
import { attr, child, el, type Element } from '../../element.ts';
import { composeBare, isBare, parseJid } from '../../jid.ts';
import { NS } from '../../ns.ts';
import { itemElement, PRIVATE_NODE, type NodeOptions } from '../pubsub/pubsub.codec.ts';
import { readStanzaId, stanzaIdElement } from '../stanza-ids/stanza-ids.codec.ts';

export interface ReadMark {
  /** The other side of the conversation. */
  readonly peer: BareJid;
  /** Id in our own archive of the newest message that was seen. */
  readonly archive: string;
}

/** §4.2: private, without an end, and not pushed at every sign-in. */
const MDS_NODE: NodeOptions = { ...PRIVATE_NODE, 'pubsub#max_items': 'max', 'pubsub#send_last_published_item': 'never' };

/** The mark itself: within an item, or (§4.5.1) beside a marker where the account announces `urn:xmpp:mds:server-assist:0`. */
const displayedElement = (archive: string, own: BareJid): Element => el('displayed', NS.mds, {}, stanzaIdElement(archive, own));

/** The item that tells our other devices how far this conversation was read, and the options of its node. */
export const displayedItem = (peer: BareJid, archive: string, own: BareJid): { readonly item: Element; readonly options: NodeOptions } => ({
  item: itemElement(peer, displayedElement(archive, own)),
  options: MDS_NODE,
});

/** Reads an `<item/>`; undefined where it is about a room (whose ids are the room's) or no mark at all. */
export function readMark(item: Element, own: BareJid): ReadMark | undefined {
  const peer = parseJid(attr(item, 'id') ?? '');
  const displayed = child(item, 'displayed', NS.mds);
  const archive = displayed && readStanzaId(displayed, own);
  if (!peer || peer.resource !== undefined || archive === undefined || !displayed) return undefined;
  return displayed.getChildren('stanza-id', NS.stanzaIds).every(one => isBare(attr(one, 'by'), own)) ? { peer: composeBare(peer), archive } : undefined;
}
