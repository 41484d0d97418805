import { attr } from '../../element.ts';
import type { Feature, Iq, IqAnswer, IqContext } from '../../feature.ts';
import { NS } from '../../ns.ts';
import { discoItemsElement } from './disco.codec.ts';

export const disco: Feature = {
  xeps: [{ number: '0030', version: '2.5.0', status: 'complete' }],
  advertises: [NS.discoInfo, NS.discoItems],

  iq({ type, trusted, sharesPresence, payload }: Iq, context: IqContext): IqAnswer | undefined {
    const isInfo = payload.is('query', NS.discoInfo);
    // Whoever may not see that we are here gets the answer of an address that is not (§8).
    if (type !== 'get' || !(trusted || sharesPresence) || !(isInfo || payload.is('query', NS.discoItems))) return undefined;
    const node = attr(payload, 'node');
    if (!isInfo) return node === undefined ? { result: discoItemsElement([]) } : { error: 'item-not-found' };
    const info = context.disco(node);
    return info ? { result: info } : { error: 'item-not-found' };
  },
};
