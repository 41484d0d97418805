import { expect, test } from 'vitest';
import type { Progress } from '../../../preload/contract/desk.ts';
import { source } from '../../gallery/events.ts';
import { ACCOUNT, anAccount } from '../../gallery/people.ts';
import { FillingModel, overall } from './status-line.model.ts';

const online = anAccount();
const connecting = anAccount({ connection: { state: 'connecting' } });
const offline = anAccount({ connection: { state: 'offline' } });
const refused = anAccount({ connection: { state: 'problem', problem: 'not-authorized' } });

test.each([
  ['online', [online, online]],
  ['connecting', [online, connecting]],
  ['connecting', [connecting, refused]],
  ['offline', [online, offline]],
  ['offline', [refused]],
  ['offline', []],
  ['online', [online, anAccount({ enabled: false, connection: { state: 'offline' } })]],
] as const)('%s is the one word for them all', (word, accounts) => expect(overall(accounts)).toBe(word));

test('filling is shown until it is done, and what was heard is newer than what was read', async () => {
  const progress = source<Progress>();
  const at = (fetched: number, done = false): Progress => ({ account: ACCOUNT, done, fetched, reached: undefined });
  const model = new FillingModel({ progress: async () => [at(10)], onProgress: progress.on, stopFilling: async () => undefined });
  const stop = model.subscribe(() => undefined);
  progress.emit(at(50));
  await Promise.resolve();
  await Promise.resolve();
  expect(model.snapshot().filling).toEqual([at(50)]);
  progress.emit(at(60, true));
  expect(model.snapshot().filling).toEqual([]);
  stop();
  expect(progress.listeners.size).toBe(0);
});
