import type { Feature } from '../../feature.ts';

/** Events are handed to the features by the session, with their sender checked. */
export const pubsub: Feature = {
  xeps: [
    { number: '0060', version: '1.30.0', status: 'partial', note: 'Items and events of accounts; no nodes are administered.' },
    { number: '0163', version: '1.2.2', status: 'complete' },
  ],
  advertises: [],
};
