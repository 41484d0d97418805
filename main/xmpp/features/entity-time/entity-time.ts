import type { Feature, Iq, IqAnswer, IqContext } from '../../feature.ts';
import { NS } from '../../ns.ts';
import { entityTimeElement } from './entity-time.codec.ts';

export const entityTime: Feature = {
  xeps: [{ number: '0202', version: '2.0', status: 'complete' }],
  advertises: [NS.time],

  iq({ type, trusted, sharesPresence, payload }: Iq, { now, zoneOffset }: IqContext): IqAnswer | undefined {
    // §6: the zone tells where we are.
    if (type !== 'get' || !payload.is('time', NS.time) || !(trusted || sharesPresence)) return undefined;
    return { result: entityTimeElement({ at: now, zoneOffset }) };
  },
};
