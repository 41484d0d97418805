import { untilBeat } from '../model/beat.ts';
import { ViewModel } from '../model/view-model.ts';
import type { Entry } from './statistics.ts';

/** How loud it is, from 0 (silent) to 1 (as loud as it gets), on a scale as the ear has it. */
export interface Levels {
  readonly own: number;
  readonly theirs: number;
}

/** Below this many decibels there is nothing to hear. */
const FLOOR = -60;

/** `power`: the mean of the squares of samples between -1 and 1. */
function levelOfPower(power: number): number {
  const decibels = 10 * Math.log10(power + 1e-12);
  return Math.min(1, Math.max(0, 1 - decibels / FLOOR));
}

/** The level of a block of samples between -1 and 1. */
export function levelOf(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  return levelOfPower(sum / Math.max(1, samples.length));
}

export interface Meter {
  level(): number;
}

/** Listens to a track without playing it. */
export function meterOf(track: MediaStreamTrack, context: AudioContext): Meter {
  const source = context.createMediaStreamSource(new MediaStream([track]));
  const analyser = context.createAnalyser();
  analyser.fftSize = 1024;
  source.connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  return {
    level: () => {
      analyser.getFloatTimeDomainData(samples);
      return levelOf(samples);
    },
  };
}

/** The part of a report of getStats that is used here. */
type Report = Pick<ReadonlyMap<string, Entry>, 'get' | 'values'>;

/** One sound of a call, from look to look, by the energy that the connection has counted of it. */
class Counted {
  readonly #type: 'media-source' | 'inbound-rtp';
  #id = '';
  #energy = 0;
  #seconds = 0;

  constructor(type: 'media-source' | 'inbound-rtp') {
    this.#type = type;
  }

  /** The level of all that came since the last look; 0 where nothing came. */
  level(report: Report): number {
    const entry = report.get(this.#id) ?? this.#find(report);
    const [energy, seconds] = [Number(entry?.['totalAudioEnergy'] ?? 0), Number(entry?.['totalSamplesDuration'] ?? 0)];
    const [grown, passed] = [energy - this.#energy, seconds - this.#seconds];
    const isFirst = this.#seconds === 0;
    this.#energy = energy;
    this.#seconds = seconds;
    return isFirst || passed <= 0 || grown < 0 ? 0 : levelOfPower(grown / passed);
  }

  /** Read once: each entry that is looked at is made for it. */
  #find(report: Report): Entry | undefined {
    const entry = [...report.values()].find(({ type, kind }) => type === this.#type && kind === 'audio');
    this.#id = typeof entry?.['id'] === 'string' ? entry['id'] : '';
    this.#energy = 0;
    this.#seconds = 0;
    return entry;
  }
}

/**
 * The level meters of a call, while somebody looks at them. They are read from the connection's own counters: to listen to the sound itself
 * would take a second audio engine for as long as the call lasts.
 */
export class LevelsModel extends ViewModel<Levels> {
  readonly #read: () => Promise<Report> | undefined;
  constructor(read: () => Promise<Report> | undefined) {
    super({ own: 0, theirs: 0 });
    this.#read = read;
  }

  protected override start(): () => void {
    const [said, heard] = [new Counted('media-source'), new Counted('inbound-rtp')];
    let timer: ReturnType<typeof setTimeout>;
    // A quarter of a second is about what a VU meter takes to follow (IEC 60268-17: 300 ms); what is quicker the eye takes for flicker.
    const beat = (): void => {
      timer = setTimeout(beat, untilBeat(Date.now()));
      void look();
    };
    const look = async (): Promise<void> => {
      const report = await this.#read()?.catch(() => undefined);
      if (!report || !this.running) return;
      const [now, before] = [{ own: said.level(report), theirs: heard.level(report) }, this.snapshot()];
      if (now.own !== before.own || now.theirs !== before.theirs) this.set(now);
    };
    beat();
    return () => {
      clearTimeout(timer);
      this.set({ own: 0, theirs: 0 });
    };
  }
}
