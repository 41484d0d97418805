import { FRAME_SAMPLES, Recorder, SAMPLE_RATE, tone } from '../../native/peer/sound.ts';
import { toneLevel } from '../../native/peer/tone-meter.ts';
import { seeded } from './seeded.ts';

/** Two seconds that can be repeated for ever: 300 ms of a tone, 100 ms of nothing. A long tone is a fan to whatever suppresses noise. */
export function pulses(hertz: number): Int16Array {
  const recorder = new Recorder();
  const voice = tone(hertz, { level: 0.5 });
  for (let frame = 0; frame < 200; frame += 1) {
    const samples = voice.next();
    if (samples) recorder.take(frame % 40 < 30 ? samples : new Int16Array(samples.length));
  }
  return recorder.samples();
}

/** Something like speech, of which can be said how much of it arrived: syllables of changing pitch, as long and as far apart as spoken ones. */
export interface Speech {
  readonly sound: Int16Array;
  readonly pitches: readonly number[];
}
const SYLLABLE_FRAMES = 14;
const GAP_FRAMES = 4;
const LEVEL = 0.4;
const PITCHES = Array.from({ length: 12 }, (_, index) => 300 + index * 170);
/** As long as a packet of Opus. */
const PIECE_FRAMES = 2;
/** How far one syllable may come late or early against the one before: the receiver stretches and shrinks what it plays. */
const DRIFT_FRAMES = 4;

export function speech(syllables: number, seed: number): Speech {
  const random = seeded(seed);
  const recorder = new Recorder();
  const pitches: number[] = [];
  for (let index = 0; index < syllables; index += 1) {
    const others = PITCHES.filter(one => one !== pitches.at(-1));
    const pitch = others[Math.floor(random() * others.length)] ?? 300;
    pitches.push(pitch);
    const voice = tone(pitch, { level: LEVEL });
    for (let frame = 0; frame < SYLLABLE_FRAMES; frame += 1) recorder.take(voice.next() ?? new Int16Array(FRAME_SAMPLES));
    for (let frame = 0; frame < GAP_FRAMES; frame += 1) recorder.take(new Int16Array(FRAME_SAMPLES));
  }
  return { sound: recorder.samples(), pitches };
}

/** Of 1: how much of what was said is found in a recording, in its order, at no less than half of its level. The recording may begin earlier. */
export function arrived({ pitches }: Speech, recording: Int16Array): number {
  const step = SYLLABLE_FRAMES + GAP_FRAMES;
  const levelAt = (frame: number, pitch: number, length = SYLLABLE_FRAMES): number =>
    frame < 0 ? 0 : toneLevel(recording.subarray(frame * FRAME_SAMPLES, (frame + length) * FRAME_SAMPLES), pitch);
  let at = beginning(pitches, recording.length / FRAME_SAMPLES, levelAt);
  let found = 0;
  for (const pitch of pitches) {
    const heardAt = (drift: number): number => {
      let pieces = 0;
      for (let frame = 0; frame < SYLLABLE_FRAMES; frame += PIECE_FRAMES) if (levelAt(at + drift + frame, pitch, PIECE_FRAMES) >= LEVEL / 2) pieces += 1;
      return pieces;
    };
    const drifts = Array.from({ length: 2 * DRIFT_FRAMES + 1 }, (_, index) => index - DRIFT_FRAMES).map(drift => ({ drift, pieces: heardAt(drift) }));
    const most = Math.max(...drifts.map(({ pieces }) => pieces));
    const [nearest] = drifts.filter(({ pieces }) => pieces === most).toSorted((one, other) => Math.abs(one.drift) - Math.abs(other.drift));
    found += most;
    // What is not there says nothing of where it would be.
    if (nearest && most > 0) at += nearest.drift;
    at += step;
  }
  return (found * PIECE_FRAMES) / (pitches.length * SYLLABLE_FRAMES);
}

/** Where the first syllables are heard best together. */
function beginning(pitches: readonly number[], frames: number, levelAt: (frame: number, pitch: number, length: number) => number): number {
  const step = SYLLABLE_FRAMES + GAP_FRAMES;
  let best = { at: 0, level: 0 };
  for (let at = 0; at < frames - 10 * step; at += 3) {
    let level = 0;
    for (let index = 0; index < 10; index += 1) level += levelAt(at + index * step + 4, pitches[index] ?? 0, 6);
    if (level > best.level) best = { at, level };
  }
  return best.at;
}

/** Milliseconds of a speech of this many syllables. */
export const speechMs = (syllables: number): number => (syllables * (SYLLABLE_FRAMES + GAP_FRAMES) * FRAME_SAMPLES * 1000) / SAMPLE_RATE;
