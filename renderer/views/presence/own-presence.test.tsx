import { act } from 'react';
import { expect, test } from 'vitest';
import { Around } from '../../gallery/Around.tsx';
import { fakeAccounts } from '../../gallery/fake-accounts.ts';
import { fakeContacts } from '../../gallery/fake-contacts.ts';
import { onPage } from '../../gallery/on-page.tsx';
import { anAccount } from '../../gallery/people.ts';
import { endOf, OwnPresenceModel } from './own-presence.model.ts';
import { OwnPresenceDialog } from './OwnPresenceDialog.tsx';
import { OwnPresenceMenu } from './OwnPresenceMenu.tsx';

const EVENING = new Date(2026, 4, 3, 22, 15).getTime();

test('a status text ends after half an hour, an hour, at midnight, or never', () => {
  expect(endOf('half-hour', EVENING)).toBe(new Date(2026, 4, 3, 22, 45).getTime());
  expect(endOf('hour', EVENING)).toBe(new Date(2026, 4, 3, 23, 15).getTime());
  expect(endOf('today', EVENING)).toBe(new Date(2026, 4, 4).getTime());
  expect(endOf('never', EVENING)).toBeUndefined();
});

test('another availability keeps the status text and its end', async () => {
  const { service, calls } = fakeContacts({ presence: { status: 'at the feast', until: EVENING } });
  const model = new OwnPresenceModel(service, () => EVENING);
  const stop = model.subscribe(() => undefined);
  await service.ownPresence({});
  await model.setAvailability('dnd');
  expect(calls).toEqual([['setPresence', { availability: 'dnd', status: 'at the feast', until: EVENING }]]);
  stop();
});

test('an empty status text has no end', async () => {
  const { service, calls } = fakeContacts();
  await new OwnPresenceModel(service, () => EVENING).setStatus('  ', 'hour');
  expect(calls).toEqual([['setPresence', { availability: 'available', status: '' }]]);
});

test('the own avatar says what others see, and follows it', async () => {
  const fake = fakeContacts({ presence: { availability: 'away' } });
  const page = await onPage(
    <Around services={{ contacts: fake.service }}>
      <OwnPresenceMenu />
    </Around>,
  );
  expect(page.get('button').getAttribute('aria-label')).toBe('Your status: Away');
  await act(async () => fake.presence({ availability: 'dnd', status: '', until: undefined, automatic: false }));
  expect(page.get('button').getAttribute('aria-label')).toBe('Your status: Do not disturb');
  await page.end();
});

test('without a connection nobody sees anything, whatever was chosen', async () => {
  const fake = fakeContacts({ presence: { availability: 'available' } });
  const accounts = fakeAccounts({ list: [anAccount({ connection: { state: 'connecting' } })] });
  const page = await onPage(
    <Around services={{ contacts: fake.service, accounts: accounts.service }}>
      <OwnPresenceMenu />
    </Around>,
  );
  expect(page.get('button').getAttribute('aria-label')).toBe('Your status: Offline');
  await page.end();
});

test('the menu shows the present status text', async () => {
  const fake = fakeContacts({ presence: { status: 'at the feast' } });
  const page = await onPage(
    <Around services={{ contacts: fake.service }}>
      <OwnPresenceMenu />
    </Around>,
  );
  await page.click(page.get('button'));
  expect(page.get('menuitem', /Set a status/).textContent).toContain('at the feast');
  await page.end();
});

test('the dialog begins with the present status and saves the new one', async () => {
  const fake = fakeContacts({ presence: { status: 'at the feast' } });
  const page = await onPage(
    <Around services={{ contacts: fake.service }}>
      <OwnPresenceDialog isOpen onClose={() => undefined} />
    </Around>,
  );
  expect(page.field('What others read beside your name').value).toBe('at the feast');
  await page.type('What others read beside your name', 'under the balcony');
  await page.press('Save');
  expect(fake.calls).toEqual([['setPresence', { availability: 'available', status: 'under the balcony' }]]);
  await page.end();
});
