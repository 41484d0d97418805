import { expect, test } from 'vitest';
import type { Wire } from '../../preload/contract/wire.ts';
import { reconnecting, type Socket } from './reconnecting.ts';

const call: Wire = { t: 'call', id: 1, service: 'conversations', method: 'list', input: {} };

/** Sockets and timers that the test drives by hand. */
function engine() {
  const sockets: (Socket & { readonly sent: string[] })[] = [];
  const timers: { readonly delay: number; readonly run: () => void }[] = [];
  const link = reconnecting(
    () => {
      const sent: string[] = [];
      const socket = { sent, send: (text: string) => void sent.push(text), close: () => undefined, onopen: null, onclose: null, onmessage: null };
      sockets.push(socket);
      return socket;
    },
    (delay, run) => void timers.push({ delay, run }),
  );
  return { link, sockets, timers };
}

test('what is asked while the page loads is sent once the engine answers', () => {
  const { link, sockets } = engine();
  link.send(call);
  expect(sockets[0]!.sent).toEqual([]);
  sockets[0]!.onopen?.();
  expect(sockets[0]!.sent).toEqual([JSON.stringify(call)]);
  expect(link.snapshot()).toEqual({ state: 'up', opened: 1 });
});

test('while the engine is gone the page says so, tries again with growing pauses, and counts each return', () => {
  const { link, sockets, timers } = engine();
  sockets[0]!.onopen?.();
  for (let n = 0; n < 8; n++) {
    sockets.at(-1)!.onclose?.();
    expect(link.snapshot()).toEqual({ state: 'down', opened: 1 });
    timers.at(-1)!.run();
  }
  expect(timers.map(({ delay }) => delay)).toEqual([250, 500, 1000, 2000, 4000, 5000, 5000, 5000]);
  sockets.at(-1)!.onopen?.();
  expect(link.snapshot()).toEqual({ state: 'up', opened: 2 });
  sockets.at(-1)!.onclose?.();
  expect(timers.at(-1)!.delay).toBe(250);
});

test('a call made while the engine is gone is refused at once, not sent to another engine later', () => {
  const { link, sockets, timers } = engine();
  sockets[0]!.onopen?.();
  sockets[0]!.onclose?.();
  expect(() => link.send(call)).toThrow(expect.objectContaining({ failure: { code: 'offline' } }));
  timers[0]!.run();
  sockets[1]!.onopen?.();
  expect(sockets[1]!.sent).toEqual([]);
});

test('a socket that was replaced can neither close the new one nor speak', () => {
  const { link, sockets, timers } = engine();
  const heard: unknown[] = [];
  link.onMessage(message => heard.push(message));
  sockets[0]!.onclose?.();
  timers[0]!.run();
  sockets[1]!.onopen?.();
  sockets[0]!.onclose?.();
  sockets[0]!.onmessage?.({ data: '{"late":true}' });
  sockets[1]!.onmessage?.({ data: '{"now":true}' });
  expect(link.snapshot().state).toBe('up');
  expect(heard).toEqual([{ now: true }]);
});
