import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { levelOf, LevelsModel } from './levels.ts';
import type { Entry } from './statistics.ts';

beforeEach(() => void vi.useFakeTimers({ now: 1000 }));
afterEach(() => void vi.useRealTimers());

const sound = (type: string, id: string, totalAudioEnergy: number, totalSamplesDuration: number, kind = 'audio'): Entry => ({
  id,
  type,
  kind,
  totalAudioEnergy,
  totalSamplesDuration,
});

/** A connection whose counters stand where the test puts them. */
async function metersOver(first: readonly Entry[]) {
  let entries = first;
  const model = new LevelsModel(async () => new Map(entries.map(entry => [String(entry['id']), entry])));
  const told: unknown[] = [];
  const stop = model.subscribe(() => void told.push(model.snapshot()));
  await vi.advanceTimersByTimeAsync(0);
  const look = async (next: readonly Entry[]) => {
    entries = next;
    await vi.advanceTimersByTimeAsync(250);
    return model.snapshot();
  };
  return { model, told, look, stop };
}

test('the meters show how loud it was since the last look, and no sound engine is started for them', async () => {
  // A context would not even be there: this page has none.
  expect('AudioContext' in globalThis).toBe(false);
  const { look } = await metersOver([sound('media-source', 'S', 50, 100), sound('inbound-rtp', 'I', 90, 100)]);
  // A mean square of 0.01 is -20 decibels: two thirds of the scale.
  const { own, theirs } = await look([sound('media-source', 'S', 50.0025, 100.25), sound('inbound-rtp', 'I', 90, 100.25)]);
  expect(own).toBeCloseTo(2 / 3);
  expect(theirs).toBe(0);
});

test('what one hears of a picture, or of nobody, moves no meter', async () => {
  const { look, told } = await metersOver([sound('media-source', 'V', 1, 1, 'video'), sound('transport', 'T', 1, 1)]);
  expect(await look([sound('media-source', 'V', 2, 2, 'video'), sound('transport', 'T', 2, 2)])).toEqual({ own: 0, theirs: 0 });
  expect(told).toEqual([]);
});

test('sound that begins in the middle, or begins anew under another name, is measured from there', async () => {
  const { look } = await metersOver([]);
  expect((await look([sound('inbound-rtp', 'I', 500, 1000)])).theirs).toBe(0);
  expect((await look([sound('inbound-rtp', 'I', 500.25, 1000.25)])).theirs).toBe(1);
  expect((await look([sound('inbound-rtp', 'J', 3, 900)])).theirs).toBe(0);
  expect((await look([sound('inbound-rtp', 'J', 3.0025, 900.25)])).theirs).toBeCloseTo(2 / 3);
  // Nothing is sent or played any more: held.
  expect((await look([sound('inbound-rtp', 'J', 3.0025, 900.25)])).theirs).toBe(0);
});

test('nobody is told of levels that stay, and nothing is read when nobody looks', async () => {
  const { look, told, stop } = await metersOver([sound('inbound-rtp', 'I', 0, 1)]);
  for (let seconds = 2; seconds < 5; seconds += 1) await look([sound('inbound-rtp', 'I', 0, seconds)]);
  expect(told).toEqual([]);
  stop();
  expect(vi.getTimerCount()).toBe(0);
});

test('samples are as loud as the same sound counted', () => {
  expect(levelOf(new Float32Array(480).fill(0.1))).toBeCloseTo(2 / 3);
  expect(levelOf(new Float32Array(0))).toBe(0);
});
