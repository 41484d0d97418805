import type { Effect, Feature, IncomingEvent } from '../../feature.ts';
import { NS } from '../../ns.ts';

/** A changed profile is only announced here; whoever shows it asks for it. */
export const profile: Feature = {
  xeps: [
    { number: '0292', version: '0.12.0', status: 'partial', note: 'One value of each property that the profile view shows.' },
    { number: '0054', version: '1.3.0', status: 'partial', note: 'Read as fallback; written with what other clients put there kept.' },
  ],
  advertises: [`${NS.vcard4Node}+notify`],

  event: ({ from, node }: IncomingEvent): readonly Effect[] => (node === NS.vcard4Node ? [{ do: 'profile-changed', peer: from }] : []),
};
