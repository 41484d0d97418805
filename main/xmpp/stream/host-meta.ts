import http from 'node:http';
import type { TLSSocket } from 'node:tls';
import type { Clock } from '../../base/clock.ts';
import { NS } from '../ns.ts';
import { parseDocument } from './parser.ts';
import { asProblem } from './connection-problem.ts';
import { withLimit } from './time-limit.ts';
import { LIMITS, StreamProblem } from './transport.ts';

const FETCH_MS = 15_000;
const FILE_BYTES = 64 * 1024;
const REDIRECTS = 3;
const LINKS = 4;

/** An encrypted connection whose certificate is for the URL's host. */
export type OpenHttps = (url: URL, signal: AbortSignal) => Promise<TLSSocket>;

export interface HostMetaOptions {
  readonly open: OpenHttps;
  readonly clock: Clock;
  readonly log: (line: string) => void;
}

/** WebSocket addresses that a domain vouches for over https (XEP-0156 §3), encrypted ones only. Empty where there are none. */
export async function findWebSockets(domain: string, { open, clock, log }: HostMetaOptions): Promise<URL[]> {
  const ask = async (file: string, read: (body: Buffer) => string[]): Promise<string[]> => {
    const attempt = new AbortController();
    try {
      const url = new URL(`https://${domain.includes(':') ? `[${domain}]` : domain}/.well-known/${file}`);
      return read(await withLimit(clock, FETCH_MS, fetchFile(url, open, attempt.signal), `${file} does not come`, () => attempt.abort()));
    } catch (error) {
      log(`no ${file} of ${domain} (${asProblem(error).message})`);
      return [];
    }
  };
  const found = await Promise.all([ask('host-meta', linksOfXml), ask('host-meta.json', linksOfJson)]);
  const links = [...new Set(found.flat())].map(asUrl);
  return links
    .filter(url => url !== undefined)
    .filter(url => url.protocol === 'wss:' && url.username === '' && url.hash === '')
    .slice(0, LINKS);
}

/** `URL.canParse` is younger than the oldest Node we run on. */
function asUrl(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}

function linksOfXml(body: Buffer): string[] {
  const root = parseDocument(body, { ...LIMITS, stanzaBytes: FILE_BYTES }, true);
  return root
    .getChildren('Link', NS.hostMeta)
    .filter(link => link.attrs['rel'] === NS.webSocketLink)
    .map(link => String(link.attrs['href'] ?? ''));
}

function linksOfJson(body: Buffer): string[] {
  const root: unknown = JSON.parse(body.toString('utf8'));
  const links: unknown = isRecord(root) ? root['links'] : undefined;
  if (!Array.isArray(links)) return [];
  return links.flatMap((link: unknown) => (isRecord(link) && link['rel'] === NS.webSocketLink && typeof link['href'] === 'string' ? [link['href']] : []));
}
const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null;

async function fetchFile(start: URL, open: OpenHttps, signal: AbortSignal): Promise<Buffer> {
  let url = start;
  for (let left = REDIRECTS; ; left -= 1) {
    const socket = await open(url, signal);
    const answer = await get(url, socket, signal);
    if (Buffer.isBuffer(answer)) return answer;
    url = new URL(answer.location, url);
    if (left === 0 || url.protocol !== 'https:') throw new StreamProblem('server-error', 'sent elsewhere');
  }
}

function get(url: URL, socket: TLSSocket, signal: AbortSignal): Promise<Buffer | { readonly location: string }> {
  return new Promise((resolve, reject) => {
    const request = http.request({
      // Without an agent: any agent would go by name, in the clear, and around the proxy.
      createConnection: () => socket,
      host: url.hostname,
      path: url.pathname + url.search,
      headers: { host: url.host, connection: 'close' },
      signal,
    });
    socket.once('close', () => reject(new StreamProblem('refused', 'the connection ended')));
    request.once('error', reject);
    request.once('response', response => {
      const { statusCode = 0, headers } = response;
      if (statusCode >= 300 && statusCode < 400 && headers.location !== undefined) {
        socket.destroy();
        return resolve({ location: headers.location });
      }
      if (statusCode !== 200) {
        socket.destroy();
        return reject(new StreamProblem('server-error', `HTTP ${statusCode}`));
      }
      const chunks: Buffer[] = [];
      let size = 0;
      response.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > FILE_BYTES) socket.destroy(new StreamProblem('server-error', 'too long'));
        else chunks.push(chunk);
      });
      response.once('error', reject);
      response.once('end', () => (socket.destroy(), resolve(Buffer.concat(chunks))));
    });
    request.end();
  });
}
