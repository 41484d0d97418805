import type { Feature, Iq, IqAnswer } from '../../feature.ts';
import { decodePush } from './blocking.codec.ts';

export const blocking: Feature = {
  xeps: [
    { number: '0191', version: '1.3', status: 'complete' },
    { number: '0377', version: '0.4.1', status: 'partial', note: 'Spam and abuse are reported with a block; forwarding is not asked for.' },
  ],
  advertises: [],

  iq({ type, trusted, payload }: Iq): IqAnswer | undefined {
    const push = type === 'set' && trusted ? decodePush(payload) : undefined;
    if (!push) return undefined;
    if (push.blocked && push.addresses.length === 0) return { error: 'bad-request', type: 'modify' };
    return { result: undefined, effects: [{ do: 'blocked', ...push }] };
  },
};
