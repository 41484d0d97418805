import type { Feature, Iq, IqAnswer } from '../../feature.ts';
import { isServicesPush } from './external-services.codec.ts';

export const externalServices: Feature = {
  xeps: [{ number: '0215', version: '1.0.0', status: 'partial', note: 'STUN and TURN; after a change all are asked for again.' }],
  advertises: [],

  iq: ({ type, trusted, payload }: Iq): IqAnswer | undefined =>
    type === 'set' && trusted && isServicesPush(payload) ? { result: undefined, effects: [{ do: 'services-changed' }] } : undefined,
};
