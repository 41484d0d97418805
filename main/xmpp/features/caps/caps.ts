import type { Feature } from '../../feature.ts';
import { NS } from '../../ns.ts';

/** Read out of presence by the presence feature, and put into our own by the session. */
export const caps: Feature = {
  xeps: [{ number: '0115', version: '1.6.0', status: 'complete' }],
  advertises: [NS.caps],
};
