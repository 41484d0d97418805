import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Call } from '../../../preload/contract/calls.ts';
import { bareJid, callId, conversationId } from '../../../preload/contract/ids.ts';
import { aCall, aRecord } from '../../gallery/fake-calls.ts';
import { fakeServices, type FakeOptions } from '../../gallery/fake-services.ts';
import { ACCOUNT, aConversation, aMessage, anAccount, NOW } from '../../gallery/people.ts';
import { ClockContext, stoppedClock } from '../../model/clock.ts';
import { App } from '../shell/App.tsx';

vi.mock('react-virtuoso', async () => ({ Virtuoso: (await import('../../gallery/all-rows.tsx')).AllRows }));

const JULIET = aConversation(1, 'juliet@capulet.lit', 'Juliet Capulet');
const UP = { state: 'up', opened: 1 } as const;
const link = { snapshot: () => UP, onState: () => () => undefined };
const incoming = (over: Partial<Call> = {}): Call => aCall({ direction: 'incoming', phase: 'incoming', connectedAt: undefined, ...over });
const NURSE = { id: callId('call-2'), peer: bareJid('nurse@capulet.lit'), title: 'the Nurse' } as const;
let root: Root;

beforeEach(() => {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what React looks for to know that a test drives it
  (globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;
  document.body.innerHTML = '<div id="root"></div>';
});
afterEach(() => act(async () => root.unmount()));

async function start(options: FakeOptions = {}) {
  const fakes = fakeServices({ accounts: [anAccount()], conversations: [JULIET], messages: [], ...options });
  root = createRoot(document.getElementById('root')!);
  await act(async () =>
    root.render(
      <ClockContext value={stoppedClock(NOW)}>
        <App link={link} services={fakes.services} media={fakes.media.media} />
      </ClockContext>,
    ),
  );
  return { ...fakes, asked: fakes.calls.asked, put: (call: Call) => act(async () => fakes.calls.put(call)) };
}
const all = (selector: string, name: string): HTMLElement[] =>
  [...document.querySelectorAll<HTMLElement>(selector)].filter(one => (one.getAttribute('aria-label') ?? one.textContent).trim() === name);
const named = (selector: string, name: string): HTMLElement => {
  const [found] = all(selector, name);
  if (!found) throw new Error(`no ${selector} named ${name} in: ${document.body.textContent}`);
  return found;
};
const press = (name: string): Promise<void> => act(async () => named('button', name).click());
const state = (): string => named('[role=status]', 'Call state').textContent;
const open = (): Promise<void> => act(async () => named('[role=listitem]', 'Juliet Capulet').querySelector('button')!.click());
const key = (init: KeyboardEventInit): Promise<void> =>
  act(async () => void document.body.dispatchEvent(new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...init })));

test('a window that does not carry the call says that one hears it elsewhere', async () => {
  await start({ calls: [aCall()], media: { pictures: { here: false } } });
  await press('Show the call');
  expect(named('[role=region]', 'Call').textContent).toContain('not in this window');
  expect(all('[role=meter]', 'How loud you are')).toEqual([]);
});

test('a call over which no sound comes says so, unless the other side is muted or holds', async () => {
  const { put } = await start({ calls: [aCall()], media: { withoutSoundMs: 8000 } });
  await press('Show the call');
  const stage = (): string => named('[role=region]', 'Call').textContent;
  expect(stage()).toContain('No sound of Juliet Capulet arrives');
  await put(aCall({ theyMuted: true }));
  expect(stage()).not.toContain('No sound');
  await put(aCall({ theyHold: true }));
  expect(stage()).not.toContain('No sound');
});

test('a call is begun from the conversation, and this window takes its media', async () => {
  const { asked, media } = await start();
  await open();
  await press('Call');
  expect(media.asked).toContainEqual(['takeSeat', undefined]);
  expect(asked).toContainEqual(['start', { conversation: conversationId(1), video: false }]);
  expect(named('[role=region]', 'Call')).toBeDefined();
  expect(state()).toBe('calling');
});

test('where they cannot be called, the button says why and does nothing', async () => {
  const { asked } = await start({ callable: { audio: true, video: false, why: 'audio-only' } });
  await open();
  const video = named('button', 'Video call');
  expect(video.getAttribute('aria-disabled')).toBe('true');
  await act(async () => video.focus());
  await press('Video call');
  expect(asked).toEqual([]);
  expect(named('button', 'Call').getAttribute('aria-disabled')).toBeNull();
});

test('a call that could not be begun says so in words', async () => {
  await start({ callFails: { code: 'offline' } });
  await open();
  await press('Call');
  expect(document.querySelector('[role=dialog] [role=alert]')?.textContent).toMatch(/offline|connect/i);
  expect(document.querySelector('[data-call]')).toBeNull();
});

test('whoever writes while it rings goes on writing; it rings until it is answered', async () => {
  const { put, media } = await start();
  await open();
  const box = document.querySelector<HTMLTextAreaElement>('textarea[aria-label="Message"]')!;
  await act(async () => box.focus());
  await put(incoming());
  expect(document.activeElement).toBe(box);
  expect(named('[role=dialog]', 'Incoming call').textContent).toContain('Juliet Capulet');
  expect(media.asked).toContainEqual(['ring', 'ring']);
  await press('Answer');
  expect(media.asked.slice(-2)).toEqual([
    ['takeSeat', undefined],
    ['still', 'ring'],
  ]);
  expect(state()).toBe('connecting');
});

test('whoever is not to be disturbed sees that somebody calls, and hears nothing', async () => {
  const { put, media } = await start();
  await put(incoming({ silent: true }));
  expect(named('[role=dialog]', 'Incoming call')).not.toBeNull();
  expect(media.asked).not.toContainEqual(['ring', 'ring']);
});

test('answered with video, declined, declined with own words, and by keys', async () => {
  const { asked, put } = await start();
  await put(incoming());
  await press('Answer with video');
  expect(asked.at(-1)).toEqual(['answer', { call: callId('call-1'), video: true, others: 'hold' }]);
  await put(incoming({ id: callId('b') }));
  await press('Decline');
  expect(asked.at(-1)).toEqual(['decline', { call: callId('b') }]);
  await put(incoming({ id: callId('c') }));
  await key({ key: 'D', ctrlKey: true, shiftKey: true });
  expect(asked.at(-1)).toEqual(['decline', { call: callId('c') }]);
  await put(incoming({ id: callId('d') }));
  await key({ key: 'F6' });
  expect(named('[role=dialog]', 'Incoming call').contains(document.activeElement)).toBe(true);
});

test('a second call can be answered on hold or in place of the first', async () => {
  const { asked, put, media } = await start({ calls: [aCall()] });
  await put(incoming(NURSE));
  expect(media.asked).toContainEqual(['ring', 'waiting']);
  expect(all('button', 'Answer')).toEqual([]);
  await press('End and answer');
  expect(asked.at(-1)).toEqual(['answer', { call: NURSE.id, video: false, others: 'end' }]);
});

test('the switches of a call say whether they are on, and what is not possible does nothing', async () => {
  const { asked, put } = await start({ calls: [aCall({ takesVideo: false })] });
  await press('Show the call');
  const pressed = (name: string): string | null => named('button', name).getAttribute('aria-pressed');
  await press('Mute microphone');
  await press('Hold');
  await press('Turn camera on');
  expect(asked.map(([method]) => method)).toEqual(['setMuted', 'setHeld']);
  expect([pressed('Mute microphone'), pressed('Hold'), pressed('Turn camera on')]).toEqual(['true', 'true', 'false']);
  expect(state()).toBe('on hold');
  await put(aCall());
  await press('Dial pad');
  await press('5');
  await press('#');
  expect(asked.filter(([method]) => method === 'sendTones').map(([, input]) => input)).toEqual([
    { call: callId('call-1'), tones: '5' },
    { call: callId('call-1'), tones: '#' },
  ]);
  await press('Hang up');
  expect(asked.at(-1)?.[0]).toBe('hangUp');
});

test('while one reads, the call is one line that can hang up', async () => {
  await start({ calls: [aCall()] });
  expect(state()).toBe('connected');
  expect(document.querySelector('[role=timer]')?.textContent).toBe('4:12');
  await press('Show the call');
  await press('Back to the app');
  await press('Hang up');
  expect(state()).toBe('ended');
});

test.each([
  ['no-relay', 'The other side could not be reached directly and your server offers no relay.'],
  ['busy', 'Juliet Capulet is talking to somebody else.'],
  ['not-secure', 'it could not be made sure that it is Juliet Capulet who answered'],
] as const)('an end by %s is told in a sentence', async (end, words) => {
  await start({ calls: [aCall({ phase: 'ended', end, connectedAt: undefined, endedAt: NOW })] });
  expect(document.querySelector('[data-call]')?.textContent).toContain(words);
});

test('one that was answered on the phone says where', async () => {
  await start({ calls: [incoming({ phase: 'ended', end: 'elsewhere', elsewhere: 'Phone', endedAt: NOW })] });
  expect(document.querySelector('[data-call]')?.textContent).toContain('Answered on another device of yours: Phone.');
});

test('missed calls are counted until somebody looks, and are called back', async () => {
  const { asked } = await start({ history: [aRecord(1, { direction: 'incoming', outcome: 'missed', lengthMs: undefined, isNew: true }), aRecord(2)] });
  await press('Calls, 1 missed call');
  expect(all('button', 'Calls')).toHaveLength(1);
  expect(asked).toContainEqual(['markSeen', {}]);
  await act(async () => document.querySelector<HTMLElement>('[role=list][aria-label="Past calls"] button')!.click());
  await press('Call back');
  expect(asked).toContainEqual(['start', { conversation: conversationId(1), video: false }]);
});

test('a number in a message is called after a look at it, where there is a way out', async () => {
  const { asked } = await start({
    messages: [aMessage(JULIET.id, 'Call tel:+1-555-123-4567', { position: 1 })],
    gateways: [{ account: ACCOUNT, address: bareJid('cheogram.example'), name: 'Cheogram' }],
  });
  await open();
  await act(async () => document.querySelector<HTMLElement>('[role=log] a')!.click());
  expect(asked).toEqual([]);
  const dialog = document.querySelector('[role=dialog]')!;
  expect(dialog.textContent).toContain('+1 555 123 4567');
  expect(dialog.textContent).toContain('Through Cheogram.');
  await act(async () => [...dialog.querySelectorAll('button')].find(one => one.textContent === 'Call')!.click());
  expect(asked).toContainEqual(['dial', { number: '+1-555-123-4567', account: ACCOUNT }]);
});

test('without a gateway a number in a message says what is missing, and another program may have it', async () => {
  const { asked } = await start({ messages: [aMessage(JULIET.id, 'Call tel:+1-555-123-4567', { position: 1 })] });
  await open();
  await act(async () => document.querySelector<HTMLElement>('[role=log] a')!.click());
  const dialog = document.querySelector('[role=dialog]')!;
  const button = (name: string): HTMLButtonElement | undefined => [...dialog.querySelectorAll('button')].find(one => one.textContent === name);
  expect(dialog.textContent).toContain('No account of yours knows a way to the telephone.');
  expect(button('Call')).toBeUndefined();
  await act(async () => button('Another program')?.click());
  expect(document.querySelector('[role=dialog]')).toBeNull();
  expect(asked).toEqual([]);
});

test('the full screen is the page’s, so that a menu or somebody else who calls is seen over the call', async () => {
  let shown: Element | null = null;
  const change = (to: Element | null) => async (): Promise<void> => {
    shown = to;
    document.dispatchEvent(new Event('fullscreenchange'));
  };
  Object.defineProperty(document, 'fullscreenElement', { configurable: true, get: () => shown });
  document.documentElement.requestFullscreen = change(document.documentElement);
  document.exitFullscreen = change(null);
  await start({ calls: [aCall()] });
  await press('Show the call');
  await press('Full screen');
  expect(document.querySelector('[data-stage]')?.getAttribute('data-full')).toBe('true');
  // Whoever goes back to the app wants to see it.
  await press('Back to the app');
  expect(document.fullscreenElement).toBeNull();
});
