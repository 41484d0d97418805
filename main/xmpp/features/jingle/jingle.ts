import type { Feature, Iq, IqAnswer } from '../../feature.ts';
import { NS } from '../../ns.ts';
import { decodeJingle } from './jingle.codec.ts';
import { refusals } from './refusals.ts';

export const jingle: Feature = {
  xeps: [
    { number: '0166', version: '1.1.2', status: 'partial', note: 'Sound and picture; a transport is not replaced.' },
    { number: '0167', version: '1.2.3', status: 'partial', note: 'Keys by DTLS alone, no SDES.' },
    { number: '0176', version: '1.1.1', status: 'complete' },
    { number: '0293', version: '1.0.2', status: 'complete' },
    { number: '0294', version: '1.1.2', status: 'complete' },
    { number: '0320', version: '1.0.0', status: 'complete' },
    { number: '0338', version: '1.0.0', status: 'complete' },
    { number: '0339', version: '1.0.1', status: 'complete' },
    { number: '0507', version: '0.1.0', status: 'partial', note: 'A shared screen says that it is one.' },
  ],
  // Never urn:ietf:rfc:3264: who is told it sends no candidates on their way, but waits for all of them (XEP-0176 §7.2).
  advertises: [NS.jingle, NS.rtp, NS.rtpAudio, NS.rtpVideo, NS.iceUdp, NS.dtls, NS.rtpFeedback, NS.rtpHeaders, NS.grouping, NS.rtpSources],

  iq({ type, from, trusted, sharesPresence, payload }: Iq): IqAnswer | undefined {
    if (type !== 'set' || !payload.is('jingle', NS.jingle)) return undefined;
    const said = decodeJingle(payload);
    if (said) return { result: undefined, effects: [{ do: 'jingle', from, sharesPresence, said }] };
    // §6.3.2: to a stranger we are not here, whatever they say.
    return trusted || sharesPresence ? refusals.badRequest() : undefined;
  },
};
