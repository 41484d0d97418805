import { expect, test } from 'vitest';
import { echo, inTurn, Recorder, samples, SAMPLE_RATE, silence, tone, type AudioSource } from './sound.ts';
import { loudestTone, loudness, toneLevel } from './tone-meter.ts';
import { readWav, resample, WavProblem, writeWav } from './wav.ts';

function record(source: AudioSource, milliseconds: number): Int16Array {
  const recorder = new Recorder();
  for (let left = milliseconds / 10; left > 0; left -= 1) {
    const frame = source.next();
    if (!frame) break;
    recorder.take(frame);
  }
  return recorder.samples();
}

test.for([110, 440, 1000, 2750, 3999])('a tone of %i Hz is measured as one', hertz => {
  const sound = record(tone(hertz, { level: 0.25 }), 500);
  const measured = loudestTone(sound);
  expect(Math.abs(measured.hertz - hertz)).toBeLessThan(1);
  expect(measured.level).toBeCloseTo(0.25, 2);
  expect(toneLevel(sound, hertz)).toBeCloseTo(0.25, 2);
  expect(toneLevel(sound, hertz * 1.2)).toBeLessThan(0.01);
});

test('of two tones the louder is named', () => {
  const [quiet, loud] = [record(tone(300, { level: 0.1 }), 500), record(tone(1234, { level: 0.2 }), 500)];
  const both = quiet.map((sample, index) => sample + (loud[index] ?? 0));
  expect(Math.abs(loudestTone(both).hertz - 1234)).toBeLessThan(1);
  expect(toneLevel(both, 300)).toBeCloseTo(0.1, 2);
});

test('silence has no tone and no loudness', () => {
  const sound = record(silence(), 500);
  expect(loudestTone(sound).level).toBe(0);
  expect(loudness(sound)).toBe(0);
  expect(loudestTone(new Int16Array()).level).toBe(0);
});

test('greeting, beep and silence follow each other, and the end is told once', () => {
  let ended = 0;
  const source = inTurn([samples(record(tone(500), 200)), tone(1000, { lengthMs: 100 })], () => (ended += 1));
  const sound = record(source, 1000);
  expect(sound.length).toBe(0.3 * SAMPLE_RATE);
  expect(Math.abs(loudestTone(sound.subarray(0, 0.2 * SAMPLE_RATE)).hertz - 500)).toBeLessThan(3);
  expect(source.next()).toBeUndefined();
  expect(ended).toBe(1);
});

test('an echo comes after its delay, and a clock that runs ahead does not make it later and later', () => {
  const parrot = echo(30);
  const frame = (value: number): Int16Array => new Int16Array(480).fill(value);
  const heard: number[] = [];
  for (let value = 1; value <= 6; value += 1) {
    parrot.take(frame(value));
    heard.push(parrot.next()?.[0] ?? -1);
  }
  expect(heard).toEqual([0, 0, 1, 2, 3, 4]);
  for (let value = 7; value <= 100; value += 1) parrot.take(frame(value));
  expect(parrot.next()?.[0]).toBeGreaterThan(90);
});

test('a recorder stops at its limit, or keeps the end', () => {
  const [first, last] = [new Recorder({ limitMs: 20 }), new Recorder({ limitMs: 20, latest: true })];
  for (let value = 1; value <= 5; value += 1) {
    first.take(new Int16Array(480).fill(value));
    last.take(new Int16Array(480).fill(value));
  }
  expect([first.isFull, first.lengthMs, first.samples()[0], first.samples().at(-1)]).toEqual([true, 20, 1, 2]);
  expect([last.samples()[0], last.samples().at(-1)]).toEqual([4, 5]);
});

test('what is written as WAV is read as it was', () => {
  const sound = record(tone(440), 100);
  expect(readWav(writeWav(sound))).toEqual(sound);
});

test('a telephone’s WAV of 8 kHz is read as 48 kHz', () => {
  const slow = resample(record(tone(440), 500), SAMPLE_RATE, 8000);
  const sound = readWav(writeWav(slow, 8000));
  expect(sound.length).toBeCloseTo(0.5 * SAMPLE_RATE, -2);
  expect(Math.abs(loudestTone(sound).hertz - 440)).toBeLessThan(2);
});

test.for([
  ['nothing', new Uint8Array()],
  ['text', Buffer.from('RIFFle shuffle, and much more that is longer than a header')],
  ['a header without sound', writeWav(new Int16Array(8)).subarray(0, 44)],
  ['a rate of nothing', writeWav(new Int16Array(8), 0)],
] as const)('%s is no sound', ([, bytes]) => {
  if (bytes.length === 44) expect(readWav(bytes)).toHaveLength(0);
  else expect(() => readWav(bytes)).toThrow(WavProblem);
});

test('a WAV that was cut off, or lies about its length, is read as far as it goes', () => {
  const bytes = writeWav(record(tone(440), 100));
  new DataView(bytes.buffer).setUint32(40, 0xffff_ffff, true);
  expect(readWav(bytes)).toHaveLength(4800);
  expect(readWav(bytes.subarray(0, 1044))).toHaveLength(500);
});
