import { expect, test } from 'vitest';
import { putOutBy, ROOM_EVENTS, ROOM_TABLE, roomStep, troubleOf, type RoomEvent, type RoomState } from './room-state.ts';

const walk = (...events: readonly RoomEvent[]): RoomState => {
  let state: RoomState = 'outside';
  for (const event of events) state = roomStep(state, event)?.to ?? state;
  return state;
};

test.each([
  ['let in', ['want', 'turn', 'let-in'], 'joined'],
  ['somebody has the name', ['want', 'turn', 'nickname-taken', 'let-in'], 'joined'],
  ['a wrong password', ['want', 'turn', 'refused'], 'trouble'],
  ['and the right one', ['want', 'turn', 'refused', 'want', 'turn', 'let-in'], 'joined'],
  ['the service is full, and tried again', ['want', 'turn', 'refused-for-now', 'turn', 'let-in'], 'joined'],
  ['kicked', ['want', 'turn', 'let-in', 'put-out'], 'trouble'],
  ['the service ends, and comes back', ['want', 'turn', 'let-in', 'put-out-for-now', 'turn', 'let-in'], 'joined'],
  ['forgotten by the service', ['want', 'turn', 'let-in', 'lost'], 'waiting'],
  ['left while it waited', ['want', 'leave'], 'outside'],
  ['left while it was asked', ['want', 'turn', 'leave', 'let-in'], 'outside'],
  ['the session is gone', ['want', 'turn', 'let-in', 'offline'], 'outside'],
  ['kicked, and the session is gone', ['want', 'turn', 'let-in', 'put-out', 'offline'], 'trouble'],
  ['let in without having asked', ['let-in'], 'outside'],
  ['let in after the answer was given up', ['want', 'turn', 'join-over', 'let-in'], 'waiting'],
] as const)('%s', (_what, events, state) => {
  expect(walk(...events)).toBe(state);
});

test('from everywhere there is a way out, and nothing but being let in leads in', () => {
  for (const [state, row] of Object.entries(ROOM_TABLE)) {
    if (state !== 'outside') expect(row.leave?.to).toBe('outside');
    for (const event of ROOM_EVENTS) if (row[event]?.to === 'joined') expect(['let-in', 'want']).toContain(event);
  }
});

test.each([
  [[301, 110], 'banned', false],
  [[307, 110], 'kicked', false],
  [[307, 333], 'service-down', true],
  [[321], 'affiliation', false],
  [[322], 'affiliation', false],
  [[332], 'service-down', true],
])('statuses %j say: %s', (statuses, trouble, passes) => {
  expect(putOutBy(statuses)).toEqual({ trouble, passes });
});

test('who leaves by themselves was not put out; a word that nobody knows is a refusal', () => {
  expect(putOutBy([110])).toBeUndefined();
  expect(troubleOf('registration-required')).toBe('members-only');
  expect(troubleOf('undefined-condition')).toBe('refused');
  expect(troubleOf('toString')).toBe('refused');
});
