import { act } from 'react';
import { expect, test, vi } from 'vitest';
import type { Capabilities } from '../../../preload/contract/desk.ts';
import { Around } from '../../gallery/Around.tsx';
import { fakeAccounts } from '../../gallery/fake-accounts.ts';
import { fakeContacts } from '../../gallery/fake-contacts.ts';
import { fakeDesk, fakeSettings } from '../../gallery/fake-desk.ts';
import { onPage } from '../../gallery/on-page.tsx';
import { ACCOUNT, anAccount, NOW } from '../../gallery/people.ts';
import type { Failure } from '../../../preload/contract/wire.ts';
import { placeOf } from './sections.ts';
import { SettingsPage } from './SettingsPage.tsx';

interface Options {
  readonly fails?: Failure;
  /** What sending from the console comes to. */
  readonly xml?: Failure;
  readonly capabilities?: Partial<Capabilities>;
}
async function start(section: string, { fails, xml, capabilities = {} }: Options = {}) {
  const settings = fakeSettings({}, fails);
  const desk = fakeDesk({ ...(xml ? { sendXml: xml } : {}), capabilities, reasons: [{ at: NOW, title: 'Juliet', shown: false, reason: 'muted' }] });
  const contacts = fakeContacts();
  const accounts = fakeAccounts({ list: [anAccount()] });
  const go = vi.fn<(section: string) => void>();
  const page = await onPage(
    <Around services={{ settings: settings.service, desk: desk.service, contacts: contacts.service, accounts: accounts.service }}>
      <SettingsPage section={section} onSection={go} onAddAccount={() => undefined} />
    </Around>,
  );
  const flip = (label: string): Promise<void> =>
    page.click([...page.body.querySelectorAll('label')].find(one => one.textContent.startsWith(label))?.querySelector('input') ?? null);
  return { settings, desk, contacts, page, go, flip };
}

test('a route that names no section shows the first; one account has a place of its own', () => {
  expect(placeOf('nowhere')).toEqual({ section: 'accounts', account: undefined });
  expect(placeOf('account:12')).toEqual({ section: 'accounts', account: 12 });
});

test('a switch is kept at once', async () => {
  const { settings, page, flip } = await start('privacy');
  await flip('Tell others while you type');
  expect(settings.values().sendTyping).toBe(false);
  await page.end();
});

test('what could not be kept is not shown as kept, and says why', async () => {
  const { settings, page, flip } = await start('privacy', { fails: { code: 'storage', problem: 'full' } });
  await flip('Tell others while you type');
  expect(settings.values().sendTyping).toBe(true);
  expect(page.get('alert').textContent).toContain('The disk is full');
  await page.end();
});

test('do not disturb is the own availability', async () => {
  const { contacts, page, flip } = await start('notifications');
  await flip('Do not disturb');
  expect(contacts.calls).toEqual([['setPresence', { availability: 'dnd', status: '' }]]);
  await page.end();
});

test('why a message did not notify is told in words', async () => {
  const { page } = await start('notifications');
  expect(page.text()).toContain('Not shown: the conversation is muted');
  await page.end();
});

test('what the host cannot do is not offered', async () => {
  const { page } = await start('advanced', { capabilities: { tray: false, startAtLogin: false } });
  expect(page.text()).not.toContain('Start when I sign in');
  expect(page.text()).not.toContain('Keep running');
  expect(page.text()).toContain('Balcony 0.1.0');
  await page.end();
});

test('the console records only while somebody looks at it', async () => {
  const { desk, page } = await start('advanced');
  expect(desk.calls).toEqual([['console', { on: true }]]);
  await page.end();
  expect(desk.calls.at(-1)).toEqual(['console', { on: false }]);
});

test('a paused console counts what it holds back; filter and clear take lines away', async () => {
  const { desk, page } = await start('advanced');
  const come = (xml: string): Promise<void> => act(async () => desk.line({ account: ACCOUNT, at: NOW, direction: 'in', xml }));
  await come('<presence/>');
  await page.press('Pause');
  await come('<message><body>&lt;b&gt;</body></message>');
  expect(page.text()).not.toContain('<message>');
  await page.press('Go on (1 more)');
  expect(page.text()).toContain('<message><body>&lt;b&gt;</body></message>');
  await page.type('Filter', 'PRESENCE');
  expect(page.text()).not.toContain('<message>');
  await page.press('Clear');
  expect(page.text()).not.toContain('<presence/>');
  await page.end();
});

test('what is no stanza is told at the field, and typing on takes the words away', async () => {
  const { page } = await start('advanced', { xml: { code: 'bad-request', detail: 'not one well-formed message, presence or iq' } });
  await page.type('XML to send', '<message><body>');
  await page.press('Send stanza');
  expect(page.text()).toContain('not one well-formed message');
  await page.type('XML to send', '<message/>');
  expect(page.text()).not.toContain('not one well-formed message');
  await page.end();
});

test('a stanza goes out as it was typed', async () => {
  const { desk, page } = await start('advanced');
  await page.type('XML to send', '<message><body>hi</body></message>');
  await page.press('Send stanza');
  expect(desk.calls.filter(([method]) => method === 'sendXml')).toEqual([['sendXml', { account: ACCOUNT, xml: '<message><body>hi</body></message>' }]]);
  await page.end();
});

test('the history is written to a file whose place is named', async () => {
  const { page } = await start('advanced');
  await page.press('As text');
  expect(page.text()).toContain('/home/romeo/Downloads/balcony-2026-05-03.txt');
  await page.end();
});
