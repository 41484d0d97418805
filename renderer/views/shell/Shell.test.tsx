import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { fakeServices, type FakeOptions } from '../../gallery/fake-services.ts';
import { aContact, aConversation, aMessage, anAccount, NOW } from '../../gallery/people.ts';
import { ClockContext, stoppedClock } from '../../model/clock.ts';
import { App } from './App.tsx';
import type * as FrameModule from './Frame.tsx';
import { Frame } from './Frame.tsx';

vi.mock('react-virtuoso', async () => ({ Virtuoso: (await import('../../gallery/all-rows.tsx')).AllRows }));
vi.mock('./Frame.tsx', async original => ({ Frame: vi.fn((await original<typeof FrameModule>()).Frame) }));

const JULIET = aConversation(1, 'juliet@capulet.lit', 'Juliet', { unread: 1 });
const MALLORY = aConversation(2, 'mallory@evil.lit', 'mallory@evil.lit', { kind: 'request', unread: 1 });
const UP = { state: 'up', opened: 1 } as const;
const link = { snapshot: () => UP, onState: () => () => undefined };
let root: Root;

beforeEach(() => {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what React looks for to know that a test drives it
  (globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;
  document.body.innerHTML = '<div id="root"></div>';
  document.hasFocus = () => true;
});
afterEach(() => act(async () => root.unmount()));

async function start(options: FakeOptions = {}) {
  const fakes = fakeServices({
    accounts: [anAccount()],
    conversations: [JULIET, MALLORY],
    messages: [aMessage(JULIET.id, 'Good night', { position: 1 })],
    ...options,
  });
  root = createRoot(document.getElementById('root')!);
  await act(async () =>
    root.render(
      <ClockContext value={stoppedClock(NOW)}>
        <App link={link} services={fakes.services} media={fakes.media.media} />
      </ClockContext>,
    ),
  );
  return fakes;
}
const named = (role: string, name: string): HTMLElement => {
  const found = [...document.querySelectorAll<HTMLElement>(role)].find(one => (one.getAttribute('aria-label') ?? one.textContent).trim() === name);
  if (!found) throw new Error(`no ${role} named ${name}`);
  return found;
};
const button = (name: string): HTMLElement => named('button', name);
const click = (element: Element): Promise<void> => act(async () => (element as HTMLElement).click());
const open = (name: string): Promise<void> => click(named('[role=listitem]', name).querySelector('button')!);
const box = (): HTMLTextAreaElement => document.querySelector<HTMLTextAreaElement>('textarea[aria-label="Message"]')!;
const marks = (): string[] => [...document.querySelectorAll('[role=log] [role=img]')].map(mark => mark.getAttribute('aria-label') ?? '');
const write = (text: string): Promise<void> =>
  act(async () => {
    Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value')!.set!.call(box(), text);
    box().dispatchEvent(new Event('input', { bubbles: true }));
  });
const press = (key: string, on: Element | Document = document, more: KeyboardEventInit = {}): Promise<void> =>
  act(async () => void on.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more })));

test('the list names each conversation, and one that is opened shows its messages and is read', async () => {
  const { asked } = await start();
  expect(document.querySelector('[role=list][aria-label=Conversations]')).not.toBeNull();
  await open('Juliet');
  expect(document.querySelector('[role=log][aria-label=Messages]')?.textContent).toContain('Good night');
  expect(asked).toContainEqual(['conversations.setOnScreen', { conversation: JULIET.id }]);
  expect(asked).toContainEqual(['conversations.markRead', { conversation: JULIET.id }]);
});

test('what comes in under the eye is read each time, also when it was read and unread again between two looks', async () => {
  const { asked, putConversation } = await start();
  const times = (): number => asked.filter(([name]) => name === 'conversations.markRead').length;
  await open('Juliet');
  expect(times()).toBe(1);
  await act(async () => {
    putConversation({ ...JULIET, unread: 0 });
    putConversation({ ...JULIET, unread: 1 });
  });
  expect(times()).toBe(2);
});

test('Escape in the box closes the conversation, and the focus goes on at its row', async () => {
  await start();
  await open('Juliet');
  await act(async () => box().focus());
  await press('Escape', box());
  expect(box()).toBeNull();
  await expect.poll(() => document.activeElement?.getAttribute('data-conversation')).toBe(String(JULIET.id));
});

test('what is sent carries its mark, and the mark moves on', async () => {
  const { messages } = await start();
  await open('Juliet');
  await write('Parting is such sweet sorrow');
  await press('Enter', box());
  expect(box().value).toBe('');
  expect(marks()).toEqual(['queued']);
  const sent = messages.all().at(-1)!;
  await act(async () => messages.put({ ...sent, delivery: 'delivered' }));
  expect(marks()).toEqual(['delivered']);
  await act(async () => messages.put({ ...sent, delivery: 'displayed' }));
  expect(marks()).toEqual(['read']);
});

test('a message that came back says why, and Retry sends it again', async () => {
  const failed = aMessage(JULIET.id, 'Lost', { mine: true, delivery: 'sent', failed: 'remote-server-not-found', position: 2 });
  const { messages } = await start({ messages: [failed] });
  await open('Juliet');
  expect(document.querySelector('[role=log]')?.textContent).toContain('Their server was not found');
  await click(button('Retry'));
  expect(messages.all().at(-1)?.failed).toBeUndefined();
});

test('what comes in is read out once, with name and text', async () => {
  const { messages } = await start();
  await open('Juliet');
  await act(async () => messages.put(aMessage(JULIET.id, 'It is the east', { position: 9 })));
  expect([...document.querySelectorAll('[aria-live=polite]')].map(one => one.textContent)).toContain('Juliet: It is the east');
});

test('a stranger is not told that anybody reads, until Accept', async () => {
  const { asked } = await start();
  await open('mallory@evil.lit');
  expect(box()).toBeNull();
  expect(asked.some(([name]) => name === 'conversations.markRead')).toBe(false);
  await click(button('Accept'));
  expect(asked).toContainEqual(['conversations.accept', { conversation: MALLORY.id }]);
  expect(box()).not.toBeNull();
});

test('the connection is one word, whatever it is', async () => {
  const { putAccounts } = await start();
  const status = (): string | undefined => document.querySelector('[role=status][aria-label=Connection]')?.textContent ?? undefined;
  expect(status()).toBe('online');
  await act(async () => putAccounts([anAccount({ connection: { state: 'connecting' } })]));
  expect(status()).toBe('connecting');
  await act(async () => putAccounts([anAccount({ connection: { state: 'offline' } })]));
  expect(status()).toBe('offline');
});

test('Ctrl-K opens the switcher, and ? the list of keys, but not while writing', async () => {
  await start({ contacts: [aContact('nurse@capulet.lit', 'the Nurse')] });
  await press('k', document, { ctrlKey: true });
  expect(document.querySelector('[role=dialog]')?.textContent).toContain('the Nurse');
  await press('Escape', document.activeElement ?? document);
  await open('Juliet');
  await press('?', box());
  expect(document.querySelector('[role=dialog]')).toBeNull();
  await press('?');
  expect(document.querySelector('[role=dialog]')?.textContent).toContain('Keyboard');
});

test('a conversation begins with an address, and a contact is suggested', async () => {
  const { asked } = await start({ contacts: [aContact('nurse@capulet.lit', 'the Nurse')] });
  await click(button('New conversation'));
  const suggestion = [...document.querySelectorAll('[role=dialog] li button')].find(one => one.textContent.includes('the Nurse'));
  await click(suggestion!);
  expect(asked).toContainEqual(['conversations.start', 'nurse@capulet.lit']);
  expect(box()).not.toBeNull();
});

test('nobody listens when the page has gone', async () => {
  const { messages } = await start();
  await open('Juliet');
  await act(async () => root.unmount());
  expect(messages.listenerCount()).toBe(0);
});

test('what is said somewhere does not draw the whole window anew', async () => {
  const { putConversation } = await start();
  await open('Juliet');
  const before = vi.mocked(Frame).mock.calls.length;
  await act(async () => putConversation({ ...JULIET, unread: 7 }));
  await act(async () => putConversation({ ...MALLORY, unread: 9 }));
  expect(vi.mocked(Frame).mock.calls.length).toBe(before);
});
