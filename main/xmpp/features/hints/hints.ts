import type { Feature } from '../../feature.ts';

export const hints: Feature = {
  xeps: [{ number: '0334', version: '1.0.0', status: 'complete', note: 'Set on typing states, receipts and markers.' }],
  advertises: [],
};
