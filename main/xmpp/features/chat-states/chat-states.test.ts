import { expect, test } from 'vitest';
import { bareJid } from '../../../../preload/contract/ids.ts';
import { NS } from '../../ns.ts';
import { parseXml } from '../../xml.fixture.ts';
import { incoming, ours, ROMEO } from '../incoming.fixture.ts';
import { chatStateMessage, roomStateMessage } from './chat-states.codec.ts';
import { chatStates } from './chat-states.ts';

const composing = (type = 'chat'): string => `<message type='${type}'><composing xmlns='${NS.chatStates}'/></message>`;

test('who types now is typing', () => {
  expect(chatStates.message!(incoming(composing()))).toEqual([{ do: 'typing', peer: ROMEO, state: 'composing' }]);
});

const COVEN = bareJid('coven@chat.shakespeare.lit');
const inRoom = { from: `${COVEN}/firstwitch`, peer: COVEN };

test('who types now in a room is typing there', () => {
  expect(chatStates.message!(incoming(composing('groupchat'), inRoom))).toEqual([
    { do: 'room-typing', room: COVEN, nickname: 'firstwitch', state: 'composing' },
  ]);
  expect(roomStateMessage(COVEN, 'paused').attrs).toMatchObject({ to: COVEN, type: 'groupchat' });
});

test.each([
  ['while we were away', incoming(composing(), { arrival: 'catch-up' })],
  ['long ago', incoming(composing(), { arrival: 'history' })],
  ['and the server kept it for us', incoming(composing(), { stamp: 1 })],
  ['to another of our devices', incoming(composing(), { arrival: 'carbon-received' })],
  ['on another of our devices', ours(composing())],
  ['in a room before we came', incoming(composing('groupchat'), { ...inRoom, stamp: 1 })],
  ['in a room long ago', incoming(composing('groupchat'), { ...inRoom, arrival: 'history' })],
  ['and is a room itself', incoming(composing('groupchat'), { ...inRoom, from: COVEN })],
  ['to us alone in a room', incoming(composing().replace('</message>', `<x xmlns='${NS.mucUser}'/></message>`), inRoom)],
  ['and it bounced', incoming(composing('error'))],
])('who typed %s is not', (_why, message) => {
  expect(chatStates.message!(message)).toEqual([]);
});

test('only who may see our presence learns that we are active', () => {
  const text = (): ReturnType<typeof parseXml> => parseXml(`<message type='chat'><body>Ay me</body></message>`);
  expect(chatStates.outgoing!(text(), { peer: ROMEO, sharesPresence: true }).getChild('active', NS.chatStates)).toBeDefined();
  expect(chatStates.outgoing!(text(), { peer: ROMEO, sharesPresence: false }).getChild('active', NS.chatStates)).toBeUndefined();
});

test('a typing state is kept in no archive', () => {
  expect(chatStateMessage(ROMEO, 'composing').getChild('no-store', NS.hints)).toBeDefined();
});
