// XEP-0280: Message Carbons, version 1.0.1 (2021-12-26)
import type { BareJid } from '../../../../preload/contract/ids.ts';
import { attr, child, el, type Element } from '../../element.ts';
import { isBare } from '../../jid.ts';
import { NS } from '../../ns.ts';
import { readForwarded, type Forwarded } from '../forwarding/forwarding.codec.ts';

export interface Carbon extends Forwarded {
  readonly kind: 'sent' | 'received';
}

const isWrapped = (message: Element): boolean => child(message, 'received', NS.carbons) !== undefined || child(message, 'sent', NS.carbons) !== undefined;

/**
 * The copy within a carbon; undefined: the message is none. `forged`: it looks like one, but is not from our own bare
 * address, or holds nothing that can be a copy: it must be dropped whole (§11; CVE-2017-5589 and its family).
 */
export function unwrapCarbon(message: Element, own: BareJid): Carbon | 'forged' | undefined {
  if (!isWrapped(message)) return undefined;
  const received = child(message, 'received', NS.carbons);
  const sent = child(message, 'sent', NS.carbons);
  const copy = readForwarded(received ?? sent);
  if ((received && sent) || !copy || !isBare(attr(message, 'from'), own) || attr(message, 'type') === 'error') return 'forged';
  // A copy of a copy is nobody's message: a server wraps once.
  return isWrapped(copy.message) ? 'forged' : { kind: sent ? 'sent' : 'received', ...copy };
}

/** Payload of the request that turns carbons on or off for this session (§4, §5). */
export const carbonsSwitch = (on: boolean): Element => el(on ? 'enable' : 'disable', NS.carbons);
