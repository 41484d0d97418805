import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { SecretBox } from './host/host.ts';

const BYTES = 32;
const FILE = 'history.key';

/** Nothing was sealed in this folder yet: whoever is asked for a passphrase may still choose one. */
export const isUnsealed = (folder: string): boolean => !existsSync(join(folder, FILE));

/** The key of the history: random, sealed by the host, on disk before anything is encrypted with it. Throws when the box is another one. */
export async function historyKey(folder: string, box: SecretBox): Promise<Uint8Array> {
  const file = join(folder, FILE);
  const sealed = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (sealed) return Buffer.from(box.open(sealed), 'base64');
  const key = randomBytes(BYTES);
  const handle = await open(`${file}.new`, 'w', 0o600);
  await handle.writeFile(box.seal(key.toString('base64')));
  await handle.sync();
  await handle.close();
  await rename(`${file}.new`, file);
  return key;
}
