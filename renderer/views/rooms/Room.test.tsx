import { act } from 'react';
import { expect, test, vi } from 'vitest';
import { bareJid, conversationId } from '../../../preload/contract/ids.ts';
import type { Room } from '../../../preload/contract/rooms.ts';
import { onPage } from '../../gallery/on-page.tsx';
import { fakeServices, type FakeOptions } from '../../gallery/fake-services.ts';
import { anAccount, NOW } from '../../gallery/people.ts';
import { aNotice, anOccupant, aRoom, aRoomConversation, OCCUPANTS, ORCHARD, said } from '../../gallery/room-people.ts';
import { ClockContext, stoppedClock } from '../../model/clock.ts';
import { App } from '../shell/App.tsx';
import { Navigation } from '../shell/routes.ts';

vi.mock('react-virtuoso', async () => ({ Virtuoso: (await import('../../gallery/all-rows.tsx')).AllRows }));

const UP = { state: 'up', opened: 1 } as const;
const link = { snapshot: () => UP, onState: () => () => undefined };

async function start(room: Partial<Room> = {}, options: FakeOptions = {}, conversation: typeof ORCHARD | undefined = ORCHARD) {
  const fakes = fakeServices({
    accounts: [anAccount()],
    conversations: [aRoomConversation({ unread: 3, mentions: 2, last: { text: 'Who has the key?', at: NOW, mine: false, by: 'Juliet' } })],
    rooms: [aRoom(room)],
    occupants: OCCUPANTS,
    messages: [said('Juliet', 'Good evening', 60_000)],
    ...options,
  });
  const page = await onPage(
    <ClockContext value={stoppedClock(NOW)}>
      <App link={link} services={fakes.services} media={fakes.media.media} start={{ navigation: new Navigation({ conversation }) }} />
    </ClockContext>,
  );
  return { page, ...fakes };
}
const log = (page: Awaited<ReturnType<typeof start>>['page']): string => page.get('log', 'Messages').textContent;

test('a room stands in the list by its name, with who said what, and mentions apart from what is unread', async () => {
  const { page } = await start({}, {}, conversationId(99));
  const row = page.get('listitem', 'The Orchard');
  expect(row.textContent).toContain('Juliet: Who has the key?');
  expect([...row.querySelectorAll('[role=img]')].map(one => one.getAttribute('aria-label'))).toEqual(['room', 'mentions you 2 times', '3 unread']);
  await page.end();
});

test('the header tells the topic and how many are there, and nobody is called', async () => {
  const { page } = await start();
  expect(page.get('heading', 'The Orchard').nextSibling?.textContent).toBe('Tonight: who brings the ladder');
  expect(page.get('button', 'Members: 12')).toBeTruthy();
  expect(page.all('button').some(one => one.getAttribute('aria-label') === 'Call')).toBe(false);
  await page.end();
});

test('a message says who wrote it, what they are in the room, and when it means the user or is private', async () => {
  const { page } = await start(
    {},
    {
      messages: [
        said('Juliet', 'Good evening', 9000),
        said('the Nurse', 'Romeo, the ladder', 8000, { mentioned: true }),
        said('the Nurse', 'between us', 7000, { privateWith: 'the Nurse' }),
      ],
    },
  );
  const rows = page.all('article');
  expect(rows.map(row => /, (?:mentions you|private)$/.exec(row.getAttribute('aria-label') ?? '')?.[0])).toEqual([undefined, ', mentions you', ', private']);
  expect(rows[0]?.textContent).toContain('Host');
  expect(rows[0]?.querySelector('[role=img]')?.getAttribute('aria-label')).toBe('owner');
  expect(rows[2]?.textContent).toContain('Private, only you and the Nurse');
  await page.end();
});

test('a nickname that somebody else took since carries none of its new owner’s marks', async () => {
  const { page } = await start(
    {},
    { occupants: [anOccupant('Juliet', { id: 'somebody-else', affiliation: 'owner', role: 'moderator' })], messages: [said('Juliet', 'Good evening', 9000)] },
  );
  expect(page.all('article')[0]?.querySelector('[role=img]')).toBeNull();
  await page.end();
});

test('two people of one name are not one run', async () => {
  const one = said('Juliet', 'I am Juliet', 9000);
  const { page } = await start(
    {},
    { messages: [one, said('Juliet', 'I too', 8000, { sender: { nickname: 'Juliet', occupantId: 'other', address: undefined } })] },
  );
  expect(page.all('article').map(row => row.dataset['head'])).toEqual(['true', 'true']);
  await page.end();
});

test('what a moderator took away is gone, with their name and reason in its place', async () => {
  const { page, messages } = await start();
  const message = said('Juliet', 'the secret', 5000);
  await act(async () => messages.put(message));
  expect(log(page)).toContain('the secret');
  await act(async () => messages.put({ ...message, body: '', retracted: { by: 'the Nurse', reason: 'not here' } }));
  expect(log(page)).not.toContain('the secret');
  expect(log(page)).toContain('Removed by the Nurse: not here');
  await page.end();
});

test('comings and goings are one quiet line, which tells each when it is opened', async () => {
  const { page, rooms } = await start({}, { notices: [aNotice('joined', 'Paris'), aNotice('joined', 'Sampson')] });
  await act(async () => rooms.notice(aNotice('left', 'Tybalt')));
  await act(async () => rooms.notice(aNotice('banned', 'Mallory', { by: 'the Nurse', reason: 'spam' })));
  await page.click(page.get('button', 'Paris and Sampson joined · Tybalt left'));
  expect(log(page)).toContain('Tybalt left');
  expect(log(page)).toContain('the Nurse banned Mallory: spam');
  await page.end();
});

test('what somebody says whom the user has blocked stays folded until it is asked for', async () => {
  const messages = [said('Benvolio', 'cheap masks', 9000), said('Juliet', 'Good evening', 8000)];
  const { page } = await start({}, { messages, blocked: ['benvolio@montague.lit'] });
  expect(log(page)).not.toContain('cheap masks');
  expect(log(page)).toContain('From somebody you have blocked.');
  expect(log(page)).toContain('Good evening');
  await page.press('Show it');
  expect(log(page)).toContain('cheap masks');
  await page.end();
});

test('it is told who has read what the user wrote last, and told again when somebody reads on', async () => {
  const messages = [said('Romeo', 'The ladder is here', 9000), said('Juliet', 'Good', 8000)];
  const [own] = messages;
  const reader = (nickname: string) => ({ id: `id-of-${nickname}`, nickname, position: own?.position ?? 0 });
  const { page, rooms } = await start({}, { messages, readers: [reader('Juliet')] });
  expect(log(page)).toMatch(/Read by .?Juliet/);
  await act(async () => rooms.read({ conversation: ORCHARD, readers: ['Juliet', 'the Nurse', 'Mercutio', 'Benvolio'].map(reader) }));
  expect(log(page)).toMatch(/Read by .?Juliet.?, .?the Nurse.?, .?Mercutio.? and 1 more/);
  await page.end();
});

test('it is told who writes', async () => {
  const { page, rooms } = await start();
  await act(async () => rooms.changed(aRoom({ typing: ['Juliet', 'Mercutio'] })));
  expect(page.text()).toContain('Juliet and Mercutio are typing');
  await page.end();
});

test('a password is asked for in the place of the box, and the room is tried with it', async () => {
  const { page, rooms } = await start({ state: 'trouble', trouble: 'password' });
  expect(page.body.querySelector('textarea')).toBeNull();
  await page.type('Password', 'open sesame');
  await page.press('Join');
  expect(rooms.calls).toEqual([['rejoin', { conversation: ORCHARD, password: 'open sesame' }]]);
  await page.end();
});

test('who was put out reads why, and can come back', async () => {
  const { page, rooms } = await start({ state: 'trouble', trouble: 'kicked', by: 'the Nurse', reason: 'Supper' });
  expect(page.text()).toContain('the Nurse put you out of the room');
  expect(page.text()).toContain('“Supper”');
  await page.press('Rejoin');
  expect(rooms.calls).toEqual([['rejoin', { conversation: ORCHARD }]]);
  await page.end();
});

test('a taken name is changed on the spot, membership can be asked for, and a room that moved is followed', async () => {
  const taken = await start({ state: 'trouble', trouble: 'nickname-taken' });
  await taken.page.press('Join');
  expect(taken.rooms.calls).toEqual([['rejoin', { conversation: ORCHARD, nickname: 'Romeo_' }]]);
  await taken.page.end();
  const closed = await start({ state: 'trouble', trouble: 'members-only' });
  await closed.page.press('Ask to become a member');
  expect(closed.rooms.calls).toEqual([['ask', { conversation: ORCHARD, for: 'membership' }]]);
  expect(closed.page.text()).toContain('The room was asked');
  await closed.page.end();
  const moved = await start({ state: 'trouble', trouble: 'destroyed', movedTo: bareJid('tomb@rooms.montague.lit') });
  await moved.page.press('Go there');
  expect(moved.rooms.calls).toEqual([['join', { account: 1, address: 'tomb@rooms.montague.lit', nickname: 'Romeo' }]]);
  await moved.page.end();
});

test('a room that takes no requests says who can help', async () => {
  const { page } = await start(
    { state: 'trouble', trouble: 'members-only' },
    { roomFails: { code: 'stanza-error', condition: 'registration-required' } },
    ORCHARD,
  );
  await page.press('Ask to become a member');
  expect(page.text()).toContain('Ask somebody who is in it to invite you.');
  await page.end();
});

test('who may not write is told so and can ask; on the way in the box stays', async () => {
  const { page, rooms } = await start({ role: 'visitor', nature: { ...aRoom().nature, moderated: true } });
  await page.press('Ask to write');
  expect(rooms.calls).toEqual([['ask', { conversation: ORCHARD, for: 'voice' }]]);
  await act(async () => rooms.changed(aRoom({ state: 'joining' })));
  expect(page.body.querySelector('textarea')).not.toBeNull();
  expect(page.text()).toContain('Joining.');
  await page.end();
});

test('who left is told so, and joins again; a room that joins by itself is on its way', async () => {
  const { page, rooms } = await start({ state: 'outside', autojoin: false });
  expect(page.body.querySelector('textarea')).toBeNull();
  await page.press('Join');
  expect(rooms.calls).toEqual([['rejoin', { conversation: ORCHARD }]]);
  await act(async () => rooms.changed(aRoom({ state: 'outside', autojoin: true })));
  expect(page.body.querySelector('textarea')).not.toBeNull();
  await page.end();
});

test('leaving is asked about first', async () => {
  const { page, rooms } = await start({ state: 'trouble', trouble: 'banned', by: 'Tybalt' });
  await page.press('Leave room');
  expect(rooms.calls).toEqual([]);
  await act(async () => page.get('alertdialog').querySelectorAll('button')[1]?.click());
  expect(rooms.calls).toEqual([['leave', { conversation: ORCHARD }]]);
  await page.end();
});
