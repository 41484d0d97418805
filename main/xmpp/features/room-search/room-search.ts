import type { Feature } from '../../feature.ts';

/** Asked by the rooms; there is nothing to answer. */
export const roomSearch: Feature = {
  xeps: [{ number: '0433', version: '0.1.0', status: 'complete' }],
  advertises: [],
};
