import type { Feature } from '../../feature.ts';

export const upload: Feature = {
  xeps: [{ number: '0363', version: '1.2.0', status: 'partial', note: 'The headless phone sends what was said to it.' }],
  advertises: [],
};
