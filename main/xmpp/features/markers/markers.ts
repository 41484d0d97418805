import type { OriginId } from '../../../../preload/contract/ids.ts';
import { attr, child, ownChild, type Element } from '../../element.ts';
import type { Effect, Feature, Incoming } from '../../feature.ts';
import { resourceOf } from '../../jid.ts';
import { NS } from '../../ns.ts';
import { messageType } from '../messaging/messaging.codec.ts';
import { privateOccupant } from '../muc/room-messages.codec.ts';
import { readOccupantId } from '../occupants/occupants.codec.ts';
import { decodeMarker, encodeMarker, type Marker } from './markers.codec.ts';

/** §5.2: in rooms by the id that the room gave. */
function inRoom({ stanza, from, peer: room }: Incoming, { kind, id }: Extract<Marker, { readonly id: OriginId }>): readonly Effect[] {
  const nickname = resourceOf(from);
  return kind === 'displayed' && nickname !== undefined ? [{ do: 'room-read', room, nickname, occupantId: readOccupantId(stanza), id }] : [];
}

export const markers: Feature = {
  xeps: [{ number: '0333', version: '1.0.0', status: 'complete' }],
  advertises: [NS.markers],

  message(message: Incoming): readonly Effect[] {
    const { stanza, peer, mine, arrival } = message;
    const marker = decodeMarker(stanza);
    const type = messageType(stanza);
    if (!marker || marker.kind === 'markable' || type === 'error') return [];
    if (type === 'groupchat') return inRoom(message, marker);
    // Between us and an occupant, of whom the conversation is not.
    if (privateOccupant(message) !== undefined) return [];
    if (!mine) return [{ do: marker.kind === 'displayed' ? 'mark-displayed' : 'mark-delivered', peer, id: marker.id }];
    // Our own marker, from another of our devices: it is the peer's message that was read. A live one is to ourselves.
    return marker.kind === 'displayed' && arrival !== 'live' ? [{ do: 'read-elsewhere', peer, id: { origin: marker.id } }] : [];
  },

  outgoing(message: Element) {
    const asks = ownChild(message, 'body') && attr(message, 'id') !== undefined && messageType(message) !== 'groupchat';
    if (asks && !child(message, 'markable', NS.markers)) message.append(encodeMarker({ kind: 'markable' }));
    return message;
  },
};
