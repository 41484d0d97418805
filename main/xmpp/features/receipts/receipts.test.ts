import { expect, test } from 'vitest';
import { originId } from '../../../../preload/contract/ids.ts';
import { el } from '../../element.ts';
import { NS } from '../../ns.ts';
import { incoming, ours, ROMEO } from '../incoming.fixture.ts';
import { encodeReceipt } from './receipts.codec.ts';
import { receipts } from './receipts.ts';

const asking = (type = 'chat'): string => `<message id='m1' type='${type}'><body>Ay me</body><request xmlns='urn:xmpp:receipts'/></message>`;
const receipt = (type = 'chat'): string => `<message type='${type}'><received xmlns='urn:xmpp:receipts' id='m1'/></message>`;
const about = { peer: ROMEO, sharesPresence: true };

test.each(['live', 'catch-up'] as const)('a request that comes %s is answered once, to the resource that asked', arrival => {
  const effects = receipts.message!(incoming(asking(), { arrival }));
  expect(effects).toMatchObject([{ do: 'send', stanza: { attrs: { to: 'romeo@montague.lit/orchard', type: 'chat' } } }]);
  expect(effects[0]?.do === 'send' && effects[0].stanza.getChild('received', NS.receipts)?.attrs['id']).toBe('m1');
});

test.each([
  ['read again from the archive', incoming(asking(), { arrival: 'history' })],
  ['copied from another of our devices', incoming(asking(), { arrival: 'carbon-received' })],
  ['sent by another of our devices', ours(asking())],
  ['of our own, out of the archive', ours(asking(), { arrival: 'catch-up' })],
  ['from someone who may not see our presence', incoming(asking(), { sharesPresence: false })],
  ['from a room', incoming(asking('groupchat'))],
  ['bounced', incoming(asking('error'))],
  ['without an id', incoming(`<message><body>x</body><request xmlns='urn:xmpp:receipts'/></message>`)],
  ['with an id that is no id', incoming(`<message id='${'x'.repeat(2000)}'><body>x</body><request xmlns='urn:xmpp:receipts'/></message>`)],
])('a request %s is not answered', (_why, message) => {
  expect(receipts.message!(message)).toEqual([]);
});

test.each(['live', 'catch-up', 'history', 'carbon-received'] as const)('a receipt that comes %s says that a message was delivered', arrival => {
  expect(receipts.message!(incoming(receipt(), { arrival }))).toEqual([{ do: 'mark-delivered', peer: ROMEO, id: 'm1' }]);
});

test.each([
  ['of our own', ours(receipt())],
  ['out of a room', incoming(receipt('groupchat'))],
  ['that bounced', incoming(receipt('error'))],
])('a receipt %s changes nothing', (_why, message) => {
  expect(receipts.message!(message)).toEqual([]);
});

test('a text asks for a receipt, a receipt never does', () => {
  const text = el('message', NS.client, { id: 'm2', type: 'chat' }, el('body', undefined, {}, 'Ay me'));
  expect(receipts.outgoing!(text, about).getChild('request', NS.receipts)).toBeDefined();
  expect(receipts.outgoing!(text, about).getChildren('request', NS.receipts)).toHaveLength(1);
  const answer = el('message', NS.client, { id: 'm3', type: 'chat' }, encodeReceipt({ kind: 'received', id: originId('m1') }));
  expect(receipts.outgoing!(answer, about).getChild('request', NS.receipts)).toBeUndefined();
  const room = el('message', NS.client, { id: 'm4', type: 'groupchat' }, el('body', undefined, {}, 'Ay me'));
  expect(receipts.outgoing!(room, about).getChild('request', NS.receipts)).toBeUndefined();
  const without = el('message', NS.client, { type: 'chat' }, el('body', undefined, {}, 'Ay me'));
  expect(receipts.outgoing!(without, about).getChild('request', NS.receipts)).toBeUndefined();
});
