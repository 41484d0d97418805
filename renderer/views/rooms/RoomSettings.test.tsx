import { expect, test, vi } from 'vitest';
import type { FormField } from '../../../preload/contract/accounts.ts';
import type { Room } from '../../../preload/contract/rooms.ts';
import { onPage, type OnPage } from '../../gallery/on-page.tsx';
import { fakeServices, type FakeOptions } from '../../gallery/fake-services.ts';
import { anAccount, NOW } from '../../gallery/people.ts';
import { aNotice, aRoom, aRoomConversation, OCCUPANTS, ORCHARD } from '../../gallery/room-people.ts';
import { ClockContext, stoppedClock } from '../../model/clock.ts';
import { App } from '../shell/App.tsx';
import { Navigation } from '../shell/routes.ts';
import { sectionsOf } from '../sign-up/form-sections.ts';

vi.mock('react-virtuoso', async () => ({ Virtuoso: (await import('../../gallery/all-rows.tsx')).AllRows }));

const UP = { state: 'up', opened: 1 } as const;
const link = { snapshot: () => UP, onState: () => () => undefined };

async function start(room: Partial<Room> = {}, options: FakeOptions = {}) {
  const fakes = fakeServices({
    accounts: [anAccount()],
    conversations: [aRoomConversation()],
    rooms: [aRoom(room)],
    occupants: OCCUPANTS,
    ...options,
  });
  const page = await onPage(
    <ClockContext value={stoppedClock(NOW)}>
      <App link={link} services={fakes.services} media={fakes.media.media} start={{ navigation: new Navigation({ conversation: ORCHARD }) }} />
    </ClockContext>,
  );
  await page.press('Room settings');
  return { page, ...fakes };
}
const tab = async (page: OnPage, name: string): Promise<void> => {
  await page.click(page.get('tab', name));
};
const save = async (page: OnPage, label: string): Promise<void> => {
  await page.click(page.field(label).closest('form')!.querySelector('button[type=submit]'));
};
const field = (name: string, over: Partial<FormField> = {}): FormField => ({
  name,
  type: 'text',
  label: name,
  description: undefined,
  required: false,
  rule: undefined,
  value: [],
  options: [],
  picture: undefined,
  ...over,
});

test('what is for me alone is kept at once', async () => {
  const { page, rooms } = await start();
  await page.type('Name', 'Under the balcony');
  await save(page, 'Name');
  await page.type('What I am called here', 'Montague');
  await save(page, 'What I am called here');
  await page.click(page.body.querySelector<HTMLElement>('[role=dialog] input[role=switch]'));
  expect(rooms.calls).toEqual([
    ['rename', { conversation: ORCHARD, name: 'Under the balcony' }],
    ['setNickname', { conversation: ORCHARD, nickname: 'Montague' }],
    ['setAutojoin', { conversation: ORCHARD, autojoin: false }],
  ]);
  await page.end();
});

test('the topic is changed by who may, and only read by who may not', async () => {
  const { page, rooms } = await start();
  await tab(page, 'About the room');
  await page.type('Topic', 'The ladder was found');
  await save(page, 'Topic');
  expect(rooms.calls).toEqual([['setSubject', { conversation: ORCHARD, text: 'The ladder was found' }]]);
  await page.end();
  const other = await start({ maySetSubject: false, slowSeconds: 30 });
  await tab(other.page, 'About the room');
  expect(other.page.text()).toContain('Only some may change it.');
  expect(other.page.text()).toContain('Everybody in it sees your address.');
  expect(other.page.text()).toContain('Everybody waits 30 seconds between two messages.');
  await other.page.end();
});

test('who owns nothing and moderates nothing sees neither the form nor the log', async () => {
  const { page } = await start();
  expect(page.all('tab').map(one => one.textContent)).toEqual(['For me', 'About the room']);
  await page.end();
});

test('an owner fills in the room’s own form, in its sections', async () => {
  const form = [
    field('FORM_TYPE', { type: 'hidden', value: ['http://jabber.org/protocol/muc#roomconfig'] }),
    field('', { type: 'fixed', value: ['Who may enter'] }),
    field('Members only', { type: 'boolean', value: ['0'] }),
    field('Secret', { type: 'password', value: ['old'] }),
  ];
  const { page, rooms } = await start({ affiliation: 'owner' }, { form });
  await tab(page, 'For everybody');
  expect(page.body.querySelector('[role=tabpanel] legend')?.textContent).toBe('Who may enter');
  await page.type('Secret', 'moon');
  await page.click(page.body.querySelector<HTMLElement>('[role=tabpanel] input[type=checkbox]'));
  await page.press('Save');
  expect(rooms.calls).toEqual([
    ['setConfig', { conversation: ORCHARD, values: { FORM_TYPE: ['http://jabber.org/protocol/muc#roomconfig'], 'Members only': ['true'], Secret: ['moon'] } }],
  ]);
  expect(page.text()).toContain('The room took the new settings.');
  await page.end();
});

test('a form is shown in its pages, and a value that the service would refuse is told before it is sent', async () => {
  const rule = { kind: 'whole', min: '1', max: '50', pattern: undefined, open: false, least: undefined, most: undefined } as const;
  const form = [
    field('name', { label: 'Name', value: ['Orchard'], description: 'What people see first' }),
    field('history', { label: 'Messages repeated', value: ['20'], rule }),
    field('tongue', {
      label: 'Tongue',
      type: 'list-single',
      value: ['la'],
      options: [{ value: 'en', label: 'English' }],
      rule: { ...rule, kind: 'text', min: undefined, max: undefined, open: true },
    }),
  ];
  const formLayout = [
    { depth: 0, title: 'Talking', text: ['How it is talked here.'], fields: ['history', 'nobody'] },
    { depth: 1, title: 'Tongues', text: [], fields: ['tongue'] },
  ];
  const { page, rooms } = await start({ affiliation: 'owner' }, { form, formLayout });
  await tab(page, 'For everybody');
  const shown = page.get('tabpanel').textContent;
  for (const [before, after] of [
    ['Talking', 'How it is talked here.'],
    ['How it is talked here.', 'From 1 to 50.'],
    ['From 1 to 50.', 'Tongues'],
    ['Tongues', 'What people see first'],
  ] as const)
    expect(shown.indexOf(before)).toBeLessThan(shown.indexOf(after));
  expect(page.field('Tongue: something else').value).toBe('la');
  await page.type('Messages repeated', '51');
  await page.press('Save');
  expect(rooms.calls).toEqual([]);
  expect(page.field('Messages repeated').getAttribute('aria-invalid')).toBe('true');
  await page.type('Messages repeated', '50');
  await page.press('Save');
  expect(rooms.calls).toEqual([['setConfig', { conversation: ORCHARD, values: { name: ['Orchard'], history: ['50'], tongue: ['la'] } }]]);
  await page.end();
});

test('a room is closed for good only after a question', async () => {
  const { page, rooms } = await start({ affiliation: 'owner' }, { form: [] });
  await tab(page, 'For everybody');
  await page.press('Close for good');
  expect(rooms.calls).toEqual([]);
  await page.type('Where it goes on', 'tomb@rooms.montague.lit');
  await page.click([...page.get('alertdialog').querySelectorAll('button')].at(-1) ?? null);
  expect(rooms.calls).toEqual([['destroy', { conversation: ORCHARD, movedTo: 'tomb@rooms.montague.lit' }]]);
  await page.end();
});

test('the log says who did what to whom', async () => {
  const { page } = await start({ role: 'moderator' }, { log: [aNotice('banned', 'Mallory', { by: 'the Nurse', reason: 'spam' })] });
  await tab(page, 'What moderators did');
  expect(page.get('tabpanel').textContent).toContain('the Nurse banned Mallory: spam');
  await page.end();
});

test('fixed texts head the sections of a form, and one with nothing under it is left out', () => {
  const sections = sectionsOf([field('a'), field('', { type: 'fixed', value: ['Empty'] }), field('', { type: 'fixed', value: ['Full'] }), field('b')]);
  expect(sections.map(({ title, fields }) => [title, fields.map(({ name }) => name)])).toEqual([
    [undefined, ['a']],
    ['Full', ['b']],
  ]);
});
