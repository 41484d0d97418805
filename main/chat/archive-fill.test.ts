import { expect, test } from 'vitest';
import { FakeClock } from '../../test/actors/fake-clock.ts';
import { silentLog } from '../base/log.ts';
import { accountId } from '../../preload/contract/ids.ts';
import type { Gap, Store } from '../store/api.ts';
import type { Session } from '../xmpp/session.ts';
import { ArchiveFill, type ArchiveFillOptions } from './archive-fill.ts';

const ACCOUNT = accountId(1);
const MINUTE = 60_000;

/** A gap, and a server that refuses every page of it. */
function filling() {
  const clock = new FakeClock();
  const stream = { state: { state: 'online' } };
  let asked = 0;
  const page = async (): Promise<never> => {
    asked += 1;
    throw new Error('too busy');
  };
  const state = { online: true, beginning: 1 };
  const session = { account: ACCOUNT, stream, archive: { supported: true, page }, supports: () => true };
  Object.defineProperties(session, { online: { get: () => state.online }, beginning: { get: () => state.beginning } });
  const gap = { id: 1, account: ACCOUNT, fetched: 0 } as Gap;
  const store: Partial<Store> = { setting: async () => undefined, gaps: async () => [gap] };
  const options: Partial<ArchiveFillOptions> = { clock, log: silentLog, fetchReadState: async () => new Set(), device: () => 'here', filled: () => undefined };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- nothing else is asked for before a page has come
  const fill = new ArchiveFill({ ...options, store } as unknown as ArchiveFillOptions);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the same
  return { clock, fill, state, stream, session: session as unknown as Session, asked: () => asked };
}

test('a gap that could not be filled is asked for again in a minute', async () => {
  const { clock, fill, session, asked } = filling();
  await fill.begin(session);
  await clock.pass(MINUTE);
  expect(asked()).toBe(2);
});

test('also when it failed while the connection was gone, once the session goes on', async () => {
  const { clock, fill, session, state, stream, asked } = filling();
  const begun = fill.begin(session);
  state.online = false;
  stream.state = { state: 'waiting' };
  await begun;
  await clock.pass(3 * MINUTE);
  expect(asked()).toBe(1);
  state.online = true;
  await clock.pass(MINUTE);
  expect(asked()).toBe(2);
});

test('not when another session fills it by now, when it was told to stop, nor for an account that is off', async () => {
  const begunAnew = filling();
  await begunAnew.fill.begin(begunAnew.session);
  begunAnew.state.beginning = 2;
  const stopped = filling();
  await stopped.fill.begin(stopped.session);
  stopped.fill.stop(stopped.session);
  const off = filling();
  off.state.online = false;
  off.stream.state = { state: 'offline' };
  await off.fill.begin(off.session);
  for (const { clock, asked } of [begunAnew, stopped, off]) {
    await clock.pass(3 * MINUTE);
    expect([asked(), clock.pending]).toEqual([1, 0]);
  }
});
