import { inTurn, Recorder, samples, silence, tone, type AudioSink, type AudioSource } from '../../../native/peer/sound.ts';
import { resample, writeWav } from '../../../native/peer/wav.ts';

/** A telephone's width is enough for a voice, and a third of the bytes. */
const KEPT_RATE = 16_000;
const HEARD_RATE = 48_000;
/** Shorter ones are a receiver that was put down. */
const LEAST_MS = 1000;

export interface Recording {
  /** 16,000 samples a second. */
  readonly sound: Int16Array;
  readonly wav: Uint8Array;
  readonly lengthMs: number;
}

/** One call of an answering machine: a greeting, a beep, and then it listens. */
export class AnsweringMachine {
  readonly audio: AudioSource;
  readonly ear: AudioSink;
  readonly #recorder: Recorder;
  #listening = false;

  /** `full`: as much has been said as fits. */
  constructor(options: { readonly greeting: Int16Array | undefined; readonly limitMs: number; readonly full: () => void }) {
    this.#recorder = new Recorder({ limitMs: options.limitMs });
    const begin = (): void => {
      this.#listening = true;
    };
    const greeting = options.greeting === undefined ? [] : [samples(options.greeting)];
    // The first moments of a call are lost while the path is found.
    this.audio = inTurn([silence(500), ...greeting, tone(1000, { lengthMs: 400 })], begin);
    let told = false;
    this.ear = {
      take: frame => {
        if (!this.#listening) return;
        this.#recorder.take(frame);
        if (!this.#recorder.isFull || told) return;
        told = true;
        options.full();
      },
    };
  }

  /** What was said after the beep; undefined: nothing worth keeping. */
  recording(): Recording | undefined {
    const { lengthMs } = this.#recorder;
    if (lengthMs < LEAST_MS) return undefined;
    const sound = resample(smooth(this.#recorder.samples()), HEARD_RATE, KEPT_RATE);
    return { sound, wav: writeWav(sound, KEPT_RATE), lengthMs };
  }
}

/** Takes off what the lower rate could not carry: each sample becomes the middle of its neighbours. */
const smooth = (sound: Int16Array): Int16Array =>
  sound.map((sample, index) => Math.round(((sound[index - 1] ?? sample) + sample + (sound[index + 1] ?? sample)) / 3));
