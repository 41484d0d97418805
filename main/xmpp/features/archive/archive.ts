import type { Feature } from '../../feature.ts';

/** Asked by the session, filed by the chat room; there is nothing to answer. */
export const archive: Feature = {
  xeps: [
    { number: '0313', version: '1.1.3', status: 'partial', note: 'Queries of the own archive; preferences are left to the server.' },
    { number: '0059', version: '1.0', status: 'complete' },
  ],
  advertises: [],
};
