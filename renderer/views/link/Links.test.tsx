import { act } from 'react';
import { expect, test } from 'vitest';
import type { Account, XmppLink } from '../../../preload/contract/accounts.ts';
import type { Conversations } from '../../../preload/contract/conversations.ts';
import { bareJid } from '../../../preload/contract/ids.ts';
import { Around, fakeServices } from '../../gallery/Around.tsx';
import { fakeAccounts } from '../../gallery/fake-accounts.ts';
import { onPage } from '../../gallery/on-page.tsx';
import { aConversation, anAccount } from '../../gallery/people.ts';
import { Navigation } from '../shell/routes.ts';
import { Links } from './Links.tsx';

const JULIET = bareJid('juliet@capulet.lit');

async function start({ draft = '', list = [anAccount()] }: { readonly draft?: string; readonly list?: readonly Account[] } = {}) {
  const accounts = fakeAccounts({ list });
  const calls: (readonly [string, unknown])[] = [];
  const conversations: Conversations = {
    ...fakeServices().conversations,
    start: async input => {
      calls.push(['start', input]);
      return { ...aConversation(7, JULIET, 'Juliet'), draft };
    },
    setDraft: async input => void calls.push(['setDraft', input]),
  };
  const navigation = new Navigation();
  const page = await onPage(
    <Around services={{ accounts: accounts.service, conversations }} navigation={navigation}>
      <Links />
    </Around>,
  );
  return { page, calls, navigation, follow: (link: XmppLink) => act(async () => accounts.link(link)) };
}

test('a link to write to somebody opens nothing before it was looked at, then fills in the draft and sends nothing', async () => {
  const { page, calls, navigation, follow } = await start();
  await follow({ kind: 'message', address: JULIET, body: '<b>hello</b>' });
  expect(page.get('dialog').textContent).toContain('<b>hello</b>');
  expect(calls).toEqual([]);
  await page.press('Open');
  expect(calls).toEqual([
    ['start', { account: 1, address: JULIET }],
    ['setDraft', { conversation: 7, text: '<b>hello</b>' }],
  ]);
  expect(navigation.snapshot().conversation).toBe(7);
  await page.end();
});

test('a draft of the user is worth more than what a link wants written', async () => {
  const { page, calls, follow } = await start({ draft: 'my own words' });
  await follow({ kind: 'message', address: JULIET, body: 'buy now' });
  await page.press('Open');
  expect(calls.map(([method]) => method)).toEqual(['start']);
  await page.end();
});

test('a link to a contact fills in the dialog that adds one', async () => {
  const { page, navigation, follow } = await start();
  await follow({ kind: 'contact', address: JULIET, name: 'Juliet', token: 'abc' });
  expect(navigation.snapshot().dialog).toMatchObject({ kind: 'add-contact', address: JULIET, name: 'Juliet', token: 'abc' });
  await page.end();
});

test('a link to a room fills in the dialog that joins one', async () => {
  const { page, navigation, follow } = await start();
  await follow({ kind: 'join', address: bareJid('orchard@rooms.montague.lit'), password: 'moon' });
  expect(navigation.snapshot().dialog).toEqual({ kind: 'join-room', address: 'orchard@rooms.montague.lit', password: 'moon' });
  await page.end();
});

test('an invitation to a server begins a further account there', async () => {
  const { page, navigation, follow } = await start();
  await follow({ kind: 'register', domain: 'capulet.lit', token: 'abc' });
  expect(navigation.snapshot().dialog).toEqual({ kind: 'add-account', domain: 'capulet.lit', token: 'abc' });
  await page.end();
});

test('with several accounts the user says which one writes', async () => {
  const { page, follow } = await start({ list: [anAccount(), { ...anAccount(), id: 2 as Account['id'], address: bareJid('romeo@mantua.lit') }] });
  await follow({ kind: 'message', address: JULIET });
  expect(page.text()).toContain('With account');
  await page.end();
});
