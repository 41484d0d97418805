import { expect, test } from 'vitest';
import type { Notice } from '../../preload/contract/desk.ts';
import { fakeContacts } from '../gallery/fake-contacts.ts';
import { fakeDesk } from '../gallery/fake-desk.ts';
import { pageNotices, type Shown } from './notices.ts';
import { reportPresence } from './presence-report.ts';
import { unreadBadge } from './unread-badge.ts';

const notice = (id: string): Notice => ({ id, title: 'Juliet', body: 'Good night', conversation: undefined, silent: false });

function notices(allowed = true) {
  const desk = fakeDesk();
  const shown = new Map<string, Shown & { closed: boolean }>();
  let focused = 0;
  const stop = pageNotices(desk.service, {
    show: ({ id }) => {
      if (!allowed) return undefined;
      const one = { onclick: null, onclose: null, closed: false, close: () => void (one.closed = true) };
      shown.set(id, one);
      return one;
    },
    focus: () => void focused++,
  });
  return { ...desk, shown, stop, focused: () => focused };
}

test('a notification that was read elsewhere goes away', () => {
  const { notice: come, noticeGone, shown } = notices();
  come(notice('1'));
  come(notice('2'));
  noticeGone({ id: '1' });
  expect([...shown.values()].map(({ closed }) => closed)).toEqual([true, false]);
});

test('a click brings the window forward and tells main which one it was', () => {
  const { notice: come, shown, calls, focused } = notices();
  come(notice('1'));
  shown.get('1')?.onclick?.(new Event('click'));
  expect(focused()).toBe(1);
  expect(calls).toEqual([['noticeClicked', { id: '1' }]]);
  expect(shown.get('1')?.closed).toBe(true);
});

test('without leave nothing is shown and nothing breaks; at the end everything is taken away', () => {
  const forbidden = notices(false);
  forbidden.notice(notice('1'));
  forbidden.noticeGone({ id: '1' });
  const { notice: come, shown, stop, listenerCount } = notices();
  come(notice('1'));
  stop();
  expect(shown.get('1')?.closed).toBe(true);
  expect(listenerCount()).toBe(0);
});

test('unread messages are counted in the title and on the icon', () => {
  const { service, unread } = fakeDesk();
  const badge: (number | undefined)[] = [];
  const stop = unreadBadge(
    service,
    document,
    { setAppBadge: async count => void badge.push(count), clearAppBadge: async () => void badge.push(undefined) },
    'Balcony',
  );
  unread({ count: 3 });
  expect(document.title).toBe('(3) Balcony');
  unread({ count: 12_345 });
  expect(document.title).toBe('(999+) Balcony');
  unread({ count: 0 });
  expect(document.title).toBe('Balcony');
  expect(badge).toEqual([undefined, 3, 12_345, undefined]);
  stop();
});

function presence() {
  const [contacts, desk] = [fakeContacts(), fakeDesk()];
  let now = 0;
  let tick = (): void => undefined;
  const stop = reportPresence(contacts.service, desk.service, window, {
    now: () => now,
    every: (_interval, callback) => {
      tick = callback;
      return () => void (tick = () => undefined);
    },
  });
  const idle = (): unknown[] => contacts.calls.map(([, input]) => input);
  return { stop, idle, focus: () => desk.calls, wait: (ms: number) => void (now += ms), tick: () => tick() };
}

test('how long nobody touched the window is told every half minute, and at once when somebody comes back', () => {
  const { stop, idle, wait, tick } = presence();
  wait(30_000);
  tick();
  wait(30_000);
  tick();
  wait(5_000);
  window.dispatchEvent(new Event('keydown'));
  wait(1_000);
  window.dispatchEvent(new Event('pointermove'));
  expect(idle()).toEqual([{ idleFor: 0 }, { idleFor: 30_000 }, { idleFor: 60_000 }, { idleFor: 0 }]);
  stop();
  window.dispatchEvent(new Event('keydown'));
  expect(idle()).toHaveLength(4);
});

test('a steady typist is reported at most every half minute', () => {
  const { stop, idle, wait } = presence();
  for (let n = 0; n < 100; n++) {
    wait(1_000);
    window.dispatchEvent(new Event('keydown'));
  }
  expect(idle().length).toBeLessThanOrEqual(4);
  stop();
});

test('main is told when the window loses the focus', () => {
  const { stop, focus } = presence();
  const before = focus().length;
  window.dispatchEvent(new Event('blur'));
  expect(focus().slice(before)).toMatchObject([['setFocus', {}]]);
  stop();
});
