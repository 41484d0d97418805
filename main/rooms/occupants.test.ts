import { expect, test } from 'vitest';
import type { OccupantPresence } from '../xmpp/features/muc/muc.types.ts';
import { Occupants } from './occupants.ts';

const said = (over: Partial<OccupantPresence> = {}): OccupantPresence => ({
  gone: false,
  item: { affiliation: 'none', role: 'participant', address: undefined, nickname: undefined, actor: undefined, reason: undefined },
  statuses: [],
  availability: 'available',
  text: undefined,
  occupantId: undefined,
  hats: [],
  avatar: undefined,
  idleSince: undefined,
  destroyed: undefined,
  ...over,
});
const other = { self: false, ids: true, hats: true };

test('what has changed is told once, and who is gone by name', () => {
  const occupants = new Occupants();
  occupants.put('Romeo', said(), other);
  expect(occupants.take()).toMatchObject({ all: true, changed: [{ nickname: 'Romeo' }], gone: [] });
  expect(occupants.take()).toBeUndefined();
  occupants.put('Nurse', said(), other);
  occupants.put('Nurse', said({ availability: 'away' }), other);
  occupants.remove('Romeo');
  expect(occupants.take()).toMatchObject({ all: false, changed: [{ nickname: 'Nurse', availability: 'away' }], gone: ['Romeo'] });
  occupants.remove('Nurse');
  occupants.put('Nurse', said(), other);
  expect(occupants.take()).toMatchObject({ changed: [{ nickname: 'Nurse' }], gone: [] });
  occupants.clear();
  expect(occupants.take()).toEqual({ all: true, changed: [], gone: [] });
});

test('two who look alike are both marked, as long as both are there', () => {
  const occupants = new Occupants();
  occupants.put('Romeo', said(), other);
  occupants.take();
  occupants.put('R\u043emeo', said(), other);
  expect(occupants.take()?.changed.map(one => [one.nickname, one.misleading])).toEqual([
    ['Romeo', true],
    ['R\u043emeo', true],
  ]);
  occupants.remove('R\u043emeo');
  expect(occupants.take()).toMatchObject({ changed: [{ nickname: 'Romeo', misleading: false }] });
});

test('ids and hats count only where the room vouches for them', () => {
  const occupants = new Occupants();
  const claims = said({ occupantId: 'occ', hats: [{ uri: 'urn:boss', title: 'Boss', hue: undefined }] });
  occupants.put('Mallory', claims, { self: false, ids: false, hats: false });
  expect(occupants.get('Mallory')).toMatchObject({ id: 'Mallory', hats: [] });
  occupants.put('Nurse', claims, other);
  expect(occupants.get('Nurse')).toMatchObject({ id: 'occ', hats: [{ title: 'Boss' }] });
});

test('a room without end fills no memory, and we are in it all the same', () => {
  const occupants = new Occupants();
  for (let number = 0; number < 20_500; number += 1) occupants.put(`visitor ${number}`, said(), other);
  expect(occupants.size).toBe(20_000);
  occupants.put('Juliet', said(), { ...other, self: true });
  expect(occupants.get('Juliet')).toMatchObject({ self: true });
});
