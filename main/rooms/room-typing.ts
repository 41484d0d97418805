import type { Clock } from '../base/clock.ts';
import type { TypingState } from '../xmpp/feature.ts';

/** Somebody who fell silent in the middle is not typing any more. */
const FORGOTTEN_AFTER = 45_000;
const MOST = 50;
const SHOWN = 3;

/** Who is typing in one room. */
export class RoomTyping {
  readonly #clock: Clock;
  readonly #changed: () => void;
  readonly #typing = new Map<string, () => void>();

  constructor(clock: Clock, changed: () => void) {
    this.#clock = clock;
    this.#changed = changed;
  }

  shown(): readonly string[] {
    return [...this.#typing.keys()].slice(0, SHOWN);
  }

  heard(nickname: string, state: TypingState): void {
    const was = this.#typing.get(nickname);
    was?.();
    if (state !== 'composing') {
      if (this.#typing.delete(nickname)) this.#changed();
    } else if (was || this.#typing.size < MOST) {
      this.#typing.set(
        nickname,
        this.#clock.after(FORGOTTEN_AFTER, () => this.heard(nickname, 'paused')),
      );
      if (!was) this.#changed();
    }
  }

  clear(): void {
    for (const stop of this.#typing.values()) stop();
    this.#typing.clear();
  }
}
