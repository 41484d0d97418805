import { expect, test } from 'vitest';
import { bareJid, originId } from '../../../../preload/contract/ids.ts';
import { childrenOf, type Element } from '../../element.ts';
import { NS } from '../../ns.ts';
import { parseXml } from '../../xml.fixture.ts';
import { incoming } from '../incoming.fixture.ts';
import { readMentions } from '../mentions/mentions.codec.ts';
import { moderate, moderationOf } from '../moderation/moderation.codec.ts';
import { readSearchForm, searchFormRequest, searchRequest } from '../room-search/room-search.codec.ts';
import { declineMessage, directInvitation, mediatedInvitation, readInvitation } from './invites.codec.ts';
import {
  affiliationList,
  configCancel,
  configSubmit,
  destroyRoom,
  instantRoom,
  kick,
  readConfig,
  readRegisteredNickname,
  registerInRoom,
  setAffiliation,
  setRole,
  shownForm,
} from './muc-admin.codec.ts';
import { joinPresence, leavePresence, roomPresence } from './muc.codec.ts';
import type { Mention } from './muc.types.ts';
import { privateMessage, roomMessage, subjectMessage } from './room-messages.codec.ts';
import { answerRequest, MEMBERSHIP, requestVoice } from './voice.codec.ts';

const COVEN = bareJid('coven@chat.shakespeare.lit');
const HECATE = bareJid('hecate@shakespeare.lit');
const M1 = originId('m1');
const text = (element: Element): string => element.toString();
const valuesOf = (x: Element): Readonly<Record<string, string>> =>
  Object.fromEntries(x.getChildren('field').map(field => [field.attrs['var'], field.getChildText('value') ?? '']));
const here = { availability: 'available', vcardAvatar: '' } as const;

test('joining says what the room is to repeat, and the password where there is one', () => {
  const join = (how: object): Element => joinPresence({ room: COVEN, nickname: 'third witch', ...how }, here).getChild('x', NS.muc)!;
  expect(text(join({}))).toBe(`<x xmlns="${NS.muc}"/>`);
  expect(text(join({ history: { most: 0 } }))).toBe(`<x xmlns="${NS.muc}"><history maxchars="0" maxstanzas="0"/></x>`);
  expect(text(join({ history: { since: 0, most: 50 }, password: 'cauldronburn' }))).toBe(
    `<x xmlns="${NS.muc}"><history maxstanzas="50" since="1970-01-01T00:00:00.000Z"/><password>cauldronburn</password></x>`,
  );
});

test('presence goes to our place in the room; only joining asks to be let in', () => {
  const away = roomPresence(COVEN, 'thirdwitch', { ...here, availability: 'away' });
  expect(away.attrs).toMatchObject({ to: `${COVEN}/thirdwitch` });
  expect(away.getChild('x', NS.muc)).toBeUndefined();
  expect(away.getChildText('show')).toBe('away');
  expect(text(leavePresence(COVEN, 'thirdwitch', 'Double, double'))).toBe(
    `<presence xmlns="jabber:client" type="unavailable" to="${COVEN}/thirdwitch"><status>Double, double</status></presence>`,
  );
});

test('messages to all, to one, and about the subject', () => {
  expect(text(roomMessage({ room: COVEN, id: M1, body: 'Hail!', thread: 't' }))).toBe(
    `<message xmlns="jabber:client" to="${COVEN}" type="groupchat" id="m1"><body>Hail!</body><thread>t</thread></message>`,
  );
  expect(text(privateMessage({ room: COVEN, nickname: 'x/y', id: M1, body: 'psst' }))).toBe(
    `<message xmlns="jabber:client" to="${COVEN}/x/y" type="chat" id="m1"><body>psst</body><x xmlns="${NS.mucUser}"/></message>`,
  );
  expect(text(subjectMessage(COVEN, '', M1))).toBe(`<message xmlns="jabber:client" to="${COVEN}" type="groupchat" id="m1"><subject/></message>`);
});

const mention = (over: Partial<Mention>): Mention => ({
  begin: 0,
  end: 5,
  nickname: undefined,
  occupantId: undefined,
  address: undefined,
  everybody: false,
  ...over,
});

test.each([
  ['an occupant with an id', mention({ nickname: 'Alice ?/ü', occupantId: 'a1' })],
  ['an occupant without one', mention({ nickname: 'Alice' })],
  ['a person', mention({ address: HECATE })],
  ['everybody', mention({ everybody: true })],
  ['nobody in particular words', mention({ begin: 0, end: 0, nickname: 'Alice' })],
])('%s is meant in a way that reads back', (_who, one) => {
  const message = parseXml(text(roomMessage({ room: COVEN, id: M1, body: 'Alice, hail!', mentions: [one] })));
  expect(readMentions(message, 'Alice, hail!', COVEN)).toEqual([one]);
  expect(childrenOf(message).map(part => part.getName())).toEqual(['body', 'reference', 'mention', ...(one.everybody ? ['mention-all'] : [])]);
});

test('who is known by nickname is not given away by address', () => {
  expect(text(roomMessage({ room: COVEN, id: M1, body: 'Alice', mentions: [mention({ nickname: 'Alice', address: HECATE })] }))).not.toContain(HECATE);
});

test('roles and affiliations', () => {
  const query = (inside: string): string => `<query xmlns="${NS.mucAdmin}">${inside}</query>`;
  expect(text(kick('pistol', 'Avaunt!'))).toBe(query(`<item nick="pistol" role="none"><reason>Avaunt!</reason></item>`));
  expect(text(setRole('thirdwitch', 'participant'))).toBe(query(`<item nick="thirdwitch" role="participant"/>`));
  expect(text(setAffiliation({ address: HECATE, reserve: 'Hecate' }, 'member'))).toBe(query(`<item jid="${HECATE}" nick="Hecate" affiliation="member"/>`));
  expect(text(setAffiliation({ nickname: 'pistol' }, 'outcast', ''))).toBe(query(`<item nick="pistol" affiliation="outcast"/>`));
  expect(text(affiliationList('outcast'))).toBe(query(`<item affiliation="outcast"/>`));
});

const CONFIG = `<iq type='result'><query xmlns='${NS.mucOwner}'><x xmlns='${NS.forms}' type='form'>
  <field var='FORM_TYPE' type='hidden'><value>${NS.mucRoomConfig}</value></field>
  <field var='muc#roomconfig_roomname' type='text-single' label='Name'><value>Coven</value></field>
  <field var='muc#roomconfig_publicroom' type='boolean'><value>1</value></field></x></query></iq>`;

test('a room is set up by its own form: what is not said stays, what it does not know is not said', () => {
  const form = readConfig(parseXml(CONFIG))!;
  expect(shownForm(form).map(field => field.name)).toEqual(['FORM_TYPE', 'muc#roomconfig_roomname', 'muc#roomconfig_publicroom']);
  const submitted = configSubmit(form, { 'muc#roomconfig_publicroom': ['0'], invented: ['x'], FORM_TYPE: ['other'] }).getChild('x', NS.forms)!;
  expect(valuesOf(submitted)).toEqual({ FORM_TYPE: NS.mucRoomConfig, 'muc#roomconfig_roomname': 'Coven', 'muc#roomconfig_publicroom': '0' });
  expect(readConfig(parseXml(`<iq type='result'><query xmlns='${NS.mucOwner}'/></iq>`))).toBeUndefined();
  expect(text(instantRoom())).toBe(`<query xmlns="${NS.mucOwner}"><x xmlns="${NS.forms}" type="submit"/></query>`);
  expect(text(configCancel())).toContain('type="cancel"');
});

test('a room is destroyed with a reason and another place to go', () => {
  expect(text(destroyRoom({ movedTo: COVEN, reason: 'Macbeth doth come.', password: 'p' }))).toBe(
    `<query xmlns="${NS.mucOwner}"><destroy jid="${COVEN}"><reason>Macbeth doth come.</reason><password>p</password></destroy></query>`,
  );
  expect(text(destroyRoom())).toBe(`<query xmlns="${NS.mucOwner}"><destroy/></query>`);
});

test('invitations by us, and our no', () => {
  expect(text(mediatedInvitation(COVEN, [HECATE, bareJid('hag66@shakespeare.lit')], 'Come!'))).toBe(
    `<message xmlns="jabber:client" to="${COVEN}"><x xmlns="${NS.mucUser}"><invite to="${HECATE}"><reason>Come!</reason></invite><invite to="hag66@shakespeare.lit"><reason>Come!</reason></invite></x></message>`,
  );
  const direct = parseXml(text(directInvitation(HECATE, { room: COVEN, reason: 'Come!', password: 'p' })));
  expect(readInvitation(incoming('<message/>', { stanza: direct }))).toMatchObject({ room: COVEN, direct: true, reason: 'Come!', password: 'p' });
  expect(text(declineMessage(COVEN, HECATE, 'busy'))).toBe(
    `<message xmlns="jabber:client" to="${COVEN}"><x xmlns="${NS.mucUser}"><decline to="${HECATE}"><reason>busy</reason></decline></x></message>`,
  );
});

test('voice is asked for, and given or not', () => {
  expect(valuesOf(requestVoice(COVEN).getChild('x')!)).toEqual({ FORM_TYPE: NS.mucRequest, 'muc#role': 'participant' });
  const asked = { address: 'hag66@shakespeare.lit/pda', nickname: 'thirdwitch', role: 'participant' };
  expect(valuesOf(answerRequest(COVEN, asked, true).getChild('x')!)).toEqual({
    FORM_TYPE: NS.mucRequest,
    'muc#role': 'participant',
    'muc#jid': 'hag66@shakespeare.lit/pda',
    'muc#roomnick': 'thirdwitch',
    'muc#request_allow': 'true',
  });
  expect(valuesOf(answerRequest(COVEN, { ...asked, address: undefined, role: MEMBERSHIP }, false).getChild('x')!)).toEqual({
    FORM_TYPE: NS.mucRegister,
    'muc#register_roomnick': 'thirdwitch',
    'muc#register_allow': 'false',
  });
});

test('we register under a nickname, by the room’s form where it has one', () => {
  const asked = (inside: string): Element => parseXml(`<iq type='result'><query xmlns='${NS.register}'>${inside}</query></iq>`);
  const form = `<x xmlns='${NS.forms}' type='form'><field var='FORM_TYPE' type='hidden'><value>${NS.mucRegister}</value></field><field var='muc#register_roomnick'/><field var='key' type='hidden'><value>k</value></field></x>`;
  expect(valuesOf(registerInRoom(asked(form), 'thirdwitch').getChild('x')!)).toEqual({
    FORM_TYPE: NS.mucRegister,
    'muc#register_roomnick': 'thirdwitch',
    key: 'k',
  });
  expect(valuesOf(registerInRoom(asked(''), 'thirdwitch').getChild('x')!)).toMatchObject({ 'muc#register_roomnick': 'thirdwitch' });
  expect(readRegisteredNickname(asked('<registered/><username>thirdwitch</username>'))).toBe('thirdwitch');
  expect(readRegisteredNickname(asked('<username/>'))).toBeUndefined();
});

test('a message is taken away in the words that the room knows', () => {
  expect(moderationOf(new Set([NS.moderation, NS.olderModeration]))).toBe('current');
  expect(moderationOf(new Set([NS.olderModeration]))).toBe('older');
  expect(moderationOf(new Set())).toBeUndefined();
  expect(text(moderate('r1', 'current', 'rude'))).toBe(
    `<moderate xmlns="${NS.moderation}" id="r1"><retract xmlns="${NS.retraction}"/><reason>rude</reason></moderate>`,
  );
  expect(text(moderate('r1', 'older'))).toBe(
    `<apply-to xmlns="${NS.fastening}" id="r1"><moderate xmlns="${NS.olderModeration}"><retract xmlns="${NS.olderRetraction}"/></moderate></apply-to>`,
  );
});

test('a directory is asked by its own form, and for nothing that it does not know', () => {
  expect(text(searchFormRequest())).toBe(`<search xmlns="${NS.roomSearch}"/>`);
  const answer = `<iq type='result'><search xmlns='${NS.roomSearch}'><x xmlns='${NS.forms}' type='form'><field var='FORM_TYPE' type='hidden'><value>${NS.roomSearchParameters}</value></field><field var='q'/><field var='key' type='list-single'><value>x</value></field></x></search></iq>`;
  const form = readSearchForm(parseXml(answer));
  const search = searchRequest(' xmpp.org ', { max: 20, after: 'o1' }, { form });
  expect(valuesOf(search.getChild('x', NS.forms)!)).toEqual({ FORM_TYPE: NS.roomSearchParameters, q: 'xmpp.org', key: `{${NS.roomSearchOrder}}nusers` });
  expect(text(search.getChild('set', NS.rsm)!)).toBe(`<set xmlns="${NS.rsm}"><max>20</max><after>o1</after></set>`);
  expect(valuesOf(searchRequest('', { max: 20 }, { by: 'address' }).getChild('x', NS.forms)!)).toEqual({
    FORM_TYPE: NS.roomSearchParameters,
    all: 'true',
    key: `{${NS.roomSearchOrder}}address`,
    types: 'xep-0045',
  });
});
