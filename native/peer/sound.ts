/** Sound as WebRTC has it: 16 bit, one channel, 48,000 samples a second, in pieces of 10 ms. */
export const SAMPLE_RATE = 48_000;
export const FRAME_MS = 10;
export const FRAME_SAMPLES = (SAMPLE_RATE * FRAME_MS) / 1000;

/** Asked for 480 samples every 10 ms; `undefined`: it has come to its end. */
export interface AudioSource {
  next(): Int16Array | undefined;
}
/** Told 480 samples every 10 ms, as long as something arrives. */
export interface AudioSink {
  take(frame: Int16Array): void;
}

/** Full scale is 1. */
const PEAK = 32_767;
const SILENT_FRAME = new Int16Array(FRAME_SAMPLES);

/** `lengthMs`: it ends then. */
export function silence(lengthMs = Infinity): AudioSource {
  let left = Math.round(lengthMs / FRAME_MS);
  return { next: () => (left-- > 0 ? SILENT_FRAME : undefined) };
}

/** A sine of this frequency; `lengthMs`: it ends then. */
export function tone(hertz: number, { level = 0.3, lengthMs }: { readonly level?: number; readonly lengthMs?: number } = {}): AudioSource {
  const step = (2 * Math.PI * hertz) / SAMPLE_RATE;
  let at = 0;
  let left = lengthMs === undefined ? Infinity : Math.round(lengthMs / FRAME_MS);
  return {
    next() {
      if (left <= 0) return undefined;
      left -= 1;
      const frame = Int16Array.from({ length: FRAME_SAMPLES }, (_, index) => Math.round(PEAK * level * Math.sin(step * (at + index))));
      at += FRAME_SAMPLES;
      return frame;
    },
  };
}

/** Plays samples once, or over and over; the last piece is filled up with silence. */
export function samples(sound: Int16Array, { loop = false }: { readonly loop?: boolean } = {}): AudioSource {
  let at = 0;
  return {
    next() {
      if (at >= sound.length && loop) at = 0;
      if (at >= sound.length) return undefined;
      const frame = new Int16Array(FRAME_SAMPLES);
      frame.set(sound.subarray(at, at + FRAME_SAMPLES));
      at += FRAME_SAMPLES;
      return frame;
    },
  };
}

/** One after the other; `ended` is told once, when the last one has ended. */
export function inTurn(sources: readonly AudioSource[], ended: () => void = () => undefined): AudioSource {
  let index = 0;
  let told = false;
  return {
    next() {
      for (; index < sources.length; index += 1) {
        const frame = sources[index]?.next();
        if (frame) return frame;
      }
      if (!told) ended();
      told = true;
      return undefined;
    },
  };
}

/** What it is told it says again, this much later. */
export function echo(delayMs: number): AudioSource & AudioSink {
  const delay = Math.max(1, Math.round(delayMs / FRAME_MS));
  const waiting: Int16Array[] = [];
  let spoken = false;
  return {
    take(frame) {
      waiting.push(frame);
      // Two clocks that drift apart shall not make the delay grow.
      if (waiting.length > 2 * delay) waiting.splice(0, waiting.length - delay);
    },
    next() {
      spoken ||= waiting.length >= delay;
      return (spoken ? waiting.shift() : undefined) ?? SILENT_FRAME;
    },
  };
}

/** Keeps what it hears: at most `limitMs` of it, from the end when `latest`. */
export class Recorder implements AudioSink {
  readonly #frames: Int16Array[] = [];
  readonly #limit: number;
  readonly #latest: boolean;

  constructor({ limitMs = Infinity, latest = false }: { readonly limitMs?: number; readonly latest?: boolean } = {}) {
    this.#limit = Math.floor(limitMs / FRAME_MS);
    this.#latest = latest;
  }
  get lengthMs(): number {
    return this.#frames.length * FRAME_MS;
  }
  get isFull(): boolean {
    return this.#frames.length >= this.#limit;
  }
  take(frame: Int16Array): void {
    if (this.isFull && !this.#latest) return;
    this.#frames.push(frame.slice());
    if (this.#frames.length > this.#limit) this.#frames.shift();
  }
  samples(): Int16Array {
    const all = new Int16Array(this.#frames.length * FRAME_SAMPLES);
    this.#frames.forEach((frame, index) => all.set(frame, index * FRAME_SAMPLES));
    return all;
  }
}
