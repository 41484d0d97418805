import { createHmac, pbkdf2, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import type { SecretBox } from '../host/host.ts';
import type { Credentials } from '../xmpp/stream/stream.ts';

/** Passwords, SCRAM keys and tokens exist in the clear only in memory; what goes to the store is sealed by the host. */
export const sealCredentials = (box: SecretBox, credentials: Credentials): Uint8Array => box.seal(JSON.stringify(credentials));

export function openCredentials(box: SecretBox, sealed: Uint8Array): Credentials {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- sealed by us: nobody else can have written it
  return JSON.parse(box.open(sealed)) as Credentials;
}

/** Compares with what is kept: the password itself, or the SCRAM key that it leads to (RFC 5802 §3). */
export async function matchesPassword(credentials: Credentials, password: string): Promise<boolean> {
  if (credentials.password !== undefined) return same(Buffer.from(credentials.password), Buffer.from(password));
  const kept = credentials.scram;
  if (!kept) return false;
  const hash = /SHA-(1|256|512)/.exec(kept.mechanism)?.[1];
  const digest = `sha${hash ?? '1'}`;
  const length = { sha1: 20, sha256: 32, sha512: 64 }[digest] ?? 20;
  const salted = await promisify(pbkdf2)(password.normalize('NFKC'), Buffer.from(kept.salt, 'base64'), kept.iterations, length, digest);
  return same(createHmac(digest, salted).update('Client Key').digest(), Buffer.from(kept.clientKey, 'base64'));
}

const same = (a: Uint8Array, b: Uint8Array): boolean => a.byteLength === b.byteLength && timingSafeEqual(a, b);
