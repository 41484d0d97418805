import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { keyFileBox, openPassphraseBox, WrongPassphraseError } from './passphrase-box.ts';

const PASSPHRASE = 'it is the east, and Juliet is the sun';
let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'balcony-box-'));
  file = join(folder, 'key.json');
});
afterEach(() => rm(folder, { recursive: true }));

test('what one start sealed with a passphrase, the next start opens with it', async () => {
  const sealed = (await openPassphraseBox(file, PASSPHRASE)).seal('Wherefore? ☾');
  expect((await openPassphraseBox(file, PASSPHRASE)).open(sealed)).toBe('Wherefore? ☾');
});

test('the same letters, composed otherwise, are the same passphrase', async () => {
  const sealed = (await openPassphraseBox(file, 'pass\u00e9')).seal('a');
  expect((await openPassphraseBox(file, 'passe\u0301')).open(sealed)).toBe('a');
});

test('another passphrase opens nothing, and leaves the file as it was', async () => {
  await openPassphraseBox(file, PASSPHRASE);
  const before = await readFile(file, 'utf8');
  await expect(openPassphraseBox(file, 'a rose')).rejects.toBeInstanceOf(WrongPassphraseError);
  expect(await readFile(file, 'utf8')).toBe(before);
});

test('only the user can read the file, and it holds neither passphrase nor secret', async () => {
  const box = await openPassphraseBox(file, PASSPHRASE);
  box.seal('a secret');
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await readFile(file, 'utf8')).not.toMatch(/Juliet|a secret/);
});

test('one changed bit is noticed', async () => {
  const box = await keyFileBox(file);
  const sealed = box.seal('Good night');
  for (const at of [0, 13, sealed.byteLength - 1]) {
    const changed = Uint8Array.from(sealed);
    changed[at]! ^= 1;
    expect(() => box.open(changed)).toThrow();
  }
  expect(() => box.open(new Uint8Array(3))).toThrow('not sealed by us');
});

test('the same text is never sealed alike', async () => {
  const box = await keyFileBox(file);
  expect(box.seal('a')).not.toEqual(box.seal('a'));
});

test('a key file is made once, for the user alone, and opens what it sealed', async () => {
  const sealed = (await keyFileBox(file)).seal('Parting');
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect((await keyFileBox(file)).open(sealed)).toBe('Parting');
});

test('another key opens nothing', async () => {
  const sealed = (await keyFileBox(file)).seal('Parting');
  const other = await keyFileBox(join(folder, 'other.json'));
  expect(() => other.open(sealed)).toThrow();
});

test.each([
  ['is no JSON', 'sorrow'],
  ['is a key file', JSON.stringify({ version: 1, kind: 'key', key: Buffer.alloc(32).toString('base64') })],
  [
    'asks for gigabytes',
    JSON.stringify({
      version: 1,
      kind: 'passphrase',
      cost: { N: 2 ** 30, r: 8, p: 1 },
      salt: Buffer.alloc(16).toString('base64'),
      key: Buffer.alloc(60).toString('base64'),
    }),
  ],
  [
    'is weaker than ours',
    JSON.stringify({
      version: 1,
      kind: 'passphrase',
      cost: { N: 2, r: 8, p: 1 },
      salt: Buffer.alloc(16).toString('base64'),
      key: Buffer.alloc(60).toString('base64'),
    }),
  ],
])('a file that %s is refused, not written over', async (_why, content) => {
  await writeFile(file, content);
  await expect(openPassphraseBox(file, PASSPHRASE)).rejects.toThrow('not a key file');
  expect(await readFile(file, 'utf8')).toBe(content);
});
