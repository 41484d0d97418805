import type { Port } from '../../preload/contract/wire.ts';
import { reconnecting, type Link, type LinkState, type Socket } from './reconnecting.ts';

declare global {
  interface Window {
    /** Put there by the preload; absent in a page that a Node host serves. */
    readonly hostPort?: Port;
  }
}

const UP: LinkState = { state: 'up', opened: 1 };

/** The one place that looks where the page runs: the preload's port, or a WebSocket to where the page came from. */
export const hostPort = (): Link => (window.hostPort ? lasting(window.hostPort) : socketPort(location));

/** The preload's port lives as long as the page. */
const lasting = (port: Port): Link => ({
  send: message => port.send(message),
  onMessage: listener => port.onMessage(listener),
  onState: () => () => undefined,
  snapshot: () => UP,
});

export function socketPort(page: Pick<Location, 'protocol' | 'host'>): Link {
  const url = `${page.protocol === 'https:' ? 'wss:' : 'ws:'}//${page.host}/rpc`;
  return reconnecting(
    () => open(url),
    (delay, callback) => void setTimeout(callback, delay),
  );
}

function open(url: string): Socket {
  const web = new WebSocket(url);
  const socket: Socket = { send: text => web.send(text), close: () => web.close(), onopen: null, onclose: null, onmessage: null };
  web.onopen = () => socket.onopen?.();
  web.onclose = () => socket.onclose?.();
  web.onmessage = event => socket.onmessage?.(event);
  return socket;
}
