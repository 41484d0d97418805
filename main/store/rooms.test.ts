import { afterEach, beforeEach, expect, test } from 'vitest';
import { bareJid, conversationId, originId, type BareJid, type ConversationId } from '../../preload/contract/ids.ts';
import type { Message, Sender } from '../../preload/contract/messages.ts';
import type { Batch, ReceivedMessage } from './api.ts';
import { conversationColumns, removeConversation } from './conversations.ts';
import { listGaps, newestArchived, openGap } from './gaps.ts';
import { page } from './messages.ts';
import { enqueue, outbox } from './outbox.ts';
import { markRead } from './read-state.ts';
import { receive } from './receive.ts';
import { retract } from './retractions.ts';
import { addRoomNotice, listRooms, mentions, putRoom, roomLog } from './rooms.ts';
import { toConversation } from './rows.ts';
import { find } from './search.ts';
import { batch, freshStore, incoming, someone, type Fixture } from './store-fixture.ts';

const NOW = 1_700_000_000_000;
let store: Fixture;
let room: BareJid;
let id: ConversationId;

beforeEach(() => {
  store = freshStore();
  room = someone('orchard');
  id = putRoom(store.db, { account: store.account, address: room, nickname: 'Juliet' }).conversation;
});
afterEach(() => store.end());

const by = (nickname: string, occupantId?: string, address?: string): Sender => ({
  nickname,
  occupantId,
  address: address === undefined ? undefined : bareJid(address),
});
const romeo = by('Romeo', 'occ-romeo');
const said = (body: string, more: Partial<ReceivedMessage> = {}): ReceivedMessage =>
  incoming(room, body, { kind: 'room', sender: romeo, at: NOW, archiveId: `a-${body}`, ...more });
const hear = (messages: readonly ReceivedMessage[], more: Partial<Batch> = {}) => receive(store.db, batch(store.account, messages, { room, ...more }), NOW);
const all = (): readonly Message[] => page(store.db, { conversation: id, limit: 200 }).messages;
const bodies = (): readonly string[] => all().map(one => one.body);
const row = () => {
  const columns = conversationColumns(store.db, id);
  if (columns === undefined) throw new Error('the room is gone');
  return toConversation(columns);
};

test('a room keeps what was said of it; what is not given stays', () => {
  const subject = { text: 'the balcony', by: 'Nurse', at: NOW };
  putRoom(store.db, { account: store.account, address: room, name: 'Orchard', autojoin: true, kept: true, notify: 'never', subject, info: '{}' });
  const kept = putRoom(store.db, { account: store.account, address: room, password: 'wall', occupantId: 'me', movedTo: bareJid('tomb@verona.lit') });
  expect(kept).toMatchObject({ nickname: 'Juliet', name: 'Orchard', autojoin: true, kept: true, notify: 'never', subject, info: '{}', password: 'wall' });
  expect(kept).toMatchObject({ occupantId: 'me', movedTo: 'tomb@verona.lit', conversation: id });
  expect(putRoom(store.db, { account: store.account, address: room, name: undefined, subject: undefined, notify: undefined })).toMatchObject({
    name: undefined,
    subject: undefined,
    notify: undefined,
    autojoin: true,
    password: 'wall',
  });
  expect(listRooms(store.db)).toHaveLength(1);
  expect(row().kind).toBe('room');
});

test('a conversation with what turns out to be a room becomes one', () => {
  const other = someone('tomb');
  receive(store.db, batch(store.account, [incoming(other, 'who is there', { kind: 'request' })]), NOW);
  const { conversation } = putRoom(store.db, { account: store.account, address: other });
  expect(conversationColumns(store.db, conversation)?.kind).toBe('room');
});

test('who wrote is kept with the message, by the name of that time', () => {
  hear([said('first'), said('second', { sender: by('Montague', 'occ-romeo') })]);
  expect(all().map(one => one.sender)).toEqual([romeo, by('Montague', 'occ-romeo')]);
  expect(row().last).toMatchObject({ text: 'second', by: 'Montague' });
});

test('a real address that the room shows later belongs to the same person; another one does not', () => {
  hear([said('hidden')]);
  hear([said('shown', { sender: by('Romeo', 'occ-romeo', 'romeo@montague.lit') })]);
  hear([said('hidden again')]);
  hear([said('two people under one id', { sender: by('Romeo', 'occ-romeo', 'mallory@evil.lit') })]);
  const known = by('Romeo', 'occ-romeo', 'romeo@montague.lit');
  expect(all().map(one => one.sender)).toEqual([known, known, known, by('Romeo', undefined, 'mallory@evil.lit')]);
});

test('without ids, a nickname with another address is somebody else', () => {
  hear([said('one', { sender: by('Romeo', undefined, 'romeo@montague.lit') })]);
  hear([said('two', { sender: by('Romeo', undefined, 'mallory@evil.lit') })]);
  hear([said('three', { sender: by('Romeo') })]);
  expect(all().map(one => one.sender?.address)).toEqual(['romeo@montague.lit', 'mallory@evil.lit', undefined]);
});

test('the reflection of an own message is the same row, delivered to the room', () => {
  const sender = by('Juliet', 'me');
  enqueue(store.db, { conversation: id, originId: originId('o1'), body: 'here I am', at: NOW, sender });
  expect(outbox(store.db, { account: store.account })).toHaveLength(1);
  hear([said('here I am', { mine: true, originId: originId('o1'), sender })], { marks: [{ peer: room, id: originId('o1'), to: 'delivered' }] });
  expect(all()).toMatchObject([{ body: 'here I am', mine: true, delivery: 'delivered', sender }]);
  expect(outbox(store.db, { account: store.account })).toEqual([]);
});

test('two occupants may use the same id for the same words', () => {
  hear([
    said('yes', { originId: originId('1'), archiveId: 'a1' }),
    said('yes', { originId: originId('1'), archiveId: 'a2', sender: by('Nurse', 'occ-nurse') }),
  ]);
  expect(all().map(one => one.sender?.nickname)).toEqual(['Romeo', 'Nurse']);
});

test('ids of one archive mean nothing in another', () => {
  const other = someone('romeo');
  receive(store.db, batch(store.account, [incoming(other, 'from the account', { archiveId: 'same' })]), NOW);
  hear([said('from the room', { archiveId: 'same' })]);
  expect(bodies()).toEqual(['from the room']);
});

test('a private word stands in the room, marked', () => {
  hear([said('psst', { privateWith: 'Romeo', archiveId: undefined })]);
  enqueue(store.db, { conversation: id, originId: originId('o2'), body: 'what', at: NOW, privateWith: 'Romeo' });
  expect(all()).toMatchObject([
    { body: 'psst', privateWith: 'Romeo' },
    { body: 'what', privateWith: 'Romeo', mine: true },
  ]);
});

test('mentions are counted with what is unread, and stand in one list over all rooms', () => {
  hear([said('Juliet, come', { mentioned: true }), said('and others')]);
  expect(row()).toMatchObject({ unread: 2, mentions: 1 });
  const other = putRoom(store.db, { account: store.account, address: someone('hall') });
  receive(store.db, batch(store.account, [incoming(other.address, 'Juliet!', { kind: 'room', mentioned: true, sender: romeo })]), NOW);
  const [newest, older] = mentions(store.db, { limit: 10 });
  expect([newest?.body, older?.body]).toEqual(['Juliet!', 'Juliet, come']);
  expect(mentions(store.db, { before: newest?.id ?? 0, limit: 10 }).map(one => one.body)).toEqual(['Juliet, come']);
  markRead(store.db, { conversation: id });
  expect(row()).toMatchObject({ unread: 0, mentions: 0 });
  expect(mentions(store.db, { limit: 10 })).toHaveLength(2);
});

test('what a moderator took away has no text left, in the list and in the search neither', () => {
  hear([said('Juliet, a scandal', { mentioned: true })]);
  const gone = retract(store.db, { conversation: id, archiveId: 'a-Juliet, a scandal', by: 'Prince', reason: 'peace' });
  expect(gone).toMatchObject({ body: '', retracted: { by: 'Prince', reason: 'peace' } });
  expect(row()).toMatchObject({ mentions: 0, last: { text: '' } });
  const query = { phrases: [], from: undefined, in: undefined, before: undefined, after: undefined, hasLink: false, olderThan: undefined };
  expect(find(store.db, { query: { ...query, words: ['scandal'], conversation: id }, limit: 10 }).hits).toEqual([]);
  expect(mentions(store.db, { limit: 10 })).toEqual([]);
});

test('what was taken away before it came is never shown, and does not come back from the archive', () => {
  expect(retract(store.db, { conversation: id, archiveId: 'a-slander', by: 'Prince', reason: undefined })).toBeUndefined();
  const { added, conversations } = hear([said('slander', { mentioned: true })]);
  expect(added).toMatchObject([{ body: '', retracted: { by: 'Prince' } }]);
  expect(conversations).toMatchObject([{ mentions: 0, last: { text: '' } }]);
  hear([said('slander', { arrived: 'history' })]);
  expect(all()).toMatchObject([{ body: '', retracted: { by: 'Prince' } }]);
});

test('the log of a room is kept, newest first, in pages', () => {
  const notice = { conversation: id, at: NOW, who: 'Tybalt', by: 'Prince', reason: 'duel', to: undefined };
  const first = addRoomNotice(store.db, { ...notice, what: 'kicked' });
  const second = addRoomNotice(store.db, { ...notice, what: 'banned', to: 'outcast' });
  expect(roomLog(store.db, { conversation: id, limit: 10 })).toEqual([second, first]);
  expect(roomLog(store.db, { conversation: id, limit: 10, before: second.id })).toEqual([first]);
});

test('each room has its own gaps and its own newest point', () => {
  const own = { account: store.account };
  openGap(store.db, { ...own, olderThan: undefined, newerThan: undefined });
  const gap = openGap(store.db, { ...own, room, olderThan: undefined, newerThan: undefined });
  expect(openGap(store.db, { ...own, room, olderThan: undefined, newerThan: undefined }).id).toBe(gap.id);
  hear([said('one', { arrived: 'catch-up' })], { gap: { id: gap.id, before: undefined, olderThan: 'a-one', done: true } });
  expect(listGaps(store.db, { ...own, room })).toEqual([]);
  expect(listGaps(store.db, own)).toHaveLength(1);
  expect(newestArchived(store.db, { ...own, room })).toEqual({ id: 'a-one', at: NOW });
  expect(newestArchived(store.db, own)).toBeUndefined();
  hear([said('two')], { newest: { id: 'a-two', at: NOW } });
  expect(newestArchived(store.db, { ...own, room })).toEqual({ id: 'a-two', at: NOW });
});

test('a room that is removed here leaves nothing that would keep its archive from being read again', () => {
  const about = { account: store.account, room };
  openGap(store.db, { ...about, olderThan: undefined, newerThan: undefined });
  hear([said('one')], {});
  removeConversation(store.db, { conversation: id });
  expect(listRooms(store.db)).toEqual([]);
  expect(listGaps(store.db, about)).toEqual([]);
  const again = putRoom(store.db, { account: store.account, address: room });
  expect(again.conversation).not.toBe(conversationId(Number(id)));
  expect(newestArchived(store.db, about)).toBeUndefined();
});
