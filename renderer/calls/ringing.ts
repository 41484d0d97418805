import type { RingSound } from './sounds.ts';

type Play = (sound: RingSound) => () => void;
interface Ring {
  readonly sound: RingSound;
  stop: (() => void) | undefined;
}

/** These go on until somebody stops them; another window may take them over meanwhile. */
const GOING_ON: ReadonlySet<RingSound> = new Set(['ring', 'waiting', 'ringback']);

/** What this window rings. Where several are open, one of them is heard. */
export class Ringing {
  readonly #play: Play;
  readonly #rings = new Set<Ring>();
  #leads = false;

  constructor(play: Play) {
    this.#play = play;
  }

  setLeads(leads: boolean): void {
    this.#leads = leads;
    for (const ring of this.#rings) {
      if (!leads) {
        ring.stop?.();
        ring.stop = undefined;
      } else if (GOING_ON.has(ring.sound)) ring.stop ??= this.#play(ring.sound);
    }
  }

  /** Answers how to end it. */
  ring(sound: RingSound): () => void {
    // Whoever tries a loudspeaker is at this window.
    if (sound === 'test') return this.#play(sound);
    const ring: Ring = { sound, stop: this.#leads ? this.#play(sound) : undefined };
    this.#rings.add(ring);
    return () => {
      this.#rings.delete(ring);
      ring.stop?.();
      ring.stop = undefined;
    };
  }
}
