import { createHash, X509Certificate } from 'node:crypto';
import { connect } from 'node:net';
import { TLSSocket } from 'node:tls';
import { afterEach, beforeAll, expect, test } from 'vitest';
import {
  FEATURES,
  greeted,
  HEADER_END,
  OFFER_TLS,
  PROCEED,
  startBareServer,
  STREAM,
  upgraded,
  type BareServer,
  type Line,
} from '../../../test/actors/bare-server.ts';
import { FakeClock } from '../../../test/actors/fake-clock.ts';
import { makeCertificate, type Certificate } from '../../demo/certificates.ts';
import { systemClock } from '../../base/clock.ts';
import type { SrvRecord } from './discovery.ts';
import { openOver, openTransport, systemNetwork, type Network } from './open-transport.ts';
import type { Transport, TransportOptions } from './transport.ts';

const DOMAIN = 'verona.test';
let good: Certificate;
let expired: Certificate;
let otherName: Certificate;
let selfSigned: Certificate;
beforeAll(async () => {
  [good, expired, otherName, selfSigned] = await Promise.all([
    makeCertificate({ names: [DOMAIN] }),
    makeCertificate({ names: [DOMAIN], expired: true }),
    makeCertificate({ names: ['mantua.test', 'xmpp.verona.test', '*.verona.test'] }),
    makeCertificate({ names: [DOMAIN], selfSigned: true }),
  ]);
});

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const one of undo.splice(0).toReversed()) await one();
});
async function serve(script: (line: Line) => Promise<void> | void): Promise<BareServer> {
  const server = await startBareServer(script);
  undo.push(() => server.stop());
  return server;
}
const options = (server: BareServer, certificate = good, over: Partial<TransportOptions> = {}): TransportOptions => ({
  domain: DOMAIN,
  from: 'juliet@verona.test',
  route: { host: '127.0.0.1', port: server.port },
  authorities: [certificate.authority],
  log: () => {},
  ...over,
});
async function open(server: BareServer, over: Partial<TransportOptions> = {}, network: Partial<Network> = {}): Promise<Transport> {
  const transport = await openOver({ ...systemNetwork, ...network }, options(server, good, over));
  undo.push(() => transport.destroy());
  return transport;
}
const problemOf = (work: Promise<unknown>): Promise<unknown> => work.then(() => 'none', (error: unknown) => error); // prettier-ignore

test('STARTTLS: the address is told only inside TLS, and the features are those of inside', async () => {
  const clear: string[] = [];
  const inside: string[] = [];
  const server = await serve(async line => {
    line.socket.on('data', text => clear.push(String(text)));
    const secure = await upgraded(line, good);
    await secure.hears('<stream:stream');
    inside.push(secure.heard);
    secure.write(STREAM + FEATURES);
  });
  const transport = await open(server);
  expect(transport.kind).toBe('starttls');
  expect((await transport.open()).getChild('mechanisms', 'urn:ietf:params:xml:ns:xmpp-sasl')).toBeDefined();
  expect(clear.join('')).not.toContain('juliet');
  expect(inside.join('')).toContain('from="juliet@verona.test"');
  expect(transport.certificate).toMatchObject({ subject: `CN=${DOMAIN}`, names: [DOMAIN], issuer: 'CN=Balcony throw-away authority' });
});

test('direct TLS: the name asked for is that of the domain, and ALPN says xmpp-client', async () => {
  let asked: unknown;
  const server = await serve(async line => {
    const secure = line.encrypt(good, { ALPNProtocols: ['xmpp-client', 'http/1.1'] });
    await secure.hears('<stream:stream');
    if (secure.socket instanceof TLSSocket) asked = { name: 'servername' in secure.socket && secure.socket.servername, protocol: secure.socket.alpnProtocol };
    secure.write(STREAM + FEATURES);
  });
  const transport = await open(server, { route: { host: '127.0.0.1', port: server.port, directTls: true } });
  expect(transport.kind).toBe('tls');
  expect(asked).toEqual({ name: DOMAIN, protocol: 'xmpp-client' });
});

test('both sides compute the same channel bindings', async () => {
  let exported: Buffer | undefined;
  const server = await serve(async line => {
    const secure = await greeted(line, good);
    if (secure.socket instanceof TLSSocket) exported = secure.socket.exportKeyingMaterial(32, 'EXPORTER-Channel-Binding', Buffer.alloc(0));
  });
  const { bindings } = await open(server);
  expect(Buffer.from(bindings.get('tls-exporter') ?? [])).toEqual(exported);
  // The certificate is signed with SHA-256.
  const digest = createHash('sha256').update(new X509Certificate(good.certificate).raw).digest();
  expect(Buffer.from(bindings.get('tls-server-end-point') ?? [])).toEqual(digest);
});

test.each([
  ['not offered', `<stream:features><mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><mechanism>PLAIN</mechanism></mechanisms></stream:features>`],
  ['offered in the wrong namespace', `<stream:features><starttls xmlns='urn:x'/></stream:features>`],
])('STARTTLS that is %s ends the attempt, and the server hears nothing more', async (_what, features) => {
  const server = await serve(async line => {
    await line.hears(HEADER_END);
    line.write(STREAM + features);
  });
  expect(await problemOf(open(server))).toMatchObject({ problem: 'no-encryption' });
  await server.lines[0]!.end();
  expect(server.lines[0]!.heard).toBe('');
});

test.each([
  ['refused', `<failure xmlns='urn:ietf:params:xml:ns:xmpp-tls'/></stream:stream>`],
  ['answered with something else', `<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>`],
  ['answered with the end of the stream', '</stream:stream>'],
])('STARTTLS that is %s ends the attempt', async (_what, answer) => {
  const server = await serve(async line => {
    await line.hears(HEADER_END);
    line.write(STREAM + OFFER_TLS);
    await line.hears('<starttls');
    line.write(answer);
  });
  expect(await problemOf(open(server))).toMatchObject({ problem: 'no-encryption' });
  expect(server.lines).toHaveLength(1);
});

test('what is injected behind <proceed/> in the clear is never read', async () => {
  const server = await serve(async line => {
    await line.hears(HEADER_END);
    line.write(STREAM + OFFER_TLS);
    await line.hears('<starttls');
    line.write(
      `${PROCEED}${STREAM}<stream:features><mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><mechanism>PLAIN</mechanism></mechanisms></stream:features><message><body>Mallory</body></message>`,
    );
    const secure = line.encrypt(good);
    await secure.hears('<stream:stream');
    secure.write(`${STREAM}<stream:features><real xmlns='urn:x'/></stream:features><presence id='real'/>`);
  });
  const transport = await open(server);
  const features = await transport.open();
  const [first] = await new Promise<string[]>(resolve => transport.onElement(element => resolve([element.toString()])));
  expect(features.toString()).toBe('<features xmlns="http://etherx.jabber.org/streams"><real xmlns="urn:x"/></features>');
  expect(first).toBe('<presence xmlns="jabber:client" id="real"/>');
});

test('what is injected in a packet of its own before the handshake breaks it', async () => {
  const server = await serve(async line => {
    await line.hears(HEADER_END);
    line.write(STREAM + OFFER_TLS);
    await line.hears('<starttls');
    line.write(PROCEED);
    line.socket.removeAllListeners('data');
    await new Promise(resolve => line.socket.once('data', resolve));
    line.write(`${STREAM}${FEATURES}`);
  });
  expect(await problemOf(open(server))).toMatchObject({ problem: 'no-encryption' });
});

test.each([
  ['has ended', () => expired, true, 'certificate-expired'],
  ['is for another name', () => otherName, true, 'certificate-other-name'],
  ['is of an unknown issuer', () => good, false, 'certificate-unknown-issuer'],
  ['is signed by itself', () => selfSigned, false, 'certificate-unknown-issuer'],
] as const)('a certificate that %s: the error says so and shows it, and no XMPP is spoken', async (_what, certificate, known, problem) => {
  for (const directTls of [true, false]) {
    let secure: Line | undefined;
    const server = await serve(async line => {
      secure = directTls ? line.encrypt(certificate()) : await upgraded(line, certificate());
    });
    const route = { host: '127.0.0.1', port: server.port, directTls };
    const failed = await problemOf(openTransport(options(server, certificate(), { route, authorities: known ? [certificate().authority] : [] })));
    expect(failed).toMatchObject({ problem, certificate: { sha256: new X509Certificate(certificate().certificate).fingerprint256 } });
    await secure?.end();
    expect(secure?.heard).toBe('');
  }
});

test.each([
  ['no TLS at all', (line: Line): void => line.write(STREAM + FEATURES)],
  [
    'only TLS 1.1',
    (line: Line): void =>
      void line.encrypt(good, {
        secureContext: undefined,
        cert: good.certificate,
        key: good.key,
        minVersion: 'TLSv1',
        maxVersion: 'TLSv1.1',
        ciphers: 'DEFAULT@SECLEVEL=0',
      }),
  ],
] as const)('a port for direct TLS that speaks %s has no encryption to offer', async (_what, script) => {
  const server = await serve(script);
  const route = { host: '127.0.0.1', port: server.port, directTls: true };
  expect(await problemOf(openTransport(options(server, good, { route })))).toMatchObject({ problem: 'no-encryption' });
});

const noServices = { srv: () => Promise.resolve([]), addresses: () => Promise.reject(Object.assign(new Error('none'), { code: 'ENOTFOUND' })) };
const record = (name: string, port: number, priority: number): SrvRecord => ({ name, port, priority, weight: 0 });

test('a target whose certificate is wrong is passed over; the certificate is compared with the domain, not with the target', async () => {
  const wrong = await serve(line => void line.encrypt(otherName));
  const right = await serve(async line => void (await greeted(line, good)));
  const resolver = {
    ...noServices,
    srv: (name: string) => Promise.resolve(name.startsWith('_xmpps') ? [record('xmpp.verona.test', wrong.port, 1)] : [record('mantua.test', right.port, 2)]),
    addresses: (_host: string, family: 4 | 6) => Promise.resolve(family === 4 ? ['127.0.0.1'] : []),
  };
  const transport = await open(right, { route: {}, authorities: [good.authority, otherName.authority] }, { resolver });
  expect(transport.kind).toBe('starttls');
  expect(wrong.lines).toHaveLength(1);
  // With only the wrong one left, it is what the user is told.
  const alone = {
    ...resolver,
    srv: (name: string) => Promise.resolve(name.startsWith('_xmpps') ? [record('xmpp.verona.test', wrong.port, 1), record('gone.test', 1, 2)] : []),
  };
  const failed = await problemOf(openOver({ ...systemNetwork, resolver: alone }, options(right, otherName, { route: {} })));
  expect(failed).toMatchObject({ problem: 'certificate-other-name' });
});

test('a domain in another script is looked up and checked in ASCII', async () => {
  const certificate = await makeCertificate({ names: ['xn--bcher-kva.test'] });
  const asked: string[] = [];
  const server = await serve(async line => void (await greeted(line, certificate)));
  const resolver = {
    srv: (name: string) => {
      asked.push(name);
      return Promise.resolve(name.startsWith('_xmpp-client') ? [record('a.test', server.port, 1)] : []);
    },
    addresses: () => Promise.resolve(['127.0.0.1']),
  };
  const transport = await openOver({ ...systemNetwork, resolver }, options(server, certificate, { domain: 'bücher.test', route: {} }));
  undo.push(() => transport.destroy());
  expect(asked).toEqual(['_xmpps-client._tcp.xn--bcher-kva.test', '_xmpp-client._tcp.xn--bcher-kva.test']);
});

test.each([
  ['host-unknown', 'not-found'],
  ['policy-violation', 'policy'],
  ['see-other-host', 'server-error'],
  ['system-shutdown', 'server-error'],
])('a stream that is answered with %s fails as %s', async (condition, problem) => {
  const error = `<stream:error><${condition} xmlns='urn:ietf:params:xml:ns:xmpp-streams'/><text xmlns='urn:ietf:params:xml:ns:xmpp-streams'>sorry</text></stream:error></stream:stream>`;
  const server = await serve(async line => {
    await greeted(line, good, error);
  });
  expect(await problemOf(openTransport(options(server)))).toMatchObject({ problem, message: `${condition}: sorry` });
});

test('nobody there is "refused", no such name is "not found"', async () => {
  const server = await startBareServer(() => {});
  await server.stop();
  expect(await problemOf(openTransport(options(server)))).toMatchObject({ problem: 'refused' });
  const resolver = { ...noServices, srv: () => Promise.reject(Object.assign(new Error('none'), { code: 'ENOTFOUND' })) };
  expect(await problemOf(openOver({ ...systemNetwork, resolver }, options(server, good, { route: {} })))).toMatchObject({ problem: 'not-found' });
  expect(await problemOf(openTransport(options(server, good, { domain: 'a b' })))).toMatchObject({ problem: 'not-found' });
});

const silences: readonly [string, (line: Line) => Promise<void>][] = [
  ['before its header', line => line.hears(HEADER_END)],
  [
    'before its features',
    async line => {
      await line.hears(HEADER_END);
      line.write(STREAM);
    },
  ],
  ['after the request for TLS', line => requested(line)],
  [
    'in the handshake',
    async line => {
      await requested(line);
      line.socket.removeAllListeners('data');
      line.write(PROCEED);
      await new Promise(resolve => line.socket.once('data', resolve));
    },
  ],
  ['inside TLS', async line => (await upgraded(line, good)).hears(HEADER_END)],
];
async function requested(line: Line): Promise<void> {
  await line.hears(HEADER_END);
  line.write(STREAM + OFFER_TLS);
  await line.hears('<starttls');
}
test.each(silences)('a server that falls silent %s is waited for 20 s', async (_when, script) => {
  const clock = new FakeClock();
  const server = await serve(script);
  const failed = problemOf(openOver({ ...systemNetwork, clock }, options(server)));
  while (server.scripts.length === 0) await new Promise(resolve => setImmediate(resolve));
  await server.scripts[0];
  // What the server has said is still on its way: time passes again until it has been heard.
  const state = { over: false };
  void failed.then(() => (state.over = true));
  await clock.pass(19_999);
  expect(state.over).toBe(false);
  while (!state.over) await clock.pass(1);
  expect(await failed).toMatchObject({ problem: 'timeout' });
  await server.lines[0]!.end();
});

test.each(silences)('an attempt that is given up when the server is silent %s ends at once', async (_when, script) => {
  const controller = new AbortController();
  let reached = (): void => {};
  const silent = new Promise<void>(resolve => (reached = resolve));
  const server = await serve(async line => {
    await script(line);
    reached();
  });
  const failed = problemOf(openTransport(options(server, good, { signal: controller.signal })));
  await silent;
  const reason = new Error('the user has thought better of it');
  controller.abort(reason);
  expect(await failed).toBe(reason);
  await server.lines[0]!.end();
  expect(await problemOf(openTransport(options(server, good, { signal: controller.signal })))).toBe(reason);
  expect(server.lines).toHaveLength(1);
});

test('a route by hand asks no resolver for an address', async () => {
  const server = await serve(async line => void (await greeted(line, good)));
  const asked: string[] = [];
  const resolver = { srv: (name: string) => (asked.push(name), Promise.resolve([])), addresses: (name: string) => (asked.push(name), Promise.resolve([])) };
  await open(server, {}, { resolver, clock: systemClock, dial: async (host, port) => connect({ host, port }) });
  expect(asked).toEqual([]);
});
