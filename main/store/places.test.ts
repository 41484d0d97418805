import { afterEach, beforeEach, expect, test } from 'vitest';
import { conversationId, originId, type BareJid } from '../../preload/contract/ids.ts';
import type { Batch, ReceivedMessage } from './api.ts';
import { conversationColumns, startConversation } from './conversations.ts';
import { listGaps, newestArchived, openGap } from './gaps.ts';
import { page } from './messages.ts';
import { advance, enqueue } from './outbox.ts';
import { receive } from './receive.ts';
import { batch, freshStore, incoming, someone, type Fixture } from './store-fixture.ts';

const NOW = 1_700_000_000_000;
let store: Fixture;
let romeo: BareJid;

beforeEach(() => {
  store = freshStore();
  romeo = someone('romeo');
});
afterEach(() => store.end());

const put = (messages: readonly ReceivedMessage[], more: Partial<Batch> = {}) => receive(store.db, batch(store.account, messages, more), NOW);
const said = (body: string, archiveId: string, more: Partial<ReceivedMessage> = {}) => incoming(romeo, body, { archiveId, at: NOW, ...more });
const live = (body: string, archiveId: string, more: Partial<ReceivedMessage> = {}) =>
  put([said(body, archiveId, more)], more.delayed === true ? {} : { newest: { id: archiveId, at: NOW } });
const missed = (body: string, archiveId: string, more: Partial<ReceivedMessage> = {}) => said(body, archiveId, { arrived: 'catch-up', ...more });
const own = (body: string, archiveId: string) => missed(body, archiveId, { mine: true });
const conversation = () => conversationId(startConversation(store.db, { account: store.account, peer: romeo, kind: 'person' }).id);
const write = (body: string, at = NOW) => enqueue(store.db, { conversation: conversation(), originId: originId(`o-${body}`), body, at });
const taken = (body: string) => advance(store.db, { account: store.account, peer: romeo, id: originId(`o-${body}`), to: 'sent', upTo: false });
const newSession = () => openGap(store.db, { account: store.account, newerThan: newestArchived(store.db, { account: store.account }), olderThan: undefined });
/** A page of the newest gap, asked for from where it ends now. */
function fill(messages: readonly ReceivedMessage[], done = true) {
  const [gap] = listGaps(store.db, { account: store.account });
  if (gap === undefined) throw new Error('there is no gap');
  return put(messages, { gap: { id: gap.id, before: gap.olderThan, olderThan: messages[0]?.archiveId, done } });
}
const bodies = () => page(store.db, { conversation: conversation(), limit: 50 }).messages.map(message => message.body);

test('an answer stands after its question, though the server’s word for the question was cut off', () => {
  live('hello', 'a1');
  write('shall we dine?');
  newSession();
  fill([own('shall we dine?', 'a2'), missed('yes', 'a3'), own('shall we dine?', 'a4')]);
  expect(bodies()).toEqual(['hello', 'shall we dine?', 'yes']);
});

test('so it does where a live message of somebody else came between the question and the cut', () => {
  live('hello', 'a1');
  write('shall we dine?');
  put([incoming(someone('nurse'), 'my lady', { archiveId: 'a3', at: NOW })], { newest: { id: 'a3', at: NOW } });
  expect(newSession().newerThan).toMatchObject({ id: 'a1' });
  fill([missed('yes', 'a4'), own('shall we dine?', 'a5')], false);
  fill([own('shall we dine?', 'a2')]);
  expect(bodies()).toEqual(['hello', 'shall we dine?', 'yes']);
});

test('what was written while offline stands after what was missed, whatever the clock says, and leaves it unread', () => {
  live('hello', 'a1');
  write('are you there?', NOW - 3_600_000);
  newSession();
  fill([missed('one', 'a2'), missed('two', 'a3')]);
  expect(bodies()).toEqual(['hello', 'one', 'two', 'are you there?']);
  expect(conversationColumns(store.db, conversation())).toMatchObject({ unread: 2 });
});

test('what was answered in the last session stands before what was missed since, and where it was written', () => {
  live('one', 'a1');
  write('answer');
  live('two', 'a3');
  taken('answer');
  live('three', 'a4');
  newSession();
  fill([missed('four', 'a5')]);
  expect(bodies()).toEqual(['one', 'answer', 'two', 'three', 'four']);
});

test('of own words that were archived twice or not at all, none overtakes another', () => {
  live('hello', 'a1');
  for (const body of ['one', 'two', 'three']) write(body);
  newSession();
  fill([own('two', 'a2'), missed('heard two', 'a3'), own('one', 'a4'), own('two', 'a5'), own('three', 'a6')]);
  expect(bodies()).toEqual(['hello', 'one', 'two', 'heard two', 'three']);
});

test('of a message that is archived twice, the first copy says where it stands, however late it is met', () => {
  live('hello', 'a1');
  newSession();
  live('one', 'a5');
  live('three', 'a6');
  fill([missed('two', 'a3'), missed('between', 'a4')], false);
  fill([missed('one', 'a2')]);
  live('two', 'a7');
  newSession();
  fill([missed('three', 'a8'), missed('four', 'a9')]);
  expect(bodies()).toEqual(['hello', 'one', 'two', 'between', 'three', 'four']);
});

test('a message that the server held back goes where the archive has it', () => {
  live('one', 'a1');
  newSession();
  live('three', 'a3', { delayed: true });
  live('four', 'a4');
  fill([missed('two', 'a2'), missed('three', 'a3')]);
  expect(bodies()).toEqual(['one', 'two', 'three', 'four']);
});

test('a page that was on its way when the first live message came is asked for again', () => {
  live('one', 'a1');
  const { id } = newSession();
  live('three', 'a3');
  const late = put([missed('two', 'a2')], { gap: { id, before: undefined, olderThan: 'a2', done: true } });
  expect(late).toEqual({ added: [], changed: [], conversations: [], askAgain: true });
  expect(listGaps(store.db, { account: store.account })).toMatchObject([{ olderThan: 'a3' }]);
  fill([missed('two', 'a2')]);
  expect(bodies()).toEqual(['one', 'two', 'three']);
});

test('a page that reaches beyond both ends of its gap changes nothing there', () => {
  live('one', 'a1');
  live('two', 'a2');
  const { id } = newSession();
  live('four', 'a4');
  live('five', 'a5');
  const lines = ['zero a0', 'one a1', 'two a2', 'three a3', 'four a4', 'five a5', 'six a6'].map(line => line.split(' '));
  put(
    lines.map(([body = '', archiveId = '']) => missed(body, archiveId)),
    { gap: { id, before: undefined, olderThan: 'a0', done: true } },
  );
  live('six', 'a6');
  expect(bodies()).toEqual(['one', 'two', 'three', 'four', 'five', 'six']);
});

test('two gaps are filled each in its place', () => {
  live('one', 'a1');
  newSession();
  live('four', 'a4');
  newSession();
  live('seven', 'a7');
  fill([missed('six', 'a6')], false);
  fill([missed('five', 'a5')]);
  fill([missed('two', 'a2'), missed('three', 'a3')]);
  expect(bodies()).toEqual(['one', 'two', 'three', 'four', 'five', 'six', 'seven']);
});
