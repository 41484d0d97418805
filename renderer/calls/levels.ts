import { ViewModel } from '../model/view-model.ts';

/** How loud it is, from 0 (silent) to 1 (as loud as it gets), on a scale as the ear has it. */
export interface Levels {
  readonly own: number;
  readonly theirs: number;
}

const EVERY = 80;
/** Below this many decibels there is nothing to hear. */
const FLOOR = -60;

/** The level of a block of samples between -1 and 1. */
export function levelOf(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  const decibels = 10 * Math.log10(sum / Math.max(1, samples.length) + 1e-12);
  return Math.min(1, Math.max(0, 1 - decibels / FLOOR));
}

export interface Meter {
  level(): number;
  close(): void;
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
    close: () => source.disconnect(),
  };
}

/** For meters alone: nothing of it is played, so it wants neither an output device (newer than the type library) nor haste. */
function meterContext(): AudioContext {
  const options = { latencyHint: 'playback', sinkId: { type: 'none' } } as const;
  return new AudioContext(options);
}

export interface Heard {
  readonly own: MediaStreamTrack | undefined;
  readonly theirs: MediaStreamTrack | undefined;
}

/** The level meters of a call, while somebody looks at them. */
export class LevelsModel extends ViewModel<Levels> {
  readonly #heard: () => Heard;
  constructor(heard: () => Heard) {
    super({ own: 0, theirs: 0 });
    this.#heard = heard;
  }

  protected override start(): () => void {
    const context = meterContext();
    const meters = new Map<MediaStreamTrack, Meter>();
    const level = (track: MediaStreamTrack | undefined): number => {
      if (!track) return 0;
      const meter = meters.get(track) ?? meterOf(track, context);
      meters.set(track, meter);
      return track.enabled ? meter.level() : 0;
    };
    const timer = setInterval(() => {
      const { own, theirs } = this.#heard();
      for (const [track, meter] of meters) {
        if (track === own || track === theirs) continue;
        meter.close();
        meters.delete(track);
      }
      const [now, before] = [{ own: level(own), theirs: level(theirs) }, this.snapshot()];
      if (now.own !== before.own || now.theirs !== before.theirs) this.set(now);
    }, EVERY);
    return () => {
      clearInterval(timer);
      void context.close();
      this.set({ own: 0, theirs: 0 });
    };
  }
}
