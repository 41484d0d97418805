import type { Feature, Iq, IqAnswer } from '../../feature.ts';
import { localOf, resourceOf } from '../../jid.ts';
import { NS } from '../../ns.ts';
import { decodeRoster } from './roster.codec.ts';

/** `trusted` says: our account or our server. Only the bare account has a roster (RFC 6121 §2.1.6; CVE-2015-8688). */
const isOwnAccount = ({ trusted, from }: Iq): boolean => trusted && localOf(from) !== undefined && resourceOf(from) === undefined;

export const roster: Feature = {
  xeps: [{ number: '0237', version: '1.3', status: 'complete', note: 'Now RFC 6121 §2.6.' }],
  advertises: [],

  iq(iq: Iq): IqAnswer | undefined {
    if (iq.type !== 'set' || !iq.payload.is('query', NS.roster) || !isOwnAccount(iq)) return undefined;
    const { items, version } = decodeRoster(iq.payload);
    const [item] = items;
    // §2.1.6: exactly one.
    if (!item || items.length > 1) return { error: 'bad-request', type: 'modify' };
    return { result: undefined, effects: [{ do: 'roster-push', item, version }] };
  },
};
