import { afterEach, beforeEach, expect, test } from 'vitest';
import { conversationId, originId, type BareJid } from '../../preload/contract/ids.ts';
import type { ConversationRow, ReceivedMessage } from './api.ts';
import { conversationOf } from './conversations.ts';
import { listGaps, openGap } from './gaps.ts';
import { findMessage, page, removeMessage } from './messages.ts';
import { advance, enqueue, fail, outbox, requeue } from './outbox.ts';
import { markRead } from './read-state.ts';
import { receive } from './receive.ts';
import { toConversation } from './rows.ts';
import { startConversation } from './conversations.ts';
import { batch, freshStore, incoming, someone, type Fixture } from './store-fixture.ts';

const NOW = 1_700_000_000_000;
let store: Fixture;
let romeo: BareJid;
let mallory: BareJid;

beforeEach(() => {
  store = freshStore();
  romeo = someone('romeo');
  mallory = someone('mallory');
});
afterEach(() => store.end());

const hear = (...messages: ReceivedMessage[]) => receive(store.db, batch(store.account, messages), NOW);
const catchUp = () => openGap(store.db, { account: store.account, newerThan: undefined, olderThan: undefined });
const inGap = (...messages: ReceivedMessage[]) => {
  const { id, olderThan: before } = listGaps(store.db, { account: store.account })[0] ?? { id: 0, olderThan: undefined };
  return receive(store.db, batch(store.account, messages, { gap: { id, before, olderThan: messages[0]?.archiveId, done: false } }), NOW);
};
const bodies = (peer = romeo): string[] => pageOf(peer).map(message => message.body);
const pageOf = (peer = romeo) => page(store.db, { conversation: idOf(peer), limit: 50 }).messages;
const idOf = (peer: BareJid) => conversationId(conversationOf(store.db, store.account, peer)?.id ?? 0);
function row(peer = romeo): ConversationRow {
  const columns = conversationOf(store.db, store.account, peer);
  if (columns === undefined) throw new Error('no such conversation');
  return toConversation(columns);
}
function write(id: string, body: string, peer = romeo) {
  const { id: conversation } = startConversation(store.db, { account: store.account, peer, kind: 'person' });
  return enqueue(store.db, { conversation, originId: originId(id), body, at: NOW });
}
const arrive = (id: string, to: 'sent' | 'delivered' | 'displayed', peer = romeo, upTo = false) =>
  advance(store.db, { account: store.account, peer, id: originId(id), to, upTo });

test('a live message, its carbon and its copy in the archive are one row', () => {
  const live = incoming(romeo, 'O speak again', { originId: originId('x') });
  expect(hear(live).added).toHaveLength(1);
  expect(hear({ ...live, arrived: 'carbon-received' }).added).toEqual([]);
  const again = hear({ ...live, arrived: 'catch-up', archiveId: 'a1' });
  expect(again.added).toEqual([]);
  expect(again.changed).toMatchObject([{ body: 'O speak again' }]);
  expect(hear({ ...live, arrived: 'history', archiveId: 'a1', originId: undefined }).added).toEqual([]);
  expect(bodies()).toEqual(['O speak again']);
});

test('a message that was archived twice because it was sent again is one row', () => {
  const copy = (archiveId: string) => incoming(romeo, 'twice', { archiveId, arrived: 'catch-up', originId: originId('x') });
  hear(copy('a2'), copy('a3'));
  hear(copy('a1'));
  expect(bodies()).toEqual(['twice']);
});

test('another text under a known id is another message: nobody hides or replaces one', () => {
  hear(incoming(romeo, 'I love thee', { originId: originId('x'), archiveId: 'a1' }));
  hear(incoming(romeo, 'I hate thee', { originId: originId('x'), archiveId: 'a2' }));
  expect(bodies()).toEqual(['I love thee', 'I hate thee']);
});

test('an id that a stranger copied from another conversation, or from us, hides nothing', () => {
  write('mine', 'Good night');
  hear(incoming(mallory, 'Good night', { originId: originId('mine') }), incoming(romeo, 'Good night', { originId: originId('mine') }));
  expect(bodies(romeo)).toEqual(['Good night', 'Good night']);
  expect(bodies(mallory)).toEqual(['Good night']);
});

test('an own message that comes back as a carbon or from the archive counts as sent', () => {
  write('m1', 'first');
  hear(incoming(romeo, 'first', { originId: originId('m1'), mine: true, arrived: 'carbon-sent', archiveId: 'a1' }));
  expect(outbox(store.db, { account: store.account })).toEqual([]);
  expect(pageOf()).toMatchObject([{ body: 'first', delivery: 'sent' }]);
  expect(findMessage(store.db, { account: store.account, peer: romeo, archiveId: 'a1' })).toMatchObject({ body: 'first' });
});

test('what arrives live or after an absence is unread, what scrolling up brings is not', () => {
  catchUp();
  hear(incoming(romeo, 'now', { archiveId: 'a9' }));
  inGap(incoming(romeo, 'missed', { arrived: 'catch-up', archiveId: 'a8', at: NOW - 5000 }));
  hear(incoming(romeo, 'elsewhere', { arrived: 'carbon-received' }));
  hear(incoming(romeo, 'long ago', { arrived: 'history', archiveId: 'a1', at: NOW - 900_000 }));
  expect(row().unread).toBe(3);
  expect(bodies()).toEqual(['long ago', 'missed', 'now', 'elsewhere']);
});

test('what was written here or on another device has read all before it', () => {
  hear(incoming(romeo, 'one'), incoming(romeo, 'two'));
  write('m1', 'answer');
  expect(row().unread).toBe(0);
  hear(incoming(romeo, 'three'));
  expect(row().unread).toBe(1);
  hear(incoming(romeo, 'from the phone', { mine: true, arrived: 'carbon-sent' }));
  expect(row()).toMatchObject({ unread: 0, last: { text: 'from the phone', mine: true } });
});

test('a catch-up with an own message in its middle leaves unread what came after that', () => {
  const missed = (body: string, mine: boolean, at: number) => incoming(romeo, body, { mine, arrived: 'catch-up', archiveId: body, at: NOW + at });
  hear(missed('a', false, 1001), missed('b', true, 2001), missed('c', false, 3001), missed('d', false, 4001));
  expect(row().unread).toBe(2);
});

test('reading moves the mark forward, never back, and says what was read', () => {
  const { added } = hear(incoming(romeo, 'one'), incoming(romeo, 'two'), incoming(romeo, 'three'));
  const [one, two] = added;
  if (one === undefined || two === undefined) throw new Error('two rows');
  expect(markRead(store.db, { conversation: two.conversation, upTo: two.id })).toMatchObject({ moved: true, newest: { body: 'two' }, row: { unread: 1 } });
  expect(markRead(store.db, { conversation: two.conversation, upTo: one.id })).toMatchObject({ moved: false, newest: undefined, row: { unread: 1 } });
  expect(markRead(store.db, { conversation: two.conversation })).toMatchObject({ moved: true, newest: { body: 'three' }, row: { unread: 0 } });
});

test('a read mark of another device waits for its message, even before the conversation is here', () => {
  receive(store.db, batch(store.account, [], { reads: [{ peer: romeo, archiveId: 'a2' }] }), NOW);
  const missed = (archiveId: string) => incoming(romeo, archiveId, { arrived: 'catch-up', archiveId });
  catchUp();
  inGap(missed('a3'));
  expect(row().unread).toBe(1);
  inGap(missed('a1'), missed('a2'));
  expect(row().unread).toBe(1);
  expect(row().readUpTo).toBe(findMessage(store.db, { account: store.account, peer: romeo, archiveId: 'a2' })?.id);
});

test('a read mark from another account or peer moves nothing here', () => {
  hear(incoming(romeo, 'one', { archiveId: 'a1' }));
  receive(store.db, batch(store.account, [], { reads: [{ peer: mallory, archiveId: 'a1' }] }), NOW);
  expect(row().unread).toBe(1);
});

test('delivery moves forward only, and only for the peer who was sent the message', () => {
  write('m1', 'hello');
  arrive('m1', 'sent');
  expect(arrive('m1', 'displayed', mallory)).toEqual([]);
  expect(arrive('m1', 'displayed')).toMatchObject([{ delivery: 'displayed' }]);
  expect(arrive('m1', 'delivered')).toEqual([]);
  expect(pageOf()).toMatchObject([{ delivery: 'displayed' }]);
});

test('a mark speaks for all earlier messages, but not for those that were not sent or failed', () => {
  for (const id of ['m1', 'm2', 'm3', 'm4']) write(id, id);
  for (const id of ['m1', 'm2', 'm4']) arrive(id, 'sent');
  fail(store.db, { account: store.account, peer: romeo, id: originId('m2'), condition: 'remote-server-not-found' });
  expect(arrive('m4', 'displayed', romeo, true).map(message => message.body)).toEqual(['m4', 'm1']);
  expect(pageOf().map(message => message.delivery)).toEqual(['displayed', 'sent', 'queued', 'displayed']);
});

test('a failed message leaves the outbox, and comes back under its old id when it is tried again', () => {
  const { id } = write('m1', 'hello');
  expect(fail(store.db, { account: store.account, peer: mallory, id: originId('m1'), condition: 'forbidden' })).toBeUndefined();
  expect(fail(store.db, { account: store.account, peer: romeo, id: originId('m1'), condition: 'forbidden' })).toMatchObject({ failed: 'forbidden' });
  expect(outbox(store.db, { account: store.account })).toEqual([]);
  expect(requeue(store.db, { message: id })).toMatchObject({ originId: 'm1', delivery: 'queued', failed: undefined });
  expect(outbox(store.db, { account: store.account })).toMatchObject([{ id }]);
});

test('sending the same id twice writes one row', () => {
  expect(write('m1', 'hello').id).toBe(write('m1', 'hello').id);
  expect(bodies()).toEqual(['hello']);
});

test('live messages keep the order in which they came when the clock is set back', () => {
  hear(incoming(romeo, 'one'));
  receive(store.db, batch(store.account, [incoming(romeo, 'two')]), NOW - 3_600_000);
  expect(bodies()).toEqual(['one', 'two']);
});

test('pages lead through the whole conversation in both directions and around a message', () => {
  hear(...Array.from({ length: 25 }, (_, index) => incoming(romeo, `${index}`)));
  const conversation = idOf(romeo);
  const newest = page(store.db, { conversation, limit: 10 });
  expect(newest).toMatchObject({ hasOlder: true, hasNewer: false, olderOnServer: true });
  expect(newest.messages.map(message => message.body)).toEqual(['15', '16', '17', '18', '19', '20', '21', '22', '23', '24']);
  const older = page(store.db, { conversation, limit: 10, before: newest.messages[0]?.position ?? 0 });
  expect(older).toMatchObject({ hasOlder: true, hasNewer: true });
  expect(older.messages[9]?.body).toBe('14');
  const newer = page(store.db, { conversation, limit: 20, after: older.messages[9]?.position ?? 0 });
  expect(newer).toMatchObject({ hasOlder: true, hasNewer: false });
  expect(newer.messages).toEqual(newest.messages);
  const around = page(store.db, { conversation, limit: 6, around: older.messages[5]?.position ?? 0 });
  expect(around.messages.map(message => message.body)).toEqual(['7', '8', '9', '10', '11', '12']);
  expect(around).toMatchObject({ hasOlder: true, hasNewer: true });
});

test('a removed message leaves the list, the count and the search', () => {
  const { added } = hear(incoming(romeo, 'one'), incoming(romeo, 'two'));
  const last = added[1];
  if (last !== undefined) removeMessage(store.db, { message: last.id });
  expect(row()).toMatchObject({ unread: 1, last: { text: 'one' } });
});

test('stamps from the far ends of time are stored as times', () => {
  const at = (stamp: number) => incoming(romeo, `${stamp}`, { arrived: 'catch-up', archiveId: `${stamp}`, at: stamp });
  hear(at(-1), at(0), at(Number.NaN), at(8.64e15), at(Number.MAX_VALUE));
  for (const { id, position, at: shown } of pageOf()) {
    expect([id, position, shown].every(Number.isSafeInteger)).toBe(true);
    expect(id).toBeGreaterThan(0);
  }
  expect(pageOf()).toHaveLength(5);
});
