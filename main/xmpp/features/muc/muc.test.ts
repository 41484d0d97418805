import { expect, test } from 'vitest';
import { bareJid } from '../../../../preload/contract/ids.ts';
import type { Effect, Incoming } from '../../feature.ts';
import { NS } from '../../ns.ts';
import { parseXml } from '../../xml.fixture.ts';
import { incoming, JULIET, ours, presenceFrom } from '../incoming.fixture.ts';
import { messaging } from '../messaging/messaging.ts';
import { nickname } from '../nickname/nickname.ts';
import { presence } from '../presence/presence.ts';
import { muc } from './muc.ts';

const COVEN = bareJid('coven@chat.shakespeare.lit');
const WITCH = `${COVEN}/thirdwitch`;
const ARRIVALS = ['live', 'catch-up', 'history'] as const;

const said = (inside: string, type = 'groupchat'): string => `<message id='m1' type='${type}'>${inside}</message>`;
const byWitch = (inside: string, over: Partial<Incoming> = {}): Incoming => incoming(said(inside), { from: WITCH, peer: COVEN, ...over });
const byRoom = (inside: string, over: Partial<Incoming> = {}): Incoming => byWitch(inside, { from: COVEN, ...over });
const heard = (message: Incoming): readonly Effect[] => muc.message!(message);
const seen = (xml: string, from = WITCH): readonly Effect[] => muc.presence!(presenceFrom(parseXml(xml), from));

const TEXT = `<body>Harpier cries: 'tis time.</body>`;
const X = (inside = ''): string => `<x xmlns='${NS.mucUser}'>${inside}</x>`;
const ITEM = `<item affiliation='owner' role='moderator' jid='mallory@example.net/x'/>`;
const MODERATED = `<retract id='r1' xmlns='${NS.retraction}'><moderated by='${COVEN}/firstwitch' xmlns='${NS.moderation}'/></retract>`;
const OLDER = `<apply-to id='r1' xmlns='${NS.fastening}'><moderated by='${COVEN}/firstwitch' xmlns='${NS.olderModeration}'><retract xmlns='${NS.olderRetraction}'/></moderated></apply-to>`;
const STONE = `<retracted xmlns='${NS.retraction}'><moderated by='${COVEN}/firstwitch' xmlns='${NS.moderation}'/></retracted>`;
const SUBJECT = `<subject>Fire Burn and Cauldron Bubble!</subject>`;

test.each(ARRIVALS)('a text that comes %s is a text in the room', arrival => {
  const message = byWitch(`${TEXT}<origin-id xmlns='${NS.stanzaIds}' id='o1'/><occupant-id xmlns='${NS.occupantId}' id='w3'/><thread>t</thread>`, {
    arrival,
    archiveId: 'r1',
  });
  expect(heard(message)).toEqual([
    {
      do: 'room-message',
      room: COVEN,
      nickname: 'thirdwitch',
      said: {
        body: `Harpier cries: 'tis time.`,
        originId: 'o1',
        archiveId: 'r1',
        occupantId: 'w3',
        address: undefined,
        private: false,
        mentions: [],
        thread: 't',
      },
    },
  ]);
});

test('the archive tells who it really was; a sender of now cannot', () => {
  const address = (arrival: Incoming['arrival']): unknown =>
    heard(byWitch(TEXT + X(ITEM), { arrival })).map(effect => effect.do === 'room-message' && effect.said.address);
  expect(address('catch-up')).toEqual(['mallory@example.net']);
  expect(address('history')).toEqual(['mallory@example.net']);
  expect(address('live')).toEqual([undefined]);
});

test('the room itself has a word, and no name', () => {
  expect(heard(byRoom('<body>This room is logged</body>'))).toMatchObject([{ do: 'room-message', nickname: '', said: { body: 'This room is logged' } }]);
});

test('the subject is the room’s, whoever set it', () => {
  expect(heard(byWitch(SUBJECT))).toEqual([{ do: 'room-subject', room: COVEN, nickname: 'thirdwitch', subject: 'Fire Burn and Cauldron Bubble!' }]);
  expect(heard(byRoom('<subject/>'))).toEqual([{ do: 'room-subject', room: COVEN, nickname: undefined, subject: '' }]);
});

test.each([
  ['an old one', byWitch(SUBJECT, { arrival: 'history' })],
  ['one of last night', byWitch(SUBJECT, { arrival: 'catch-up' })],
  ['to us alone', incoming(said(SUBJECT + X(), 'chat'), { from: WITCH, peer: COVEN })],
  ['in another language', byWitch(`<subject xmlns='urn:x'>x</subject>`)],
])('a subject that is %s is not the room’s now', (_why, message) => {
  expect(heard(message)).toEqual([]);
});

test('the heading of a text is no subject', () => {
  expect(heard(byWitch(SUBJECT + TEXT))).toMatchObject([{ do: 'room-message' }]);
});

test('the room says that its settings have changed', () => {
  expect(heard(byRoom(X(`<status code='104'/><status code='172'/><status code='104'/>`)))).toEqual([{ do: 'room-status', room: COVEN, statuses: [104, 172] }]);
});

test.each([
  ['by an occupant', byWitch(X(`<status code='104'/>`))],
  ['out of the archive', byRoom(X(`<status code='104'/>`), { arrival: 'history' })],
])('a change of settings %s is none', (_why, message) => {
  expect(heard(message)).toEqual([]);
});

test.each([
  ['now', MODERATED, 'live'],
  ['now, as it was said before', OLDER, 'live'],
  ['while we were away', MODERATED, 'catch-up'],
  ['long ago', OLDER, 'history'],
] as const)('a message that was taken away %s is gone', (_when, inside, arrival) => {
  const explained = `${inside}<body>A message was removed</body>`;
  expect(heard(byRoom(explained, { arrival, archiveId: 'r2' }))).toEqual([
    { do: 'room-moderation', room: COVEN, said: { archiveId: 'r1', by: { nickname: 'firstwitch', occupantId: undefined }, reason: undefined } },
  ]);
});

test.each([
  ['an occupant', byWitch(MODERATED)],
  ['an occupant, as it was said before', byWitch(OLDER)],
  ['an occupant, in the archive', byWitch(MODERATED, { arrival: 'catch-up', archiveId: 'r2' })],
  ['an occupant to us alone', incoming(said(MODERATED + X(), 'chat'), { from: WITCH, peer: COVEN })],
  ['a person', incoming(said(MODERATED, 'chat'))],
  ['ourselves, elsewhere', ours(said(MODERATED, 'chat'))],
])('nothing is taken away by %s', (_who, message) => {
  expect(heard(message)).toEqual([]);
});

test.each([`${COVEN}/`, `${COVEN}/a\u2028b`, `${COVEN}/${'x'.repeat(1024)}`])('who has a name that is none (%j) does not speak for the room', from => {
  for (const inside of [MODERATED, SUBJECT, TEXT, X(`<status code='104'/>`)]) expect(heard(byWitch(inside, { from }))).toEqual([]);
});

test('an archive shows where a message was', () => {
  // An occupant may have put it there, so whom it names as a moderator is not told.
  const stone = { do: 'room-moderation', room: COVEN, said: { archiveId: 'r1', by: { nickname: undefined, occupantId: undefined }, reason: undefined } };
  expect(heard(byWitch(STONE, { arrival: 'catch-up', archiveId: 'r1' }))).toEqual([stone]);
});

test.each([
  ['live', byWitch(STONE, { archiveId: 'r1' })],
  ['without an id', byWitch(STONE, { arrival: 'history' })],
])('what looks like that and comes %s is nothing', (_why, message) => {
  expect(heard(message)).toEqual([]);
});

test('what still has its text was not taken away', () => {
  expect(heard(byWitch(STONE + TEXT, { arrival: 'history', archiveId: 'r1' }))).toMatchObject([{ do: 'room-message' }]);
});

test.each(['live', 'catch-up', 'history', 'carbon-received'] as const)('a private message that comes %s is of the occupant', arrival => {
  const message = incoming(said(TEXT + X(), 'chat'), { from: WITCH, peer: COVEN, arrival, archiveId: 'a1' });
  expect(heard(message)).toMatchObject([
    { do: 'room-message', room: COVEN, nickname: 'thirdwitch', said: { private: true, originId: 'm1', archiveId: 'a1', address: undefined } },
  ]);
  expect(messaging.message!(message)).toEqual([]);
});

test.each(['carbon-sent', 'catch-up', 'history'] as const)('a private message of ours that comes %s is to the occupant', arrival => {
  const message = ours(said(TEXT + X(), 'chat'), { to: WITCH, peer: COVEN, arrival });
  expect(heard(message)).toMatchObject([{ do: 'room-message', room: COVEN, nickname: 'thirdwitch', said: { private: true } }]);
  expect(messaging.message!(message)).toEqual([]);
});

test('a text between two people is none of a room’s', () => {
  expect(heard(incoming(said(TEXT, 'chat')))).toEqual([]);
  expect(heard(ours(said(TEXT, 'chat')))).toEqual([]);
});

const INVITE = X(`<invite from='crone1@shakespeare.lit/desktop'><reason>Come!</reason></invite>`);
const DIRECT = `<x xmlns='${NS.conference}' jid='${COVEN}' reason='Come!'/>`;

test.each(['live', 'catch-up', 'carbon-received'] as const)('invitations that come %s are told', arrival => {
  const mediated = incoming(said(INVITE, 'normal'), { from: COVEN, peer: COVEN, arrival });
  expect(heard(mediated)).toMatchObject([{ do: 'room-invitation', said: { room: COVEN, by: 'crone1@shakespeare.lit', direct: false, reason: 'Come!' } }]);
  expect(heard(incoming(said(DIRECT, 'normal'), { arrival }))).toMatchObject([{ do: 'room-invitation', said: { room: COVEN, direct: true } }]);
});

test('the words that a room puts beside an invitation, and a form for moderators, are no message from a person', () => {
  const form = `<x xmlns='${NS.forms}' type='form'><field var='FORM_TYPE'><value>${NS.mucRequest}</value></field><field var='muc#roomnick'><value>w</value></field></x>`;
  for (const inside of [INVITE, X(`<decline from='hecate@shakespeare.lit'/>`), form])
    expect(messaging.message!(incoming(said(`<body>explained</body>${inside}`, 'normal'), { from: COVEN, peer: COVEN }))).toEqual([]);
});

test.each([
  ['is read again', incoming(said(INVITE, 'normal'), { from: COVEN, peer: COVEN, arrival: 'history' })],
  ['is ours', ours(said(DIRECT, 'normal'))],
  ['is by an occupant', incoming(said(INVITE, 'normal'), { from: WITCH, peer: COVEN })],
  ['is by a person in the room’s name', incoming(said(INVITE, 'normal'))],
  ['is to who invites', incoming(said(DIRECT, 'normal'), { from: COVEN, peer: COVEN })],
  ['stands in a room', byWitch(DIRECT)],
  ['came back', incoming(said(DIRECT, 'error').replace(`id='m1' `, ''))],
])('an invitation that %s is none', (_why, message) => {
  expect(heard(message)).toEqual([]);
});

test('somebody does not want to come', () => {
  const decline = said(X(`<decline from='hecate@shakespeare.lit'><reason>busy</reason></decline>`), 'normal');
  expect(heard(incoming(decline, { from: COVEN, peer: COVEN }))).toEqual([{ do: 'room-declined', room: COVEN, by: 'hecate@shakespeare.lit', reason: 'busy' }]);
  expect(heard(incoming(decline, { from: WITCH, peer: COVEN }))).toEqual([]);
});

test('what we wrote comes back', () => {
  const error = `<error type='auth'><forbidden xmlns='${NS.stanzaErrors}'/><text xmlns='${NS.stanzaErrors}'>No voice</text></error>`;
  const bounced = (over: Partial<Incoming>): readonly Effect[] => heard(incoming(said(error, 'error'), { from: COVEN, peer: COVEN, ...over }));
  expect(bounced({})).toEqual([{ do: 'room-failed', room: COVEN, id: 'm1', condition: 'forbidden', text: 'No voice' }]);
  expect(bounced({ from: WITCH })).toHaveLength(1);
  expect(bounced({ arrival: 'history' })).toEqual([]);
  expect(bounced({ mine: true })).toEqual([]);
});

test('an occupant is no contact', () => {
  const here = `<presence>${X(ITEM)}</presence>`;
  expect(seen(here)).toMatchObject([{ do: 'room-presence', room: COVEN, nickname: 'thirdwitch', said: { gone: false, item: { role: 'moderator' } } }]);
  expect(presence.presence!(presenceFrom(parseXml(here), WITCH))).toEqual([]);
  expect(nickname.message!(byWitch(`<nick xmlns='${NS.nickname}'>x</nick>`))).toEqual([]);
});

test.each([
  ['without the room’s mark', `<presence/>`, WITCH],
  ['of a contact who goes', `<presence type='unavailable'/>`, WITCH],
  ['of the room itself', `<presence>${X(ITEM)}</presence>`, COVEN],
  ['that asks for something', `<presence type='subscribe'>${X(ITEM)}</presence>`, WITCH],
])('presence %s puts nobody into a room', (_why, xml, from) => {
  expect(seen(xml, from)).toEqual([]);
});

const REFUSED = `<error type='cancel'><conflict xmlns='${NS.stanzaErrors}'/></error>`;

test('a room refuses, and is not taken for a contact who is gone', () => {
  const refusal = { do: 'room-refusal', room: COVEN, nickname: 'thirdwitch', said: { condition: 'conflict', text: undefined, movedTo: undefined } };
  expect(seen(`<presence type='error'><x xmlns='${NS.muc}'/>${REFUSED}</presence>`)).toEqual([refusal]);
  expect(seen(`<presence type='error'>${REFUSED}</presence>`)).toEqual([refusal]);
  expect(seen(`<presence type='error'><x xmlns='${NS.muc}'/>${REFUSED}</presence>`, COVEN)).toEqual([{ ...refusal, nickname: '' }]);
  expect(presence.presence!(presenceFrom(parseXml(`<presence type='error'>${REFUSED}</presence>`), WITCH))).toEqual([]);
});

test.each([
  ['of a contact', JULIET],
  ['of a service', 'chat.shakespeare.lit/x'],
])('an error %s is no room’s', (_whose, from) => {
  expect(seen(`<presence type='error'>${REFUSED}</presence>`, from)).toEqual([]);
});

test('the longest of everything is cut', () => {
  const long = 'x'.repeat(200_000);
  const [effect] = seen(
    `<presence><status>${long}</status>${X(`<item nick='${long}' jid='${long}@x'><reason>${long}</reason></item>${`<status code='101'/>`.repeat(500)}<destroy><password>${long}</password></destroy>`)}<hats xmlns='${NS.hats}'>${`<hat uri='u' title='${long}'/>`.repeat(30)}</hats><occupant-id xmlns='${NS.occupantId}' id='${long}'/></presence>`,
  );
  expect(JSON.stringify(effect).length).toBeLessThan(4000);
  expect(JSON.stringify(heard(byWitch(`<subject>${long}</subject>`))).length).toBeLessThan(4200);
  const mentions = `<mention xmlns='${NS.mentions}' occupantid='a'/>`.repeat(5000);
  expect(heard(byWitch(TEXT + mentions))).toMatchObject([{ said: { mentions: [{ occupantId: 'a' }] } }]);
});
