import { expect, test } from 'vitest';
import { el } from '../../element.ts';
import { NS } from '../../ns.ts';
import { incoming, ours, ROMEO } from '../incoming.fixture.ts';
import { MOST_BODY, readBody } from './messaging.codec.ts';
import { messaging } from './messaging.ts';

const text = (type: string, body = 'Ay me'): string => `<message id='m1' type='${type}'><body>${body}</body></message>`;

test.each(['chat', 'normal', 'headline', 'nonsense'])('a text of type %s is stored', type => {
  expect(messaging.message!(incoming(text(type)))).toEqual([{ do: 'store-message', body: 'Ay me', originId: 'm1', thread: undefined }]);
});

test.each(['live', 'catch-up', 'history', 'carbon-received'] as const)('a text is stored when it comes %s', arrival => {
  expect(messaging.message!(incoming(text('chat'), { arrival }))).toHaveLength(1);
});

test('what we wrote on another device is stored', () => {
  expect(messaging.message!(ours(text('chat')))).toMatchObject([{ do: 'store-message', originId: 'm1' }]);
});

test.each([
  ['nothing', '<message/>'],
  ['blank', text('chat', '  \n ')],
  ['of a room', text('groupchat')],
  ['of an occupant', `<message type='chat'><body>psst</body><x xmlns='http://jabber.org/protocol/muc#user'/></message>`],
  ['of another language', `<message><body xmlns='urn:x'>x</body></message>`],
])('a message that is %s is not', (_why, xml) => {
  expect(messaging.message!(incoming(xml))).toEqual([]);
});

const bounced = `<message id='m1' type='error'><body>Ay me</body><error type='cancel'><item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></message>`;

test.each(['live', 'catch-up', 'carbon-received'] as const)('a message that comes back %s has failed, and is not stored again', arrival => {
  expect(messaging.message!(incoming(bounced, { arrival }))).toEqual([
    { do: 'message-failed', peer: ROMEO, id: 'm1', condition: 'item-not-found', text: undefined },
  ]);
});

test('an old error that is read again changes nothing', () => {
  expect(messaging.message!(incoming(bounced, { arrival: 'history' }))).toEqual([]);
  expect(messaging.message!(ours(bounced))).toEqual([]);
});

test('a text of 100,000 characters is kept whole; of a longer one the end is cut, and seen to be', () => {
  const body = (content: string): string | undefined => readBody(el('message', NS.client, {}, el('body', undefined, {}, content)));
  expect(body('x'.repeat(MOST_BODY))).toBe('x'.repeat(MOST_BODY));
  expect(body('x'.repeat(MOST_BODY + 1))).toBe(`${'x'.repeat(MOST_BODY)}…`);
  expect(body(`x${'😀'.repeat(MOST_BODY)}`)!.isWellFormed()).toBe(true);
});

test.each([
  ['markup', '&lt;img src=x onerror=alert(1)&gt;', '<img src=x onerror=alert(1)>'],
  ['a direction mark', 'abc&#x202e;def', 'abc\u202edef'],
  ['a command', '/me laughs', '/me laughs'],
  ['line ends of another system', 'a&#13;\nb&#13;c', 'a\nb\nc'],
])('%s in a text stays text', (_what, sent, kept) => {
  expect(messaging.message!(incoming(text('chat', sent)))).toMatchObject([{ body: kept }]);
});
