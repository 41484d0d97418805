import { originId } from '../../../../preload/contract/ids.ts';
import { attr, child, el, ownChild, type Element } from '../../element.ts';
import type { Effect, Feature, Incoming } from '../../feature.ts';
import { NS } from '../../ns.ts';
import { messageType } from '../messaging/messaging.codec.ts';
import { saneId } from '../stanza-ids/stanza-ids.codec.ts';
import { decodeReceipt, encodeReceipt } from './receipts.codec.ts';

export const receipts: Feature = {
  xeps: [{ number: '0184', version: '1.4.0', status: 'complete' }],
  advertises: [NS.receipts],

  message({ stanza, from, peer, mine, arrival, sharesPresence }: Incoming): readonly Effect[] {
    const receipt = decodeReceipt(stanza);
    const type = messageType(stanza);
    if (!receipt || mine || type === 'error' || type === 'groupchat') return [];
    if (receipt.kind === 'received') return [{ do: 'mark-delivered', peer, id: receipt.id }];

    const id = saneId(attr(stanza, 'id'));
    // §8: an answer reveals our presence, so only to those entitled to it. §5.5: on first receiving the message, not when
    // it is read again. A copy was addressed to another of our devices, which answers for itself.
    const first = arrival === 'live' || arrival === 'catch-up';
    if (id === undefined || !first || !sharesPresence) return [];
    const answer = encodeReceipt({ kind: 'received', id: originId(id) });
    return [{ do: 'send', stanza: el('message', NS.client, { to: from, type }, answer, el('store', NS.hints)) }];
  },

  outgoing(message: Element) {
    const asks = ownChild(message, 'body') && attr(message, 'id') !== undefined && messageType(message) !== 'groupchat' && !decodeReceipt(message);
    if (asks && !child(message, 'received', NS.receipts)) message.append(encodeReceipt({ kind: 'request' }));
    return message;
  },
};
