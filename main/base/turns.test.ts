import { expect, test } from 'vitest';
import { Turns } from './turns.ts';

test('of those that wait, the most urgent goes first; never more than so many at a time', async () => {
  const urgency = new Map([
    ['a', 1],
    ['b', 2],
    ['c', 3],
  ]);
  const turns = new Turns<string>(1, key => urgency.get(key) ?? 0);
  const begun: string[] = [];
  const ends: (() => void)[] = [];
  const job = (key: string) => () => {
    begun.push(key);
    return new Promise<void>(resolve => ends.push(resolve));
  };
  const over = async (): Promise<void> => {
    ends.shift()?.();
    await Promise.resolve();
    await Promise.resolve();
  };
  for (const key of ['a', 'b', 'c']) turns.ask(key, job(key));
  expect(begun).toEqual(['a']);
  urgency.set('b', 4);
  await over();
  expect(begun).toEqual(['a', 'b']);
  turns.ask('b', job('b'));
  await over();
  await over();
  expect(begun).toEqual(['a', 'b', 'b', 'c']);
  turns.ask('a', job('a'));
  turns.forget('a');
  await over();
  expect(begun).toHaveLength(4);
});

test('who waits until nothing is to be done is called once, when the last job is over and nobody waits for a turn', async () => {
  const turns = new Turns<string>(1, () => 0);
  const ends: (() => void)[] = [];
  const job = (): Promise<void> => new Promise(resolve => ends.push(resolve));
  const called: string[] = [];
  turns.whenIdle(() => called.push('at once'));
  turns.ask('a', job);
  turns.ask('b', job);
  turns.whenIdle(() => called.push('later'));
  turns.whenIdle(() => called.push('called off'))();
  const over = async (): Promise<void> => {
    ends.shift()?.();
    await Promise.resolve();
    await Promise.resolve();
  };
  await over();
  expect(called).toEqual(['at once']);
  await over();
  expect(called).toEqual(['at once', 'later']);
  turns.ask('c', job);
  await over();
  expect(called).toHaveLength(2);
});
