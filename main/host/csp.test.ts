import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CSP, SECURITY_HEADERS, resolveFile } from './csp.ts';

let root: string;
let page: string;
beforeAll(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), 'balcony-csp-')));
  page = join(root, 'page');
  await mkdir(join(page, 'assets'), { recursive: true });
  await mkdir(join(page, 'folder.json'));
  await mkdir(join(root, 'page-private'));
  await writeFile(join(page, 'index.html'), '<!doctype html>');
  await writeFile(join(page, 'assets', 'a b.js'), '');
  await writeFile(join(page, '..shown.css'), '');
  await writeFile(join(page, 'notes.txt'), 'private');
  await writeFile(join(root, 'secret.json'), '{}');
  await writeFile(join(root, 'page-private', 'secret.json'), '{}');
  await symlink(join(root, 'secret.json'), join(page, 'link.json'));
  await symlink(join(page, 'notes.txt'), join(page, 'notes.json'));
});
afterAll(() => rm(root, { recursive: true }));

test.each([
  ['/', 'index.html', 'text/html; charset=utf-8'],
  ['/index.html', 'index.html', 'text/html; charset=utf-8'],
  ['/assets/a%20b.js', 'assets/a b.js', 'text/javascript; charset=utf-8'],
  ['/..shown.css', '..shown.css', 'text/css; charset=utf-8'],
])('%s is served from the page folder', async (pathname, file, type) => {
  expect(await resolveFile(page, pathname)).toEqual({ path: join(page, file), type });
});

test.each([
  ['a parent folder', '/../secret.json'],
  ['an encoded parent folder', '/%2e%2e/secret.json'],
  ['an encoded slash', '/..%2fsecret.json'],
  ['a backslash', '/..%5csecret.json'],
  ['a folder whose name only begins alike', '/../page-private/secret.json'],
  ['a link that leads out', '/link.json'],
  ['a link that hides its type', '/notes.json'],
  ['an absolute path', '//etc/hostname.json'],
  ['a NUL', '/index.html%00.json'],
  ['a broken encoding', '/%E0%A4%A.html'],
  ['a type that is not served', '/notes.txt'],
  ['the folder itself', '/.'],
  ['a folder', '/assets'],
  ['a folder that is named like a file', '/folder.json'],
  ['nothing at all', '/missing.html'],
])('%s is not served', async (_why, pathname) => {
  expect(await resolveFile(page, pathname)).toBeUndefined();
});

test('the policy lets in nothing unsafe and goes with every answer', () => {
  expect(SECURITY_HEADERS['content-security-policy']).toBe(CSP);
  expect(CSP).toMatch(/^default-src 'none';/);
  expect(CSP).not.toMatch(/unsafe|\*|https?:|data:/);
  expect(CSP).toContain("require-trusted-types-for 'script'; trusted-types 'none'");
});
