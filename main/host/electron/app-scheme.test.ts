import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { CSP } from '../csp.ts';
import { answer, isOurs } from './app-scheme.ts';
import type { PictureReader } from './media.ts';

vi.mock('electron', () => ({ protocol: {} }));

let page: string;
beforeAll(async () => {
  page = await mkdtemp(join(tmpdir(), 'balcony-page-'));
  await writeFile(join(page, 'index.html'), '<!doctype html>');
});
afterAll(() => rm(page, { recursive: true }));

const nothing: PictureReader = async () => undefined;
const get = (url: string, read = nothing, method = 'GET'): Promise<Response> => answer(page, { url, method }, read);
const picture =
  (type: string): PictureReader =>
  async () => ({ type, bytes: new Uint8Array([1, 2]) });

test.each(['app://messenger/', 'app://messenger/assets/a.js?b#c'])('%s is our page', url => {
  expect(isOurs(url)).toBe(true);
});

test.each(['https://messenger/', 'app://messenger.evil.lit/', 'app://evil.lit/', 'file:///messenger', 'app2://messenger/', 'about:blank', 'null', ''])(
  '%s is not our page',
  url => {
    expect(isOurs(url)).toBe(false);
  },
);

test('the page comes with its policy', async () => {
  const response = await get('app://messenger/');
  expect(response.status).toBe(200);
  expect(response.headers.get('content-security-policy')).toBe(CSP);
  expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
});

test.each([
  ['a file that is not there', 'app://messenger/missing.js', 404],
  ['another host', 'app://elsewhere/index.html', 404],
  ['a way out of the folder', 'app://messenger/%2e%2e/%2e%2e/etc/passwd.html', 404],
])('%s is refused, under the same policy', async (_what, url, status) => {
  const response = await get(url);
  expect([response.status, response.headers.get('content-security-policy')]).toEqual([status, CSP]);
});

test('nothing can be posted', async () => {
  expect((await get('app://messenger/', nothing, 'POST')).status).toBe(405);
});

test('a picture of the store is served under its hash', async () => {
  const read = vi.fn(picture('image/png'));
  const response = await get('app://messenger/media/avatar/0a1b', read);
  expect(response.headers.get('content-type')).toBe('image/png');
  expect(new Uint8Array(await response.arrayBuffer())).toEqual(new Uint8Array([1, 2]));
  expect(read).toHaveBeenCalledWith('avatar', '0a1b');
});

test.each([
  ['is a document of a stranger (SVG)', 'app://messenger/media/avatar/0a1b', picture('image/svg+xml')],
  ['is a page', 'app://messenger/media/avatar/0a1b', picture('text/html')],
  ['has a name that is no hash', 'app://messenger/media/avatar/..%2f..%2fkey', picture('image/png')],
  ['is of another kind', 'app://messenger/media/key/0a1b', picture('image/png')],
  ['cannot be read', 'app://messenger/media/avatar/0a1b', () => Promise.reject(new Error('locked'))],
])('a picture that %s is not served', async (_why, url, read) => {
  expect((await get(url, read)).status).toBe(404);
});
