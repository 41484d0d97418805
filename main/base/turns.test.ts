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
