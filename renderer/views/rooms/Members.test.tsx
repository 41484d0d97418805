import { act } from 'react';
import { expect, test, vi } from 'vitest';
import { bareJid } from '../../../preload/contract/ids.ts';
import type { Occupant, Room } from '../../../preload/contract/rooms.ts';
import { onPage, type OnPage } from '../../gallery/on-page.tsx';
import { fakeServices, type FakeOptions } from '../../gallery/fake-services.ts';
import { aContact, anAccount, NOW } from '../../gallery/people.ts';
import { anOccupant, aRoom, aRoomConversation, OCCUPANTS, ORCHARD } from '../../gallery/room-people.ts';
import { ClockContext, stoppedClock } from '../../model/clock.ts';
import { App } from '../shell/App.tsx';
import { Navigation } from '../shell/routes.ts';

vi.mock('react-virtuoso', async () => ({ Virtuoso: (await import('../../gallery/all-rows.tsx')).AllRows }));

const UP = { state: 'up', opened: 1 } as const;
const link = { snapshot: () => UP, onState: () => () => undefined };

async function start(room: Partial<Room> = {}, options: FakeOptions = {}) {
  const fakes = fakeServices({
    accounts: [anAccount()],
    contacts: [aContact('juliet@capulet.lit', 'Juliet Capulet')],
    conversations: [aRoomConversation()],
    rooms: [aRoom(room)],
    occupants: OCCUPANTS,
    ...options,
  });
  const page = await onPage(
    <ClockContext value={stoppedClock(NOW)}>
      <App link={link} services={fakes.services} media={fakes.media.media} start={{ navigation: new Navigation({ conversation: ORCHARD, members: true }) }} />
    </ClockContext>,
  );
  const list = (): HTMLElement => page.get('list', 'Members');
  const names = (): (string | null)[] => [...list().querySelectorAll('[role=listitem]')].map(one => one.getAttribute('aria-label'));
  return { page, list, names, ...fakes };
}
const menuOf = async (page: OnPage, name: string): Promise<string[]> => {
  await page.click(page.get('listitem', name).querySelector('button'));
  return page.all('menuitem').map(one => one.textContent);
};
const choose = async (page: OnPage, name: string, item: string): Promise<void> => {
  await menuOf(page, name);
  await page.click(page.get('menuitem', item));
};
const NOBODY: readonly Occupant[] = [anOccupant('Mercutio', { address: bareJid('mercutio@verona.lit') })];

test('who is in the room stands in the column Members, by what they are there', async () => {
  const { page, list, names } = await start();
  expect(page.get('complementary', 'Members')).toBeTruthy();
  expect(names().slice(0, 5)).toEqual(['Juliet', 'the Nurse', 'Friar Lawrence', 'Benvolio', 'Romeo']);
  expect(list().textContent).toContain('Owners1');
  await page.end();
});

test('who comes and goes is followed, and a search finds by name and address', async () => {
  const { page, names, rooms } = await start({}, { occupants: NOBODY });
  await act(async () => rooms.occupants({ conversation: ORCHARD, all: false, changed: [anOccupant('Paris'), anOccupant('Abram')], gone: [] }));
  expect(names()).toEqual(['Abram', 'Mercutio', 'Paris']);
  await act(async () => rooms.occupants({ conversation: ORCHARD, all: false, changed: [anOccupant('Paris', { role: 'moderator' })], gone: ['Abram'] }));
  expect(names()).toEqual(['Paris', 'Mercutio']);
  await page.type('Search members', 'VERONA.lit'.toLowerCase());
  expect(names()).toEqual(['Mercutio']);
  await page.end();
});

test('a name that looks like another one is warned of, with its address', async () => {
  const { page } = await start();
  const row = page.get('listitem', 'Jυliet');
  expect(row.querySelector('[role=img]')?.getAttribute('aria-label')).toContain('looks like another');
  expect(row.textContent).toContain('mallory@evil.example');
  await page.end();
});

test('what the role does not allow is not offered', async () => {
  const { page } = await start({}, { occupants: NOBODY });
  expect(await menuOf(page, 'Mercutio')).toEqual(['Private message', 'Mention', 'Open a conversation', 'Copy address']);
  await page.end();
});

test('a moderator puts somebody out, with a reason', async () => {
  const { page, rooms } = await start({ role: 'moderator' }, { occupants: NOBODY });
  await choose(page, 'Mercutio', 'Put out');
  await page.type('Reason', 'Supper');
  await page.press('Put out');
  expect(rooms.calls).toEqual([['kick', { conversation: ORCHARD, nickname: 'Mercutio', reason: 'Supper' }]]);
  await page.end();
});

test('a ban can be undone, and so can silence', async () => {
  const { page, rooms } = await start({ role: 'moderator', affiliation: 'owner' }, { occupants: NOBODY });
  await choose(page, 'Mercutio', 'Ban');
  await page.press('Ban');
  expect(page.text()).toContain('Mercutio is now banned.');
  await page.press('Undo');
  await choose(page, 'Mercutio', 'Mute');
  await page.press('Undo');
  const whom = { conversation: ORCHARD, address: 'mercutio@verona.lit' };
  expect(rooms.calls).toEqual([
    ['setAffiliation', { ...whom, affiliation: 'outcast' }],
    ['setAffiliation', { ...whom, affiliation: 'none' }],
    ['setRole', { conversation: ORCHARD, nickname: 'Mercutio', role: 'visitor' }],
    ['setRole', { conversation: ORCHARD, nickname: 'Mercutio', role: 'participant' }],
  ]);
  await page.end();
});

test('what the room refuses is told, and nothing pretends to be undone', async () => {
  const { page } = await start({ role: 'moderator' }, { occupants: NOBODY, roomFails: { code: 'stanza-error', condition: 'not-allowed' } });
  await choose(page, 'Mercutio', 'Mute');
  expect(page.get('dialog').textContent).toContain('That did not work');
  expect(page.all('button').some(one => one.textContent === 'Undo')).toBe(false);
  await page.end();
});

test('who asks to write is granted or denied', async () => {
  const request = { id: 'r1', conversation: ORCHARD, kind: 'voice', nickname: 'Peter', address: 'peter@capulet.lit', at: NOW } as const;
  const { page, rooms } = await start({ role: 'moderator', asking: 1 }, { roomRequests: [request] });
  expect(page.text()).toContain('Asks to be allowed to write.');
  await page.press('Grant');
  expect(rooms.calls).toEqual([['answerRequest', { conversation: ORCHARD, request: 'r1', grant: true }]]);
  await act(async () => rooms.requests({ conversation: ORCHARD, requests: [] }));
  expect(page.text()).not.toContain('Asks to be allowed to write.');
  await page.end();
});

test('people are invited with a word', async () => {
  const { page, rooms } = await start();
  await page.press('Invite people');
  await page.click(page.get('listitem', 'Juliet Capulet').querySelector('button'));
  await page.type('A word with it', 'The gate is open');
  await page.press('Invite');
  expect(rooms.calls).toEqual([['invite', { conversation: ORCHARD, addresses: ['juliet@capulet.lit'], reason: 'The gate is open' }]]);
  await page.end();
});
