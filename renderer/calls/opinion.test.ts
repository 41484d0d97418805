import { expect, test } from 'vitest';
import { estimatedOpinion, qualityOf } from './opinion.ts';

test('a short way without loss is as good as it gets: R 93.2 is a score of 4.41 (G.107 Annex B)', () => {
  expect(estimatedOpinion({ delayMs: 50, loss: 0, codec: 'opus' })).toBeCloseTo(4.41, 2);
});

test('delay costs nothing up to 100 ms, some at 250, much at 400', () => {
  const at = (delayMs: number): number => estimatedOpinion({ delayMs, loss: 0, codec: 'opus' });
  expect(at(100)).toBe(at(20));
  expect(at(100) - at(250)).toBeGreaterThan(0.2);
  expect(at(250) - at(400)).toBeGreaterThan(0.4);
});

test('loss costs more the more there is of it, and never leaves the scale', () => {
  const scores = [0, 0.02, 0.05, 0.1, 0.2, 1, 5].map(loss => estimatedOpinion({ delayMs: 80, loss, codec: 'PCMU' }));
  expect(scores).toEqual(scores.toSorted((a, b) => b - a));
  expect(Math.min(...scores)).toBeGreaterThanOrEqual(1);
});

test('a word for each', () => {
  expect([4.4, 3.8, 2].map(qualityOf)).toEqual(['good', 'fair', 'poor']);
});
