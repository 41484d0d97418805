import { act } from 'react';
import { expect, test, vi } from 'vitest';
import { bareJid } from '../../../preload/contract/ids.ts';
import { Around } from '../../gallery/Around.tsx';
import { fakeAccounts } from '../../gallery/fake-accounts.ts';
import { fakeContacts, type FakeContactsOptions } from '../../gallery/fake-contacts.ts';
import { onPage } from '../../gallery/on-page.tsx';
import { aContact, ACCOUNT, anAccount } from '../../gallery/people.ts';
import { AddContactDialog } from './AddContactDialog.tsx';
import { ContactList } from './ContactList.tsx';
import { ContactPage } from './ContactPage.tsx';
import { ContactsModel } from './contacts.model.ts';
import { groupContacts, readGroups } from './group-contacts.ts';

const JULIET = aContact('juliet@capulet.lit', 'Juliet', { groups: ['Verona'] });
const NURSE = aContact('nurse@capulet.lit', 'The Nurse');
const MERCUTIO = aContact('mercutio@verona.lit', 'Mércutio', { groups: ['Friends', 'Verona'] });
const MALLORY = { account: ACCOUNT, address: bareJid('mallory@evil.lit'), name: 'Mallory', text: '<b>Let me in</b>', at: 1 };

async function list(options: FakeContactsOptions) {
  const fake = fakeContacts(options);
  const model = new ContactsModel(fake.service);
  const choose = vi.fn<(contact: { readonly address: string }) => void>();
  const page = await onPage(
    <Around services={{ contacts: fake.service }}>
      <ContactList model={model} chosen={undefined} onChoose={choose} onAdd={() => undefined} />
    </Around>,
  );
  return { ...fake, model, choose, page, names: () => page.all('option').map(row => row.textContent) };
}

async function card(contact = JULIET, options: FakeContactsOptions = {}) {
  const fake = fakeContacts(options);
  const [message, leave] = [vi.fn(async () => undefined), vi.fn<() => void>()];
  const page = await onPage(
    <Around services={{ contacts: fake.service }}>
      <ContactPage model={new ContactsModel(fake.service)} contact={contact} onMessage={message} onLeave={leave} />
    </Around>,
  );
  return { ...fake, page, message, leave };
}

test('everybody stands under each of their groups, those in none first', () => {
  const groups = groupContacts([MERCUTIO, JULIET, NURSE], '', 'en');
  expect(groups.map(({ name, contacts }) => [name, contacts.map(({ title }) => title)])).toEqual([
    [undefined, ['The Nurse']],
    ['Friends', ['Mércutio']],
    ['Verona', ['Juliet', 'Mércutio']],
  ]);
});

test('the filter finds a name without its accents, and an address', () => {
  expect(groupContacts([MERCUTIO, JULIET], 'mercu', 'en').flatMap(({ contacts }) => contacts)).toEqual([MERCUTIO, MERCUTIO]);
  expect(groupContacts([MERCUTIO, JULIET], 'capulet.lit', 'en').flatMap(({ contacts }) => contacts)).toEqual([JULIET]);
});

test('groups are read from text parted by commas, each once', () => {
  expect(readGroups(' Verona, , Friends,Verona ')).toEqual(['Verona', 'Friends']);
});

test('a request shows who asks and their words as text; Allow answers it', async () => {
  const { page, calls, requests } = await list({ requests: [MALLORY] });
  expect(page.text()).toContain('<b>Let me in</b>');
  await page.press('Allow');
  expect(calls).toEqual([['allow', { account: ACCOUNT, address: 'mallory@evil.lit' }]]);
  await act(async () => requests([]));
  expect(page.text()).not.toContain('Mallory');
  await page.end();
});

test('a request can be denied, and its sender blocked', async () => {
  const { page, calls } = await list({ requests: [MALLORY] });
  await page.press('Deny');
  await page.press('Block');
  expect(calls.map(([method]) => method)).toEqual(['deny', 'block']);
  await page.end();
});

test('nobody there yet leads to adding somebody', async () => {
  const { page } = await list({});
  expect(page.text()).toContain('No contacts yet');
  await page.end();
});

test('who has not answered yet, and who is blocked, is told in the list', async () => {
  const { page } = await list({ list: [aContact('a@b.lit', 'A', { subscription: 'none', pending: true }), aContact('c@d.lit', 'C', { blocked: true })] });
  expect(page.text()).toContain('Has not answered yet');
  expect(page.text()).toContain('Blocked');
  await page.end();
});

async function adding(options: FakeContactsOptions = {}, first = {}) {
  const fake = fakeContacts(options);
  const added = vi.fn<(account: number, address: string) => void>();
  const page = await onPage(
    <Around services={{ contacts: fake.service, accounts: fakeAccounts({ list: [anAccount()] }).service }}>
      <AddContactDialog isOpen model={new ContactsModel(fake.service)} first={first} onClose={() => undefined} onAdded={added} />
    </Around>,
  );
  return { ...fake, page, added };
}

test('a malformed address is told with a hint, and nothing is sent', async () => {
  const { page, calls, added } = await adding();
  await page.type('Address', 'juliet');
  await page.press('Add');
  expect(page.text()).toContain('Something is missing around the @');
  expect(calls).toEqual([]);
  expect(added).not.toHaveBeenCalled();
  await page.type('Address', 'juliet@capulet.lit');
  expect(page.text()).not.toContain('Something is missing');
  await page.end();
});

test('a new contact is added under its prepared address, with name and groups', async () => {
  const { page, calls, added } = await adding();
  await page.type('Address', ' Juliet@Capulet.lit ');
  await page.type('Name', 'Juliet');
  await page.type('Groups', 'Verona, Family');
  await page.press('Add');
  expect(calls).toEqual([['add', { account: ACCOUNT, address: 'juliet@capulet.lit', name: 'Juliet', groups: ['Verona', 'Family'] }]]);
  expect(added).toHaveBeenCalledExactlyOnceWith(ACCOUNT, 'juliet@capulet.lit');
  await page.end();
});

test('the token of an invitation goes to the address that it came with and to no other', async () => {
  const invited = await adding({}, { address: 'nurse@capulet.lit', token: 'abc' });
  await invited.page.press('Add');
  expect(invited.calls).toMatchObject([['add', { address: 'nurse@capulet.lit', token: 'abc' }]]);
  await invited.page.end();
  const changed = await adding({}, { address: 'nurse@capulet.lit', token: 'abc' });
  await changed.page.type('Address', 'mallory@evil.lit');
  await changed.page.press('Add');
  expect(changed.calls[0]?.[1]).not.toHaveProperty('token');
  await changed.page.end();
});

test('a contact is removed only after the question was answered', async () => {
  const { page, calls, leave } = await card();
  await page.press('Remove');
  expect(calls).toEqual([]);
  const [, sure] = page.all('button').filter(button => button.textContent === 'Remove');
  await act(async () => sure?.click());
  expect(calls).toEqual([['remove', { account: ACCOUNT, address: 'juliet@capulet.lit' }]]);
  expect(leave).toHaveBeenCalledOnce();
  await page.end();
});

test('where we do not see each other, one button asks and one shows', async () => {
  const { page, calls } = await card(aContact('juliet@capulet.lit', 'Juliet', { subscription: 'none' }));
  await page.press('Ask');
  await page.press('Show');
  expect(calls.map(([method]) => method)).toEqual(['add', 'allow']);
  await page.end();
});

test('a failure is told on the card', async () => {
  const { page } = await card(aContact('juliet@capulet.lit', 'Juliet', { subscription: 'none' }), { fails: { code: 'offline' } });
  await page.press('Ask');
  expect(page.get('alert').textContent).toContain('You are not connected');
  await page.end();
});

test('the card shows the groups that somebody is in', async () => {
  const { page } = await card(MERCUTIO);
  expect(page.text()).toContain('Verona');
  await page.end();
});

test('name and groups are edited as they are', async () => {
  const { page, calls } = await card(MERCUTIO);
  await page.press('Edit');
  expect(page.field('Groups').value).toBe('Friends, Verona');
  await page.type('Name', ' Mercutio ');
  await page.press('Save');
  expect(calls).toEqual([['edit', { account: ACCOUNT, address: 'mercutio@verona.lit', name: 'Mercutio', groups: ['Friends', 'Verona'] }]]);
  await page.end();
});

test('what somebody wrote about themselves is shown as text', async () => {
  const { page } = await card(JULIET, { profile: { note: '<script>alert(1)</script>', url: 'javascript:alert(1)' } });
  expect(page.text()).toContain('<script>alert(1)</script>');
  expect(page.body.querySelector('article a')).toBeNull();
  await page.end();
});
