import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bareJid } from '../../preload/contract/ids.ts';
import { buildLink, parseLink } from './uri.ts';

const ROMEO = 'romeo@montague.net';

test.each([
  ['xmpp:romeo@montague.net', { kind: 'message', address: ROMEO }],
  ['XMPP:Romeo@Montague.net', { kind: 'message', address: ROMEO }],
  ['xmpp://guest@example.com/romeo@montague.net', { kind: 'message', address: ROMEO }],
  ['xmpp:romeo@montague.net/orchard', { kind: 'message', address: ROMEO }],
  [
    'xmpp:romeo@montague.net?message;subject=Test%20Message;body=Here%27s%20a%20test%20message',
    { kind: 'message', address: ROMEO, body: "Here's a test message" },
  ],
  ['xmpp:romeo@montague.net?message;body=1+1', { kind: 'message', address: ROMEO, body: '1+1' }],
  ['xmpp:romeo@montague.net?roster;name=Romeo%20Montague;group=Friends', { kind: 'contact', address: ROMEO, name: 'Romeo Montague' }],
  ['xmpp:romeo@montague.net?subscribe', { kind: 'contact', address: ROMEO }],
  [
    'xmpp:romeo@montague.net?roster;preauth=1tMFqYDdKhfe2pwp;name=Romeo+Montague',
    { kind: 'contact', address: ROMEO, name: 'Romeo Montague', token: '1tMFqYDdKhfe2pwp' },
  ],
  ['xmpp:romeo@example.com?roster;preauth=TOKEN;ibr=y', { kind: 'contact', address: 'romeo@example.com', token: 'TOKEN', mayRegister: true }],
  ['xmpp:juliet@example.com?register;preauth=TOKEN', { kind: 'register', domain: 'example.com', address: 'juliet@example.com', token: 'TOKEN' }],
  ['xmpp:example.com?register;preauth=TOKEN', { kind: 'register', domain: 'example.com', token: 'TOKEN' }],
  ['xmpp:nasty!%23$%25()*+,-.;=%3F%5B%5C%5D%5E_%60%7B%7C%7D~node@example.com', { kind: 'message', address: 'nasty!#$%()*+,-.;=?[\\]^_`{|}~node@example.com' }],
  ['xmpp:romeo@montague.net?call', { kind: 'call', address: ROMEO, video: false }],
  ['xmpp:romeo@montague.net?call;type=video', { kind: 'call', address: ROMEO, video: true }],
  ['xmpp:coven@chat.shakespeare.lit?join', { kind: 'join', address: 'coven@chat.shakespeare.lit' }],
  ['xmpp:coven@chat.shakespeare.lit?join;password=cauldron%20burn', { kind: 'join', address: 'coven@chat.shakespeare.lit', password: 'cauldron burn' }],
  ['tel:+49-30-901820', { kind: 'dial', number: '+49-30-901820' }],
  ['tel:+49%2030%20901820', { kind: 'dial', number: '+4930901820' }],
  ['tel://+49-30-901820', { kind: 'dial', number: '+49-30-901820' }],
  ['TEL:030901820;phone-context=+49', { kind: 'dial', number: '030901820' }],
])('%s', (text, link) => {
  expect(parseLink(text)).toEqual(link);
});

test.each([
  'https://example.com',
  'xmpp:',
  'xmpp:?message',
  'xmpp:%',
  'xmpp:a b@example.com',
  'javascript:xmpp:romeo@montague.net',
  'xmpp:chat.shakespeare.lit?join',
  'xmpp:coven@chat.shakespeare.lit?invite',
  'xmpp:romeo@montague.net?remove',
  'xmpp:romeo@montague.net?unsubscribe',
  'xmpp:montague.net?unregister',
  'tel:juliet',
  'tel:+49 30;<script>',
  'tel:**',
])('%s starts nothing', text => {
  expect(parseLink(text)).toBeUndefined();
});

test('a link that is built reads as what it was built from', () => {
  const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 });
  const address = fc.constantFrom(bareJid('juliet@capulet.lit'), bareJid('a?b#c;d%e@münchen.example'), bareJid('x+y@[::1]'));
  fc.assert(
    fc.property(address, text, (to, body) => {
      expect(parseLink(buildLink({ kind: 'message', address: to, body }))).toEqual({ kind: 'message', address: to, body });
    }),
  );
  fc.assert(
    fc.property(address, fc.stringMatching(/^[!-~]{1,40}$/), (to, token) => {
      const link = { kind: 'contact', address: to, name: 'Juliet C.', token, mayRegister: true } as const;
      expect(parseLink(buildLink(link))).toEqual(link);
    }),
  );
  expect(buildLink({ kind: 'register', domain: 'example.com', token: 'T' })).toBe('xmpp:example.com?register;preauth=T');
});

test('nothing that is fed to it makes it fail', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), text => {
      parseLink(text);
      parseLink(`xmpp:${text}`);
      parseLink(`xmpp:juliet@capulet.lit?${text}`);
    }),
    { numRuns: 3000 },
  );
});
