import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { silentLog } from '../../base/log.ts';
import { secretsFor, type KeyStore } from './secrets.ts';

vi.mock('electron', () => ({ safeStorage: {} }));

let folder: string;
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'balcony-secrets-'))));
afterEach(() => rm(folder, { recursive: true }));

const keyStore = (backend: string | undefined, available = true): KeyStore => ({
  isEncryptionAvailable: () => available,
  encryptString: plain => Buffer.from(plain, 'utf16le'),
  decryptString: sealed => Buffer.from(sealed).toString('utf16le'),
  ...(backend === undefined ? {} : { getSelectedStorageBackend: () => backend }),
});
const on = (store: KeyStore, platform: NodeJS.Platform = 'linux') => secretsFor(folder, silentLog, store, platform);

test.each([
  ['linux', keyStore('gnome_libsecret')],
  ['linux', keyStore('kwallet6')],
  ['darwin', keyStore(undefined)],
  ['win32', keyStore(undefined)],
] as const)('on %s the key store seals', (platform, store) => {
  const { secrets, unlock } = on(store, platform);
  expect(secrets?.open(secrets.seal('a secret'))).toBe('a secret');
  expect(unlock).toBeUndefined();
});

test.each([
  ['there is no keyring and Chromium would seal with a password known to all', keyStore('basic_text')],
  ['it is not known which keyring answers', keyStore('unknown')],
  ['an older Electron cannot say which keyring answers', keyStore(undefined)],
  ['nothing can be sealed', keyStore('gnome_libsecret', false)],
])('a passphrase is asked for when %s', async (_why, store) => {
  const { secrets, unlock } = on(store);
  expect(secrets).toBeUndefined();
  const box = await unlock?.('it is the east');
  expect(box?.open(box.seal('a secret'))).toBe('a secret');
});

test('a profile that began with a passphrase stays with it when a keyring appears', async () => {
  await on(keyStore('basic_text')).unlock?.('it is the east');
  const later = on(keyStore('gnome_libsecret'));
  expect(later.secrets).toBeUndefined();
  expect(later.unlock).toBeDefined();
});

test('a profile sealed by a keyring does not make a passphrase while the keyring is away', () => {
  on(keyStore('gnome_libsecret'));
  expect(on(keyStore('basic_text'))).toEqual({ secrets: undefined, unlock: undefined });
  expect(existsSync(join(folder, 'key'))).toBe(false);
  expect(on(keyStore('gnome_libsecret')).secrets).toBeDefined();
});
