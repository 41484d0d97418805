import { expect, test } from 'vitest';
import type { CallMessage } from '../jingle/jingle.types.ts';
import { incoming, ours } from '../incoming.fixture.ts';
import { messaging } from '../messaging/messaging.ts';
import { encodeCallMessage } from './call-messages.codec.ts';
import { callMessages } from './call-messages.ts';

const proposal = (type = 'chat'): string =>
  `<message type='${type}' id='jm-propose-s1'><propose xmlns='urn:xmpp:jingle-message:0' id='s1'><description xmlns='urn:xmpp:jingle:apps:rtp:1' media='audio'/></propose></message>`;
const said = [{ do: 'call-message', said: { kind: 'propose', sid: 's1', media: ['audio'] } }];

test.each(['live', 'catch-up', 'history', 'carbon-received'] as const)('a proposal is heard when it comes %s', arrival => {
  expect(callMessages.message!(incoming(proposal(), { arrival }))).toEqual(said);
});

test('what another own device said of a call is heard', () => {
  expect(callMessages.message!(ours(proposal()))).toEqual(said);
});

test('gateways say it in messages of type normal', () => {
  expect(callMessages.message!(incoming(proposal('normal')))).toEqual(said);
});

test.each([
  ['that bounced', incoming(proposal('error'))],
  ['of a room', incoming(proposal('groupchat'))],
  ['that is a headline', incoming(proposal('headline'))],
  ['of an occupant of a room', incoming(proposal().replace('<propose', "<x xmlns='http://jabber.org/protocol/muc#user'/><propose"))],
])('a proposal %s is none', (_what, message) => {
  expect(callMessages.message!(message)).toEqual([]);
});

const ENDED = { reason: { reason: 'success', text: undefined }, tieBreak: false, migratedTo: undefined } as const;
const ALL: readonly CallMessage[] = [
  { kind: 'propose', sid: 's1', media: ['audio', 'video'] },
  { kind: 'ringing', sid: 's1' },
  { kind: 'proceed', sid: 's1' },
  { kind: 'accept', sid: 's1' },
  { kind: 'reject', sid: 's1', ...ENDED },
  { kind: 'retract', sid: 's1', ...ENDED },
  { kind: 'finish', sid: 's1', ...ENDED },
];

test.each(ALL)('$kind is stored by archives, makes no row of a chat, and is read as it was written', one => {
  const message = encodeCallMessage('romeo@montague.lit', one);
  expect(message.attrs).toMatchObject({ type: 'chat', id: `jm-${one.kind}-s1` });
  expect(message.getChild('store', 'urn:xmpp:hints')).toBeDefined();
  expect(message.getChild('request', 'urn:xmpp:receipts') !== undefined).toBe(one.kind === 'propose');
  const heard = incoming(message.toString());
  expect(messaging.message!(heard)).toEqual([]);
  expect(callMessages.message!(heard)).toEqual([{ do: 'call-message', said: one }]);
});
