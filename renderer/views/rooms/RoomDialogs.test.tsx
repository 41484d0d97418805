import { act } from 'react';
import { expect, test, vi } from 'vitest';
import { bareJid } from '../../../preload/contract/ids.ts';
import type { ListedRoom } from '../../../preload/contract/rooms.ts';
import { Around } from '../../gallery/Around.tsx';
import { fakeAccounts } from '../../gallery/fake-accounts.ts';
import { fakeContacts } from '../../gallery/fake-contacts.ts';
import { fakeRooms, type FakeRoomsOptions } from '../../gallery/fake-rooms.ts';
import { onPage } from '../../gallery/on-page.tsx';
import { aContact, anAccount } from '../../gallery/people.ts';
import { useViewModel } from '../../model/view-model.ts';
import { Navigation, useNavigation, type DialogRoute } from '../shell/routes.ts';
import { CreateRoomDialog } from './CreateRoomDialog.tsx';
import { JoinRoomDialog } from './JoinRoomDialog.tsx';

vi.mock('react-virtuoso', async () => ({ Virtuoso: (await import('../../gallery/all-rows.tsx')).AllRows }));

const listed = (local: string, name: string): ListedRoom => ({
  address: bareJid(`${local}@rooms.montague.lit`),
  name,
  description: undefined,
  occupants: 3,
  language: undefined,
  avatar: undefined,
  joined: false,
});

function Shown() {
  const { dialog } = useViewModel(useNavigation());
  return (
    <>
      <JoinRoomDialog wanted={dialog?.kind === 'join-room' ? dialog : undefined} />
      <CreateRoomDialog isOpen={dialog?.kind === 'create-room'} />
    </>
  );
}

async function start(dialog: DialogRoute, options: FakeRoomsOptions = {}) {
  const rooms = fakeRooms(options);
  const navigation = new Navigation({ dialog });
  const services = {
    rooms: rooms.service,
    accounts: fakeAccounts({ list: [anAccount()] }).service,
    contacts: fakeContacts({ list: [aContact('juliet@capulet.lit', 'Juliet'), aContact('nurse@capulet.lit', 'the Nurse')] }).service,
  };
  const page = await onPage(
    <Around services={services} navigation={navigation}>
      <Shown />
    </Around>,
  );
  return { page, rooms, navigation };
}

test('a room is joined by its address, with the name of the account', async () => {
  const { page, rooms, navigation } = await start({ kind: 'join-room' });
  expect(page.get('dialog', 'Join a room')).toBeTruthy();
  expect(page.field('Nickname').value).toBe('Romeo Montague');
  await page.type('Room address', ' orchard@rooms.capulet.lit ');
  await page.press('Join');
  expect(rooms.calls).toEqual([['join', { account: 1, address: 'orchard@rooms.capulet.lit', nickname: 'Romeo Montague' }]]);
  expect(navigation.snapshot()).toMatchObject({ conversation: 70, dialog: undefined });
  await page.end();
});

test('a name alone is a room of the account’s own service', async () => {
  const { page, rooms } = await start({ kind: 'join-room' });
  await page.type('Room address', 'orchard');
  await page.press('Join');
  expect(rooms.calls[0]?.[1]).toMatchObject({ address: 'orchard@rooms.montague.lit' });
  await page.end();
});

test('a room is chosen from the list, which is searched', async () => {
  const { page } = await start({ kind: 'join-room' }, { listed: [listed('orchard', 'The Orchard'), listed('feast', 'Feast')] });
  expect(page.all('listitem').map(one => one.getAttribute('aria-label'))).toEqual(['The Orchard', 'Feast']);
  await page.type('Search rooms', 'fea');
  expect(page.all('listitem').map(one => one.getAttribute('aria-label'))).toEqual(['Feast']);
  await page.click(page.get('listitem', 'Feast').querySelector('button'));
  expect(page.field('Room address').value).toBe('feast@rooms.montague.lit');
  await page.end();
});

test('a password is asked for where the room has one', async () => {
  const { page, rooms } = await start(
    { kind: 'join-room', address: 'orchard@rooms.montague.lit' },
    { roomFails: { code: 'stanza-error', condition: 'password' } },
  );
  await page.press('Join');
  await page.type('Password', 'moon');
  await page.press('Join');
  expect(rooms.calls.at(-1)?.[1]).toMatchObject({ password: 'moon' });
  expect(page.text()).toContain('This is not the password of the room');
  await page.end();
});

test('a room that is not there is made only when the user says so', async () => {
  const { page, rooms } = await start(
    { kind: 'join-room', address: 'orchrad@rooms.montague.lit' },
    { roomFails: { code: 'stanza-error', condition: 'not-found' } },
  );
  await page.press('Join');
  expect(page.get('alert').textContent).toContain('There is no room orchrad@rooms.montague.lit yet');
  expect(rooms.calls.map(([, input]) => input)).not.toContainEqual(expect.objectContaining({ make: true }));
  await page.press('Make this room');
  expect(rooms.calls.at(-1)?.[1]).toMatchObject({ address: 'orchrad@rooms.montague.lit', make: true });
  await page.end();
});

test('who is no member of a room asks to become one before they come', async () => {
  const { page, rooms } = await start(
    { kind: 'join-room', address: 'orchard@rooms.montague.lit' },
    { roomFails: { code: 'stanza-error', condition: 'members-only' }, asksPass: true },
  );
  await page.press('Join');
  expect(page.get('alert').textContent).toContain('Only members may enter');
  await page.press('Ask to become a member');
  expect(rooms.calls.map(([method]) => method)).toEqual(['join', 'askToJoin', 'join']);
  expect(rooms.calls[1]?.[1]).toEqual({ account: 1, address: 'orchard@rooms.montague.lit', nickname: 'Romeo Montague' });
  expect(page.get('alert').textContent).toContain('The room was asked');
  await page.end();
});

test('a refusal says what it means', async () => {
  const { page } = await start({ kind: 'join-room', address: 'orchard@rooms.montague.lit' }, { roomFails: { code: 'stanza-error', condition: 'banned' } });
  await page.press('Join');
  expect(page.get('alert').textContent).toContain('banned');
  await page.end();
});

test('a room is made in two steps, and who is to come is invited', async () => {
  const { page, rooms } = await start({ kind: 'create-room' });
  await page.type('Name', 'The Orchard');
  await page.type('Description', 'Walls and moonlight');
  await page.press('Next');
  await page.click(page.get('listitem', 'Juliet').querySelector('button'));
  await page.type('Whom to invite', 'mercutio@verona.lit');
  await page.click(page.get('listitem', 'mercutio@verona.lit').querySelector('button'));
  await page.press('Create');
  expect(rooms.calls).toEqual([
    ['create', { account: 1, kind: 'group', name: 'The Orchard', description: 'Walls and moonlight', invite: ['juliet@capulet.lit', 'mercutio@verona.lit'] }],
  ]);
  await page.end();
});

test('the arrows walk the rooms, and one of them takes the Tab key', async () => {
  const { page } = await start({ kind: 'join-room' }, { listed: [listed('orchard', 'The Orchard'), listed('feast', 'Feast')] });
  const rows = (): readonly HTMLElement[] => [...page.body.querySelectorAll<HTMLElement>('[data-row]')];
  expect(rows().map(row => row.tabIndex)).toEqual([0, -1]);
  await act(async () => rows()[0]?.focus());
  await page.key(rows()[0]!, 'ArrowDown');
  expect(rows().map(row => row.tabIndex)).toEqual([-1, 0]);
  expect(document.activeElement).toBe(rows()[1]);
  await page.end();
});
