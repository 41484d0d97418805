import { act } from 'react';
import { expect, test, vi } from 'vitest';
import { bareJid } from '../../../preload/contract/ids.ts';
import type { Room } from '../../../preload/contract/rooms.ts';
import { onPage, type OnPage } from '../../gallery/on-page.tsx';
import { fakeServices, type FakeOptions } from '../../gallery/fake-services.ts';
import { ACCOUNT, anAccount, NOW } from '../../gallery/people.ts';
import { aRoom, aRoomConversation, OCCUPANTS, ORCHARD, said } from '../../gallery/room-people.ts';
import { ClockContext, stoppedClock } from '../../model/clock.ts';
import { App } from '../shell/App.tsx';
import { Navigation, type Route } from '../shell/routes.ts';

vi.mock('react-virtuoso', async () => ({ Virtuoso: (await import('../../gallery/all-rows.tsx')).AllRows }));

const UP = { state: 'up', opened: 1 } as const;
const link = { snapshot: () => UP, onState: () => () => undefined };

async function start(options: FakeOptions = {}, route: Partial<Route> = {}, room: Partial<Room> = {}) {
  const fakes = fakeServices({
    accounts: [anAccount()],
    conversations: [aRoomConversation({ mentions: 2 })],
    rooms: [aRoom(room)],
    occupants: OCCUPANTS,
    ...options,
  });
  const navigation = new Navigation(route);
  const page = await onPage(
    <ClockContext value={stoppedClock(NOW)}>
      <App link={link} services={fakes.services} media={fakes.media.media} start={{ navigation }} />
    </ClockContext>,
  );
  return { page, navigation, ...fakes };
}
const menuOf = async (page: OnPage, row: HTMLElement): Promise<string[]> => {
  await act(async () => void row.dispatchEvent(new MouseEvent('contextmenu', { bubbles: true, cancelable: true })));
  return page.all('menuitem').map(one => one.textContent);
};

test('what means the user stands in one list over all rooms, and leads to its place', async () => {
  const message = said('Juliet', '@Romeo the ladder', 5000, { mentioned: true });
  const { page, navigation, messages, rooms } = await start({ mentions: [{ message, conversation: aRoomConversation() }] });
  await page.press('Mentions: 2');
  expect(page.get('list', 'Mentions').textContent).toContain('@Romeo the ladder');
  await act(async () => messages.put({ ...message, body: '', retracted: { by: undefined, reason: undefined } }));
  expect(page.get('list', 'Mentions').textContent).not.toContain('the ladder');
  await page.click(page.get('listitem', 'Juliet, The Orchard').querySelector('button'));
  expect(navigation.snapshot()).toMatchObject({ main: 'mentions', conversation: ORCHARD, around: { position: message.position } });
  expect(rooms.calls).toEqual([]);
  await page.end();
});

test('without any it says what would stand there', async () => {
  const { page } = await start({ mentions: [] }, { main: 'mentions' });
  expect(page.text()).toContain('Nobody has mentioned you yet');
  await page.end();
});

test('an invitation stands above the list, with who sent it, and is taken or declined', async () => {
  const invite = {
    id: 'i1',
    account: ACCOUNT,
    room: bareJid('feast@verona.lit'),
    name: 'Feast',
    by: bareJid('mercutio@verona.lit'),
    byTitle: 'Mercutio',
    reason: 'we must have you dance',
    at: NOW,
  };
  const { page, rooms, navigation } = await start({ invites: [invite] });
  expect(page.get('listitem', 'Feast').textContent).toContain('Mercutio invites you.');
  await page.press('Join');
  expect(rooms.calls).toEqual([['accept', { invite: 'i1' }]]);
  expect(navigation.snapshot().conversation).toBe(70);
  await page.press('Decline');
  expect(rooms.calls.at(-1)).toEqual(['decline', { invite: 'i1' }]);
  await act(async () => rooms.invites([]));
  expect(page.text()).not.toContain('Mercutio invites you.');
  await page.end();
});

test('an invitation whose room wants a password goes on in the dialog', async () => {
  const invite = {
    id: 'i1',
    account: ACCOUNT,
    room: bareJid('feast@verona.lit'),
    name: undefined,
    by: bareJid('m@verona.lit'),
    byTitle: 'M',
    reason: undefined,
    at: NOW,
  };
  const { page, navigation } = await start({ invites: [invite], roomFails: { code: 'stanza-error', condition: 'password' } });
  await page.press('Join');
  await page.press('Join otherwise');
  expect(navigation.snapshot().dialog).toEqual({ kind: 'join-room', address: 'feast@verona.lit' });
  await page.end();
});

test('a message can be answered to its writer alone, and reported; only moderators remove it', async () => {
  const { page } = await start({ messages: [said('Juliet', 'Good evening', 5000)] }, { conversation: ORCHARD });
  expect(await menuOf(page, page.all('article')[0]!)).toEqual(['Copy', 'Select', 'Private message', 'Report', 'Delete here']);
  await page.end();
});

test('a report says why, in the user’s words, and blocks only who the user wants blocked', async () => {
  const message = said('Benvolio', 'buy masks', 5000);
  const { page, rooms } = await start({ messages: [message] }, { conversation: ORCHARD });
  const open = async (): Promise<void> => {
    await menuOf(page, page.all('article')[0]!);
    await page.click(page.get('menuitem', 'Report'));
  };
  await open();
  expect(page.get('dialog').textContent).toContain('buy masks');
  await page.type('In your words', 'again and again');
  await page.press('Report');
  await open();
  await page.click(page.get('dialog').querySelector('input[type=checkbox]'));
  await page.press('Report');
  const about = { conversation: ORCHARD, message: message.id, why: 'spam' };
  expect(rooms.calls).toEqual([
    ['report', { ...about, text: 'again and again', block: false }],
    ['report', { ...about, block: true }],
  ]);
  await page.end();
});

test('who the room does not show cannot be reported, and the user is told who can help', async () => {
  const { page, rooms } = await start({ messages: [said('Mercutio', 'buy masks', 5000)] }, { conversation: ORCHARD });
  await menuOf(page, page.all('article')[0]!);
  await page.click(page.get('menuitem', 'Report'));
  expect(page.get('dialog').textContent).toContain('write to one of them');
  await page.click(page.get('dialog').querySelector('button'));
  expect(rooms.calls).toEqual([]);
  await page.end();
});

test('a moderator removes a message for everybody, with a reason', async () => {
  const message = said('Mercutio', 'a rude jest', 5000);
  const { page, rooms } = await start({ messages: [message] }, { conversation: ORCHARD }, { role: 'moderator' });
  expect(await menuOf(page, page.all('article')[0]!)).toContain('Remove for everybody');
  await page.click(page.get('menuitem', 'Remove for everybody'));
  expect(page.get('dialog').textContent).toContain('a rude jest');
  await page.type('Reason', 'not here');
  await page.press('Remove');
  expect(rooms.calls).toEqual([['retract', { conversation: ORCHARD, message: message.id, reason: 'not here' }]]);
  await page.end();
});
