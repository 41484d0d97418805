import type { Socket } from 'node:net';
import { SocksClient } from 'socks';
import type { Route } from '../../../preload/contract/accounts.ts';
import { asProblem } from './connection-problem.ts';
import type { Connect } from './happy-eyeballs.ts';
import { onAbort } from './time-limit.ts';
import { StreamProblem } from './transport.ts';

export type Proxy = NonNullable<Route['proxy']>;
/** The proxy is not there, or lets us nowhere. Else it may only dislike the port, and another is worth trying. */
export class ProxyShut extends StreamProblem {
  constructor(text: string) {
    super('proxy', text);
  }
}
/** Opens a TCP connection to a host and port. */
export type Dial = (host: string, port: number, signal: AbortSignal) => Promise<Socket>;

const HEAD_BYTES = 16 * 1024;

/** Connects by way of a proxy, which also resolves the names. Time limits are the caller's. */
export const throughProxy =
  (proxy: Proxy, dial: Dial): Connect =>
  async ({ address, target }, signal) => {
    let socket: Socket;
    try {
      socket = await dial(proxy.host, proxy.port, signal);
    } catch (error) {
      if (signal.aborted) throw error;
      throw new ProxyShut(`the proxy cannot be reached: ${asProblem(error).message}`);
    }
    const forget = onAbort(signal, () => socket.destroy());
    try {
      await (proxy.kind === 'socks5' ? socks(proxy, socket, address, target.port) : httpConnect(proxy, socket, address, target.port));
      return socket;
    } catch (error) {
      socket.destroy();
      throw error instanceof StreamProblem ? error : new StreamProblem('proxy', asProblem(error).message);
    } finally {
      forget();
    }
  };

/** RFC 1928 §6: what says that the proxy is willing and the server is not there. */
const SERVER_IS_AWAY = /HostUnreachable|NetworkUnreachable|ConnectionRefused|TTLExpired/;
const PORT_IS_FORBIDDEN = /NotAllowed/;

async function socks({ host, port, user, password }: Proxy, socket: Socket, address: string, targetPort: number): Promise<void> {
  try {
    await SocksClient.createConnection({
      command: 'connect',
      proxy: { host, port, type: 5, ...(user === undefined ? {} : { userId: user, password: password ?? '' }) },
      destination: { host: address, port: targetPort },
      existing_socket: socket,
    });
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    if (SERVER_IS_AWAY.test(text)) throw new StreamProblem('refused', text);
    throw PORT_IS_FORBIDDEN.test(text) ? new StreamProblem('proxy', text) : new ProxyShut(text);
  }
}

/** RFC 9110 §9.3.6. */
function httpConnect({ user, password }: Proxy, socket: Socket, address: string, port: number): Promise<void> {
  const authority = `${address.includes(':') ? `[${address}]` : address}:${port}`;
  const basic = Buffer.from(`${user ?? ''}:${password ?? ''}`).toString('base64');
  return new Promise((resolve, reject) => {
    let head = Buffer.alloc(0);
    const settle = (problem: StreamProblem | undefined): void => {
      socket.off('data', received);
      socket.off('close', closed);
      if (problem) reject(problem);
      else resolve();
    };
    const closed = (): void => settle(new StreamProblem('proxy', 'the proxy ended the connection'));
    const received = (bytes: Buffer): void => {
      head = Buffer.concat([head, bytes]);
      const end = head.indexOf('\r\n\r\n');
      if (end < 0) {
        if (head.length > HEAD_BYTES) settle(new StreamProblem('proxy', 'the proxy answers at too great length'));
        return;
      }
      // The server waits for our first word, so nothing can stand behind the answer.
      if (end + 4 < head.length) return settle(new StreamProblem('proxy', 'the proxy sends what nobody asked for'));
      settle(answerProblem(head.toString('latin1', 0, end)));
    };
    socket.on('data', received);
    socket.once('close', closed);
    const login = user === undefined ? '' : `Proxy-Authorization: Basic ${basic}\r\n`;
    socket.write(`CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\n${login}\r\n`);
  });
}

function answerProblem(head: string): StreamProblem | undefined {
  const status = /^HTTP\/1\.[01] (\d{3})\b/.exec(head)?.[1] ?? '';
  if (status.startsWith('2')) return undefined;
  if (status === '') return new ProxyShut('the proxy speaks no HTTP');
  const text = `the proxy answers ${status}`;
  if (status === '407') return new ProxyShut(text);
  return new StreamProblem(status === '502' || status === '503' || status === '504' ? 'refused' : 'proxy', text);
}
