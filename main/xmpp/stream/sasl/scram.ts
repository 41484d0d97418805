// SCRAM (RFC 5802, RFC 7677) with channel binding (RFC 5929, RFC 9266) and downgrade protection (XEP-0474 0.5.0). No XML and no socket here.
import { createHash, createHmac, pbkdf2, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { StreamProblem } from '../transport.ts';
import type { Exchange } from './exchange.ts';
import { saslPrep } from './prepare.ts';

export type ScramHash = 'SHA-1' | 'SHA-256' | 'SHA-512';
const DIGEST: Readonly<Record<ScramHash, { readonly name: string; readonly bytes: number }>> = {
  'SHA-1': { name: 'sha1', bytes: 20 },
  'SHA-256': { name: 'sha256', bytes: 32 },
  'SHA-512': { name: 'sha512', bytes: 64 },
};
/** RFC 7677 §4 asks for at least 4096; fewer would let who sits in between guess a weak password from one proof. More than the upper bound only burns time. */
export const ITERATIONS = { least: 4096, most: 10_000_000 } as const;
const MESSAGE_LIMIT = 8192;

/** What can be kept instead of the password: enough to sign in at this server, with this salt. */
export interface ScramKeys {
  /** Without `-PLUS`: the keys of both forms are the same. */
  readonly mechanism: string;
  readonly salt: Uint8Array;
  readonly iterations: number;
  readonly clientKey: Uint8Array;
  readonly serverKey: Uint8Array;
}

export interface ScramOptions {
  readonly hash: ScramHash;
  readonly user: string;
  readonly password: string | undefined;
  readonly keys: ScramKeys | undefined;
  /** Printable and fresh for every exchange, without a comma. */
  readonly nonce: string;
  /** `n`: not used; `y`: we could, the server does not offer it; else the name and the bytes (RFC 5802 §6). */
  readonly binding: 'n' | 'y' | { readonly name: string; readonly data: Uint8Array };
  /** What the server offered, in the form of XEP-0474 §5.1. `required`: without the server's hash over it the exchange ends before the proof. */
  readonly offered: { readonly text: string; readonly required: boolean };
}

const derive = promisify(pbkdf2);
const hmac = (hash: ScramHash, key: Uint8Array, text: string): Buffer => createHmac(DIGEST[hash].name, key).update(text, 'utf8').digest();

/** Keys from a password (RFC 5802 §3). Throws `not-authorized` for a password that cannot be prepared. */
export async function deriveKeys(hash: ScramHash, password: string, salt: Uint8Array, iterations: number): Promise<ScramKeys> {
  const prepared = saslPrep(password);
  if (prepared === undefined) throw new StreamProblem('not-authorized', 'the password holds characters that no server accepts');
  const salted = await derive(Buffer.from(prepared, 'utf8'), salt, iterations, DIGEST[hash].bytes, DIGEST[hash].name);
  return { mechanism: `SCRAM-${hash}`, salt, iterations, clientKey: hmac(hash, salted, 'Client Key'), serverKey: hmac(hash, salted, 'Server Key') };
}

export class ScramExchange implements Exchange {
  readonly mechanism: string;
  readonly #options: ScramOptions;
  readonly #header: string;
  readonly #bare: string;
  #step: 'first' | 'proof' | 'verdict' | 'proven' = 'first';
  #signature: Buffer | undefined;
  #keys: ScramKeys | undefined;
  #fromStored = false;
  #listProven = false;

  constructor(options: ScramOptions) {
    this.#options = options;
    const { binding } = options;
    this.mechanism = `SCRAM-${options.hash}${typeof binding === 'string' ? '' : '-PLUS'}`;
    const user = saslPrep(options.user);
    if (user === undefined) throw new StreamProblem('not-authorized', 'the address cannot be used to sign in');
    this.#header = `${typeof binding === 'string' ? binding : `p=${binding.name}`},,`;
    this.#bare = `n=${user.replaceAll('=', '=3D').replaceAll(',', '=2C')},r=${options.nonce}`;
  }

  /** The keys that were used, once the server is proven; undefined before. */
  get keys(): ScramKeys | undefined {
    return this.#step === 'proven' ? this.#keys : undefined;
  }
  /** The keys were stored ones: the server's salt has not changed. */
  get fromStored(): boolean {
    return this.#fromStored;
  }
  /** The server has proven that its list of mechanisms and bindings reached us unchanged (XEP-0474 §5.2). */
  get listProven(): boolean {
    return this.#step === 'proven' && this.#listProven;
  }

  first(): Uint8Array {
    if (this.#step !== 'first') throw new StreamProblem('bad-stream', 'SCRAM out of step');
    this.#step = 'proof';
    return Buffer.from(this.#header + this.#bare, 'utf8');
  }

  async answer(challenge: Uint8Array): Promise<Uint8Array> {
    if (this.#step === 'verdict') {
      // RFC 6120 §6.3.9 lets a server send its last message as a challenge, to be answered by an empty response.
      this.#verify(challenge);
      return new Uint8Array();
    }
    if (this.#step !== 'proof') throw new StreamProblem('bad-stream', 'SCRAM out of step');
    return this.#prove(decode(challenge));
  }

  finish(data: Uint8Array | undefined): void {
    if (this.#step === 'verdict' && data !== undefined) this.#verify(data);
    else if (this.#step === 'proven' && data !== undefined) throw new StreamProblem('bad-stream', 'SCRAM out of step');
    if (this.#step !== 'proven') throw new StreamProblem('server-not-proven', 'the server let us in without showing that it knows the password');
  }

  async #prove(serverFirst: string): Promise<Uint8Array> {
    const { hash, nonce, binding } = this.#options;
    const first = readServerFirst(serverFirst, nonce);
    this.#checkOffered(first.hash);
    const keys = await this.#keysFor(first.salt, first.iterations);
    const bound = typeof binding === 'string' ? new Uint8Array() : binding.data;
    const withoutProof = `c=${Buffer.concat([Buffer.from(this.#header, 'utf8'), bound]).toString('base64')},r=${first.nonce}`;
    const authMessage = `${this.#bare},${serverFirst},${withoutProof}`;
    const storedKey = createHash(DIGEST[hash].name).update(keys.clientKey).digest();
    const signature = hmac(hash, storedKey, authMessage);
    const proof = Buffer.from(keys.clientKey.map((byte, at) => byte ^ (signature[at] ?? 0)));
    this.#signature = hmac(hash, keys.serverKey, authMessage);
    this.#keys = keys;
    this.#step = 'verdict';
    return Buffer.from(`${withoutProof},p=${proof.toString('base64')}`, 'utf8');
  }

  #checkOffered(theirs: string | undefined): void {
    const { hash, offered } = this.#options;
    if (theirs === undefined) {
      if (offered.required) throw new StreamProblem('weak-mechanism', 'the server offers no channel binding and does not prove its offer');
      return;
    }
    const ours = createHash(DIGEST[hash].name).update(offered.text, 'utf8').digest();
    if (!equal(ours, base64(theirs))) throw new StreamProblem('server-not-proven', 'the offered mechanisms were changed on the way');
    this.#listProven = true;
  }

  async #keysFor(salt: Uint8Array, iterations: number): Promise<ScramKeys> {
    const { hash, password, keys } = this.#options;
    if (keys && keys.mechanism === `SCRAM-${hash}` && keys.iterations === iterations && equal(keys.salt, salt)) {
      this.#fromStored = true;
      return keys;
    }
    if (password === undefined) throw new StreamProblem('not-authorized', 'the server has changed how it stores the password');
    return deriveKeys(hash, password, salt, iterations);
  }

  #verify(message: Uint8Array): void {
    const [name, value] = attributes(decode(message))[0] ?? ['', ''];
    if (name === 'e') throw refusal(value);
    if (name !== 'v' || !this.#signature || !equal(this.#signature, base64(value)))
      throw new StreamProblem('server-not-proven', 'the server’s own signature is wrong');
    this.#step = 'proven';
  }
}

interface ServerFirst {
  readonly nonce: string;
  readonly salt: Uint8Array;
  readonly iterations: number;
  readonly hash: string | undefined;
}
function readServerFirst(message: string, ours: string): ServerFirst {
  const parts = attributes(message);
  // RFC 5802 §5.1: an unknown mandatory extension ends the exchange; it may only stand first, but is refused anywhere.
  if (parts.some(([name]) => name === 'm')) throw new StreamProblem('bad-stream', 'SCRAM extension that is not known');
  const [nonce = ['', ''], salt = ['', ''], iterations = ['', ''], ...extensions] = parts;
  if (nonce[0] + salt[0] + iterations[0] !== 'rsi') throw new StreamProblem('bad-stream', 'SCRAM challenge out of order');
  checkNonce(nonce[1], ours);
  const bytes = base64(salt[1]);
  if (bytes.length === 0) throw new StreamProblem('bad-stream', 'SCRAM without a salt');
  return { nonce: nonce[1], salt: bytes, iterations: readIterations(iterations[1]), hash: extensions.find(([name]) => name === 'h')?.[1] };
}

/** RFC 5802 §5.1: it begins with ours and goes on; printable but for the comma. */
function checkNonce(nonce: string, ours: string): void {
  if (!nonce.startsWith(ours) || nonce.length <= ours.length || !/^[\x21-\x2B\x2D-\x7E]{1,1024}$/.test(nonce))
    throw new StreamProblem('server-not-proven', 'the server’s nonce does not go on from ours');
}

function readIterations(text: string): number {
  if (!/^[1-9]\d{0,9}$/.test(text)) throw new StreamProblem('bad-stream', 'SCRAM without an iteration count');
  const count = Number(text);
  if (count < ITERATIONS.least) throw new StreamProblem('weak-mechanism', `only ${count} iterations`);
  if (count > ITERATIONS.most) throw new StreamProblem('bad-stream', `${count} iterations are too many`);
  return count;
}

/** `a=value` pairs; a name twice, or what is no pair, is refused. */
function attributes(message: string): readonly (readonly [string, string])[] {
  const pairs = message.split(',').map(part => [part.slice(0, 1), part.slice(2)] as const);
  const names = new Set(pairs.map(([name]) => name));
  if (names.size !== pairs.length || message.split(',').some(part => !/^[A-Za-z]=/.test(part))) throw new StreamProblem('bad-stream', 'broken SCRAM message');
  return pairs;
}

function decode(message: Uint8Array): string {
  if (message.length > MESSAGE_LIMIT) throw new StreamProblem('bad-stream', 'SCRAM message too long');
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(message);
  } catch {
    throw new StreamProblem('bad-stream', 'SCRAM message that is no UTF-8');
  }
}

/** Node's own decoder skips what it does not know; here a broken text is refused. */
function base64(text: string): Buffer {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) throw new StreamProblem('bad-stream', 'broken base64 in SCRAM');
  return Buffer.from(text, 'base64');
}

const equal = (one: Uint8Array, other: Uint8Array): boolean => one.length === other.length && timingSafeEqual(one, other);

/** RFC 5802 §7, server-error-value. */
function refusal(value: string): StreamProblem {
  if (value === 'channel-bindings-dont-match' || value === 'server-does-support-channel-binding') return new StreamProblem('server-not-proven', value);
  if (value === 'invalid-proof' || value === 'unknown-user') return new StreamProblem('not-authorized', value);
  return new StreamProblem('server-error', value);
}
