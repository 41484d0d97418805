import type { Feature } from '../../feature.ts';

/** Only asked, never offered: nobody may command this client. */
export const commands: Feature = {
  xeps: [{ number: '0050', version: '1.3.0', status: 'partial', note: 'Executes the commands it knows; offers none.' }],
  advertises: [],
};
