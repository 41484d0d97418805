import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bareOf, composeBare, composeJid, domainOf, isBare, localOf, parseJid, readAddress, resourceOf } from './jid.ts';
import { bareJid } from '../../preload/contract/ids.ts';

test.each([
  ['juliet@capulet.lit', 'juliet@capulet.lit'],
  ['Juliet@Capulet.LIT', 'juliet@capulet.lit'],
  ['juliet@capulet.lit.', 'juliet@capulet.lit'],
  ['juliet@capulet.lit/balcony', 'juliet@capulet.lit'],
  ['capulet.lit', 'capulet.lit'],
  ['juliet@xn--mnchen-3ya.example', 'juliet@münchen.example'],
  ['juliet@MU\u0308NCHEN.example', 'juliet@münchen.example'],
  ['juliet@例え.テスト', 'juliet@例え.テスト'],
  ['juliet@xn--r8jz45g.xn--zckzah', 'juliet@例え.テスト'],
  ['juliet@capulet。lit', 'juliet@capulet.lit'],
  ['ｊｕｌｉｅｔ@capulet.lit', 'juliet@capulet.lit'],
  ['juliet@127.0.0.1', 'juliet@127.0.0.1'],
  ['juliet@[::1]', 'juliet@[::1]'],
  ['call-me\\20ishmael@example.com', 'call-me\\20ishmael@example.com'],
])('%s is %s', (text, bare) => {
  expect(bareOf(text)).toBe(bare);
});

test.each([
  '',
  '@',
  '/',
  '@capulet.lit',
  'juliet@',
  'juliet@/balcony',
  'juliet@capulet.lit/',
  'foo bar@example.com',
  '"juliet"@example.com',
  'a:b@example.com',
  'a<b@example.com',
  'juliet@example.com@example.net',
  'juliet@exa mple.com',
  'juliet@.example.com',
  'juliet@example..com',
  'juliet@-example.com',
  'juliet@example.com/\u0007',
  'jul\u202eiet@capulet.lit',
  'jul\u200biet@capulet.lit',
  'juliet@capulet\u202e.lit',
  `${'a'.repeat(1024)}@example.com`,
  `juliet@${'a'.repeat(64)}.com`,
  `juliet@example.com/${'ä'.repeat(512)}`,
  '\ud800@example.com',
])('%j is no address', text => {
  expect(parseJid(text)).toBeUndefined();
  expect(bareOf(text)).toBeUndefined();
});

test('a resource may hold what a name may not', () => {
  expect(resourceOf('juliet@capulet.lit/foo@bar/baz "x"')).toBe('foo@bar/baz "x"');
  expect(resourceOf('juliet@capulet.lit/Balcony ♜')).toBe('Balcony ♜');
  expect(resourceOf('juliet@capulet.lit')).toBeUndefined();
});

test('the parts of an address', () => {
  expect(domainOf('juliet@capulet.lit/x')).toBe('capulet.lit');
  expect(localOf('juliet@capulet.lit/x')).toBe('juliet');
  expect(localOf('capulet.lit')).toBeUndefined();
  expect(domainOf(undefined)).toBeUndefined();
});

test('a punycode label that decodes to something misleading stays as it was sent', () => {
  // an invisible character within; a capital; nothing but ASCII
  for (const sent of ['xn--juliet-df0c.com', 'xn--m-xda.com', 'xn--example--x.com']) expect(domainOf(sent)).toBe(sent.toLowerCase());
  expect(domainOf('xn--example-.com')).toBeUndefined();
});

test('only the bare address itself is the bare address', () => {
  const juliet = bareJid('juliet@capulet.lit');
  expect(isBare('Juliet@capulet.lit', juliet)).toBe(true);
  expect(isBare('juliet@capulet.lit/balcony', juliet)).toBe(false);
  expect(isBare('capulet.lit', juliet)).toBe(false);
  expect(isBare(undefined, juliet)).toBe(false);
});

test.each([
  ['  juliet@capulet.lit ', { address: 'juliet@capulet.lit' }],
  ['xmpp:juliet@capulet.lit', { address: 'juliet@capulet.lit' }],
  ['XMPP:juliet@capulet.lit?message;body=hi', { address: 'juliet@capulet.lit' }],
  ['xmpp://romeo@montague.lit/juliet@capulet.lit', { address: 'juliet@capulet.lit' }],
  ['mailto:juliet%2Bx@capulet.lit?subject=x', { address: 'juliet+x@capulet.lit' }],
  ['Juliet <juliet@capulet.lit>', { address: 'juliet@capulet.lit' }],
  ['juliet＠capulet.lit', { address: 'juliet@capulet.lit' }],
  ['juliet@capulet.lit/balcony', { address: 'juliet@capulet.lit' }],
  ['juliet@localhost', { address: 'juliet@localhost' }],
  ['juliet@gmial', { address: 'juliet@gmial', doubt: 'no-dot' }],
  ['', { hint: 'empty' }],
  ['  ', { hint: 'empty' }],
  ['juliet', { hint: 'no-at' }],
  ['capulet.lit', { hint: 'no-at' }],
  ['@capulet.lit', { hint: 'no-at' }],
  ['/', { hint: 'no-at' }],
  ['juliet capulet@capulet.lit', { hint: 'spaces' }],
  ['juliet @capulet.lit', { hint: 'spaces' }],
  ['"juliet"@capulet.lit', { hint: 'bad-characters' }],
  ['juliet@capulet@lit', { hint: 'bad-characters' }],
  ['juliet@', { hint: 'bad-domain' }],
  ['juliet@capulet..lit', { hint: 'bad-domain' }],
  ['juliet@capulet,lit', { hint: 'bad-domain' }],
  ['juliet@1.2.3', { hint: 'bad-domain' }],
  [`${'j'.repeat(1025)}@capulet.lit`, { hint: 'too-long' }],
])('%j typed reads as %j', (text, read) => {
  expect(readAddress(text)).toEqual(read);
});

const anything = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc
    .tuple(fc.string({ unit: 'grapheme', maxLength: 12 }), fc.string({ unit: 'grapheme', maxLength: 12 }), fc.string({ unit: 'grapheme', maxLength: 12 }))
    .map(([a, b, c]) => `${a}@${b}/${c}`),
  fc.string({ unit: fc.constantFrom(...'abcz0189-.'), maxLength: 20 }).map(text => `a@xn--${text}`),
);

test('whatever is fed to it, an address parses to its prepared self or to nothing', () => {
  fc.assert(
    fc.property(anything, text => {
      const jid = parseJid(text);
      expect(bareOf(text)).toBe(jid && composeBare(jid));
      readAddress(text);
      if (!jid) return;
      expect(parseJid(composeJid(jid))).toEqual(jid);
      expect(bareOf(composeJid(jid))).toBe(composeBare(jid));
      expect(composeJid(jid).length).toBeLessThan(4096);
    }),
    { numRuns: 5000 },
  );
});

test('what readAddress accepts is an address, and reads the same again', () => {
  fc.assert(
    fc.property(anything, text => {
      const read = readAddress(text);
      if (!('address' in read)) return;
      expect(bareOf(read.address)).toBe(read.address);
      expect(readAddress(read.address)).toEqual(read);
    }),
    { numRuns: 5000 },
  );
});
