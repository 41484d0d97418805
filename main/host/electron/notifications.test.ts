import { EventEmitter } from 'node:events';
import { expect, test, vi } from 'vitest';
import { callId } from '../../../preload/contract/ids.ts';
import { asPlainText, makeNotifications } from './notifications.ts';

const shown = vi.hoisted((): { readonly options: Record<string, unknown>; emit(event: string, ...more: unknown[]): void; closed: boolean }[] => []);
vi.mock('electron', () => ({
  Notification: class extends EventEmitter {
    static isSupported = () => true;
    readonly options: Record<string, unknown>;
    closed = false;
    constructor(options: Record<string, unknown>) {
      super();
      this.options = options;
    }
    show(): void {
      shown.push(this);
    }
    close(): void {
      this.closed = true;
    }
  },
}));

test('a call is answered and declined by buttons of its notice, which stays as long as it rings', () => {
  const done: string[] = [];
  const notifications = makeNotifications(() => void done.push('window'));
  const call = { id: 'k1', title: 'Romeo', body: 'Incoming call', conversation: undefined, silent: true, stays: true } as const;
  const rings = { call: callId('1'), answer: 'Answer', decline: 'Decline' };
  const show = (): (typeof shown)[number] => {
    notifications?.show({
      ...call,
      rings,
      onClick: () => void done.push('click'),
      onAnswer: () => void done.push('answer'),
      onDecline: () => void done.push('decline'),
    });
    return shown.at(-1)!;
  };
  const buttons = [
    { type: 'button', text: 'Answer' },
    { type: 'button', text: 'Decline' },
  ];
  expect(show().options).toMatchObject({ title: 'Romeo', timeoutType: 'never', urgency: 'critical', actions: buttons });
  show().emit('action', { actionIndex: 0 });
  show().emit('action', {}, 1); // as it was before Electron 40
  show().emit('click');
  expect(done).toEqual(['answer', 'decline', 'window', 'click']);
  // Not every daemon takes away by itself what was pressed.
  expect(shown.every(({ closed }) => closed)).toBe(true);
  const last = show();
  notifications?.close('k1');
  expect(last.closed).toBe(true);
});

test('what is no call has no buttons', () => {
  makeNotifications(() => undefined)?.show({ id: 'c1', title: 'Romeo', body: 'Soft', conversation: undefined, silent: false, onClick: () => undefined });
  expect(shown.at(-1)!.options).not.toHaveProperty('actions');
});

test('markup in a message stays text where the desktop would read it', () => {
  expect(asPlainText('<img src="http://x"> & <b>', 'linux')).toBe('&lt;img src="http://x"&gt; &amp; &lt;b&gt;');
  expect(asPlainText('a < b', 'win32')).toBe('a < b');
});
