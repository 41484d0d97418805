import { expect, test } from 'vitest';
import type { Account } from '../../../preload/contract/accounts.ts';
import { Around } from '../../gallery/Around.tsx';
import { fakeAccounts } from '../../gallery/fake-accounts.ts';
import { fakeContacts, type FakeContactsOptions } from '../../gallery/fake-contacts.ts';
import { onPage } from '../../gallery/on-page.tsx';
import { ACCOUNT, anAccount } from '../../gallery/people.ts';
import { AccountPage } from './AccountPage.tsx';

const ALL: Account['features'] = ['archive', 'blocking', 'carbons', 'change-password', 'delete-account', 'invite', 'profile', 'read-sync'];

async function start(over: Partial<Account> = {}, options: FakeContactsOptions = {}) {
  const accounts = fakeAccounts({ list: [anAccount({ features: ALL, ...over })] });
  const contacts = fakeContacts(options);
  const page = await onPage(
    <Around services={{ accounts: accounts.service, contacts: contacts.service }}>
      <AccountPage id={ACCOUNT} onLeave={() => undefined} />
    </Around>,
  );
  return { accounts, contacts, page };
}

test('what the server cannot do is not offered', async () => {
  const { page } = await start({ features: [] });
  const offered = page.all('button').map(button => button.textContent);
  for (const no of ['Blocked people', 'Invite somebody', 'Change password']) expect(offered).not.toContain(no);
  expect(offered).toContain('Remove account');
  await page.end();
});

test('a password that the server no longer takes is asked for again, in place', async () => {
  const { page, accounts } = await start({ connection: { state: 'problem', problem: 'not-authorized' } });
  expect(page.get('alert').textContent).toContain('The address or the password is wrong');
  await page.type('Password', 'a new one');
  await page.press('Sign in');
  expect(accounts.calls).toEqual([['setPassword', { account: ACCOUNT, password: 'a new one' }]]);
  await page.end();
});

test('after any other problem the connection can be tried now', async () => {
  const { page, accounts } = await start({ connection: { state: 'problem', problem: 'certificate-expired' } });
  await page.press('Connect now');
  expect(accounts.calls).toEqual([['reconnect', { account: ACCOUNT }]]);
  await page.end();
});

test('removing here asks once and leaves the server alone', async () => {
  const { page, accounts } = await start();
  await page.press('Remove account');
  await page.press('Remove from this computer');
  expect(accounts.calls).toEqual([['remove', { account: ACCOUNT, onServer: false }]]);
  expect(page.text()).toContain('not here any more');
  await page.end();
});

test('deleting on the server wants the address typed by hand', async () => {
  const { page, accounts } = await start();
  await page.press('Remove account');
  const check = page.body.querySelector<HTMLInputElement>('input[type=checkbox]:not([role=switch])');
  await page.click(check);
  await page.type('Type the address to confirm', 'romeo@montague');
  await page.press('Delete everywhere');
  expect(accounts.calls).toEqual([]);
  await page.type('Type the address to confirm', 'romeo@montague.lit');
  await page.type('Current password', 'wherefore');
  await page.press('Delete everywhere');
  expect(accounts.calls).toEqual([['remove', { account: ACCOUNT, onServer: true, password: 'wherefore' }]]);
  await page.end();
});

test('the password is changed when the new one was typed twice alike', async () => {
  const { page, accounts } = await start();
  await page.press('Change password');
  await page.type('Current password', 'wherefore');
  await page.type('New password', 'a rose by any other name');
  await page.type('Once more', 'a rose by any other');
  await page.press('Change');
  expect(accounts.calls).toEqual([]);
  await page.type('Once more', 'a rose by any other name');
  await page.press('Change');
  expect(accounts.calls).toEqual([['changePassword', { account: ACCOUNT, current: 'wherefore', next: 'a rose by any other name' }]]);
  await page.end();
});

test('blocked addresses are listed, freed and added', async () => {
  const { page, contacts } = await start({}, { blocked: ['mallory@evil.lit'] });
  await page.press('Blocked people');
  await page.press('Unblock mallory@evil.lit');
  await page.type('Block an address', 'tybalt');
  await page.press('Block');
  expect(page.text()).toContain('Something is missing around the @');
  await page.type('Block an address', 'Tybalt@capulet.lit');
  await page.press('Block');
  expect(contacts.calls).toEqual([
    ['unblock', { account: ACCOUNT, address: 'mallory@evil.lit' }],
    ['block', { account: ACCOUNT, address: 'tybalt@capulet.lit' }],
  ]);
  await page.end();
});

test('an invitation shows the page that also helps those without a client', async () => {
  const { page } = await start();
  await page.press('Invite somebody');
  expect(page.text()).toContain('https://montague.lit/invite/');
  await page.end();
});

test('only what is filled in goes into the profile', async () => {
  const { page, contacts } = await start({}, { profile: { fullName: 'Romeo Montague', email: 'romeo@montague.lit' } });
  await page.press('Edit profile');
  await page.type('Email', ' ');
  await page.type('Nickname', 'Romeo');
  await page.press('Save');
  expect(contacts.calls).toEqual([['setProfile', { account: ACCOUNT, profile: { fullName: 'Romeo Montague', nickname: 'Romeo' } }]]);
  await page.end();
});
