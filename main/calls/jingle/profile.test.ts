import { expect, test } from 'vitest';
import { kindOf, profileOf, type PeerInfo } from './profile.ts';

const peer = (node: string | undefined, name?: string, category = 'client', type = 'pc'): PeerInfo => ({
  node,
  features: new Set(),
  identities: [{ category, type, name }],
});

test.each([
  ['own', peer('https://balcony.im')],
  ['own', peer(undefined, 'Balcony')],
  ['dino', peer('http://dino-im.org', 'Dino')],
  ['dino', peer('https://dino.im')],
  ['conversations', peer('http://conversations.im', 'Conversations', 'client', 'phone')],
  ['conversations', peer('https://snikket.org', 'Snikket', 'client', 'phone')],
  ['conversations', peer('x', 'Cheogram', 'client', 'phone')],
  ['conversations', peer('x', 'monocles chat', 'client', 'phone')],
  ['movim', peer('https://movim.eu/', 'Movim', 'client', 'web')],
  ['monal', peer('http://monal-im.org/', 'Monal', 'client', 'phone')],
  ['gateway', peer('http://cheogram.com', 'Cheogram', 'gateway', 'pstn')],
  ['gateway', peer(undefined, undefined, 'gateway', 'sip')],
  ['unknown', peer('https://gajim.org', 'Gajim')],
  ['unknown', peer(undefined)],
  ['unknown', peer('https://example.net/dino')],
  ['unknown', peer(undefined, 'Dinosaur')],
])('a device is of kind %s', (kind, info) => {
  expect(kindOf(info)).toBe(kind);
});

test('who announces that it wants candidates with its offer gets them, whatever it is', () => {
  expect(profileOf({ ...peer('x', 'Cheogram'), features: new Set(['urn:ietf:rfc:3264']) })).toMatchObject({ kind: 'conversations', gatherFirst: true });
  expect(profileOf(peer('https://movim.eu/')).gatherFirst).toBe(false);
});

test('the table: what would end a call with a peer is not done to it', () => {
  const of = (node: string) => profileOf(peer(node));
  expect(of('http://dino-im.org')).toMatchObject({ bundle: false, restart: false, remove: false, senders: 'not-none' });
  expect(of('http://conversations.im')).toMatchObject({ bundle: true, restart: true, modify: 'own-sending', remove: false });
  expect(of('https://movim.eu/')).toMatchObject({ addAnswer: 'session-accept', senders: 'both-only', restart: false });
  expect(of('http://monal-im.org/')).toMatchObject({ add: false, restart: false });
  expect(profileOf(peer(undefined, undefined, 'gateway', 'pstn'))).toMatchObject({ muxOptional: true, proceedIsNoAnswer: true, add: false });
});
