import { expect, test } from 'vitest';
import { callId } from '../../preload/contract/ids.ts';
import type { MediaReport } from '../../preload/contract/media.ts';
import { WindowEngine } from './media.ts';

const CALL = callId('c1');

function window(engine: WindowEngine) {
  const heard: [string, unknown][] = [];
  const leave = engine.sit((name, payload) => void heard.push([name, payload]));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the first thing that every window hears
  const { seat } = heard[0]![1] as { seat: number };
  return { heard, leave, seat };
}

test('the window that offered itself last carries the call, and alone may report of it', () => {
  const engine = new WindowEngine();
  const [one, other] = [window(engine), window(engine)];
  const reports: MediaReport[] = [];
  expect(
    engine.take(
      CALL,
      () => undefined,
      () => undefined,
    ),
  ).toBeUndefined();
  engine.serve(other.seat);
  engine.serve(one.seat);
  const leg = engine.take(
    CALL,
    report => reports.push(report),
    () => undefined,
  );
  leg?.command({ do: 'offer', restart: false });
  expect(one.heard.at(-1)).toEqual(['command', { seat: one.seat, call: CALL, command: { do: 'offer', restart: false } }]);
  expect(other.heard).toHaveLength(1);
  engine.report(other.seat, CALL, { say: 'opened' });
  expect(reports).toEqual([]);
  engine.report(one.seat, CALL, { say: 'opened' });
  expect(reports).toEqual([{ say: 'opened' }]);
});

test('a window that closes takes its calls with it; another one takes the next', () => {
  const engine = new WindowEngine();
  const one = window(engine);
  engine.serve(one.seat);
  let gone = 0;
  engine.take(
    CALL,
    () => undefined,
    () => void (gone += 1),
  );
  one.leave();
  expect(gone).toBe(1);
  expect(
    engine.take(
      CALL,
      () => undefined,
      () => undefined,
    ),
  ).toBeUndefined();
  engine.serve(99);
  expect(
    engine.take(
      CALL,
      () => undefined,
      () => undefined,
    ),
  ).toBeUndefined();
  const other = window(engine);
  engine.serve(other.seat);
  expect(
    engine.take(
      CALL,
      () => undefined,
      () => undefined,
    ),
  ).toBeDefined();
});

test('after its end nothing is reported of a call, and its window may close without ado', () => {
  const engine = new WindowEngine();
  const one = window(engine);
  engine.serve(one.seat);
  const reports: MediaReport[] = [];
  let gone = 0;
  const leg = engine.take(
    CALL,
    report => reports.push(report),
    () => void (gone += 1),
  );
  leg?.command({ do: 'close' });
  engine.report(one.seat, CALL, { say: 'opened' });
  one.leave();
  expect([reports, gone]).toEqual([[], 0]);
});
