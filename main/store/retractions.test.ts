import { afterEach, beforeEach, expect, test } from 'vitest';
import { receive } from './receive.ts';
import { retract } from './retractions.ts';
import { putRoom } from './rooms.ts';
import { batch, freshStore, incoming, someone, type Fixture } from './store-fixture.ts';

let store: Fixture;
beforeEach(() => {
  store = freshStore();
});
afterEach(() => store.end());

test('who took a message away is still known when the archive only shows that it is gone', () => {
  const room = someone('orchard');
  const { conversation } = putRoom(store.db, { account: store.account, address: room });
  receive(store.db, batch(store.account, [incoming(room, 'slander', { kind: 'room', archiveId: 'r1' })], { room }), 1_700_000_000_000);
  retract(store.db, { conversation, archiveId: 'r1', by: 'Prince', reason: 'peace' });
  const again = retract(store.db, { conversation, archiveId: 'r1', by: undefined, reason: undefined });
  expect(again).toMatchObject({ body: '', retracted: { by: 'Prince', reason: 'peace' } });
});
