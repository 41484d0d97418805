// What a server's features offer (RFC 6120 §4.3.2; XEP-0388, 0386, 0440, 0484, 0198), read without belief.
import { attr, child, childrenOf, type Element } from '../element.ts';
import type { Offer } from './sasl/choose.ts';
import { NS } from '../ns.ts';
import type { StreamFeatures } from './stream.ts';

export interface Inline {
  /** Names of what can be enabled along with the bind; undefined: no Bind 2. */
  readonly bind: ReadonlySet<string> | undefined;
  /** A session can be resumed along with the sign-in. */
  readonly resume: boolean;
  /** Mechanisms for tokens; empty: no FAST. */
  readonly fast: readonly string[];
}

const named = (parent: Element | undefined, name: string): readonly Element[] => (parent ? childrenOf(parent).filter(one => one.getName() === name) : []);
const mechanisms = (parent: Element | undefined): readonly string[] => named(parent, 'mechanism').map(one => one.text().trim());

/** SASL2 where it is offered (XEP-0388 §2.1), classic SASL else; undefined: neither. */
export function readOffer(features: Element): (Offer & { readonly inline: Inline }) | undefined {
  const types = child(features, 'sasl-channel-binding', NS.channelBinding);
  const bindings = types && named(types, 'channel-binding').map(one => attr(one, 'type') ?? '');
  const second = child(features, 'authentication', NS.sasl2);
  if (second) return { profile: 'sasl2', mechanisms: mechanisms(second), bindings, inline: readInline(child(second, 'inline')) };
  const classic = child(features, 'mechanisms', NS.sasl);
  return classic && { profile: 'sasl', mechanisms: mechanisms(classic), bindings, inline: { bind: undefined, resume: false, fast: [] } };
}

function readInline(inline: Element | undefined): Inline {
  const bind = child(inline, 'bind', NS.bind2);
  // XEP-0386 §4.1 has the list inside another <inline/>; the examples of XEP-0198 §6 do without.
  const enabled = bind && [...named(bind, 'feature'), ...named(child(bind, 'inline'), 'feature')].map(one => attr(one, 'var') ?? '');
  return {
    bind: enabled && new Set(enabled),
    resume: child(inline, 'sm', NS.streamManagement) !== undefined,
    fast: mechanisms(child(inline, 'fast', NS.fast)),
  };
}

export const offersManagement = (features: Element | undefined): boolean => child(features, 'sm', NS.streamManagement) !== undefined;
export const offersClientState = (features: Element | undefined): boolean => child(features, 'csi', NS.clientState) !== undefined;

/** What the session above wants to know; `features` undefined where the server sent none after the sign-in. */
export function readFeatures(features: Element | undefined, carbonsEnabled: boolean, streamManagement: boolean): StreamFeatures {
  const caps = child(features, 'c', NS.caps);
  const [node, ver, hash] = [attr(caps, 'node'), attr(caps, 'ver'), attr(caps, 'hash')];
  return {
    carbonsEnabled,
    streamManagement,
    rosterVersions: child(features, 'ver', NS.rosterVersions) !== undefined,
    preApproval: child(features, 'sub', NS.preApproval) !== undefined,
    caps: node !== undefined && ver !== undefined && hash !== undefined ? { node, ver, hash } : undefined,
  };
}
