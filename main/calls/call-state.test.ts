import { expect, test } from 'vitest';
import { CALL_EVENTS, CALL_STATES, CALL_TABLE, PHASE_OF, stepOf, type CallEvent, type CallState } from './call-state.ts';
import { OVER, TIMERS_IN } from './timers.ts';

const rows = CALL_STATES.flatMap(from => CALL_EVENTS.flatMap(on => (stepOf(from, on) ? [{ from, on, step: stepOf(from, on)! }] : [])));
const reachable = (first: CallState): ReadonlySet<CallState> => {
  const seen = new Set<CallState>([first]);
  for (const state of seen) for (const step of Object.values(CALL_TABLE[state])) seen.add(step.to);
  return seen;
};

test('every state can be reached, by a call of ours or by one of theirs', () => {
  const seen = new Set([...reachable('proposing'), ...reachable('incoming'), ...reachable('incoming-direct')]);
  expect(CALL_STATES.filter(state => !seen.has(state))).toEqual([]);
});

test('an ended call stays ended, whatever comes late', () => {
  expect(CALL_EVENTS.filter(on => stepOf('ended', on))).toEqual([]);
});

test('whatever state a call is in, the user can end it, a lost stream has an effect, and who ends it says why', () => {
  for (const state of CALL_STATES.filter(one => one !== 'ended')) {
    expect([state, stepOf(state, 'hang-up')?.to]).toEqual([state, 'ended']);
    expect([state, stepOf(state, 'offline') !== undefined]).toEqual([state, true]);
  }
  for (const { from, on, step } of rows) expect([from, on, step.to === 'ended']).toEqual([from, on, step.end !== undefined]);
});

test('each timer that runs in a state has its row there, and no other timer has', () => {
  for (const state of CALL_STATES) {
    const has = Object.values(OVER).filter(on => stepOf(state, on));
    expect([state, has.toSorted()]).toEqual([state, TIMERS_IN[state].map(timer => OVER[timer]).toSorted()]);
  }
});

test('no state waits for ever, but the one of two people talking', () => {
  expect(CALL_STATES.filter(state => TIMERS_IN[state].length === 0)).toEqual(['connected', 'ended']);
});

/** What the other side hears when the user ends it: in words of XEP-0353 while nothing more is agreed, in those of XEP-0166 from the offer on. */
test.each<[CallState, CallEvent, readonly string[]]>([
  ['proposing', 'hang-up', ['retract']],
  ['delivered', 'hang-up', ['retract']],
  ['ringing-there', 'hang-up', ['retract']],
  ['proceeding', 'hang-up', ['retract']],
  ['initiating', 'hang-up', ['terminate', 'finish']],
  ['alerting', 'hang-up', ['terminate', 'finish']],
  ['incoming', 'decline', ['reject']],
  ['incoming-direct', 'decline', ['terminate']],
  ['accepting', 'hang-up', ['finish']],
  ['contested', 'hang-up', []],
  ['answering', 'hang-up', ['terminate', 'finish']],
  ['connecting', 'hang-up', ['terminate', 'finish']],
  ['connected', 'hang-up', ['terminate', 'finish']],
  ['reconnecting', 'hang-up', ['terminate', 'finish']],
])('when the user ends a call that is %s by %s, they are told %j', (state, event, deeds) => {
  expect(stepOf(state, event)?.deeds).toEqual(deeds);
});

test('another own device that answers or declines stops the ringing here, and takes no call away from this one', () => {
  expect(stepOf('incoming', 'accepted-elsewhere')).toMatchObject({ to: 'ended', end: 'elsewhere', deeds: [] });
  expect(stepOf('incoming', 'rejected-elsewhere')).toMatchObject({ to: 'ended', end: 'declined-elsewhere', deeds: [] });
  expect(stepOf('connected', 'accepted-elsewhere')?.to).toBe('connected');
  expect(stepOf('answering', 'accepted-elsewhere')?.to).toBe('answering');
});

test('when two own devices answer at once, the caller’s session decides', () => {
  expect(stepOf('accepting', 'accepted-elsewhere')?.to).toBe('contested');
  expect(stepOf('contested', 'initiate')?.to).toBe('answering');
  expect(stepOf('contested', 'contested-over')).toMatchObject({ to: 'ended', end: 'elsewhere', deeds: [] });
});

test('nothing is told when the time to ring here is over: another own device may still be answered', () => {
  expect(stepOf('incoming', 'ring-in-over')?.deeds).toEqual([]);
});

test('a telephone that rings only after its gateway took the call rings for as long as any other', () => {
  expect(stepOf('initiating', 'ringing-info')?.to).toBe('alerting');
  expect(TIMERS_IN.alerting).toEqual(['ringOut']);
  expect(PHASE_OF.alerting).toBe('ringing');
});

test.each<[CallState, CallEvent]>([
  ['incoming', 'initiate'], // before it was answered here
  ['incoming', 'proceed'],
  ['incoming', 'accept'],
  ['proposing', 'initiate'],
  ['proposing', 'accept'],
  ['proposing', 'retract'],
  ['ringing-there', 'terminate'],
  ['connected', 'initiate'],
  ['connected', 'accept'],
  ['connecting', 'accept'],
  ['connected', 'retract'],
  ['connected', 'reject'],
  ['initiating', 'initiate'],
  ['accepting', 'terminate'],
])('a call that is %s takes no %s', (state, event) => {
  expect(stepOf(state, event)).toBeUndefined();
});
