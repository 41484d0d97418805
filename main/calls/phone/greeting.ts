import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SAMPLE_RATE } from '../../../native/peer/sound.ts';
import { readWav, resample, writeWav } from '../../../native/peer/wav.ts';
import { Emitter } from '../../base/emitter.ts';

const FILE = 'greeting.wav';
/** What the owner records, and what is kept: a telephone's width is enough for a voice. */
const RATE = 16_000;
export const MOST_GREETING_MS = 60_000;

/** What an answering machine says before the beep: of a file that its owner named, or as they have recorded it. */
export class Greeting {
  readonly #path: string;
  readonly #given: Int16Array | undefined;
  readonly #changed = new Emitter<void>();
  #own: Int16Array | undefined;

  private constructor(path: string, given: Int16Array | undefined, own: Int16Array | undefined) {
    this.#path = path;
    this.#given = given;
    this.#own = own;
  }

  /** @throws WavProblem where a file that was named is no sound, and what the file system says where it cannot be read */
  static async open(folder: string, named: string | undefined): Promise<Greeting> {
    const path = join(folder, FILE);
    const given = named === undefined ? undefined : readWav(await readFile(named));
    // One that was damaged is one that is not there: the beep alone answers as well.
    const own = await readFile(path)
      .then(readWav)
      .catch(() => undefined);
    return new Greeting(path, given, own);
  }

  readonly onChanged = this.#changed.on;

  /** 48 kHz; undefined: the beep alone. */
  get sound(): Int16Array | undefined {
    return this.#given ?? this.#own;
  }
  get lengthMs(): number | undefined {
    return this.sound && Math.round((this.sound.length / SAMPLE_RATE) * 1000);
  }

  /** As `keep` takes it. */
  told(): Int16Array | undefined {
    return this.sound && resample(this.sound, SAMPLE_RATE, RATE);
  }

  /** Keeps what was recorded with 16,000 samples a second: at most a minute of it. */
  async keep(sound: Int16Array): Promise<void> {
    const wav = writeWav(sound.subarray(0, (RATE * MOST_GREETING_MS) / 1000), RATE);
    // Whole or not at all: a call may read it at any moment.
    await writeFile(`${this.#path}.new`, wav, { mode: 0o600 });
    await rename(`${this.#path}.new`, this.#path);
    this.#own = readWav(wav);
    this.#changed.emit();
  }
  async remove(): Promise<void> {
    await rm(this.#path, { force: true });
    this.#own = undefined;
    this.#changed.emit();
  }
}
