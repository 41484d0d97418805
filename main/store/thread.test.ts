import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openReader } from '../../native/database/database.ts';
import type { Request } from './protocol.ts';
import { StoreThreadServer } from './thread.ts';

let folder: string;
let thread: StoreThreadServer;
const key = randomBytes(32);
let last = 0;
const call = (name: string, input: unknown): Request => ({ id: ++last, do: 'call', name, input });
const put = (name: string, value: string): Request => call('putSetting', { name, value });
/** As another connection sees it: what is on the disk. */
function written(): unknown {
  const reader = openReader({ path: join(folder, 'history.db'), key });
  const rows = reader.prepare("select name from setting where name like 'mine.%' order by name").all() as { readonly name: string }[];
  reader.close();
  return rows.map(({ name }) => name);
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'store-'));
  thread = new StoreThreadServer();
  thread.handle({ id: 0, do: 'open', path: join(folder, 'history.db'), key, role: 'writer' });
});
afterEach(() => {
  thread.handle({ id: 0, do: 'close' });
  rmSync(folder, { recursive: true, force: true });
});

test('calls that came together are answered in order when all of them are on the disk', () => {
  const calls = [put('mine.a', '1'), call('setting', { name: 'mine.a' }), put('mine.b', '2')];
  const replies = thread.handleAll(calls);
  expect(replies.map(({ id, ok }) => [id, ok])).toEqual(calls.map(({ id }) => [id, true]));
  expect(replies[1]).toMatchObject({ value: '1' });
  expect(written()).toEqual(['mine.a', 'mine.b']);
});

test('one that fails leaves nothing behind and the others alone', () => {
  const account = { address: 'juliet@verona.lit', device: 'd', route: {}, secrets: new Uint8Array(1) };
  // The second of one address is refused after its first row was written.
  const [, again, ...rest] = thread.handleAll([call('addAccount', account), call('addAccount', account), put('mine.a', '1'), call('nothing', {})]);
  expect(again).toMatchObject({ ok: false });
  expect(rest.map(({ ok }) => ok)).toEqual([true, false]);
  expect(written()).toEqual(['mine.a']);
  expect(thread.handle(call('accounts', undefined))).toMatchObject({ value: [{ address: 'juliet@verona.lit' }] });
});
