import type { Element } from './element.ts';
import type { Feature } from './feature.ts';
import { capsElement, verificationHash, type Sha1 } from './features/caps/caps.codec.ts';
import { discoInfoElement, type DiscoInfo } from './features/disco/disco.codec.ts';

interface Software {
  readonly name: string;
}

/** What caps name this client by (XEP-0115 §4): an address on the web, not of an account. */
const CAPS_NODE = 'https://balcony.im';

/** What this client says of itself: one identity, and what its features advertise. */
const ownInfo = (features: readonly Feature[], software: Software, node?: string): DiscoInfo => ({
  node,
  identities: [{ category: 'client', type: 'pc', lang: undefined, name: software.name }],
  features: [...new Set(features.flatMap(feature => feature.advertises))].toSorted(),
  forms: [],
});

const ownVer = (features: readonly Feature[], software: Software, sha1: Sha1): string => verificationHash(ownInfo(features, software), sha1);

/** `<c/>` for our presence. */
export const clientCaps = (features: readonly Feature[], software: Software, sha1: Sha1): Element =>
  capsElement({ node: CAPS_NODE, hash: 'sha-1', ver: ownVer(features, software, sha1) });

/** Answers disco#info; undefined for a node that is not ours, which an older `ver` is not either. */
export const discoAnswer =
  (features: readonly Feature[], software: Software, sha1: Sha1) =>
  (node: string | undefined): Element | undefined => {
    const asked = node === '' ? undefined : node;
    const mine = asked === undefined || asked === `${CAPS_NODE}#${ownVer(features, software, sha1)}`;
    return mine ? discoInfoElement(ownInfo(features, software, asked)) : undefined;
  };
