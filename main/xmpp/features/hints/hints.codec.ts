// XEP-0334: Message Processing Hints, version 1.0.0 (2024-04-17)
import { childrenOf, el, type Element } from '../../element.ts';
import { NS } from '../../ns.ts';

const HINTS = ['no-permanent-store', 'no-store', 'no-copy', 'store'] as const;
export type Hint = (typeof HINTS)[number];

export const hint = (name: Hint): Element => el(name, NS.hints);

export const readHints = (message: Element): readonly Hint[] =>
  HINTS.filter(name => childrenOf(message).some(one => one.getName() === name && one.getNS() === NS.hints));
