import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, open, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { StoreState } from '../../preload/contract/desk.ts';
import { silentLog } from '../base/log.ts';
import type { AccountId } from '../../preload/contract/ids.ts';
import type { StoreClient } from './api.ts';
import { openStore } from './client.ts';
import { batch, incoming, someone } from './store-fixture.ts';
import { workerRunner } from './worker-runner.ts';

// Several stores are opened one after the other, each in threads of its own.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 30_000 });

const key = randomBytes(32);
const romeo = someone('romeo');
const PAGE = 4096;
const COUNT = 3000;
let folder: string;
let store: StoreClient;

const openAgain = async (): Promise<StoreClient> => openStore({ folder, key, runner: workerRunner(), log: silentLog });
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'store-'));
  store = await openAgain();
});
afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

async function newAccount(): Promise<AccountId> {
  return (await store.addAccount({ address: someone('juliet'), device: 'd', route: {}, secrets: new Uint8Array(1) })).id;
}
async function fill(account: AccountId, count: number, from = 0): Promise<void> {
  for (let start = from; start < from + count; start += 100) {
    const messages = Array.from({ length: 100 }, (_, index) => incoming(romeo, `message ${start + index} ${'of some length '.repeat(8)}`));
    await store.receive(batch(account, messages));
  }
}
const numberOf = (body: string): number => Number(body.split(' ')[1]);

/** One byte of each of these pages is turned over, as a dying disk does. */
async function damage(pages: readonly number[]): Promise<void> {
  const file = await open(join(folder, 'history.db'), 'r+');
  for (const page of pages) {
    const byte = Buffer.alloc(1);
    await file.read(byte, 0, 1, page * PAGE + 1234);
    await file.write(Buffer.from([(byte[0] ?? 0) ^ 0xff]), 0, 1, page * PAGE + 1234);
  }
  await file.close();
}
const become = (state: StoreState['state'], enough: (state: StoreState) => boolean = () => true): Promise<StoreState> =>
  new Promise(resolve => {
    const look = (now: StoreState): void => void (now.state === state && enough(now) && resolve(now));
    store.onState(look);
    look(store.state);
  });
async function readAll(): Promise<void> {
  for (let after = 0; ;) {
    const rows = await store.exportPage({ after, limit: 100 });
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last.id;
  }
}

test('a damaged store says so, takes nothing more, gives out what is readable, and can be begun anew', async () => {
  const account = await newAccount();
  await fill(account, COUNT);
  await store.close();
  const pages = Math.floor((await stat(join(folder, 'history.db'))).size / PAGE);
  await damage([0.3, 0.45, 0.6, 0.75, 0.9].map(part => Math.floor(pages * part)));

  store = await openAgain();
  await expect(readAll()).rejects.toMatchObject({ failure: { code: 'storage', problem: 'damaged' } });
  await expect(store.receive(batch(account, [incoming(romeo, 'late')]))).rejects.toMatchObject({ failure: { code: 'storage', problem: 'damaged' } });
  const state = await become('damaged', now => now.state === 'damaged' && now.readable > 0);
  expect(await store.accounts()).toHaveLength(1);

  const { path, messages } = await store.rescue(folder);
  const lines = (await readFile(path, 'utf8')).trim().split('\n');
  expect(lines).toHaveLength(messages);
  expect(state).toMatchObject({ readable: messages });
  // Five pages of a few hundred hold no more than this.
  expect(messages).toBeGreaterThan(COUNT * 0.9);
  expect(messages).toBeLessThan(COUNT);
  const numbers = lines.map(line => {
    const { peer, body } = JSON.parse(line) as { peer: string; body: string };
    expect(peer).toBe(romeo);
    return numberOf(body);
  });
  expect(new Set(numbers).size).toBe(messages);

  await store.close();
  store = await openAgain();
  expect(store.state.state).toBe('damaged');
  await store.startAnew();
  expect(store.state).toEqual({ state: 'ready' });
  expect(await store.conversations()).toEqual([]);
  expect((await readdir(folder)).filter(name => /^history-\d.*\.db$/.test(name))).toHaveLength(1);
  await fill(await newAccount(), 100);
});

test('a store without its first page is damaged, not locked, and can be begun anew', async () => {
  await fill(await newAccount(), 100);
  await store.close();
  await damage([0]);
  store = await openAgain();
  expect(store.state.state).toBe('damaged');
  await expect(store.conversations()).rejects.toMatchObject({ failure: { code: 'storage', problem: 'damaged' } });
  await store.startAnew();
  expect(store.state).toEqual({ state: 'ready' });
});

/** A small disk of its own; undefined where this may not be mounted. */
function smallDisk(path: string): (() => void) | undefined {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=6m', 'tmpfs', path], { stdio: 'ignore' });
    return () => void execFileSync('umount', ['-l', path], { stdio: 'ignore' });
  } catch {
    return undefined;
  }
}

test('on a full disk nothing is lost that was said to be stored, nothing overtakes, and room lets it go on', async context => {
  await store.close();
  const unmount = smallDisk(folder);
  if (unmount === undefined) return context.skip('mounting a small disk is not allowed here');
  try {
    const ballast = join(folder, 'ballast');
    await writeFile(ballast, Buffer.alloc(2 * 1024 * 1024));
    store = await openAgain();
    const account = await newAccount();
    let stored = 0;
    const storing = async (): Promise<void> => {
      for (; stored < 100_000; stored += 100) await fill(account, 100, stored);
    };
    await expect(storing()).rejects.toMatchObject({ failure: { code: 'storage', problem: 'full' } });
    expect(store.state).toEqual({ state: 'full' });
    expect(stored).toBeGreaterThan(0);
    await expect(store.putSetting({ name: 'small', value: 'enough' })).rejects.toMatchObject({ failure: { code: 'storage', problem: 'full' } });
    expect(await store.retry()).toEqual({ state: 'full' });

    const [conversation] = await store.conversations();
    if (conversation === undefined) throw new Error('the conversation is gone');
    const { messages } = await store.page({ conversation: conversation.id, limit: 200 });
    expect(numberOf(messages.at(-1)?.body ?? '')).toBe(stored - 1);

    await rm(ballast);
    expect(await store.retry()).toEqual({ state: 'ready' });
    await fill(account, 100, stored);
    expect(await store.conversation({ conversation: conversation.id })).toMatchObject({ unread: stored + 100 });
  } finally {
    await store.close();
    unmount();
  }
});

test('where a full disk has no room for one, what came together with it is answered for itself', async context => {
  await store.close();
  const unmount = smallDisk(folder);
  if (unmount === undefined) return context.skip('mounting a small disk is not allowed here');
  try {
    store = await openAgain();
    const values = { before: 'small', large: 'x'.repeat(8 * 1024 * 1024), after: 'small' };
    const done = await Promise.allSettled(Object.entries(values).map(([name, value]) => store.putSetting({ name, value })));
    expect(done.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(store.state).toEqual({ state: 'full' });
    for (const name of Object.keys(values)) expect(await store.setting({ name })).toBe(name === 'large' ? undefined : 'small');
  } finally {
    await store.close();
    unmount();
  }
});
