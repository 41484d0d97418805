import { expect, test } from 'vitest';
import type { PageClock } from './clock.ts';
import { TimedPace } from './pace.ts';

function handClock() {
  let waiting: (() => void)[] = [];
  const clock: PageClock = { now: () => 0, after: (_delay, callback) => (waiting.push(callback), () => undefined) };
  const tick = (): void => {
    const due = waiting;
    waiting = [];
    due.forEach(callback => callback());
  };
  return { clock, tick, idle: () => waiting.length === 0 };
}

test('one change is told at once, and of many that follow the whole once', () => {
  const { clock, tick, idle } = handClock();
  const pace = new TimedPace(clock);
  const told: string[] = [];
  const messages = (): void => void told.push('messages');
  const people = (): void => void told.push('people');
  pace.ask(messages);
  pace.ask(people);
  expect(told).toEqual(['messages', 'people']);
  for (let change = 0; change < 50; change += 1) pace.ask(messages);
  expect(told).toHaveLength(2);
  tick();
  expect(told).toEqual(['messages', 'people', 'messages']);
  tick();
  expect(idle()).toBe(true);
  pace.ask(people);
  expect(told.at(-1)).toBe('people');
});

test('what is told while the others are told waits for its turn and is not lost', () => {
  const { clock, tick } = handClock();
  const pace = new TimedPace(clock);
  let count = 0;
  const again = (): void => {
    count += 1;
    if (count < 3) pace.ask(again);
  };
  pace.ask(again);
  tick();
  tick();
  expect(count).toBe(3);
});
