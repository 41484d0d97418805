import { expect, test } from 'vitest';
import { bareJid } from '../../preload/contract/ids.ts';
import { NS } from '../xmpp/ns.ts';
import { Occupants } from './occupants.ts';
import { whoRead } from './readers.ts';
import type { Room } from './room.ts';

const COVEN = bareJid('coven@chat.shakespeare.lit');
const JULIET = bareJid('juliet@capulet.lit');

function room({ ids, address }: { readonly ids: boolean; readonly address?: string }): Parameters<typeof whoRead>[0] {
  const occupants = new Occupants();
  const said = { gone: false, statuses: [], availability: 'available', text: undefined, hats: [], avatar: undefined, idleSince: undefined } as const;
  const item = { affiliation: 'none', role: 'participant', address, nickname: undefined, actor: undefined, reason: undefined } as const;
  for (const [nickname, occupantId, self] of [
    ['Romeo', 'occ-romeo', false],
    ['Juliet', 'occ-juliet', true],
  ] as const)
    occupants.put(nickname, { ...said, item, occupantId, destroyed: undefined }, { self, ids, hats: false });
  return {
    occupants,
    supports: feature => ids && feature === NS.occupantId,
    row: { occupantId: ids ? 'occ-juliet' : undefined } as Room['row'], // oxlint-disable-line typescript/no-unsafe-type-assertion -- all that is looked at
    session: { address: JULIET } as Room['session'], // oxlint-disable-line typescript/no-unsafe-type-assertion -- as above
  };
}
const read = (nickname: string, occupantId?: string) => ({ do: 'room-read', room: COVEN, nickname, occupantId, id: 'a1' }) as const;

test('who has read is known by the room’s id for them, live and out of the archive', () => {
  expect(whoRead(room({ ids: true }), read('Romeo', 'occ-romeo'), true)).toBe('occ-romeo');
  expect(whoRead(room({ ids: true }), read('Romeo', 'occ-romeo'), false)).toBe('occ-romeo');
});

test('where the room gives no ids, an id that somebody put there is nothing; the address counts, while they are here', () => {
  const open = room({ ids: false, address: 'romeo@montague.lit/orchard' });
  expect(whoRead(open, read('Romeo', 'occ-juliet'), true)).toBe('romeo@montague.lit');
  expect(whoRead(open, read('Romeo'), false)).toBeUndefined();
  expect(whoRead(room({ ids: false }), read('Romeo'), true)).toBeUndefined();
});

test('we are not told that we have read, by whatever device', () => {
  expect(whoRead(room({ ids: true }), read('Juliet', 'occ-juliet'), true)).toBeUndefined();
  expect(whoRead(room({ ids: true }), read('Juliet elsewhere', 'occ-juliet'), false)).toBeUndefined();
});
