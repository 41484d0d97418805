import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { bareJid, originId } from '../../preload/contract/ids.ts';
import { silentLog } from '../base/log.ts';
import type { StoreClient } from './api.ts';
import { openStore } from './client.ts';
import { childRunner, workerRunner } from './worker-runner.ts';

// Each test starts threads or a process, and a busy machine takes its time.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

const JULIET = bareJid(`juliet-${randomBytes(4).toString('hex')}@capulet.lit`);
const ROMEO = bareJid(`romeo-${randomBytes(4).toString('hex')}@montague.lit`);
const key = randomBytes(32);
let folder: string;
let store: StoreClient;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'store-'));
  store = await openStore({ folder, key, runner: workerRunner(), log: silentLog });
});
afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

async function sendOne(to: StoreClient): Promise<void> {
  const account = await to.addAccount({ address: JULIET, device: 'd', route: {}, secrets: new Uint8Array([1]) });
  const { id: conversation } = await to.startConversation({ account: account.id, peer: ROMEO, kind: 'person' });
  await to.editConversation({ conversation, draft: 'Wherefore' });
  const sent = await to.enqueue({ conversation, originId: originId('m1'), body: 'Wherefore art thou?', at: 1_700_000_000_000 });
  expect(sent).toMatchObject({ author: JULIET, peer: ROMEO, mine: true, delivery: 'queued' });
  expect(await to.outbox({ account: account.id })).toEqual([sent]);
  expect(await to.conversation({ conversation })).toMatchObject({ draft: '', last: { text: 'Wherefore art thou?', mine: true } });
  await to.advance({ account: account.id, peer: ROMEO, id: originId('m1'), to: 'sent', upTo: false });
  expect(await to.outbox({ account: account.id })).toEqual([]);
  expect((await to.page({ conversation, limit: 50 })).messages).toMatchObject([{ body: 'Wherefore art thou?', delivery: 'sent' }]);
}

test('what was sent is in the outbox, in the conversation, and still there after a restart', async () => {
  await sendOne(store);
  await store.close();
  store = await openStore({ folder, key, runner: workerRunner(), log: silentLog });
  const [conversation] = await store.conversations();
  expect(conversation).toMatchObject({ peer: ROMEO, last: { text: 'Wherefore art thou?' } });
});

test('the store runs in a process of another Node as it does in a thread', async () => {
  const apart = await mkdtemp(join(tmpdir(), 'store-'));
  const child = await openStore({ folder: apart, key, runner: childRunner(process.execPath), log: silentLog });
  try {
    await sendOne(child);
  } finally {
    await child.close();
    await rm(apart, { recursive: true, force: true });
  }
});

test('a wrong key locks the store and changes nothing in it', async () => {
  await sendOne(store);
  await store.close();
  const stranger = await openStore({ folder, key: randomBytes(32), runner: workerRunner(), log: silentLog });
  expect(stranger.state).toEqual({ state: 'locked' });
  await expect(stranger.conversations()).rejects.toMatchObject({ failure: { code: 'storage', problem: 'locked' } });
  await stranger.close();
  store = await openStore({ folder, key, runner: workerRunner(), log: silentLog });
  expect(store.state).toEqual({ state: 'ready' });
  expect(await store.conversations()).toHaveLength(1);
});

test('a name that is no call of the store reaches nothing', async () => {
  const calls = store as unknown as { call(name: string, input: unknown): Promise<unknown> };
  for (const name of ['constructor', '__proto__', 'toString', 'exec']) {
    await expect(calls.call(name, {})).rejects.toMatchObject({ failure: { code: 'internal' } });
  }
});
