import xml, { type Element } from '@xmpp/xml';

/** Words that parsers, databases and screens have stumbled over. */
const NASTY = [
  '',
  ' ',
  '0',
  '-1',
  '99999999999999999999',
  'null',
  '__proto__',
  'constructor',
  '\u202Egnp.exe',
  '\u2066\u2069\u200F',
  '<script>alert(1)</script>',
  "'; drop table message; --",
  '@',
  'a@b@c/d/e',
  `${'x'.repeat(1_100)}@verona.test`,
  '\uD83C\uDF39'.repeat(200),
  '2026-13-45T99:99:99Z',
  'javascript:alert(1)',
] as const;

/** Changes a stanza in one to six places, as `random` has it. Always well-formed. */
export function mutate(stanza: Element, others: readonly Element[], random: () => number): Element {
  const copy = clone(stanza);
  for (let left = 1 + Math.floor(random() * 6); left > 0; left -= 1) mutateOnce(copy, others, random);
  return copy;
}

export const clone = (element: Element): Element =>
  xml(element.name, { ...element.attrs }, ...element.children.map(child => (typeof child === 'string' ? child : clone(child))));

type Pick = <T>(list: readonly T[]) => T | undefined;
type Change = (target: Element, pick: Pick, others: readonly Element[]) => void;

const ATTRIBUTES = ['id', 'from', 'to', 'type', 'xmlns', 'jid', 'node', 'stamp', 'by', 'h', 'xml:lang'];
const NAMES = ['body', 'item', 'query', 'message', 'iq', 'presence', 'x', 'error', 'received'];
const somewhere = (target: Element, pick: Pick): number => pick([...target.children.keys(), target.children.length]) ?? 0;
const put = (target: Element, pick: Pick, child: Element | string): unknown => target.children.splice(somewhere(target, pick), 0, child);

const CHANGES: readonly Change[] = [
  (target, pick) => void Reflect.deleteProperty(target.attrs, pick(Object.keys(target.attrs)) ?? ''),
  (target, pick) => (target.attrs[pick(Object.keys(target.attrs)) ?? 'id'] = pick(NASTY)),
  (target, pick) => (target.attrs[pick(ATTRIBUTES) ?? 'id'] = pick(NASTY)),
  (target, pick) => target.children.splice(somewhere(target, pick), 1),
  (target, pick) => put(target, pick, pick(NASTY) ?? ''),
  (target, pick, others) => put(target, pick, clone(pick(everyElement(pick(others) ?? target)) ?? target)),
  (target, pick) => target.parent && (target.name = pick(NAMES) ?? 'x'),
  // Within itself, a few times.
  target => target.children.push(...Array.from({ length: 5 }, () => xml(target.name, { ...target.attrs }))),
];

function mutateOnce(root: Element, others: readonly Element[], random: () => number): void {
  const pick: Pick = list => list[Math.floor(random() * list.length)];
  pick(CHANGES)?.(pick(everyElement(root)) ?? root, pick, others);
}

const everyElement = (root: Element): Element[] => [root, ...root.children.flatMap(child => (typeof child === 'string' ? [] : everyElement(child)))];
