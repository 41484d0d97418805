// HT-SHA-256-* (draft-schmaus-kitten-sasl-ht) for FAST (XEP-0484 0.2.0): one message each way, and the server is proven by its answer.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { StreamProblem, type Transport } from '../transport.ts';
import type { Exchange } from './exchange.ts';

/** Strongest first; `binding` undefined: none. */
const MECHANISMS = [
  { name: 'HT-SHA-256-EXPR', binding: 'tls-exporter' },
  { name: 'HT-SHA-256-ENDP', binding: 'tls-server-end-point' },
  { name: 'HT-SHA-256-NONE', binding: undefined },
] as const;

/** The bytes a token mechanism binds to on this connection; undefined where it cannot be used here. */
export function tokenBinding(mechanism: string, bindings: Transport['bindings']): Uint8Array | undefined {
  const known = MECHANISMS.find(one => one.name === mechanism);
  if (!known) return undefined;
  return known.binding === undefined ? new Uint8Array() : bindings.get(known.binding);
}

/** The strongest of the offered ones that this connection can do (XEP-0484 §7: binding ones must be preferred). */
export const strongestToken = (offered: readonly string[], bindings: Transport['bindings']): string | undefined =>
  MECHANISMS.find(one => offered.includes(one.name) && tokenBinding(one.name, bindings) !== undefined)?.name;

export class HashedTokenExchange implements Exchange {
  readonly mechanism: string;
  readonly #user: string;
  readonly #token: string;
  readonly #binding: Uint8Array;
  constructor(mechanism: string, user: string, token: string, binding: Uint8Array) {
    this.mechanism = mechanism;
    this.#user = user;
    this.#token = token;
    this.#binding = binding;
  }
  first(): Uint8Array {
    return Buffer.concat([Buffer.from(`${this.#user}\0`, 'utf8'), this.#hash('Initiator')]);
  }
  async answer(): Promise<Uint8Array> {
    throw new StreamProblem('bad-stream', 'a token knows no challenge');
  }
  finish(data: Uint8Array | undefined): void {
    const expected = this.#hash('Responder');
    if (data?.length !== expected.length || !timingSafeEqual(data, expected))
      throw new StreamProblem('server-not-proven', 'the server does not know the token that it let in');
  }
  #hash(role: 'Initiator' | 'Responder'): Buffer {
    return createHmac('sha256', Buffer.from(this.#token, 'utf8')).update(role, 'utf8').update(this.#binding).digest();
  }
}
