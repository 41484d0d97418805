import { expect, test } from 'vitest';
import { bareJid, conversationId } from '../../preload/contract/ids.ts';
import { fakeRooms } from '../gallery/fake-rooms.ts';
import { anOccupant, manyOccupants, ORCHARD } from '../gallery/room-people.ts';
import { Occupants } from './occupants.ts';
import type { Pace } from './pace.ts';

const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 4; turn += 1) await Promise.resolve();
};

/** Tells on only when the test says so. */
function heldPace() {
  let waiting = new Set<() => void>();
  const pace: Pace = { ask: flush => void waiting.add(flush) };
  const tell = (): void => {
    const due = waiting;
    waiting = new Set();
    for (const flush of due) flush();
  };
  return { pace, tell };
}

async function start(list: Parameters<typeof fakeRooms>[0] = {}, pace?: Pace) {
  const rooms = fakeRooms(list);
  const occupants = new Occupants(ORCHARD, rooms.service, pace);
  let told = 0;
  const stop = occupants.subscribe(() => void (told += 1));
  await settled();
  const names = (): string[] => occupants.snapshot().occupants.map(({ nickname }) => nickname);
  return { rooms, occupants, stop, names, told: () => told };
}
const change = (over: object) => ({ conversation: ORCHARD, all: false, changed: [], gone: [], ...over });

test('who may put others out stands first, then the rest by name', async () => {
  const { names } = await start({
    occupants: [anOccupant('b'), anOccupant('A'), anOccupant('z', { role: 'moderator', affiliation: 'owner' }), anOccupant('v', { role: 'visitor' })],
  });
  expect(names()).toEqual(['z', 'A', 'b', 'v']);
});

test('who comes, goes and changes is sorted in; what is said of another room is none of ours', async () => {
  const { rooms, names } = await start({ occupants: [anOccupant('Juliet'), anOccupant('Romeo')] });
  rooms.occupants(change({ changed: [anOccupant('Nurse'), anOccupant('Romeo', { role: 'moderator' })], gone: ['Juliet'] }));
  expect(names()).toEqual(['Romeo', 'Nurse']);
  rooms.occupants({ ...change({ all: true }), conversation: conversationId(99) });
  expect(names()).toEqual(['Romeo', 'Nurse']);
  rooms.occupants(change({ all: true, changed: [anOccupant('Paris')] }));
  expect(names()).toEqual(['Paris']);
});

test('a hundred changes among five thousand are told once', async () => {
  const { pace, tell } = heldPace();
  const { rooms, names, told } = await start({ occupants: manyOccupants(5000) }, pace);
  const before = told();
  for (let n = 0; n < 100; n += 1) rooms.occupants(change({ changed: [anOccupant(`Citizen ${n + 1} of Verona`, { availability: 'dnd' })] }));
  rooms.occupants(change({ gone: ['Citizen 7 of Verona'] }));
  expect(told()).toBe(before);
  tell();
  expect(told()).toBe(before + 1);
  expect(names()).toHaveLength(4999);
});

test('whoever wrote is known by the room’s id or by address, and never by a nickname that somebody else may have taken', async () => {
  const { occupants } = await start({ occupants: [anOccupant('Juliet', { id: 'id-1', address: bareJid('juliet@capulet.lit') })] });
  const sender = { nickname: 'Juliet', occupantId: undefined, address: undefined };
  expect(occupants.whoIs(sender)).toBeUndefined();
  expect(occupants.whoIs({ ...sender, occupantId: 'id-1', nickname: 'before' })?.nickname).toBe('Juliet');
  expect(occupants.whoIs({ ...sender, address: bareJid('juliet@capulet.lit') })?.nickname).toBe('Juliet');
  expect(occupants.whoIs({ ...sender, address: bareJid('mallory@evil.example') })).toBeUndefined();
});

test('nobody is remembered and nobody listens after the last view has gone', async () => {
  const { rooms, occupants, stop } = await start({ occupants: [anOccupant('Juliet')] });
  stop();
  expect(occupants.snapshot().occupants).toEqual([]);
  expect(rooms.listenerCount()).toBe(0);
});
