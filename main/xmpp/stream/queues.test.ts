import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { el, type Element } from '../element.ts';
import { HandledQueue } from './handled-queue.ts';
import { SentQueue, readCount } from './sent-queue.ts';

const stanza = (id: number): Element => el('message', undefined, { id: String(id) });
const ids = (stanzas: readonly Element[] | undefined) => stanzas?.map(one => Number(one.attrs['id']));

describe('what was sent', () => {
  it('is taken over by count, and counts go round at 2^32', () => {
    const queue = new SentQueue();
    expect(queue.take(2 ** 32 - 1)).toBeUndefined();
    for (let i = 0; i < 3; i++) queue.add(stanza(i), true);
    expect(ids(queue.take(2))).toEqual([0, 1]);
    expect(queue.take(1)).toBeUndefined();
    expect(queue.take(4)).toBeUndefined();
    expect(ids(queue.take(3))).toEqual([2]);
    expect([queue.taken, queue.written, queue.outstanding]).toEqual([3, 3, 0]);
  });
  it('what was never written cannot be taken over', () => {
    const queue = new SentQueue();
    queue.add(stanza(0), true);
    queue.add(stanza(1), false);
    expect(queue.take(2)).toBeUndefined();
    expect(ids(queue.rewrite())).toEqual([0, 1]);
    expect(ids(queue.take(2))).toEqual([0, 1]);
  });
  it('each is taken over once and in order, whatever the server counts', () => {
    const step = fc.oneof(fc.constant('send' as const), fc.constant('lose' as const), fc.nat({ max: 12 }));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), steps => {
        const queue = new SentQueue();
        const taken: number[] = [];
        let sent = 0;
        for (const one of steps) {
          if (one === 'send') queue.add(stanza(sent++), true);
          else if (one === 'lose') queue.rewrite();
          else taken.push(...(ids(queue.take(one)) ?? []));
        }
        expect(taken).toEqual(Array.from({ length: taken.length }, (_, index) => index));
        expect(taken.length + queue.outstanding).toBe(sent);
      }),
    );
  });
  it('a count is an unsignedInt', () => {
    expect(['0', '12', '4294967295'].map(readCount)).toEqual([0, 12, 4_294_967_295]);
    for (const text of [undefined, '', '-1', '1.5', '0x1', ' 1', '4294967296', '12345678901']) expect(readCount(text)).toBeUndefined();
  });
});

describe('what is handled', () => {
  it('idle waits for all that waits', async () => {
    const done: number[] = [];
    const queue = new HandledQueue({ handle: async one => void done.push(Number(one.attrs['id'])), onFailed: () => undefined, onHandled: () => undefined });
    for (let i = 0; i < 2500; i++) queue.push(stanza(i), i % 2 === 0);
    expect(queue.pending).toBe(2500);
    await queue.idle();
    expect(done).toEqual(Array.from({ length: 2500 }, (_, i) => i));
    expect([queue.handled, queue.pending]).toEqual([1250, 0]);
  });
  it('what was dropped is not handled', async () => {
    const done: number[] = [];
    const queue = new HandledQueue({ handle: async one => void done.push(Number(one.attrs['id'])), onFailed: () => undefined, onHandled: () => queue.drop() });
    for (let i = 0; i < 3; i++) queue.push(stanza(i), true);
    await queue.idle();
    expect([done, queue.handled]).toEqual([[0], 1]);
  });
  it('a flood is a failure', async () => {
    const failures: unknown[] = [];
    const queue = new HandledQueue({ handle: () => new Promise(() => undefined), onFailed: error => failures.push(error), onHandled: () => undefined });
    for (let i = 0; i < 20_001; i++) queue.push(stanza(i), true);
    expect(failures).toHaveLength(1);
    expect(queue.handled).toBe(0);
  });
});
