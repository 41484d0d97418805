import { randomBytes, timingSafeEqual } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Port } from '../../../preload/contract/wire.ts';
import type { Leave } from '../../base/service.ts';
import { resolveFile, SECURITY_HEADERS } from '../csp.ts';

export interface WindowServer {
  /** A new one-use URL; the one before dies. */
  launchUrl(): string;
  close(): Promise<void>;
}
export interface WindowServerOptions {
  /** The built page. */
  readonly folder: string;
  readonly port?: number;
  readonly onWindow: (port: Port, onClosed: (listener: Leave) => void) => void;
  readonly media: (kind: string, name: string) => Promise<{ readonly type: string; readonly bytes: Uint8Array } | undefined>;
}

/** No picture or message is larger: bodies are capped at 64 KiB characters, avatars at 350 kB of base64. */
const LARGEST_MESSAGE = 4 * 1024 * 1024;

/** Serves the page on loopback. The launch URL works once; after it, a window is known by a cookie that no script can read. */
export async function startWindowServer(options: WindowServerOptions): Promise<WindowServer> {
  const session = randomBytes(32).toString('base64url');
  let nonce: string | undefined;
  const loading = new LoadingPages();
  const server = createServer((request, response) => {
    void answer(request, response).catch(() => response.writeHead(500).end());
  });

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<unknown> => {
    const url = new URL(request.url ?? '/', 'http://host');
    if (!isLocal(request, server) || (request.method !== 'GET' && request.method !== 'HEAD')) return refuse(response, 403);
    const given = url.searchParams.get('launch');
    if (given !== null) {
      if (nonce === undefined || !same(given, nonce)) return refuse(response, 403);
      nonce = undefined;
      return response.writeHead(302, { location: '/', 'set-cookie': `${cookieName(server)}=${session}; HttpOnly; SameSite=Strict; Path=/` }).end();
    }
    if (!isKnown(request, server, session)) return refuse(response, 403);
    loading.asked(url.pathname);
    const media = /^\/media\/([a-z]+)\/([0-9a-f]{1,128})$/.exec(url.pathname);
    return media ? sendMedia(response, await options.media(media[1] ?? '', media[2] ?? '')) : sendFile(response, options.folder, url.pathname);
  };

  const sockets = new WebSocketServer({ noServer: true, maxPayload: LARGEST_MESSAGE });
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => undefined);
    // A WebSocket is not held by the same-origin policy: whoever connects must be our page and hold the cookie.
    const ours =
      isLocal(request, server) && request.url === '/rpc' && request.headers.origin === `http://${addressOf(server)}` && isKnown(request, server, session);
    if (!ours) return void socket.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\n\r\n');
    return sockets.handleUpgrade(request, socket, head, client => {
      client.on('error', () => client.terminate());
      loading.done();
      options.onWindow(portOf(client), listener => void client.on('close', code => listener(code === GOING_AWAY && !loading.any)));
    });
  });
  await new Promise<void>((resolve, reject) => void server.once('error', reject).listen(options.port ?? 0, '127.0.0.1', resolve));

  return {
    launchUrl: () => {
      nonce = randomBytes(32).toString('base64url');
      return `http://${addressOf(server)}/?launch=${nonce}`;
    },
    close: () =>
      new Promise(resolve => {
        sockets.clients.forEach(client => client.terminate());
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** RFC 6455 §7.4.1: the page was left. One whose process ended says nothing. */
const GOING_AWAY = 1001;
/** By then a page has loaded its scripts and connected; else it will not come. */
const LOADED_WITHIN_MS = 30_000;

/**
 * Pages that were asked for and have not connected yet. A browser asks for a page before it leaves the one that stands in its place: a window
 * that goes while none is on its way was closed, and not loaded anew.
 */
class LoadingPages {
  #begunAt: number[] = [];

  get any(): boolean {
    return this.#begunAt.some(at => performance.now() - at < LOADED_WITHIN_MS);
  }
  asked(pathname: string): void {
    if (pathname !== '/') return;
    this.#begunAt = [...this.#begunAt, performance.now()].slice(-16);
  }
  done(): void {
    this.#begunAt = this.#begunAt.slice(1);
  }
}

async function sendFile(response: ServerResponse, folder: string, pathname: string): Promise<unknown> {
  const file = await resolveFile(folder, pathname === '/' ? '/index.html' : pathname);
  if (!file) return refuse(response, 404);
  response.writeHead(200, {
    ...SECURITY_HEADERS,
    'content-type': file.type,
    'cache-control': pathname.startsWith('/assets/') ? 'max-age=31536000, immutable' : 'no-cache',
  });
  return createReadStream(file.path).pipe(response);
}

function sendMedia(response: ServerResponse, media: { readonly type: string; readonly bytes: Uint8Array } | undefined): unknown {
  if (!media) return refuse(response, 404);
  response.writeHead(200, { ...SECURITY_HEADERS, 'content-type': media.type, 'cache-control': 'private, max-age=31536000, immutable' });
  return response.end(media.bytes);
}

const refuse = (response: ServerResponse, status: number): unknown => response.writeHead(status, SECURITY_HEADERS).end();

function addressOf(server: Server): string {
  const address = server.address();
  if (!address || typeof address === 'string') throw new Error('the window server is not listening');
  return `127.0.0.1:${address.port}`;
}

/** Cookies are shared between ports of one host: each server's has its own name. */
const cookieName = (server: Server): string => `balcony-${addressOf(server).split(':')[1]}`;

/** A page elsewhere that resolves its own name to 127.0.0.1 still sends its own Host. */
const isLocal = (request: IncomingMessage, server: Server): boolean => request.headers.host === addressOf(server);

function isKnown(request: IncomingMessage, server: Server, session: string): boolean {
  const wanted = `${cookieName(server)}=`;
  const given = (request.headers.cookie ?? '').split(/;\s*/).find(part => part.startsWith(wanted));
  return given !== undefined && same(given.slice(wanted.length), session);
}

function same(given: string, kept: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(kept)];
  return a.byteLength === b.byteLength && timingSafeEqual(a, b); // bytes, not characters: unequal lengths throw
}

const portOf = (client: WebSocket): Port => ({
  send: message => {
    if (client.readyState === client.OPEN) client.send(JSON.stringify(message));
  },
  onMessage(listener) {
    const forward = (data: Buffer, binary: boolean): void => {
      const message = binary ? undefined : parse(data);
      listener(message);
    };
    client.on('message', forward);
    return () => client.off('message', forward);
  },
});

function parse(data: Buffer): unknown {
  try {
    return JSON.parse(data.toString('utf8'));
  } catch {
    return undefined; // the door refuses what is no request
  }
}
