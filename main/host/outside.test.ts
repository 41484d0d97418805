import { expect, test } from 'vitest';
import { outsideHref, ownLinkIn } from './outside.ts';

test.each([
  ['https://example.org/a?b#c', 'https://example.org/a?b#c'],
  ['HTTP://EXAMPLE.org', 'http://example.org/'],
  ['mailto:romeo@montague.lit?subject=Hi', 'mailto:romeo@montague.lit?subject=Hi'],
  ['geo:45.4,10.9', 'geo:45.4,10.9'],
  ['tel:+3904512345', 'tel:+3904512345'],
])('%s may be opened', (link, href) => {
  expect(outsideHref(link)).toBe(href);
});

test.each([
  'file:///etc/passwd',
  'javascript:alert(1)',
  'smb://host/share',
  'data:text/html,x',
  'vbscript:x',
  'app://messenger/',
  'ms-msdt:/id',
  'xmpp:romeo@montague.lit',
  'no link',
  '',
])('%s is never handed to another program', link => {
  expect(outsideHref(link)).toBeUndefined();
});

test('a mail link does not attach files of the user', () => {
  expect(outsideHref('mailto:a@b.lit?attach=/etc/passwd&Attachment=x&subject=Hi')).toBe('mailto:a@b.lit?subject=Hi');
});

test('the link among the arguments is found, whatever stands around it', () => {
  expect(ownLinkIn(['/usr/bin/balcony', '--hidden', 'xmpp:juliet@capulet.lit?message'])).toBe('xmpp:juliet@capulet.lit?message');
  expect(ownLinkIn(['/usr/bin/balcony', 'tel:+49-30-901820'])).toBe('tel:+49-30-901820');
  expect(ownLinkIn(['/usr/bin/balcony', 'https://xmpp:1/', 'not-xmpp:'])).toBeUndefined();
  expect(ownLinkIn([`xmpp:${'a'.repeat(5000)}`])).toBeUndefined();
});
