import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { GatheringPace, untilBeat } from './beat.ts';
import { pageClock } from './clock.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('what changes within a moment is drawn together, each once', () => {
  const pace = new GatheringPace(pageClock);
  const drawn: string[] = [];
  const [meter, length] = [() => void drawn.push('meter'), () => void drawn.push('length')];
  pace.ask(meter);
  vi.advanceTimersByTime(5);
  pace.ask(length);
  pace.ask(meter);
  expect(drawn).toEqual([]);
  vi.advanceTimersByTime(15);
  expect(drawn).toEqual(['meter', 'length']);
  expect(vi.getTimerCount()).toBe(0);
  pace.ask(meter);
  vi.advanceTimersByTime(20);
  expect(drawn).toHaveLength(3);
});

test('a timer that is a little early or late does not lose its beat, and has none twice', () => {
  expect(untilBeat(1000)).toBe(250);
  expect(untilBeat(1240)).toBe(260);
  expect(untilBeat(1030)).toBe(220);
  // The first beat after a moment that is still to come.
  expect(untilBeat(1100, 2010)).toBe(1150);
});
