import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { safeStorage } from 'electron';
import type { Log } from '../../base/log.ts';
import type { Host, SecretBox } from '../host.ts';
import { openPassphraseBox } from '../passphrase-box.ts';

/** The part of Electron's safeStorage that is asked. */
export interface KeyStore {
  isEncryptionAvailable(): boolean;
  encryptString(plain: string): Buffer;
  decryptString(sealed: Buffer): string;
  getSelectedStorageBackend?(): string;
}

/**
 * Who seals the secrets of a profile is decided once, at its first start, and kept: the system's key store where there is one, else a passphrase.
 * A profile never changes over by itself, because neither can open what the other sealed. Both undefined: the key store that sealed this profile is not there now.
 */
export function secretsFor(
  dataFolder: string,
  log: Log,
  store: KeyStore = safeStorage,
  platform: NodeJS.Platform = process.platform,
): Pick<Host, 'secrets' | 'unlock'> {
  const [keyFile, mark] = [join(dataFolder, 'key'), join(dataFolder, 'sealed-by-key-store')];
  const unlock = (passphrase: string): Promise<SecretBox> => openPassphraseBox(keyFile, passphrase);
  if (existsSync(keyFile)) return { secrets: undefined, unlock };
  if (hasKeyStore(store, platform)) {
    if (!existsSync(mark)) writeFileSync(mark, '', { mode: 0o600 });
    return { secrets: boxOf(store), unlock: undefined };
  }
  if (!existsSync(mark)) return { secrets: undefined, unlock };
  log.error('the key store of this system, which sealed this profile, cannot be reached');
  return { secrets: undefined, unlock: undefined };
}

/** On Linux without a keyring Chromium seals with a password that is the same everywhere: that is no key store. */
function hasKeyStore(store: KeyStore, platform: NodeJS.Platform): boolean {
  if (!store.isEncryptionAvailable()) return false;
  const backend = platform === 'linux' ? store.getSelectedStorageBackend?.() : 'system';
  return backend !== undefined && backend !== 'basic_text' && backend !== 'unknown';
}

const boxOf = (store: KeyStore): SecretBox => ({
  seal: plain => store.encryptString(plain),
  open: sealed => store.decryptString(Buffer.from(sealed)),
});
