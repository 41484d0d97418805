import { expect, test } from 'vitest';
import { iqOf, JULIET, ROMEO } from '../incoming.fixture.ts';
import { parseXml } from '../../xml.fixture.ts';
import { mayPush, readRoster, rosterRemove, rosterRequest, rosterSet } from './roster.codec.ts';
import { roster } from './roster.ts';
import { CONTEXT } from '../incoming.fixture.ts';

const push = `<query xmlns='jabber:iq:roster' ver='v2'><item jid='mallory@example.net' subscription='both'/></query>`;
const from = (sender: string, trusted: boolean) => iqOf(push, { type: 'set', from: sender, trusted });

test('a push of our own account changes the roster', () => {
  expect(roster.iq!(from(JULIET, true), CONTEXT)).toMatchObject({
    effects: [{ do: 'roster-push', item: { address: 'mallory@example.net', subscription: 'both' }, version: 'v2' }],
  });
});

test.each([
  ['a stranger (CVE-2015-8688)', from('mallory@example.net/x', false)],
  ['a contact', from(`${ROMEO}/orchard`, false)],
  ['another resource of ours', from(`${JULIET}/phone`, true)],
  ['our server, which has no roster', from('capulet.lit', true)],
  ['our account, as a question', iqOf(push, { type: 'get', from: JULIET, trusted: true })],
])('a push of %s changes nothing', (_who, iq) => {
  expect(roster.iq!(iq, CONTEXT)).toBeUndefined();
});

test.each(['', `<item jid='a@b.c'/><item jid='d@e.f'/>`, `<item jid='@'/>`])('a push of %j is refused: it must hold exactly one contact', items => {
  const iq = iqOf(`<query xmlns='jabber:iq:roster'>${items}</query>`, { type: 'set', from: JULIET, trusted: true });
  expect(roster.iq!(iq, CONTEXT)).toMatchObject({ error: 'bad-request' });
});

test('who may push', () => {
  expect(mayPush(undefined, JULIET)).toBe(true);
  expect(mayPush('Juliet@capulet.lit', JULIET)).toBe(true);
  expect(mayPush(`${JULIET}/x`, JULIET)).toBe(false);
  expect(mayPush('capulet.lit', JULIET)).toBe(false);
});

test('an empty answer means that nothing has changed', () => {
  expect(readRoster(parseXml(`<iq type='result'/>`))).toBe('unchanged');
  expect(readRoster(parseXml(`<iq type='result'><query xmlns='jabber:iq:roster' ver='1'/></iq>`))).toEqual({ items: [], version: '1' });
});

test('requests as RFC 6121 has them', () => {
  expect(rosterRequest('').toString()).toBe('<query xmlns="jabber:iq:roster" ver=""/>');
  expect(rosterRequest().toString()).toBe('<query xmlns="jabber:iq:roster"/>');
  expect(rosterRemove(ROMEO).toString()).toContain('subscription="remove"');
  expect(rosterSet({ address: ROMEO, name: 'Romeo', groups: ['Friends'] }).toString()).toContain('<group>Friends</group>');
});
