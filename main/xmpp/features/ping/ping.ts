import type { Feature, Iq, IqAnswer } from '../../feature.ts';
import { NS } from '../../ns.ts';

export const ping: Feature = {
  xeps: [{ number: '0199', version: '2.0.1', status: 'complete' }],
  advertises: [NS.ping],

  iq({ type, trusted, sharesPresence, payload }: Iq): IqAnswer | undefined {
    // §7: a pong says that we are online, so to strangers we are not (they get `service-unavailable`).
    return type === 'get' && payload.is('ping', NS.ping) && (trusted || sharesPresence) ? { result: undefined } : undefined;
  },
};
