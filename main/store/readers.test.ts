import { afterEach, beforeEach, expect, test } from 'vitest';
import type { BareJid, ConversationId } from '../../preload/contract/ids.ts';
import { removeConversation } from './conversations.ts';
import { page } from './messages.ts';
import { putReader, readers } from './readers.ts';
import { receive } from './receive.ts';
import { putRoom } from './rooms.ts';
import { batch, freshStore, incoming, someone, type Fixture } from './store-fixture.ts';

const NOW = 1_700_000_000_000;
let store: Fixture;
let conversation: ConversationId;
let room: BareJid;

beforeEach(() => {
  store = freshStore();
  room = someone('orchard');
  conversation = putRoom(store.db, { account: store.account, address: room, nickname: 'Juliet' }).conversation;
  const said = ['one', 'two', 'three'].map((body, index) => incoming(room, body, { kind: 'room', at: NOW + index, archiveId: body }));
  receive(store.db, batch(store.account, said, { room }), NOW);
});
afterEach(() => store.end());

const reads = (reader: string, archiveId: string, nickname = reader): boolean => putReader(store.db, { conversation, reader, nickname, archiveId });
const positions = (): readonly number[] => page(store.db, { conversation, limit: 10 }).messages.map(message => message.position);

test('somebody reads on, never back, and under the name that they have now', () => {
  expect(reads('occ-romeo', 'two', 'Romeo')).toBe(true);
  expect(reads('occ-romeo', 'one', 'Romeo')).toBe(false);
  expect(reads('occ-romeo', 'two', 'Romeo')).toBe(false);
  expect(reads('occ-romeo', 'three', 'Montague')).toBe(true);
  expect(readers(store.db, { conversation })).toEqual([{ id: 'occ-romeo', nickname: 'Montague', position: positions()[2] }]);
});

test('who has read furthest stands first; what is not here was read by nobody', () => {
  reads('nurse', 'one');
  reads('romeo', 'three');
  expect(reads('mallory', 'a message of another room')).toBe(false);
  expect(readers(store.db, { conversation }).map(({ id }) => id)).toEqual(['romeo', 'nurse']);
});

test('a stranger with many faces fills no disk', () => {
  for (let face = 0; face < 300; face += 1) reads(`face ${face}`, 'one');
  expect(readers(store.db, { conversation })).toHaveLength(200);
  expect(reads('face 0', 'two')).toBe(true);
});

test('with the room its readers are gone', () => {
  reads('romeo', 'one');
  removeConversation(store.db, { conversation });
  expect(readers(store.db, { conversation })).toEqual([]);
});
