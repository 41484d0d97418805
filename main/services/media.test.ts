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

const take = (engine: WindowEngine, report: (report: MediaReport) => void = () => undefined, gone: () => void = () => undefined) =>
  engine.take(CALL, report, gone);
const leads = ({ heard }: ReturnType<typeof window>): unknown => heard.findLast(([name]) => name === 'leads')?.[1];

test('without a window nobody carries a call', () => {
  const engine = new WindowEngine();
  expect(take(engine)).toBeUndefined();
  engine.serve(99);
  expect(take(engine)).toBeUndefined();
});

test('the window where the user was last carries the call, and alone may report of it', () => {
  const engine = new WindowEngine();
  const [one, other] = [window(engine), window(engine)];
  const reports: MediaReport[] = [];
  engine.serve(other.seat);
  engine.serve(one.seat);
  const leg = take(engine, report => reports.push(report));
  leg?.command({ do: 'offer', restart: false });
  expect(one.heard.at(-1)).toEqual(['command', { seat: one.seat, call: CALL, command: { do: 'offer', restart: false } }]);
  expect(other.heard.filter(([name]) => name === 'command')).toEqual([]);
  engine.report(other.seat, CALL, { say: 'opened' });
  expect(reports).toEqual([]);
  engine.report(one.seat, CALL, { say: 'opened' });
  expect(reports).toEqual([{ say: 'opened' }]);
});

test('of several windows one rings: the first, until the user was at another, and when that closes, the one before it', () => {
  const engine = new WindowEngine();
  const [first, second, third] = [window(engine), window(engine), window(engine)];
  const ringing = (): readonly unknown[] => [first, second, third].map(leads);
  expect(ringing()).toEqual([{ leads: true }, { leads: false }, { leads: false }]);
  engine.serve(second.seat);
  expect(ringing()).toEqual([{ leads: false }, { leads: true }, { leads: false }]);
  engine.serve(third.seat);
  third.leave(false);
  expect([first, second].map(leads)).toEqual([{ leads: false }, { leads: true }]);
  second.leave(false);
  expect(leads(first)).toEqual({ leads: true });
});

test('a window that closes takes its calls with it; another one takes the next', () => {
  const engine = new WindowEngine();
  const one = window(engine);
  let gone = 0;
  take(engine, undefined, () => void (gone += 1));
  one.leave(false);
  expect(gone).toBe(1);
  expect(take(engine)).toBeUndefined();
  window(engine);
  expect(take(engine)).toBeDefined();
});

test('a window that was closed for good says so to its calls, where no other one can take them', () => {
  const engine = new WindowEngine();
  const [one, other] = [window(engine), window(engine)];
  const gone: boolean[] = [];
  engine.serve(one.seat);
  engine.take(
    CALL,
    () => undefined,
    isForGood => void gone.push(isForGood),
  );
  one.leave(true);
  engine.take(
    CALL,
    () => undefined,
    isForGood => void gone.push(isForGood),
  );
  other.leave(true);
  expect(gone).toEqual([false, true]);
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
  one.leave(false);
  expect([reports, gone]).toEqual([[], 0]);
});
