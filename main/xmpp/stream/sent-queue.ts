import type { Element } from '../element.ts';

/** XEP-0198 §4: counters are of 32 bits and go round. */
const ROUND = 2 ** 32;
/** More than this and `send` answers no: the outbox above keeps what is for later. */
const LIMIT = 5000;

/** An `h` as it stands on the wire; undefined where it is no unsignedInt. */
export function readCount(text: string | undefined): number | undefined {
  if (text === undefined || !/^\d{1,10}$/.test(text)) return undefined;
  const count = Number(text);
  return count < ROUND ? count : undefined;
}

/** Stanzas that the server has not taken over yet, in order. The same elements are written again after a resumption: same ids, no delay stamp. */
export class SentQueue {
  #taken = 0;
  #stanzas: Element[] = [];
  #written = 0;

  /** How many the server has taken over, modulo 2^32. */
  get taken(): number {
    return this.#taken;
  }
  /** How many were ever written, modulo 2^32. */
  get written(): number {
    return (this.#taken + this.#written) % ROUND;
  }
  /** Those on the wire that wait for the server's word. */
  get outstanding(): number {
    return this.#written;
  }

  /** False: there is no room. `written`: it goes out right now. */
  add(stanza: Element, written: boolean): boolean {
    if (this.#stanzas.length >= LIMIT) return false;
    this.#stanzas.push(stanza);
    if (written) this.#written = this.#stanzas.length;
    return true;
  }

  /** What the server has taken over by counting to `h`; undefined where it cannot have counted so far, or has counted back. */
  take(h: number): readonly Element[] | undefined {
    const count = (h - this.#taken + ROUND) % ROUND;
    if (count > this.#written) return undefined;
    this.#taken = h;
    this.#written -= count;
    return this.#stanzas.splice(0, count);
  }

  /** All that is left, to be written now. */
  rewrite(): readonly Element[] {
    this.#written = this.#stanzas.length;
    return this.#stanzas;
  }

  /** A new session counts from zero. What was left is forgotten: the outbox above sends it again. */
  restart(): void {
    this.#taken = 0;
    this.#written = 0;
    this.#stanzas = [];
  }
}
