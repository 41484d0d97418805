import { expect, test } from 'vitest';
import { bareJid, originId } from '../../../../preload/contract/ids.ts';
import { NS } from '../../ns.ts';
import { parseXml } from '../../xml.fixture.ts';
import { incoming, JULIET, ours, ROMEO } from '../incoming.fixture.ts';
import { displayedInRoom, displayedMessage, isMarkable } from './markers.codec.ts';
import { markers } from './markers.ts';

const displayed = (type = 'chat'): string => `<message type='${type}'><displayed xmlns='urn:xmpp:chat-markers:0' id='m1'/></message>`;

test.each(['live', 'catch-up', 'history', 'carbon-received'] as const)('a marker that comes %s says that our message was seen', arrival => {
  expect(markers.message!(incoming(displayed(), { arrival }))).toEqual([{ do: 'mark-displayed', peer: ROMEO, id: 'm1' }]);
});

test('an older client’s received counts as delivered', () => {
  const message = incoming(`<message><received xmlns='urn:xmpp:chat-markers:0' id='m1'/></message>`);
  expect(markers.message!(message)).toEqual([{ do: 'mark-delivered', peer: ROMEO, id: 'm1' }]);
});

test.each(['carbon-sent', 'catch-up', 'history'] as const)('our own marker that comes %s says that another device of ours has read', arrival => {
  expect(markers.message!(ours(displayed(), { arrival }))).toEqual([{ do: 'read-elsewhere', peer: ROMEO, id: { origin: 'm1' } }]);
});

const COVEN = bareJid('coven@chat.shakespeare.lit');
const inRoom = { from: `${COVEN}/firstwitch`, peer: COVEN };

test('in a room a marker says who has read up to the room’s id', () => {
  expect(markers.message!(incoming(displayed('groupchat'), inRoom))).toEqual([
    { do: 'room-read', room: COVEN, nickname: 'firstwitch', occupantId: undefined, id: 'm1' },
  ]);
  expect(displayedInRoom(COVEN, 'r1').toString()).toContain(`type="groupchat"><displayed xmlns="${NS.markers}" id="r1"/>`);
});

test.each([
  ['by a room itself', incoming(displayed('groupchat'), { ...inRoom, from: COVEN })],
  ['by an occupant, to us alone', incoming(displayed().replace('</message>', `<x xmlns='${NS.mucUser}'/></message>`), inRoom)],
  ['that bounced', incoming(displayed('error'))],
  ['without an id', incoming(`<message><displayed xmlns='urn:xmpp:chat-markers:0'/></message>`)],
  ['that is a mere request', incoming(`<message id='m1'><body>x</body><markable xmlns='urn:xmpp:chat-markers:0'/></message>`)],
  ['to ourselves', ours(displayed(), { arrival: 'live', peer: JULIET, to: JULIET })],
])('a marker %s changes nothing', (_why, message) => {
  expect(markers.message!(message)).toEqual([]);
});

test('a message asks for markers; a marker neither asks nor is lost on the way', () => {
  const text = parseXml(`<message id='m1' type='chat'><body>Ay me</body></message>`);
  expect(isMarkable(markers.outgoing!(text, { peer: ROMEO, sharesPresence: true }))).toBe(true);
  const marker = displayedMessage(ROMEO, originId('m1'));
  expect(isMarkable(markers.outgoing!(marker, { peer: ROMEO, sharesPresence: true }))).toBe(false);
  expect(marker.getChild('store', NS.hints)).toBeDefined();
  expect(marker.attrs).toMatchObject({ to: ROMEO, type: 'chat' });
});
