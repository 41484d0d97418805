import { expect, test, vi } from 'vitest';
import type { Clock } from '../../base/clock.ts';
import { watchWake } from './wake.ts';

/** Runs what is due when told what time it is. */
function fakeClock() {
  let now = 0;
  let due: { at: number; run: () => void }[] = [];
  const clock: Clock = {
    now: () => now,
    after: (delay, run) => {
      const timer = { at: now + delay, run };
      due.push(timer);
      return () => void (due = due.filter(one => one !== timer));
    },
  };
  const goTo = (time: number): void => {
    now = time;
    const ready = due.filter(one => one.at <= now);
    due = due.filter(one => one.at > now);
    for (const one of ready) one.run();
  };
  return { clock, goTo, waiting: () => due.length };
}

test('a changed address is told once', () => {
  const { clock, goTo } = fakeClock();
  let addresses = 'eth0 192.0.2.1/24';
  const changed = vi.fn();
  watchWake(changed, clock, () => addresses);
  goTo(5000);
  expect(changed).not.toHaveBeenCalled();
  addresses = 'wlan0 192.0.2.7/24';
  goTo(10_000);
  goTo(15_000);
  expect(changed).toHaveBeenCalledOnce();
});

test('a machine that slept is told to have woken, even with the same address', () => {
  const { clock, goTo } = fakeClock();
  const changed = vi.fn();
  watchWake(changed, clock, () => 'eth0');
  goTo(3_600_000);
  expect(changed).toHaveBeenCalledOnce();
});

test('nothing is looked at after the end', () => {
  const { clock, waiting } = fakeClock();
  watchWake(vi.fn(), clock, () => '')();
  expect(waiting()).toBe(0);
});
