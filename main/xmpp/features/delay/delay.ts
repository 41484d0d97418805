import type { Feature } from '../../feature.ts';
import { NS } from '../../ns.ts';

/** Stamps are read by the pipeline, which knows whom to believe. */
export const delay: Feature = {
  xeps: [
    { number: '0203', version: '2.0', status: 'complete' },
    { number: '0082', version: '1.1.1', status: 'complete' },
  ],
  advertises: [NS.delay],
};
