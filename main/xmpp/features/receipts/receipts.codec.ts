// XEP-0184: Message Delivery Receipts, version 1.4.0 (2018-08-02)
import { originId, type OriginId } from '../../../../preload/contract/ids.ts';
import { attr, child, el, type Element } from '../../element.ts';
import { NS } from '../../ns.ts';
import { saneId } from '../stanza-ids/stanza-ids.codec.ts';

export type Receipt = { readonly kind: 'request' } | { readonly kind: 'received'; readonly id: OriginId };

export function decodeReceipt(message: Element): Receipt | undefined {
  const received = child(message, 'received', NS.receipts);
  if (received) {
    const id = saneId(attr(received, 'id'));
    return id === undefined ? undefined : { kind: 'received', id: originId(id) };
  }
  return child(message, 'request', NS.receipts) ? { kind: 'request' } : undefined;
}

export const encodeReceipt = (receipt: Receipt): Element =>
  receipt.kind === 'request' ? el('request', NS.receipts) : el('received', NS.receipts, { id: receipt.id });
