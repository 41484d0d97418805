import { expect, test, vi } from 'vitest';
import { KeyedReplica } from './keyed-replica.ts';
import { WholeReplica } from './replicas.ts';

interface Person {
  readonly id: number;
  readonly name: string;
}

function start() {
  let put = (_person: Person): void => undefined;
  let drop = (_id: number): void => undefined;
  let answer = (_list: readonly Person[]): void => undefined;
  let listening = false;
  const replica = new KeyedReplica<Person, number>({
    keyOf: person => person.id,
    read: () => new Promise(resolve => void (answer = resolve)),
    listen: (onPut, onDrop) => {
      [put, drop, listening] = [onPut, onDrop, true];
      return () => void (listening = false);
    },
    order: (a, b) => a.name.localeCompare(b.name),
  });
  const stop = replica.subscribe(() => undefined);
  return { replica, stop, put: (p: Person) => put(p), drop: (id: number) => drop(id), answer: (l: readonly Person[]) => answer(l), listening: () => listening };
}
const settled = (): Promise<void> => Promise.resolve().then(() => undefined);

test('what happened while the list was read is not lost in it', async () => {
  const { replica, put, drop, answer } = start();
  put({ id: 1, name: 'Juliet Montague' });
  drop(2);
  answer([
    { id: 1, name: 'Juliet Capulet' },
    { id: 2, name: 'Tybalt' },
    { id: 3, name: 'Romeo' },
  ]);
  await settled();
  expect(replica.snapshot()).toEqual({
    phase: 'ready',
    items: [
      { id: 1, name: 'Juliet Montague' },
      { id: 3, name: 'Romeo' },
    ],
  });
});

test('nobody listens after the last view has gone', () => {
  const { stop, listening } = start();
  expect(listening()).toBe(true);
  stop();
  expect(listening()).toBe(false);
});

test('a value that could not be read says so, and is read again when asked', async () => {
  let fails = true;
  const replica = new WholeReplica(
    '',
    () => (fails ? Promise.reject(new Error('no answer')) : Promise.resolve('here')),
    () => () => undefined,
  );
  replica.subscribe(() => undefined);
  await vi.waitFor(() => expect(replica.snapshot().phase).toBe('failed'));
  fails = false;
  replica.retry();
  await vi.waitFor(() => expect(replica.snapshot()).toEqual({ phase: 'ready', value: 'here' }));
});
