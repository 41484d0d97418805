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

function mutateOnce(root: Element, others: readonly Element[], random: () => number): void {
  const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)];
  const target = pick(everyElement(root)) ?? root;
  const name = pick(Object.keys(target.attrs));
  const place = Math.floor(random() * (target.children.length + 1));
  switch (Math.floor(random() * 8)) {
    case 0:
      if (name !== undefined) Reflect.deleteProperty(target.attrs, name);
      return;
    case 1:
      if (name !== undefined) target.attrs[name] = pick(NASTY);
      return;
    case 2:
      target.attrs[pick(['id', 'from', 'to', 'type', 'xmlns', 'jid', 'node', 'stamp', 'by', 'h', 'xml:lang']) ?? 'id'] = pick(NASTY);
      return;
    case 3:
      target.children.splice(place, 1);
      return;
    case 4:
      target.children.splice(place, 0, pick(NASTY) ?? '');
      return;
    case 5:
      target.children.splice(place, 0, clone(pick(everyElement(pick(others) ?? root)) ?? root));
      return;
    case 6:
      if (target !== root) target.name = pick(['body', 'item', 'query', 'message', 'iq', 'presence', 'x', 'error', 'received']) ?? 'x';
      return;
    default:
      // Within itself, a few times.
      for (let depth = 0; depth < 5; depth += 1) target.children.push(clone(xml(target.name, { ...target.attrs })));
  }
}

const everyElement = (root: Element): Element[] => [root, ...root.children.flatMap(child => (typeof child === 'string' ? [] : everyElement(child)))];
