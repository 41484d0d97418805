import { act } from 'react';
import { expect, test } from 'vitest';
import type { StoreState } from '../../../preload/contract/desk.ts';
import { Around } from '../../gallery/Around.tsx';
import { fakeDesk, type FakeDeskOptions } from '../../gallery/fake-desk.ts';
import { onPage } from '../../gallery/on-page.tsx';
import { StoreTrouble } from './StoreTrouble.tsx';
import { StoreStateModel } from './store-state.model.ts';

async function start(store: Exclude<StoreState, { state: 'ready' }>, options: FakeDeskOptions = {}) {
  const desk = fakeDesk({ store, ...options });
  const page = await onPage(
    <Around>
      <StoreTrouble model={new StoreStateModel(desk.service)} state={store} />
    </Around>,
  );
  return { ...desk, page };
}

test('a locked history is opened by its passphrase', async () => {
  const { page, calls } = await start({ state: 'locked' });
  await page.type('Passphrase', 'wherefore art thou');
  await page.press('Unlock');
  expect(calls).toEqual([['unlock', { passphrase: 'wherefore art thou' }]]);
  await page.end();
});

test('a wrong passphrase is told at its field', async () => {
  const { page } = await start({ state: 'locked' }, { fails: { code: 'storage', problem: 'locked' } });
  await page.type('Passphrase', 'art thou');
  await page.press('Unlock');
  expect(page.text()).toContain('This passphrase does not open it');
  expect(page.field('Passphrase').value).toBe('art thou');
  await page.end();
});

test('the first passphrase is chosen twice', async () => {
  const { page, calls } = await start({ state: 'locked', first: true });
  await page.type('Passphrase', 'wherefore art thou');
  await page.type('Once more', 'wherefore are you');
  await page.press('Continue');
  expect(calls).toEqual([]);
  expect(page.text()).toContain('not the same');
  await page.type('Once more', 'wherefore art thou');
  await page.press('Continue');
  expect(calls).toEqual([['unlock', { passphrase: 'wherefore art thou' }]]);
  await page.end();
});

test('a full disk can be tried again, and says when there is still no room', async () => {
  const { page, calls } = await start({ state: 'full' });
  await page.press('Try again');
  expect(calls).toEqual([['retryStore', {}]]);
  expect(page.text()).toContain('still too little room');
  await page.end();
});

test('of a damaged history what is readable is saved, and its place is named', async () => {
  const { page, calls } = await start({ state: 'damaged', readable: 1204 });
  expect(page.text()).toContain('1,204 messages can still be read');
  await page.press('Save what is readable');
  expect(calls).toEqual([['rescue', {}]]);
  expect(page.text()).toContain('balcony-saved-2026-05-03.json');
  await page.end();
});

test('starting anew is asked once more, with a warning while nothing was saved', async () => {
  const { page, calls } = await start({ state: 'damaged', readable: 3 });
  await page.press('Start anew');
  expect(page.get('alertdialog').textContent).toContain('has not been saved');
  expect(calls).toEqual([]);
  const [, sure] = page.all('button').filter(button => button.textContent === 'Start anew');
  await act(async () => sure?.click());
  expect(calls).toEqual([['startAnew', {}]]);
  await page.end();
});
