import { expect, test } from 'vitest';
import { ViewModel } from './view-model.ts';

class Counter extends ViewModel<{ readonly count: number; readonly note: string }> {
  starts = 0;
  stops = 0;
  constructor() {
    super({ count: 0, note: 'kept' });
  }
  readonly add = (): void => this.set({ count: this.snapshot().count + 1 });
  protected override start(): () => void {
    this.starts += 1;
    return () => void (this.stops += 1);
  }
}

test('a model runs from its first subscriber to its last, and again when one comes back', () => {
  const model = new Counter();
  const first = model.subscribe(() => undefined);
  const second = model.subscribe(() => undefined);
  first();
  expect([model.starts, model.stops]).toEqual([1, 0]);
  second();
  expect([model.starts, model.stops]).toEqual([1, 1]);
  model.subscribe(() => undefined)();
  expect([model.starts, model.stops]).toEqual([2, 2]);
});

test('a change keeps what it does not name, tells everybody, and makes a new snapshot', () => {
  const model = new Counter();
  const before = model.snapshot();
  let told = 0;
  model.subscribe(() => void (told += 1));
  model.add();
  expect(model.snapshot()).toEqual({ count: 1, note: 'kept' });
  expect(before.count).toBe(0);
  expect(told).toBe(1);
});
