import { Recorder, tone } from '../../native/peer/sound.ts';

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
