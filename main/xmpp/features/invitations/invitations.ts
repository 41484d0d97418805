import type { Feature } from '../../feature.ts';

export const invitations: Feature = {
  xeps: [
    { number: '0401', version: '0.6.0', status: 'partial', note: 'Invites contacts; accounts for others are left to the server’s own tools.' },
    { number: '0445', version: '0.2.0', status: 'complete' },
    { number: '0147', version: '1.2', status: 'partial', note: 'message, roster, subscribe, register and no action.' },
  ],
  advertises: [],
};
