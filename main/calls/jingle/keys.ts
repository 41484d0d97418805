// The key of the peer's end of DTLS is named once, by the description that begins the session, and holds for all of it.
import type { Content, Fingerprint } from '../../xmpp/features/jingle/jingle.types.ts';
import type { SessionView } from './session-view.ts';
import { sharedTransport } from './whole.ts';

const keyOf = ({ hash, value }: Fingerprint): string => `${hash} ${value}`;

export const keysOf = (contents: readonly Content[]): readonly string[] => [
  ...new Set(contents.flatMap(one => (one.transport?.fingerprint ? [keyOf(one.transport.fingerprint)] : []))),
];

/**
 * Every content with a transport of its own names a key, and one that the session began with; an empty transport stands for one
 * that does. What is encrypted by SDES alone (XEP-0167 §7), or not at all, has none.
 */
export const isSecure = (view: SessionView, contents: readonly Content[]): boolean =>
  contents.every(({ transport }) => {
    if (!transport) return false;
    if (transport.ufrag === undefined && !transport.fingerprint) return sharedTransport(view)?.fingerprint !== undefined;
    return (
      transport.fingerprint !== undefined && transport.ufrag !== undefined && transport.pwd !== undefined && view.keys.includes(keyOf(transport.fingerprint))
    );
  });
