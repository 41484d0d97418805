import type { Clock } from '../base/clock.ts';
import { Emitter } from '../base/emitter.ts';
import type { AccountId, BareJid } from '../../preload/contract/ids.ts';
import type { TypingState } from '../xmpp/feature.ts';

/** Somebody who fell silent in the middle is not typing any more (XEP-0085 §5.5 suggests 30 s for paused). */
const FORGOTTEN_AFTER = 45_000;

/** Who is typing to us now. Nothing of it is kept. */
export class Typing {
  readonly #clock: Clock;
  readonly #typing = new Map<string, () => void>();
  readonly #changed = new Emitter<{ readonly account: AccountId; readonly peer: BareJid }>();

  constructor({ clock }: { readonly clock: Clock }) {
    this.#clock = clock;
  }

  readonly onChanged = this.#changed.on;

  is(account: AccountId, peer: BareJid): boolean {
    return this.#typing.has(`${account} ${peer}`);
  }

  heard(account: AccountId, peer: BareJid, state: TypingState): void {
    const key = `${account} ${peer}`;
    const was = this.#typing.get(key);
    was?.();
    if (state === 'composing') {
      const stop = this.#clock.after(FORGOTTEN_AFTER, () => this.heard(account, peer, 'paused'));
      this.#typing.set(key, stop);
    } else this.#typing.delete(key);
    if ((state === 'composing') !== (was !== undefined)) this.#changed.emit({ account, peer });
  }

  /** A message of theirs came: they have stopped. */
  cleared(account: AccountId, peer: BareJid, mine: boolean): void {
    if (!mine && this.is(account, peer)) this.heard(account, peer, 'active');
  }
}
