import { createServer } from 'node:https';
import { connect } from 'node:net';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { child, el, type Element } from '../../main/xmpp/element.ts';
import { NS } from '../../main/xmpp/ns.ts';
import { openOver, openTransport, systemNetwork, type Network } from '../../main/xmpp/stream/open-transport.ts';
import type { StreamProblem, Transport } from '../../main/xmpp/stream/transport.ts';
import { makeCertificate, startProsody, type Certificate, type Prosody } from '../actors/prosody.ts';

let certificate: Certificate;
let server: Prosody;
beforeAll(async () => {
  certificate = await makeCertificate({ names: ['verona.test', '*.verona.test', 'localhost'] });
  server = await startProsody({ certificate, passwords: 'plain' });
});
afterAll(() => server?.stop());
const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const one of undo.splice(0).toReversed()) await one();
});

const options = (route: object, from?: string) => ({
  domain: server.domain,
  route,
  authorities: [server.ca],
  log: () => {},
  ...(from === undefined ? {} : { from }),
});
const keep = (transport: Transport): Transport => (undo.push(() => transport.destroy()), transport);
const next = (transport: Transport, name: string): Promise<Element> =>
  new Promise((resolve, reject) => {
    transport.onElement(element => element.getName() === name && resolve(element));
    transport.onClosed(problem => reject(problem ?? new Error('closed')));
  });
const closed = (transport: Transport): Promise<StreamProblem | undefined> => new Promise(resolve => transport.onClosed(resolve));

/** PLAIN, classic bind, and a message to oneself and back. */
async function chat(transport: Transport, account: { user: string; password: string; address: string }): Promise<string> {
  expect(child(await transport.open(), 'mechanisms', NS.sasl)).toBeDefined();
  const success = next(transport, 'success');
  transport.send(el('auth', NS.sasl, { mechanism: 'PLAIN' }, Buffer.from(`\0${account.user}\0${account.password}`).toString('base64')));
  await success;
  expect(child(await transport.open(), 'bind', NS.bind)).toBeDefined();
  const bound = next(transport, 'iq');
  transport.send(el('iq', undefined, { type: 'set', id: 'b1' }, el('bind', NS.bind)));
  const address = child(child(await bound, 'bind', NS.bind), 'jid')?.text() ?? '';
  const message = next(transport, 'message');
  transport.send(el('message', undefined, { to: address, type: 'chat' }, el('body', undefined, {}, 'Küß mich 🌹 <&>')));
  return child(await message, 'body', NS.client)?.text() ?? '';
}

test.each(['STARTTLS', 'direct TLS'] as const)('%s with Prosody, from the first byte to a message and a clean end', async way => {
  const account = await server.register();
  const transport = keep(await openTransport(options(way === 'STARTTLS' ? server.route : server.directRoute, account.address)));
  expect(transport.kind).toBe(way === 'STARTTLS' ? 'starttls' : 'tls');
  expect([...transport.bindings.keys()]).toEqual(['tls-exporter', 'tls-server-end-point']);
  expect(transport.certificate?.names).toContain('verona.test');
  expect(await chat(transport, account)).toBe('Küß mich 🌹 <&>');
  const end = closed(transport);
  await transport.close();
  expect(await end).toBeUndefined();
});

/** A website of the domain beside the server, since Prosody 0.12 has no host-meta of its own. */
async function viaWebsite(): Promise<Network> {
  const page = `<XRD xmlns='${NS.hostMeta}'><Link rel='${NS.webSocketLink}' href='wss://verona.test:7443/xmpp-websocket'/></XRD>`;
  const website = createServer({ cert: certificate.certificate, key: certificate.key }, (request, response) => {
    if (request.url === '/.well-known/host-meta') response.end(page);
    else response.writeHead(404).end();
  });
  await new Promise<void>(resolve => website.listen(0, '127.0.0.1', resolve));
  undo.push(() => (website.closeAllConnections(), new Promise(resolve => website.close(resolve))));
  const address = website.address();
  const ports: Record<number, number> = { 443: typeof address === 'object' && address ? address.port : 0, 7443: server.httpsPort };
  return {
    ...systemNetwork,
    resolver: { srv: () => Promise.resolve([]), addresses: (_host, family) => Promise.resolve(family === 4 ? ['127.0.0.1'] : []) },
    dial: async (host, port) => {
      const local = ports[port];
      if (local === undefined) throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
      const socket = connect({ host, port: local });
      await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject));
      return socket;
    },
  };
}

test('WebSocket with Prosody, found by host-meta when the usual port is closed', async () => {
  const account = await server.register();
  const transport = keep(await openOver(await viaWebsite(), options({}, account.address)));
  expect(transport.kind).toBe('websocket');
  expect(await chat(transport, account)).toBe('Küß mich 🌹 <&>');
  const end = closed(transport);
  await transport.close();
  expect(await end).toBeUndefined();
});

test.each([
  ['an expired certificate', { expired: true }, 'certificate-expired'],
  ['a certificate for another name', { names: ['mantua.test'] }, 'certificate-other-name'],
  ['a certificate signed by itself', { selfSigned: true }, 'certificate-unknown-issuer'],
])('a Prosody with %s is not talked to', async (_what, about, problem) => {
  const own = await startProsody({ certificate: await makeCertificate({ names: ['verona.test'], ...about }) });
  undo.push(() => own.stop());
  for (const route of [own.route, own.directRoute]) {
    await expect(openTransport({ ...options(route), authorities: [own.ca] })).rejects.toMatchObject({ problem, certificate: { sha256: expect.any(String) } });
  }
});

test('a Prosody without encryption is not talked to', async () => {
  const bare = await startProsody({ disabled: ['tls'] });
  undo.push(() => bare.stop());
  await expect(openTransport({ ...options(bare.route), authorities: [bare.ca] })).rejects.toMatchObject({ problem: 'no-encryption' });
});

test('a domain that Prosody does not serve is not found', async () => {
  await expect(openTransport({ ...options(server.route), domain: 'padua.test' })).rejects.toMatchObject({ problem: 'not-found' });
});

test('a server that is killed and one that is shut down both end the stream with a reason', async () => {
  const own = await startProsody({ certificate });
  undo.push(() => own.stop());
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    const transport = keep(await openTransport({ ...options(own.route), authorities: [own.ca] }));
    const end = closed(transport);
    await own.down(signal);
    expect(await end).toMatchObject({ problem: signal === 'SIGTERM' ? 'server-error' : 'refused' });
    transport.send(el('message'));
    await own.up();
  }
});
