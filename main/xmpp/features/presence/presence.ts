import { child } from '../../element.ts';
import type { Effect, Feature, IncomingPresence } from '../../feature.ts';
import { NS } from '../../ns.ts';
import { readPresence, readSubscription } from './presence.codec.ts';

export const presence: Feature = {
  xeps: [
    { number: '0319', version: '1.0.2', status: 'complete' },
    { number: '0379', version: '0.3.3', status: 'partial', note: 'Tokens of invitations are sent and recognised; own ones are made by the server (XEP-0401).' },
  ],
  advertises: [NS.idle, NS.vcardUpdate],

  presence({ stanza, peer, resource }: IncomingPresence): readonly Effect[] {
    // Occupants of a room are not contacts (XEP-0045 §7.2).
    if (child(stanza, 'x', NS.mucUser)) return [];
    const subscription = readSubscription(stanza);
    if (subscription) return [{ do: 'subscription', peer, ...subscription }];
    const info = readPresence(stanza);
    return info ? [{ do: 'presence', peer, resource, ...info }] : [];
  },
};
