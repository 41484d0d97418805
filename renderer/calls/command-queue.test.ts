import { expect, test, vi } from 'vitest';
import { CommandQueue } from './command-queue.ts';

const settled = (): Promise<void> => new Promise(resolve => void setTimeout(resolve));

test('commands are carried out one after the other, however long each takes', async () => {
  const order: string[] = [];
  const queue = new CommandQueue(vi.fn());
  const { promise, resolve } = Promise.withResolvers<void>();
  queue.add(async () => {
    order.push('first');
    await promise;
    order.push('first done');
  });
  queue.add(() => void order.push('second'));
  await settled();
  expect(order).toEqual(['first']);
  resolve();
  await settled();
  expect(order).toEqual(['first', 'first done', 'second']);
});

test('one that fails is told of, and the next goes on', async () => {
  const failed = vi.fn();
  const queue = new CommandQueue(failed);
  queue.add(() => Promise.reject(new Error('lost')));
  const next = vi.fn();
  queue.add(next);
  await settled();
  expect(failed).toHaveBeenCalledExactlyOnceWith(new Error('lost'));
  expect(next).toHaveBeenCalledOnce();
});

test('after the end nothing begins and nothing is told', async () => {
  const [failed, next] = [vi.fn(), vi.fn()];
  const queue = new CommandQueue(failed);
  const { promise, reject } = Promise.withResolvers<void>();
  queue.add(() => promise);
  queue.add(next);
  await settled();
  queue.end();
  reject(new Error('late'));
  await settled();
  expect([failed.mock.calls, next.mock.calls]).toEqual([[], []]);
});
