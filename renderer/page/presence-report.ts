import type { Contacts } from '../../preload/contract/contacts.ts';
import type { Desk } from '../../preload/contract/desk.ts';

export interface ReportClock {
  now(): number;
  /** Calls every `interval` ms; answers how to end it. */
  every(interval: number, callback: () => void): () => void;
}
const browserClock: ReportClock = {
  now: () => Date.now(),
  every(interval, callback) {
    const timer = setInterval(callback, interval);
    return () => clearInterval(timer);
  },
};

const TOUCHES = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const;
const INTERVAL = 30_000;

/**
 * Tells main how long nobody touched the window (every 30 s, and at once when somebody comes back) and whether the window has the focus.
 * Only the length of the pause leaves the page, never what was touched. Answers how to end.
 */
export function reportPresence(
  contacts: Pick<Contacts, 'reportIdle'>,
  desk: Pick<Desk, 'setFocus'>,
  page: Pick<Window, 'addEventListener' | 'removeEventListener' | 'document'> = window,
  clock: ReportClock = browserClock,
): () => void {
  let touched = clock.now();
  let reported = touched;
  const quietly = (call: Promise<unknown>): void => void call.catch(() => undefined); // said again soon, or at the next link
  const report = (): void => {
    reported = clock.now();
    quietly(contacts.reportIdle({ idleFor: reported - touched }));
  };
  const touch = (): void => {
    const now = clock.now();
    const away = now - touched >= INTERVAL;
    touched = now;
    if (away || now - reported >= INTERVAL) report();
  };
  const focus = (): void => quietly(desk.setFocus({ focused: page.document.hasFocus() && page.document.visibilityState === 'visible' }));

  const stopTimer = clock.every(INTERVAL, report);
  TOUCHES.forEach(name => page.addEventListener(name, touch, { passive: true, capture: true }));
  (['focus', 'blur'] as const).forEach(name => page.addEventListener(name, focus));
  page.document.addEventListener('visibilitychange', focus);
  focus();
  report();
  return () => {
    stopTimer();
    TOUCHES.forEach(name => page.removeEventListener(name, touch, { capture: true }));
    (['focus', 'blur'] as const).forEach(name => page.removeEventListener(name, focus));
    page.document.removeEventListener('visibilitychange', focus);
  };
}
