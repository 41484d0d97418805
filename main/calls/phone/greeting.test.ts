import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readWav, WavProblem, writeWav } from '../../../native/peer/wav.ts';
import { Greeting } from './greeting.ts';

async function folder(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), 'balcony-greeting-'));
  onTestFinished(() => rm(made, { recursive: true }));
  return made;
}
const second = (level: number): Int16Array => new Int16Array(16_000).fill(level);

test('what was recorded is there after a restart, and can be removed', async () => {
  const place = await folder();
  const first = await Greeting.open(place, undefined);
  expect(first.lengthMs).toBeUndefined();
  let told = 0;
  first.onChanged(() => void (told += 1));
  await first.keep(second(1000));
  expect((await stat(join(place, 'greeting.wav'))).mode & 0o777).toBe(0o600);
  const again = await Greeting.open(place, undefined);
  expect(again.lengthMs).toBe(1000);
  expect(again.told()).toEqual(second(1000));
  await first.remove();
  expect([told, first.lengthMs, (await Greeting.open(place, undefined)).lengthMs]).toEqual([2, undefined, undefined]);
});

test('no more than a minute is kept', async () => {
  const greeting = await Greeting.open(await folder(), undefined);
  await greeting.keep(new Int16Array(16_000 * 90));
  expect(greeting.lengthMs).toBe(60_000);
});

test('a file that was named goes before what was recorded, and has to be one', async () => {
  const place = await folder();
  await (await Greeting.open(place, undefined)).keep(second(1));
  const named = join(place, 'named.wav');
  await writeFile(named, writeWav(new Int16Array(96_000)));
  expect((await Greeting.open(place, named)).lengthMs).toBe(2000);
  await writeFile(named, 'no sound');
  await expect(Greeting.open(place, named)).rejects.toThrow(WavProblem);
});

test('a recording that was damaged on the disk is none, and the next one takes its place', async () => {
  const place = await folder();
  await writeFile(join(place, 'greeting.wav'), 'RIFF');
  const greeting = await Greeting.open(place, undefined);
  expect(greeting.sound).toBeUndefined();
  await greeting.keep(second(7));
  expect(readWav(await readFile(join(place, 'greeting.wav'))).length).toBe(48_000);
});
