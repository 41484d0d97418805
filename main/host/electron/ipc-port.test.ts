import { EventEmitter } from 'node:events';
import { beforeEach, expect, test, vi } from 'vitest';
import { ipcPort, maySpeak } from './ipc-port.ts';

const { main } = await vi.hoisted(async () => {
  const events = await import('node:events');
  return { main: new events.EventEmitter() };
});
vi.mock('electron', () => ({ ipcMain: main, protocol: {} }));
beforeEach(() => void main.removeAllListeners());

type WebContents = Parameters<typeof ipcPort>[0];
type Sent = Parameters<typeof maySpeak>[0];
/** A window's contents, as much of them as a port touches. */
class Contents extends EventEmitter {
  readonly sent: unknown[] = [];
  isDestroyed(): boolean {
    return false;
  }
  send(_channel: string, message: unknown): void {
    this.sent.push(message);
  }
}
// oxlint-disable typescript/no-unsafe-type-assertion -- stand-ins for what only Electron can make
const windowOf = (contents: Contents): WebContents => contents as unknown as WebContents;
const event = (sender: Contents, frame: { parent: unknown; url: string } | null): Sent => ({ sender, senderFrame: frame }) as unknown as Sent;
// oxlint-enable typescript/no-unsafe-type-assertion
const OURS = { parent: null, url: 'app://messenger/' };
const say = (from: Sent, message: unknown): void => void main.emit('rpc', from, message);

test.each([
  ['a frame inside our page', { parent: OURS, url: 'app://messenger/' }],
  ['another page in our window', { parent: null, url: 'https://evil.lit/' }],
  ['a page of our scheme under another name', { parent: null, url: 'app://evil.lit/' }],
  ['an empty page', { parent: null, url: 'about:blank' }],
  ['a frame that is gone', null],
])('main does not listen to %s', (_who, frame) => {
  const contents = new Contents();
  expect(maySpeak(event(contents, frame), windowOf(contents))).toBe(false);
});

test('main does not listen to our page in another window', () => {
  expect(maySpeak(event(new Contents(), OURS), windowOf(new Contents()))).toBe(false);
});

test('what the page said before anybody listened is heard, in order, once', () => {
  const contents = new Contents();
  const { port } = ipcPort(windowOf(contents));
  say(event(contents, OURS), 1);
  say(event(contents, { parent: null, url: 'about:blank' }), 'foreign');
  say(event(contents, OURS), 2);
  const heard: unknown[] = [];
  port.onMessage(message => heard.push(message));
  say(event(contents, OURS), 3);
  expect(heard).toEqual([1, 2, 3]);
});

test('a page that talks to nobody does not fill the memory', () => {
  const contents = new Contents();
  const { port } = ipcPort(windowOf(contents));
  for (let index = 0; index < 10_000; index += 1) say(event(contents, OURS), index);
  const heard: unknown[] = [];
  port.onMessage(message => heard.push(message));
  expect(heard).toHaveLength(256);
});

test('what is said to a page before its scripts run waits until it speaks', () => {
  const contents = new Contents();
  const { port } = ipcPort(windowOf(contents));
  const answer = (id: number) => ({ t: 'ok', id, value: undefined }) as const;
  port.send(answer(1));
  port.send(answer(2));
  expect(contents.sent).toEqual([]);
  say(event(contents, { parent: null, url: 'about:blank' }), 'foreign');
  expect(contents.sent).toEqual([]);
  say(event(contents, OURS), 'here I am');
  port.send(answer(3));
  expect(contents.sent).toEqual([answer(1), answer(2), answer(3)]);
});

test('a closed port is deaf and mute, and tells of its end once', () => {
  const contents = new Contents();
  const { port, onClosed, close } = ipcPort(windowOf(contents));
  const [heard, closed] = [vi.fn(), vi.fn()];
  port.onMessage(heard);
  onClosed(closed);
  say(event(contents, OURS), 0);
  close(false);
  close(false);
  say(event(contents, OURS), 1);
  port.send({ t: 'ok', id: 1, value: undefined });
  expect([heard.mock.calls, contents.sent, closed.mock.calls.length, main.listenerCount('rpc')]).toEqual([[[0]], [], 1, 0]);
});
