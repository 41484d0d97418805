// Which mechanism, and what to say about channel binding: RFC 5802 §6, XEP-0440 0.4.1 §3, XEP-0474 0.5.0 §6.
import type { Credentials } from '../stream.ts';
import { StreamProblem, type BindingName, type Transport } from '../transport.ts';
import type { ScramHash } from './scram.ts';

/** Strongest first. Any of them with `-PLUS` beats all of them without. */
const HASHES = ['SHA-512', 'SHA-256', 'SHA-1'] as const satisfies readonly ScramHash[];
const BINDINGS = ['tls-exporter', 'tls-server-end-point', 'tls-unique'] as const satisfies readonly BindingName[];

export interface Offer {
  readonly profile: 'sasl2' | 'sasl';
  readonly mechanisms: readonly string[];
  /** The list of XEP-0440; undefined where the server announces none. */
  readonly bindings: readonly string[] | undefined;
}
interface Binding {
  readonly name: BindingName;
  readonly data: Uint8Array;
}
export type Choice =
  | { readonly kind: 'plain'; readonly password: string }
  | {
      readonly kind: 'scram';
      readonly hash: ScramHash;
      readonly binding: 'n' | 'y' | Binding;
      /** The server must prove its offer (XEP-0474) before it gets our proof. */
      readonly proofRequired: boolean;
    };
type Way = Pick<Transport, 'kind' | 'bindings'>;

const scramName = (hash: ScramHash, plus: boolean): string => `SCRAM-${hash}${plus ? '-PLUS' : ''}`;
const isScram = (mechanism: string): boolean => HASHES.some(hash => mechanism === scramName(hash, false) || mechanism === scramName(hash, true));

/** Throws `weak-mechanism` where the offer is too weak or was tampered with, `not-authorized` where we hold nothing to sign in with. */
export function choose(offer: Offer, way: Way, credentials: Credentials): Choice {
  const scram = offer.mechanisms.filter(isScram);
  if (scram.length === 0) return choosePlain(offer, credentials);
  const { binding, proofRequired } = chooseBinding(offer, way, scram, credentials);
  const plus = typeof binding !== 'string';
  const usable = HASHES.filter(hash => scram.includes(scramName(hash, plus)));
  if (usable.length === 0) throw new StreamProblem('weak-mechanism', `only ${scram.join(', ')} offered, which this connection cannot do`);
  const hash = credentials.password === undefined ? usable.find(one => credentials.scram?.mechanism === scramName(one, false)) : usable[0];
  if (hash === undefined) throw new StreamProblem('not-authorized', 'the kept keys are of a mechanism that the server no longer offers');
  return { kind: 'scram', hash, binding, proofRequired };
}

/** XEP-0474 §6: never PLAIN after anything better; XEP-0388 §5: it gives the password away to who sits in between. */
function choosePlain(offer: Offer, credentials: Credentials): Choice {
  if (!offer.mechanisms.includes('PLAIN')) throw new StreamProblem('weak-mechanism', `offered: ${offer.mechanisms.join(', ').slice(0, 200) || 'nothing'}`);
  if (credentials.seen?.mechanisms.some(isScram)) throw new StreamProblem('weak-mechanism', 'only PLAIN offered, and it was more before');
  if (credentials.password === undefined) throw new StreamProblem('not-authorized', 'the server wants the password itself');
  return { kind: 'plain', password: credentials.password };
}

interface Bound {
  readonly binding: 'n' | 'y' | Binding;
  readonly proofRequired: boolean;
}
function chooseBinding(offer: Offer, way: Way, scram: readonly string[], credentials: Credentials): Bound {
  // A WebSocket shows no TLS to bind to (XEP-0440 §3 rule 2); the pin is not held against it, or every network that lets only HTTPS out would lock us out.
  const pinned = credentials.seen?.channelBinding === true && way.kind !== 'websocket';
  if (way.bindings.size === 0) return { binding: 'n', proofRequired: pinned };
  const plus = scram.some(mechanism => mechanism.endsWith('-PLUS'));
  const listed = offer.bindings ?? [];
  return plus ? chooseType(offer, listed, way, pinned) : withoutPlus(listed, pinned);
}

function withoutPlus(listed: readonly string[], pinned: boolean): Bound {
  // Rule 5: bindings without a mechanism that uses them.
  if (listed.length > 0) throw new StreamProblem('weak-mechanism', 'channel binding announced, and its mechanisms missing');
  // Rule 3: we would have, had the server offered it. A server that did offer it sees that it was stripped.
  return { binding: 'y', proofRequired: pinned };
}

function chooseType(offer: Offer, listed: readonly string[], way: Way, pinned: boolean): Bound {
  if (listed.length === 0) {
    // RFC 5802 §6.1: where nothing is said it is tls-unique, as with Prosody 0.12 under TLS 1.2, in SASL2 too.
    const unique = way.bindings.get('tls-unique');
    if (unique) return { binding: { name: 'tls-unique', data: unique }, proofRequired: false };
    // Rule 4; undefined for classic SASL, where older servers mean tls-unique, which TLS 1.3 no longer has.
    if (offer.profile === 'sasl2') throw new StreamProblem('weak-mechanism', 'channel binding offered, and its types missing');
    return { binding: 'n', proofRequired: pinned };
  }
  for (const name of BINDINGS) {
    const data = way.bindings.get(name);
    if (data && listed.includes(name)) return { binding: { name, data }, proofRequired: false };
  }
  // Rule 6 as XEP-0474 §6 has it: every server offers tls-server-end-point; without it the list must be proven.
  return { binding: 'n', proofRequired: pinned || !listed.includes('tls-server-end-point') };
}

/** XEP-0474 §5.1: mechanisms sorted by byte, then the bindings, where the server announced any. */
export function offeredText(offer: Offer): string {
  const sorted = (names: readonly string[]) => names.toSorted((one, other) => Buffer.compare(Buffer.from(one), Buffer.from(other))).join('\x1E');
  return offer.bindings === undefined ? sorted(offer.mechanisms) : `${sorted(offer.mechanisms)}\x1F${sorted(offer.bindings)}`;
}

/**
 * What to remember of an offer that led to a sign-in. `bound`: by what. Not pinned to tls-unique: it goes with TLS 1.2, and a server
 * that knows no other offers no binding at all once it speaks TLS 1.3.
 */
export function remember(seen: Credentials['seen'], offer: Offer, bound: BindingName | undefined, listProven: boolean): NonNullable<Credentials['seen']> {
  const known = offer.mechanisms.filter(mechanism => isScram(mechanism) || mechanism === 'PLAIN');
  return {
    mechanisms: [...new Set([...(seen?.mechanisms ?? []), ...known])].toSorted(),
    // An offer that was proven may take channel binding away again (XEP-0474 §2).
    channelBinding: (bound !== undefined && bound !== 'tls-unique') || (!listProven && seen?.channelBinding === true),
  };
}
