import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto';
import { constants } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { SecretBox } from './host.ts';

// The whole of the file for a passphrase: what the key is derived with, and the box's own random key, sealed by the derived one. The passphrase can
// change one day without sealing anything anew. N = 2^17, r = 8, p = 1 is what OWASP names for scrypt: 128 MiB for every guess.
const COST = { N: 131_072, r: 8, p: 1 } as const;
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

const base64 = (bytes: number) =>
  z.base64().transform((text, context) => {
    const value = Buffer.from(text, 'base64');
    if (value.byteLength !== bytes) context.addIssue(`wants ${bytes} bytes`);
    return value;
  });
// A file that was tampered with must not make us spend minutes, or gigabytes, on its word.
const cost = z.object({
  N: z
    .int()
    .min(COST.N)
    .max(2 ** 20),
  r: z.int().min(8).max(16),
  p: z.int().min(1).max(4),
});
const passphraseFile = z.object({
  version: z.literal(1),
  kind: z.literal('passphrase'),
  cost,
  salt: base64(16),
  key: base64(NONCE_BYTES + KEY_BYTES + TAG_BYTES),
});
const keyFile = z.object({ version: z.literal(1), kind: z.literal('key'), key: base64(KEY_BYTES) });

/** The passphrase does not open this file. */
export class WrongPassphraseError extends Error {
  override readonly name = 'WrongPassphraseError';
}

/**
 * Opens the key file with a passphrase, or makes it (mode 0600) when it is not there.
 * Rejects with WrongPassphraseError, or with another Error when the file is no key file or cannot be read or written.
 */
export async function openPassphraseBox(file: string, passphrase: string): Promise<SecretBox> {
  const kept = await readIfThere(file);
  if (kept === undefined) return makePassphraseBox(file, passphrase);
  const { cost: asked, salt, key } = parse(passphraseFile, kept, file);
  const wrapping = await derive(passphrase, salt, asked);
  try {
    return boxOf(unseal(wrapping, key));
  } catch {
    throw new WrongPassphraseError('the passphrase does not open this key file');
  }
}

/** Opens a file with a random key, or makes it (mode 0600) when it is not there. Whoever can read it can read the history. */
export async function keyFileBox(path: string): Promise<SecretBox> {
  const kept = await readIfThere(path);
  if (kept !== undefined) return boxOf(parse(keyFile, kept, path).key);
  const key = randomBytes(KEY_BYTES);
  await create(path, { version: 1, kind: 'key', key: key.toString('base64') });
  return boxOf(key);
}

async function makePassphraseBox(file: string, passphrase: string): Promise<SecretBox> {
  const [salt, key] = [randomBytes(16), randomBytes(KEY_BYTES)];
  const wrapped = seal(await derive(passphrase, salt, COST), key);
  await create(file, { version: 1, kind: 'passphrase', cost: COST, salt: salt.toString('base64'), key: wrapped.toString('base64') });
  return boxOf(key);
}

const boxOf = (key: Buffer): SecretBox => ({
  seal: plain => seal(key, Buffer.from(plain, 'utf8')),
  open: sealed => unseal(key, Buffer.from(sealed)).toString('utf8'),
});

function seal(key: Buffer, plain: Buffer): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
  const text = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([nonce, text, cipher.getAuthTag()]);
}

/** Throws when one bit of it, or the key, is another. */
function unseal(key: Buffer, sealed: Buffer): Buffer {
  if (sealed.byteLength < NONCE_BYTES + TAG_BYTES) throw new Error('this was not sealed by us');
  const end = sealed.byteLength - TAG_BYTES;
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
  decipher.setAuthTag(sealed.subarray(end));
  return Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES, end)), decipher.final()]);
}

/** NFC, so that the same letters from two keyboards are the same passphrase. */
function derive(passphrase: string, salt: Buffer, { N, r, p }: z.output<typeof cost>): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(passphrase.normalize('NFC'), salt, KEY_BYTES, { N, r, p, maxmem: 256 * N * r }, (error, key) => (error ? reject(error) : resolve(key)));
  });
}

/** Refuses to write over a file or through a link: two starts at once must not end with two keys. */
async function create(path: string, content: object): Promise<void> {
  const file = await open(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600);
  try {
    await file.writeFile(`${JSON.stringify(content)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function parse<Out>(shape: z.ZodType<Out>, text: string, path: string): Out {
  try {
    return shape.parse(JSON.parse(text));
  } catch {
    throw new Error(`${path} is not a key file of this kind`);
  }
}
