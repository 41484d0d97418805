import { createServer, type Server } from 'node:https';
import { createServer as createProxy, type Server as PlainServer } from 'node:http';
import { connect, type Socket } from 'node:net';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { WebSocketServer, type WebSocket } from 'ws';
import { FakeClock } from '../../../test/actors/fake-clock.ts';
import { makeCertificate, type Certificate } from '../../demo/certificates.ts';
import { el, type Element } from '../element.ts';
import { NS } from '../ns.ts';
import { openOver, systemNetwork, type Network } from './open-transport.ts';
import type { StreamProblem, Transport, TransportOptions } from './transport.ts';

let forDomain: Certificate;
let forHost: Certificate;
let forOther: Certificate;
beforeAll(async () => {
  [forDomain, forHost, forOther] = await Promise.all(['verona.test', 'web.mantua.test', 'padua.test'].map(name => makeCertificate({ names: [name] }))) as [Certificate, Certificate, Certificate]; // prettier-ignore
});
const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const one of undo.splice(0).toReversed()) await one();
});

async function listen(server: Server | PlainServer): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => void sockets.add(socket));
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  undo.push(() => {
    for (const socket of sockets) socket.destroy();
    return new Promise(resolve => server.close(resolve));
  });
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}
/** The domain's own website: what it answers to a path. */
const website = (pages: Readonly<Record<string, string>>, certificate = forDomain): Promise<number> =>
  listen(
    createServer({ cert: certificate.certificate, key: certificate.key }, (request, response) => {
      const page = pages[request.url ?? ''];
      if (page === undefined) response.writeHead(404).end();
      else if (/^https?:/.test(page)) response.writeHead(302, { location: page }).end();
      else response.end(page);
    }),
  );

interface Far {
  readonly port: number;
  /** Frames the client has sent. */
  readonly frames: string[];
  readonly socket: () => Promise<WebSocket>;
}
const OPEN = `<open xmlns='${NS.framing}' from='verona.test' id='s1' version='1.0'/>`;
const FEATURES = `<stream:features xmlns:stream='${NS.streams}'><mechanisms xmlns='${NS.sasl}'/></stream:features>`;
async function far(certificate: Certificate, answers: readonly string[] = [OPEN, FEATURES]): Promise<Far> {
  const server = createServer({ cert: certificate.certificate, key: certificate.key });
  const sockets = new WebSocketServer({ server, path: '/xmpp', handleProtocols: offered => offered.has('xmpp') && 'xmpp' });
  undo.push(() => sockets.close());
  const frames: string[] = [];
  const socket = new Promise<WebSocket>(resolve =>
    sockets.on('connection', one => {
      one.on('error', () => {});
      one.on('message', data => {
        // oxlint-disable-next-line no-base-to-string
        const frame = data.toString();
        frames.push(frame);
        if (frame.startsWith('<open')) for (const answer of answers) one.send(answer);
      });
      resolve(one);
    }),
  );
  return { port: await listen(server), frames, socket: () => socket };
}

const LINK = 'urn:xmpp:alt-connections:websocket';
const xrd = (...links: readonly string[]): string =>
  `<?xml version='1.0'?><!-- ours --><XRD xmlns='http://docs.oasis-open.org/ns/xri/xrd-1.0'><Link rel='urn:xmpp:alt-connections:xbosh' href='https://x/'/>${links.map(href => `<Link rel='${LINK}' href='${href}'/>`).join('')}</XRD>`;

/** Names lead to ports on loopback; there is no XMPP but on the web. */
function network(ports: Readonly<Record<string, number>>, dialled: string[] = [], clock?: FakeClock): Network {
  const hosts: string[] = [];
  return {
    ...systemNetwork,
    ...(clock ? { clock } : {}),
    resolver: {
      srv: () => Promise.resolve([]),
      addresses: (host, family) => {
        if (!hosts.includes(host)) hosts.push(host);
        return Promise.resolve(family === 4 ? [`127.0.0.${1 + hosts.indexOf(host)}`] : []);
      },
    },
    dial: async (address, port) => {
      const name = `${hosts[Number(address.split('.')[3]) - 1] ?? address}:${port}`;
      dialled.push(name);
      const local = ports[name];
      if (local === undefined) throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
      const socket = connect(local, '127.0.0.1');
      socket.on('error', () => {});
      await new Promise(resolve => socket.once('connect', resolve));
      return socket;
    },
  };
}
async function open(net: Network, over: Partial<TransportOptions> = {}): Promise<Transport> {
  const authorities = [forDomain.authority, forHost.authority, forOther.authority];
  const transport = await openOver(net, { domain: 'verona.test', from: 'juliet@verona.test', route: {}, authorities, log: () => {}, ...over });
  undo.push(() => transport.destroy());
  return transport;
}
const closed = (transport: Transport): Promise<StreamProblem | undefined> => new Promise(resolve => transport.onClosed(resolve));
const next = (transport: Transport): Promise<Element> => new Promise(resolve => transport.onElement(resolve));
async function connected(over: Partial<TransportOptions> = {}, clock?: FakeClock) {
  const server = await far(forHost);
  const web = await website({ '/.well-known/host-meta': xrd('wss://web.mantua.test:7443/xmpp') });
  const transport = await open(network({ 'verona.test:443': web, 'web.mantua.test:7443': server.port }, [], clock), over);
  return { server, transport };
}

test('when nobody answers on the usual ports, the website tells where the WebSocket is', async () => {
  const dialled: string[] = [];
  const server = await far(forHost);
  const web = await website({ '/.well-known/host-meta': xrd('ws://web.mantua.test/xmpp', 'wss://web.mantua.test/xmpp') });
  const transport = await open(network({ 'verona.test:443': web, 'web.mantua.test:443': server.port }, dialled));
  expect(transport.kind).toBe('websocket');
  expect(transport.bindings.size).toBe(0);
  expect(transport.certificate?.names).toEqual(['web.mantua.test']);
  expect((await transport.open()).getChild('mechanisms', NS.sasl)).toBeDefined();
  expect(server.frames).toEqual([`<open xmlns="${NS.framing}" to="verona.test" from="juliet@verona.test" version="1.0" xml:lang="en"/>`]);
  expect([...new Set(dialled)]).toEqual(['verona.test:5222', 'verona.test:443', 'web.mantua.test:443']);
});

test.each([
  ['JSON', { '/.well-known/host-meta.json': JSON.stringify({ links: [7, { rel: LINK }, { rel: LINK, href: 'wss://web.mantua.test/xmpp' }] }) }],
  ['another address of the same site', { '/.well-known/host-meta': 'https://verona.test/moved', '/moved': xrd('wss://web.mantua.test/xmpp') }],
])('the website may tell it by %s', async (_what, pages: Record<string, string>) => {
  const server = await far(forHost);
  const transport = await open(network({ 'verona.test:443': await website(pages), 'web.mantua.test:443': server.port }));
  expect(transport.kind).toBe('websocket');
});

test.each<readonly [string, RegExp, Record<string, string>]>([
  ['only a WebSocket without encryption', /HTTP 404/, { '/.well-known/host-meta': xrd('ws://web.mantua.test/xmpp') }],
  ['a way out of https', /sent elsewhere/, { '/.well-known/host-meta': 'http://verona.test/moved', '/moved': xrd('wss://web.mantua.test/xmpp') }],
  ['a circle', /sent elsewhere/, { '/.well-known/host-meta': 'https://verona.test/.well-known/host-meta' }],
  ['a document type', /doctype|document type/, { '/.well-known/host-meta': `<!DOCTYPE XRD [<!ENTITY a 'b'>]>${xrd('wss://web.mantua.test/xmpp')}` }],
  ['more than 64 KiB', /too long/, { '/.well-known/host-meta': xrd(...Array.from({ length: 2000 }, () => 'wss://web.mantua.test/xmpp')) }],
  ['what is no JSON', /JSON/, { '/.well-known/host-meta.json': '{"links":' }],
  ['a null', /HTTP 404/, { '/.well-known/host-meta.json': 'null' }],
])('a website that shows %s leads nowhere', async (_what, said, pages) => {
  const server = await far(forHost);
  const dialled: string[] = [];
  const lines: string[] = [];
  const net = network({ 'verona.test:443': await website(pages), 'web.mantua.test:443': server.port }, dialled);
  await expect(open(net, { log: line => void lines.push(line) })).rejects.toMatchObject({ problem: 'refused' });
  expect([...new Set(dialled)]).toEqual(['verona.test:5222', 'verona.test:443']);
  expect(lines.join('\n')).toMatch(said);
});

test('a website with the certificate of another is not believed', async () => {
  const server = await far(forHost);
  const web = await website({ '/.well-known/host-meta': xrd('wss://web.mantua.test/xmpp') }, forOther);
  await expect(open(network({ 'verona.test:443': web, 'web.mantua.test:443': server.port }))).rejects.toMatchObject({ problem: 'refused' });
  expect(server.frames).toEqual([]);
});

test('the certificate of a WebSocket is for its host or for the domain, and no other', async () => {
  const web = await website({ '/.well-known/host-meta': xrd('wss://web.mantua.test/xmpp') });
  const ofDomain = await far(forDomain);
  expect((await open(network({ 'verona.test:443': web, 'web.mantua.test:443': ofDomain.port }))).kind).toBe('websocket');
  const ofOther = await far(forOther);
  await expect(open(network({ 'verona.test:443': web, 'web.mantua.test:443': ofOther.port }))).rejects.toMatchObject({ problem: 'certificate-other-name' });
  expect(ofOther.frames).toEqual([]);
});

test('website and WebSocket are reached through the proxy, by name', async () => {
  const asked: string[] = [];
  const server = await far(forHost);
  const ports: Record<string, number> = {
    'verona.test:443': await website({ '/.well-known/host-meta': xrd('wss://web.mantua.test/xmpp') }),
    'web.mantua.test:443': server.port,
  };
  const proxy = createProxy().on('connect', (request, socket: Socket) => {
    asked.push(request.url ?? '');
    const local = ports[request.url ?? ''];
    if (local === undefined) return socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    const onward = connect(local, '127.0.0.1', () => socket.write('HTTP/1.1 200 OK\r\n\r\n'));
    return socket
      .pipe(onward)
      .pipe(socket)
      .on('error', () => {});
  });
  const port = await listen(proxy);
  const transport = await open({ ...systemNetwork, resolver: network({}).resolver }, { route: { proxy: { kind: 'http', host: '127.0.0.1', port } } });
  expect(transport.kind).toBe('websocket');
  expect([...new Set(asked)]).toEqual(['verona.test:5222', 'verona.test:443', 'web.mantua.test:443']);
});

test('a website that is silent is not waited for longer than 15 s', async () => {
  const clock = new FakeClock();
  const dialled: string[] = [];
  const silent = createServer({ cert: forDomain.certificate, key: forDomain.key }, () => {});
  const net = network({ 'verona.test:443': await listen(silent) }, dialled, clock);
  const requested = new Promise<void>(resolve => {
    let left = 2;
    silent.on('request', () => {
      left -= 1;
      if (left === 0) resolve();
    });
  });
  const state = { over: false };
  const failed = expect(open(net))
    .rejects.toMatchObject({ problem: 'refused' })
    .then(() => (state.over = true));
  const waiting = (async () => {
    while (dialled.length < 3) await clock.pass(10);
  })();
  await requested;
  await waiting;
  await clock.pass(15_000);
  await failed;
  expect(clock.pending).toBe(0);
});

test('a route by hand leads to no website', async () => {
  const dialled: string[] = [];
  await expect(open(network({}, dialled), { route: { host: 'xmpp.verona.test' } })).rejects.toMatchObject({ problem: 'refused' });
  expect(dialled).toEqual(['xmpp.verona.test:5222']);
});

test('each stanza is a frame that stands alone, and so is what comes', async () => {
  const { server, transport } = await connected();
  const element = next(transport);
  transport.send(el('message', undefined, { id: '1' }, el('body', undefined, {}, 'hi')));
  transport.send(el('r', NS.streamManagement));
  (await server.socket()).send(`<message xmlns='jabber:client' id='2'><body>Küß 🌹</body></message>`);
  expect((await element).toString()).toBe('<message xmlns="jabber:client" id="2"><body>Küß 🌹</body></message>');
  const socket = await server.socket();
  while (server.frames.length < 3) await new Promise(resolve => socket.once('message', resolve));
  expect(server.frames.slice(1)).toEqual(['<message xmlns="jabber:client" id="1"><body>hi</body></message>', `<r xmlns="${NS.streamManagement}"/>`]);
});

test('after SASL the stream is opened again', async () => {
  const { server, transport } = await connected();
  await transport.open();
  expect((await transport.open()).is('features', NS.streams)).toBe(true);
  expect(server.frames.filter(frame => frame.startsWith('<open'))).toHaveLength(2);
});

test.each([
  ['two elements', '<a/><b/>', 'bad-stream'],
  ['half an element', '<message>', 'bad-stream'],
  ['a comment', '<!-- hi -->', 'bad-stream'],
  ['more than the cap', `<message xmlns='jabber:client'>${'x'.repeat(6000)}</message>`, 'bad-stream'],
  ['a stream error', `<stream:error xmlns:stream='${NS.streams}'><conflict xmlns='${NS.streamErrors}'/></stream:error>`, 'conflict'],
])('a frame with %s ends the stream', async (_what, frame, problem) => {
  const { server, transport } = await connected({ limits: { stanzaBytes: 5000, depth: 8, children: 8 } });
  const ended = closed(transport);
  (await server.socket()).send(frame);
  expect(await ended).toMatchObject({ problem });
  transport.send(el('message'));
});

test('either side may say goodbye', async () => {
  const first = await connected();
  const ended = closed(first.transport);
  (await first.server.socket()).send(`<close xmlns='${NS.framing}'/>`);
  expect(await ended).toBeUndefined();

  const second = await connected();
  const done = second.transport.close();
  const socket = await second.server.socket();
  await new Promise(resolve => socket.once('message', resolve));
  expect(second.server.frames.at(-1)).toBe(`<close xmlns="${NS.framing}"/>`);
  socket.send(`<close xmlns='${NS.framing}'/>`);
  await done;
});

test('a WebSocket that breaks says so, and sending into it is nothing', async () => {
  const { server, transport } = await connected();
  const ended = closed(transport);
  (await server.socket()).terminate();
  transport.send(el('message'));
  expect(await ended).toMatchObject({ problem: 'refused' });
  transport.send(el('message'));
});

test.each([
  ['answers with another protocol', (): object => ({ handleProtocols: () => false })],
  ['has moved', (): object => ({ path: '/elsewhere' })],
])('a WebSocket that %s is none', async (_what, options) => {
  const server = createServer({ cert: forHost.certificate, key: forHost.key });
  const sockets = new WebSocketServer({ server, ...options() });
  undo.push(() => sockets.close());
  const web = await website({ '/.well-known/host-meta': xrd('wss://web.mantua.test/xmpp') });
  const net = network({ 'verona.test:443': web, 'web.mantua.test:443': await listen(server) });
  await expect(open(net)).rejects.toMatchObject({ problem: 'server-error' });
});
