import { Recorder, SAMPLE_RATE, type AudioSink } from './sound.ts';

/**
 * How loud one frequency is in a piece of sound (Goertzel's algorithm under a Hann window).
 * @returns the amplitude of that sine, full scale being 1
 */
export function toneLevel(sound: Int16Array, hertz: number): number {
  const count = sound.length;
  if (count === 0) return 0;
  const coefficient = 2 * Math.cos((2 * Math.PI * hertz) / SAMPLE_RATE);
  let before = 0;
  let last = 0;
  for (const [index, sample] of sound.entries()) {
    const window = 0.5 - 0.5 * Math.cos((2 * Math.PI * (index + 0.5)) / count);
    [before, last] = [last, (sample / 32_768) * window + coefficient * last - before];
  }
  const power = Math.max(0, before * before + last * last - coefficient * before * last);
  return (4 * Math.sqrt(power)) / count;
}

export interface MeasuredTone {
  readonly hertz: number;
  /** Full scale is 1. */
  readonly level: number;
}

const FROM_HERTZ = 100;
const TO_HERTZ = 4000;

/** The loudest frequency between 100 and 4,000 Hz, to about one hertz where there is half a second of it. */
export function loudestTone(sound: Int16Array): MeasuredTone {
  const count = 2 ** Math.floor(Math.log2(Math.max(2, sound.length)));
  const recent = sound.subarray(-count);
  const bin = SAMPLE_RATE / count;
  const spectrum = powers(recent);
  let loudest = Math.ceil(FROM_HERTZ / bin);
  for (let index = loudest; index <= TO_HERTZ / bin; index += 1) if ((spectrum[index] ?? 0) > (spectrum[loudest] ?? 0)) loudest = index;
  let best = { hertz: 0, level: 0 };
  for (let hertz = (loudest - 1) * bin; hertz <= (loudest + 1) * bin; hertz += bin / 8) {
    const level = toneLevel(recent, hertz);
    if (level > best.level) best = { hertz, level };
  }
  return best;
}

/** The power of each frequency, by the fast Fourier transform of a power of two of samples under a Hann window. */
function powers(sound: Int16Array): Float64Array {
  const count = sound.length;
  const real = Float64Array.from(sound, (sample, index) => sample * (0.5 - 0.5 * Math.cos((2 * Math.PI * (index + 0.5)) / count)));
  const imaginary = new Float64Array(count);
  mirrorBits(real);
  for (let size = 2; size <= count; size *= 2) {
    for (let offset = 0; offset < size / 2; offset += 1) {
      const [cos, sin] = [Math.cos((-2 * Math.PI * offset) / size), Math.sin((-2 * Math.PI * offset) / size)];
      for (let one = offset; one < count; one += size) {
        const other = one + size / 2;
        const [a, b] = [real[other] ?? 0, imaginary[other] ?? 0];
        const [turnedReal, turnedImaginary] = [a * cos - b * sin, a * sin + b * cos];
        const [keptReal, keptImaginary] = [real[one] ?? 0, imaginary[one] ?? 0];
        real[other] = keptReal - turnedReal;
        imaginary[other] = keptImaginary - turnedImaginary;
        real[one] = keptReal + turnedReal;
        imaginary[one] = keptImaginary + turnedImaginary;
      }
    }
  }
  return real.map((value, index) => value ** 2 + (imaginary[index] ?? 0) ** 2);
}

/** Each value moves to the place that its own place is, read backwards in bits. */
function mirrorBits(values: Float64Array): void {
  for (let index = 1, mirrored = 0; index < values.length; index += 1) {
    let bit = values.length >> 1;
    for (; mirrored & bit; bit >>= 1) mirrored ^= bit;
    mirrored ^= bit;
    if (index < mirrored) [values[index], values[mirrored]] = [values[mirrored] ?? 0, values[index] ?? 0];
  }
}

/** How loud all of it is: root mean square, full scale being 1. */
export function loudness(sound: Int16Array): number {
  let sum = 0;
  for (const sample of sound) sum += (sample / 32_768) ** 2;
  return sound.length === 0 ? 0 : Math.sqrt(sum / sound.length);
}

/** Listens to the last half second. */
export class ToneMeter implements AudioSink {
  readonly #heard: Recorder;
  readonly #waiting = new Set<{ readonly fits: (tone: MeasuredTone) => boolean; readonly found: (tone: MeasuredTone) => void }>();
  readonly #windowMs: number;
  #frames = 0;

  constructor(windowMs = 500) {
    this.#windowMs = windowMs;
    this.#heard = new Recorder({ limitMs: windowMs, latest: true });
  }
  take(frame: Int16Array): void {
    this.#heard.take(frame);
    this.#frames += 1;
    // A look costs more than a frame; five in a second are enough.
    if (this.#waiting.size === 0 || this.#frames % 20 !== 0 || this.#heard.lengthMs < this.#windowMs) return;
    const measured = this.measure();
    for (const one of this.#waiting) {
      if (!one.fits(measured)) continue;
      this.#waiting.delete(one);
      one.found(measured);
    }
  }
  measure(): MeasuredTone {
    return loudestTone(this.#heard.samples());
  }
  level(hertz: number): number {
    return toneLevel(this.#heard.samples(), hertz);
  }
  /** Resolves as soon as what is heard fits. */
  hears(fits: (tone: MeasuredTone) => boolean): Promise<MeasuredTone> {
    return new Promise(found => void this.#waiting.add({ fits, found }));
  }
}
