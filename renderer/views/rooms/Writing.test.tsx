import { act } from 'react';
import { expect, test, vi } from 'vitest';
import { bareJid } from '../../../preload/contract/ids.ts';
import type { Room } from '../../../preload/contract/rooms.ts';
import { onPage } from '../../gallery/on-page.tsx';
import { fakeServices, type FakeOptions } from '../../gallery/fake-services.ts';
import { anAccount, NOW } from '../../gallery/people.ts';
import { anOccupant, aRoom, aRoomConversation, ORCHARD } from '../../gallery/room-people.ts';
import { ClockContext, stoppedClock } from '../../model/clock.ts';
import { namingAt } from '../composer/use-room-suggestions.tsx';
import { App } from '../shell/App.tsx';
import { Navigation } from '../shell/routes.ts';

vi.mock('react-virtuoso', async () => ({ Virtuoso: (await import('../../gallery/all-rows.tsx')).AllRows }));

const UP = { state: 'up', opened: 1 } as const;
const link = { snapshot: () => UP, onState: () => () => undefined };
const PEOPLE = [
  anOccupant('Romeo', { self: true }),
  anOccupant('Juliet', { address: bareJid('juliet@capulet.lit') }),
  anOccupant('Friar Lawrence'),
  anOccupant('Mercutio'),
];

async function start(room: Partial<Room> = {}, options: FakeOptions = {}) {
  const fakes = fakeServices({
    accounts: [anAccount()],
    conversations: [aRoomConversation()],
    rooms: [aRoom(room)],
    occupants: PEOPLE,
    ...options,
  });
  const page = await onPage(
    <ClockContext value={stoppedClock(NOW)}>
      <App link={link} services={fakes.services} media={fakes.media.media} start={{ navigation: new Navigation({ conversation: ORCHARD }) }} />
    </ClockContext>,
  );
  const box = (): HTMLTextAreaElement => page.body.querySelector('textarea')!;
  const write = async (text: string): Promise<void> => {
    await page.type('Message', text);
    await act(async () => {
      box().setSelectionRange(text.length, text.length);
      box().dispatchEvent(new Event('select', { bubbles: true }));
    });
  };
  const enter = (): Promise<void> => page.key(box(), 'Enter');
  return { page, box, write, enter, ...fakes };
}
const options = ({ page }: Awaited<ReturnType<typeof start>>): string[] => page.all('option').map(one => one.textContent);

test('people are completed after @, with everybody among them, and Tab takes the first', async () => {
  const app = await start();
  await app.write('Good night @');
  expect(options(app)).toEqual(['FLFriar Lawrence', 'JJuliet', 'MMercutio', '@roomeverybody in the room']);
  await app.write('Good night @fri');
  expect(options(app)).toEqual(['FLFriar Lawrence']);
  await app.page.key(app.box(), 'Tab');
  expect(app.box().value).toBe('Good night @Friar Lawrence ');
  await app.page.end();
});

test('the arrows walk the people, and Escape leaves them alone', async () => {
  const app = await start();
  await app.write('@');
  await app.page.key(app.box(), 'ArrowDown');
  await app.page.key(app.box(), 'Enter');
  expect(app.box().value).toBe('@Juliet ');
  await app.write('@Me');
  await app.page.key(app.box(), 'Escape');
  expect(options(app)).toEqual([]);
  await app.page.end();
});

test('who was chosen is named, and the next Enter sends, also where others are called alike', async () => {
  const app = await start({}, { occupants: [...PEOPLE, anOccupant('Juliet Capulet')] });
  await app.write('Here I am @Jul');
  await app.enter();
  expect(app.box().value).toBe('Here I am @Juliet ');
  await act(async () => app.box().dispatchEvent(new Event('select', { bubbles: true })));
  expect(options(app)).toEqual([]);
  await app.enter();
  expect(app.messages.all().map(({ body }) => body)).toEqual(['Here I am @Juliet']);
  await app.page.end();
});

test('commands are told of after a slash, and only those that the room allows', async () => {
  const app = await start({ maySetSubject: false });
  await app.write('/');
  expect(app.page.get('listbox', 'Commands').textContent).toContain('/msg name textTo one of them alone');
  expect(options(app).some(text => /^\/(kick|ban|topic)/.test(text))).toBe(false);
  await app.page.end();
});

test('a command does something, and says nothing in the room', async () => {
  const app = await start({ role: 'moderator' });
  await app.write('/kick Friar Lawrence too slow');
  await app.enter();
  await app.write('/nick Montague');
  await app.enter();
  await app.write('/topic The gate is open');
  await app.enter();
  await app.write('/part');
  await app.enter();
  expect(app.rooms.calls).toEqual([
    ['kick', { conversation: ORCHARD, nickname: 'Friar Lawrence', reason: 'too slow' }],
    ['setNickname', { conversation: ORCHARD, nickname: 'Montague' }],
    ['setSubject', { conversation: ORCHARD, text: 'The gate is open' }],
    ['leave', { conversation: ORCHARD }],
  ]);
  expect(app.messages.all()).toEqual([]);
  expect(app.box().value).toBe('');
  await app.page.end();
});

test('a command that is wrong stays in the box and says what is', async () => {
  const app = await start();
  await app.write('/kick Mercutio');
  await app.enter();
  expect(app.page.get('alert').textContent).toContain('You may not use /kick');
  expect(app.box().value).toBe('/kick Mercutio');
  await app.write('/dance');
  await app.enter();
  expect(app.page.get('alert').textContent).toContain('There is no command /dance');
  expect([...app.rooms.calls, ...app.messages.all()]).toEqual([]);
  await app.page.end();
});

test('what the room refuses stays in the box too', async () => {
  const app = await start({}, { roomFails: { code: 'stanza-error', condition: 'conflict' } });
  await app.write('/nick Juliet');
  await app.enter();
  expect(app.page.get('alert')).toBeTruthy();
  expect(app.box().value).toBe('/nick Juliet');
  await app.page.end();
});

test('who is chosen among the members is written to alone, until one leaves that', async () => {
  const app = await start();
  await app.page.click(app.page.get('listitem', 'Juliet').querySelector('button'));
  await app.page.click(app.page.get('menuitem', 'Private message'));
  expect(app.page.text()).toContain('Private, only you and Juliet');
  expect(app.box().placeholder).toBe('Private message to Juliet');
  await app.write('between us');
  await app.enter();
  expect(app.rooms.calls).toEqual([['sendPrivate', { conversation: ORCHARD, nickname: 'Juliet', body: 'between us' }]]);
  await app.page.key(app.box(), 'Escape');
  expect(app.box().placeholder).toBe('Message to The Orchard');
  await app.write('for all');
  await app.enter();
  expect(app.messages.all().map(({ body }) => body)).toEqual(['for all']);
  await app.page.end();
});

test('what is being named is told from the words around it', () => {
  const at = (text: string) => namingAt(text, text.length);
  expect(at('hello @ju')).toEqual({ from: 6, typed: 'ju', kind: 'mention' });
  expect(at('@')).toEqual({ from: 0, typed: '', kind: 'mention' });
  expect(at('juliet@capulet')).toBeUndefined();
  expect(at('/kick Fri')).toEqual({ from: 6, typed: 'Fri', kind: 'argument' });
  expect(at('/kick "Friar L')).toEqual({ from: 6, typed: 'Friar L', kind: 'argument' });
  expect(at('/topic Fri')).toBeUndefined();
});
