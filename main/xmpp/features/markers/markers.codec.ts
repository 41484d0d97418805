// XEP-0333: Displayed Markers, version 1.0.0 (2024-04-17)
import { originId, type BareJid, type OriginId } from '../../../../preload/contract/ids.ts';
import { attr, child, el, type Element } from '../../element.ts';
import { NS } from '../../ns.ts';
import { saneId } from '../stanza-ids/stanza-ids.codec.ts';

export type Marker =
  | { readonly kind: 'markable' }
  | { readonly kind: 'displayed'; readonly id: OriginId }
  | { readonly kind: 'received'; readonly id: OriginId };

/** Reads `acknowledged` as displayed, and `received`, of the versions before 1.0 that clients still send. */
export function decodeMarker(message: Element): Marker | undefined {
  const displayed = child(message, 'displayed', NS.markers) ?? child(message, 'acknowledged', NS.markers);
  const received = child(message, 'received', NS.markers);
  const id = saneId(attr(displayed ?? received, 'id'));
  if (id !== undefined) return { kind: displayed ? 'displayed' : 'received', id: originId(id) };
  return child(message, 'markable', NS.markers) ? { kind: 'markable' } : undefined;
}

export const encodeMarker = (marker: Marker): Element =>
  marker.kind === 'markable' ? el('markable', NS.markers) : el(marker.kind, NS.markers, { id: marker.id });

/** The sender wants to know when the message has been seen; who did not ask is not told (§5). */
export const isMarkable = (message: Element): boolean => child(message, 'markable', NS.markers) !== undefined;

/** A message that tells `to` that everything up to its message `id` has been seen (§4.2). It is kept in the archives, for the devices of both. */
export const displayedMessage = (to: BareJid, id: OriginId): Element =>
  el('message', NS.client, { to, type: 'chat' }, encodeMarker({ kind: 'displayed', id }), el('store', NS.hints));

/** The same to all in a room, of whose messages only the room's own ids are safe from being given twice (§5.2). Where the room archives, this is too. */
export const displayedInRoom = (room: BareJid, archiveId: string): Element =>
  el('message', NS.client, { to: room, type: 'groupchat' }, encodeMarker({ kind: 'displayed', id: originId(archiveId) }), el('store', NS.hints));
