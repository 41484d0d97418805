import { attr, child, ownChild, type Element } from '../../element.ts';
import type { Effect, Feature, Incoming } from '../../feature.ts';
import { NS } from '../../ns.ts';
import { messageType } from '../messaging/messaging.codec.ts';
import { decodeMarker, encodeMarker } from './markers.codec.ts';

export const markers: Feature = {
  xeps: [{ number: '0333', version: '1.0.0', status: 'partial', note: 'Between two people; rooms follow.' }],
  advertises: [NS.markers],

  message({ stanza, peer, mine, arrival }: Incoming): readonly Effect[] {
    const marker = decodeMarker(stanza);
    const type = messageType(stanza);
    if (!marker || marker.kind === 'markable' || type === 'error' || type === 'groupchat') return [];
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
