import type { Unsubscribe } from '../../preload/contract/define.ts';
import { FailureError, type Wire } from '../../preload/contract/wire.ts';
import type { LinkPort } from './connect.ts';

/** `down`: the other process is gone and we try again. `opened` counts the times the link came up: whoever holds read data reads again. */
export interface LinkState {
  readonly state: 'connecting' | 'up' | 'down';
  readonly opened: number;
}
export interface Link extends LinkPort {
  snapshot(): LinkState;
  onState(listener: () => void): Unsubscribe;
}

/** The part of a WebSocket that is used here. */
export interface Socket {
  send(text: string): void;
  close(): void;
  onopen: (() => void) | null;
  onclose: (() => void) | null;
  onmessage: ((event: { readonly data: unknown }) => void) | null;
}
export type Schedule = (delay: number, callback: () => void) => void;

const FIRST_DELAY = 250;
const LONGEST_DELAY = 5_000;

/**
 * A port over sockets that are opened again, with growing pauses, whenever one closes. Messages sent before the first one is open wait for it;
 * later ones are refused with `offline` while the link is down, because what they refer to may be gone.
 */
export function reconnecting(open: () => Socket, schedule: Schedule): Link {
  const messages = new Set<(message: unknown) => void>();
  const closes = new Set<() => void>();
  const states = new Set<() => void>();
  let current: LinkState = { state: 'connecting', opened: 0 };
  let waiting: string[] = [];
  let socket: Socket | undefined;
  let delay = FIRST_DELAY;

  const become = (next: LinkState): void => {
    current = next;
    states.forEach(listen => listen());
  };
  const opened = (): void => {
    delay = FIRST_DELAY;
    const first = waiting;
    waiting = [];
    first.forEach(text => socket?.send(text));
    become({ state: 'up', opened: current.opened + 1 });
  };
  const closed = (): void => {
    socket = undefined;
    waiting = [];
    become({ state: 'down', opened: current.opened });
    closes.forEach(listen => listen());
    schedule(delay, start);
    delay = Math.min(delay * 2, LONGEST_DELAY);
  };
  const heard = (data: unknown): void => {
    const message = typeof data === 'string' ? parsed(data) : undefined;
    if (message !== undefined) messages.forEach(listen => listen(message));
  };
  const start = (): void => {
    const next = open();
    socket = next;
    // A socket that was replaced has nothing more to say.
    const own = (work: () => void) => (): void => void (socket === next && work());
    next.onopen = own(opened);
    next.onclose = own(closed);
    next.onmessage = event => void (socket === next && heard(event.data));
  };
  start();

  return {
    send(message: Wire) {
      const text = JSON.stringify(message);
      if (current.state === 'up') socket?.send(text);
      else if (current.state === 'connecting') waiting.push(text);
      else throw new FailureError({ code: 'offline' });
    },
    onMessage: listener => joined(messages, listener),
    onClose: listener => joined(closes, listener),
    onState: listener => joined(states, listener),
    snapshot: () => current,
  };
}

function joined<T>(set: Set<T>, member: T): Unsubscribe {
  set.add(member);
  return () => void set.delete(member);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
