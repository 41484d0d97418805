// PLAIN (RFC 4616): only where nothing better was ever offered, and only inside TLS; choose.ts sees to the first, every Transport to the second.
import { StreamProblem } from '../transport.ts';
import type { Exchange } from './exchange.ts';
import { saslPrep } from './prepare.ts';

export class PlainExchange implements Exchange {
  readonly mechanism = 'PLAIN';
  readonly #message: Uint8Array;
  constructor(user: string, password: string) {
    const prepared = saslPrep(password);
    if (prepared === undefined) throw new StreamProblem('not-authorized', 'the password holds characters that no server accepts');
    this.#message = Buffer.from(`\0${user}\0${prepared}`, 'utf8');
  }
  first(): Uint8Array {
    return this.#message;
  }
  async answer(): Promise<Uint8Array> {
    throw new StreamProblem('bad-stream', 'PLAIN knows no challenge');
  }
  /** PLAIN proves nothing about the server but what its certificate did. */
  finish(): void {}
}
