// XEP-0490: Message Displayed Synchronization, version 1.0.1 (2024-11-20)
import type { BareJid } from '../../../../preload/contract/ids.ts';
import { attr, child, el, type Element } from '../../element.ts';
import { composeBare, isBare, parseJid } from '../../jid.ts';
import { NS } from '../../ns.ts';
import { PRIVATE_NODE, publish, requestItems, type NodeOptions } from '../pubsub/pubsub.codec.ts';
import { readStanzaId, stanzaIdElement } from '../stanza-ids/stanza-ids.codec.ts';

export interface ReadMark {
  /** The other side of the conversation. */
  readonly peer: BareJid;
  /** Id in our own archive of the newest message that was seen. */
  readonly archive: string;
}

/** §4.2: private, without an end, and not pushed at every sign-in. */
export const READ_SYNC_NODE: NodeOptions = { ...PRIVATE_NODE, 'pubsub#max_items': 'max', 'pubsub#send_last_published_item': 'never' };

/** Payload of the `iq` that tells our other devices how far this conversation was read. */
export const publishReadMark = (mark: ReadMark, own: BareJid): Element => publish(NS.readSync, mark.peer, readMarkElement(mark.archive, own), READ_SYNC_NODE);

/** §4.5.1: in a marker message, where the account announces `urn:xmpp:mds:server-assist:0`. */
export const readMarkElement = (archive: string, own: BareJid): Element => el('displayed', NS.readSync, {}, stanzaIdElement(archive, own));

/** Payload of the `iq` that asks for all marks, after coming online (§4.4). */
export const requestReadMarks = (page: { readonly after?: string; readonly max?: number } = {}): Element => requestItems(NS.readSync, page);

/** Reads an `<item/>`; undefined where it is about a room (whose ids are the room's) or no mark at all. */
export function readReadMark(item: Element, own: BareJid): ReadMark | undefined {
  const peer = parseJid(attr(item, 'id') ?? '');
  const displayed = child(item, 'displayed', NS.readSync);
  const archive = displayed && readStanzaId(displayed, own);
  if (!peer || peer.resource !== undefined || archive === undefined || !displayed) return undefined;
  return displayed.getChildren('stanza-id', NS.stanzaIds).every(one => isBare(attr(one, 'by'), own)) ? { peer: composeBare(peer), archive } : undefined;
}
