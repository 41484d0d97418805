// XEP-0297: Stanza Forwarding, version 1.0 (2013-10-02)
import { child, ownChild, timeAttr, type Element } from '../../element.ts';
import { NS } from '../../ns.ts';

export interface Forwarded {
  readonly message: Element;
  /** When the forwarder first had it, milliseconds since 1970: as true as the forwarder. */
  readonly stamp: number | undefined;
}

/** The message in `<forwarded/>` below `parent`, as it was. Whether to believe it is up to who forwarded it (§7). */
export function readForwarded(parent: Element | undefined): Forwarded | undefined {
  const forwarded = child(parent, 'forwarded', NS.forward);
  const message = child(forwarded, 'message', NS.client) ?? (forwarded && ownChild(forwarded, 'message'));
  return message && { message, stamp: timeAttr(child(forwarded, 'delay', NS.delay), 'stamp') };
}
