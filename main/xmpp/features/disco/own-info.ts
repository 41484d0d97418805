import type { Caps, Feature } from '../../feature.ts';
import { verificationHash, type Sha1 } from '../caps/caps.codec.ts';
import type { DiscoInfo } from './disco.codec.ts';

/** What caps name this client by (XEP-0115 §4): an address on the web, not of an account. */
export const CAPS_NODE = 'https://balcony.im';

/** What this client says of itself: one identity, and what its features advertise. */
export const ownInfo = (features: readonly Feature[], name: string, node?: string): DiscoInfo => ({
  node,
  identities: [{ category: 'client', type: 'pc', lang: undefined, name }],
  features: [...new Set(features.flatMap(feature => feature.advertises))].toSorted(),
  forms: [],
});

export const ownCaps = (features: readonly Feature[], name: string, sha1: Sha1): Caps => ({
  node: CAPS_NODE,
  hash: 'sha-1',
  ver: verificationHash(ownInfo(features, name), sha1),
});

/** The answer to disco#info; undefined for a node that is not ours. An older `ver` is not answered with newer features. */
export function answerInfo(features: readonly Feature[], name: string, sha1: Sha1, node: string | undefined): DiscoInfo | undefined {
  const mine = node === undefined || node === '' || node === `${CAPS_NODE}#${ownCaps(features, name, sha1).ver}`;
  return mine ? ownInfo(features, name, node === '' ? undefined : node) : undefined;
}
