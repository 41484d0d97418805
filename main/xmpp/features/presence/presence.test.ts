import { expect, test } from 'vitest';
import { parseXml } from '../../xml.fixture.ts';
import { presenceFrom, ROMEO } from '../incoming.fixture.ts';
import { presenceElement, subscriptionElement } from './presence.codec.ts';
import { presence } from './presence.ts';

const heard = (xml: string) => presence.presence!(presenceFrom(parseXml(xml)));

test('presence tells who is here, and how', () => {
  expect(heard(`<presence><show>dnd</show><status> wooing </status></presence>`)).toMatchObject([
    { do: 'presence', peer: ROMEO, resource: 'orchard', availability: 'dnd', status: 'wooing', priority: 0 },
  ]);
  expect(heard(`<presence type='unavailable'/>`)).toMatchObject([{ availability: 'offline' }]);
});

test('a subscription request brings text, name and token', () => {
  const request = subscriptionElement(ROMEO, 'subscribe', { text: 'Hi', nickname: 'Romeo', preauth: 'T' });
  expect(heard(request.toString())).toEqual([{ do: 'subscription', peer: ROMEO, kind: 'subscribe', text: 'Hi', nickname: 'Romeo', preauth: 'T' }]);
});

test.each([
  ['an error', `<presence type='error'><error type='cancel'/></presence>`],
  ['a probe', `<presence type='probe'/>`],
  ['an invented type', `<presence type='dancing'/>`],
  ['an occupant of a room', `<presence><x xmlns='http://jabber.org/protocol/muc#user'><item role='none'/></x></presence>`],
])('%s says nothing of a contact', (_why, xml) => {
  expect(heard(xml)).toEqual([]);
});

test.each(['1.5', 'x', '999', '-129', ''])('a priority of %j is none', priority => {
  expect(heard(`<presence><priority>${priority}</priority></presence>`)).toMatchObject([{ priority: 0 }]);
});

test('a long status is cut', () => {
  expect(heard(`<presence><status>${'x'.repeat(5000)}</status></presence>`)).toMatchObject([{ status: 'x'.repeat(1023) }]);
});

test('what we do not know of our picture is left to the server; away is never said of who is gone', () => {
  expect(presenceElement({ availability: 'available' }).toString()).toBe('<presence xmlns="jabber:client"><x xmlns="vcard-temp:x:update"/></presence>');
  expect(presenceElement({ availability: 'available', vcardAvatar: '' }).toString()).toContain('<photo');
  expect(presenceElement({ availability: 'offline', status: 'bye' }).toString()).toBe(
    '<presence xmlns="jabber:client" type="unavailable"><status>bye</status></presence>',
  );
});
