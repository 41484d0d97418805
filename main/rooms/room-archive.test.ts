import { expect, test } from 'vitest';
import { silentLog } from '../base/log.ts';
import { accountId, bareJid } from '../../preload/contract/ids.ts';
import type { Gap } from '../store/api.ts';
import { el } from '../xmpp/element.ts';
import { settled } from '../../test/actors/fake-clock.ts';
import { RoomArchive, type RoomArchiveOptions } from './room-archive.ts';
import type { Room } from './room.ts';

const ACCOUNT = accountId(1);
const ROOM = bareJid('masks@rooms.verona.test');

/** A room with something missed in it: three pages of one message each. */
function missed() {
  const asked: (string | undefined)[] = [];
  let gap: Gap | undefined = { id: 1, account: ACCOUNT, room: ROOM, newerThan: { id: 'm0', at: 0 }, olderThan: undefined, fetched: 0 };
  const page = async (_filter: object, { before }: { readonly before: string }) => {
    asked.push(before);
    const id = before === '' ? 'm3' : `m${Number(before.slice(1)) - 1}`;
    return { results: [{ id, stamp: 0, message: el('message') }], first: id, last: id, complete: id === 'm1', count: undefined };
  };
  const session = { beginning: 1, online: true, archive: { page }, pipeline: () => ({ features: [] }) };
  const room = { account: ACCOUNT, address: ROOM, session, state: 'joined', conversation: 1, supports: () => true };
  const options = {
    store: { gaps: async () => (gap ? [gap] : []) },
    log: silentLog,
    readers: { heard: async () => undefined },
    urgency: () => 0,
    now: () => 0,
    receive: async (_session: object, batch: { readonly gap: { readonly olderThan: string; readonly done: boolean } }) => {
      gap = batch.gap.done || !gap ? undefined : { ...gap, olderThan: batch.gap.olderThan };
      return { added: [] };
    },
    caughtUp: () => undefined,
  };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- nothing else of them is asked for
  return { archive: new RoomArchive(options as unknown as RoomArchiveOptions), room: room as unknown as Room, session, asked, left: () => gap };
}

test('what was missed in a room comes to its end after a cut, when the session goes on', async () => {
  const { archive, room, session, asked, left } = missed();
  archive.fill(room);
  session.online = false;
  await settled();
  expect(left()).toBeDefined();
  session.online = true;
  await archive.goOn(room);
  await settled();
  expect(left()).toBeUndefined();
  expect(asked.at(-1)).toBe('m2');
});

test('where nothing was missed nobody is asked', async () => {
  const { archive, room, asked, left } = missed();
  archive.fill(room);
  await settled();
  expect(left()).toBeUndefined();
  const before = asked.length;
  await archive.goOn(room);
  await settled();
  expect(asked.length).toBe(before);
});

test('an archive that is too slow for a look ahead is given up, and what it has is asked for when we are in', async () => {
  const { archive, room, session, left } = missed();
  const limits: unknown[] = [];
  const { page } = session.archive;
  const slow = async (...asked: readonly unknown[]): Promise<never> => {
    limits.push(asked[3]);
    throw new Error('it took too long');
  };
  Object.assign(session.archive, { page: slow });
  Object.assign(room, { state: 'joining' });
  await archive.lookAhead(room);
  expect(limits).toEqual([3000]);
  expect(left()).toBeDefined();
  Object.assign(session.archive, { page });
  Object.assign(room, { state: 'joined' });
  archive.fill(room);
  await settled();
  expect(left()).toBeUndefined();
});
