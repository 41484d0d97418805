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
  /** Id of the newest message that was seen: in our own archive, or, of a room, in the room's. */
  readonly archive: string;
}

/** §4.2: private, without an end, and not pushed at every sign-in. */
const MDS_NODE: NodeOptions = { ...PRIVATE_NODE, 'pubsub#max_items': 'max', 'pubsub#send_last_published_item': 'never' };

/** The mark itself: within an item, or (§4.5.1) beside a marker where the account announces `urn:xmpp:mds:server-assist:0`. */
const displayedElement = (archive: string, by: BareJid): Element => el('displayed', NS.mds, {}, stanzaIdElement(archive, by));

/** The item that tells our other devices how far this conversation was read, and the options of its node. `by`: our own address; of a room, the room's. */
export const displayedItem = (peer: BareJid, archive: string, by: BareJid): { readonly item: Element; readonly options: NodeOptions } => ({
  item: itemElement(peer, displayedElement(archive, by)),
  options: MDS_NODE,
});

/** Reads an `<item/>`: of a room the id is the room's own (§4.2), of anybody else our archive's; undefined where it is no mark, or speaks of several archives. */
export function readMark(item: Element, own: BareJid): ReadMark | undefined {
  const jid = parseJid(attr(item, 'id') ?? '');
  const displayed = child(item, 'displayed', NS.mds);
  if (!jid || jid.resource !== undefined || !displayed) return undefined;
  const peer = composeBare(jid);
  const by = [own, peer].find(one => displayed.getChildren('stanza-id', NS.stanzaIds).every(id => isBare(attr(id, 'by'), one)));
  const archive = by && readStanzaId(displayed, by);
  return archive === undefined ? undefined : { peer, archive };
}
