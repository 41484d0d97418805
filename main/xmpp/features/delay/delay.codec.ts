// XEP-0203: Delayed Delivery, version 2.0 (2009-09-15)
import { attr, childrenOf, el, timeAttr, type Element } from '../../element.ts';
import { NS } from '../../ns.ts';

export interface Delay {
  /** Milliseconds since 1970. */
  readonly stamp: number;
  /** Who says so; only the stanza's route can tell whether it may be believed. */
  readonly from: string | undefined;
}

/** XEP-0082 §3.2, always in UTC. */
export const timeText = (at: number): string => new Date(at).toISOString();

/** Every delay of an element: each hop may add its own. */
function readDelays(parent: Element): readonly Delay[] {
  return childrenOf(parent)
    .filter(one => one.is('delay', NS.delay))
    .slice(0, 16)
    .flatMap(one => {
      const stamp = timeAttr(one, 'stamp');
      return stamp === undefined ? [] : [{ stamp, from: attr(one, 'from') }];
    });
}

/** The delay that one of these addresses has put there; anybody else's is a mere claim (§5). */
export const delayBy = (parent: Element, trusted: readonly string[]): number | undefined =>
  readDelays(parent).find(one => one.from !== undefined && trusted.includes(one.from))?.stamp;

export const decodeDelay = (delay: Element): Delay | undefined => {
  const stamp = timeAttr(delay, 'stamp');
  return stamp === undefined ? undefined : { stamp, from: attr(delay, 'from') };
};

export const encodeDelay = (delay: Delay): Element => el('delay', NS.delay, { from: delay.from, stamp: timeText(delay.stamp) });
