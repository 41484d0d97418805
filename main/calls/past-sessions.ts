import type { Clock } from '../base/clock.ts';
import type { AccountId, BareJid } from '../../preload/contract/ids.ts';

const MOST = 500;
const keyOf = (account: AccountId, peer: BareJid, sid: string): string => `${account} ${peer} ${sid}`;

/** Sessions of a while ago: what comes late belongs to them, and rings nowhere. */
export class PastSessions {
  readonly #clock: Clock;
  readonly #rememberedMs: number;
  readonly #past = new Map<string, number>();
  readonly #chained = new Set<string>();

  constructor(clock: Clock, rememberedMs: number) {
    this.#clock = clock;
    this.#rememberedMs = rememberedMs;
  }

  add(account: AccountId, peer: BareJid, sid: string): void {
    const now = this.#clock.now();
    for (const [key, at] of this.#past) if (at < now - this.#rememberedMs || this.#past.size > MOST) this.#past.delete(key);
    this.#past.set(keyOf(account, peer, sid), now);
  }
  has(account: AccountId, peer: BareJid, sid: string): boolean {
    return this.#past.has(keyOf(account, peer, sid));
  }

  /** It is one of several sessions of one call: what is said of it alone is nothing for the history. */
  chain(account: AccountId, peer: BareJid, sid: string): void {
    this.#chained.add(keyOf(account, peer, sid));
    for (const oldest of this.#chained) {
      if (this.#chained.size <= MOST) break;
      this.#chained.delete(oldest);
    }
  }
  isChained(account: AccountId, peer: BareJid, sid: string): boolean {
    return this.#chained.has(keyOf(account, peer, sid));
  }
}
