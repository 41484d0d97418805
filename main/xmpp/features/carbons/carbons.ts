import type { Feature } from '../../feature.ts';

/** The pipeline unwraps copies before any feature sees them; clients do not advertise carbons, servers do (XEP-0280 §3). */
export const carbons: Feature = {
  xeps: [
    { number: '0280', version: '1.0.1', status: 'complete' },
    { number: '0297', version: '1.0', status: 'partial', note: 'Read in carbons and archive results; nothing is forwarded by the user.' },
  ],
  advertises: [],
};
