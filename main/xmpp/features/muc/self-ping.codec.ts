// XEP-0410: MUC Self-Ping (Schrödinger's Chat), version 1.1.0 (2019-09-25)
import { el, type Element } from '../../element.ts';
import { NS } from '../../ns.ts';

/** Payload of an `iq` of type `get` to ourselves in the room: its address with our nickname (§3.2). */
export const selfPing = (): Element => el('ping', NS.ping);

const STILL_IN: readonly string[] = ['service-unavailable', 'feature-not-implemented', 'item-not-found'];
const UNKNOWN: readonly string[] = ['remote-server-not-found', 'remote-server-timeout'];

/**
 * What an answer says (§3.2): are we still in? `condition`: of the error; undefined where it was answered. `unknown`: nobody can tell,
 * ask again later; a request that timed out by itself is `remote-server-timeout`, too.
 */
export function meaningOfSelfPing(condition: string | undefined): 'in' | 'out' | 'unknown' {
  if (condition === undefined || STILL_IN.includes(condition)) return 'in';
  return UNKNOWN.includes(condition) ? 'unknown' : 'out';
}
