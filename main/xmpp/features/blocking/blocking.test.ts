import { expect, test } from 'vitest';
import { parseXml } from '../../xml.fixture.ts';
import { CONTEXT, iqOf, JULIET, ROMEO } from '../incoming.fixture.ts';
import { blockElement, isBlockedByUs, readBlockList, unblockElement } from './blocking.codec.ts';
import { blocking } from './blocking.ts';

const block = (address: string): string => `<block xmlns='urn:xmpp:blocking'><item jid='${address}'/></block>`;

test('another device of ours has blocked somebody', () => {
  const iq = iqOf(block('Mallory@Example.net'), { type: 'set', from: JULIET, trusted: true });
  expect(blocking.iq!(iq, CONTEXT)).toEqual({ result: undefined, effects: [{ do: 'blocked', blocked: true, addresses: ['mallory@example.net'] }] });
});

test.each([
  ['a contact', iqOf(block(JULIET), { type: 'set', from: `${ROMEO}/orchard` })],
  ['us, as a question', iqOf(block(ROMEO), { from: JULIET, trusted: true })],
  ['us, unreadable', iqOf(block('@'), { type: 'set', from: JULIET, trusted: true })],
])('a push of %s blocks nobody', (_who, iq) => {
  expect(blocking.iq!(iq, CONTEXT)).toBeUndefined();
});

test('a push that names nobody is refused, for blocking nobody means nothing', () => {
  const iq = iqOf(`<block xmlns='urn:xmpp:blocking'/>`, { type: 'set', from: JULIET, trusted: true });
  expect(blocking.iq!(iq, CONTEXT)).toMatchObject({ error: 'bad-request' });
});

test('to unblock nobody is a mistake, to unblock everybody must be said', () => {
  expect(() => unblockElement([])).toThrow('nobody');
  expect(unblockElement('unblockAll').toString()).toBe('<unblock xmlns="urn:xmpp:blocking"/>');
});

test('the list, and a message that came back because we block its receiver', () => {
  const list = `<iq type='result'><blocklist xmlns='urn:xmpp:blocking'><item jid='romeo@montague.net'/><item jid='iago@shakespeare.lit/x'/></blocklist></iq>`;
  expect(readBlockList(parseXml(list))).toEqual(['romeo@montague.net', 'iago@shakespeare.lit/x']);
  expect(isBlockedByUs(parseXml(`<error><blocked xmlns='urn:xmpp:blocking:errors'/></error>`))).toBe(true);
  expect(blockElement(['romeo@montague.net']).getChild('item')?.getChild('report')).toBeUndefined();
});
