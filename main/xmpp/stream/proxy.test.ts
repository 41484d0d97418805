import { connect, createServer, type Socket } from 'node:net';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { FEATURES, greeted, HEADER_END, startBareServer, STREAM, type BareServer } from '../../../test/actors/bare-server.ts';
import { makeCertificate, type Certificate } from '../../demo/certificates.ts';
import { openOver, systemNetwork } from './open-transport.ts';
import type { Proxy } from './proxy.ts';
import type { Transport } from './transport.ts';

let certificate: Certificate;
beforeAll(async () => {
  certificate = await makeCertificate({ names: ['verona.test'] });
});
const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const one of undo.splice(0).toReversed()) await one();
});

/** What was asked of the proxy, as it was said. */
interface Asked {
  readonly login: (string | undefined)[];
  readonly target: string[];
}
async function listen(talk: (socket: Socket) => Promise<void>): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer(socket => {
    sockets.add(socket);
    socket.on('error', () => {});
    talk(socket).catch(() => socket.destroy());
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  undo.push(() => {
    for (const socket of sockets) socket.destroy();
    return new Promise(resolve => server.close(resolve));
  });
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}
/** Reads until there are so many bytes, or until the text is there; what is beyond is put back. */
async function read(socket: Socket, until: number | string): Promise<Buffer> {
  let all = Buffer.alloc(0);
  for (;;) {
    const end = typeof until === 'number' ? until : all.indexOf(until) < 0 ? Infinity : all.indexOf(until) + until.length;
    if (all.length >= end) {
      if (all.length > end) socket.unshift(all.subarray(end));
      return all.subarray(0, end);
    }
    const chunk: unknown = socket.read() ?? (await new Promise(resolve => socket.once('readable', () => resolve(undefined))));
    if (Buffer.isBuffer(chunk)) all = Buffer.concat([all, chunk]);
  }
}
function join(socket: Socket, port: number): void {
  const onward = connect(port, '127.0.0.1');
  onward.on('error', () => socket.destroy());
  socket.pipe(onward).pipe(socket);
}

/** RFC 1928 and 1929, with `code` as the answer to the request. */
async function socksProxy(port: number, asked: Asked, login = false, code = 0): Promise<Proxy> {
  const at = await listen(async socket => {
    const [, count = 0] = await read(socket, 2);
    const methods = await read(socket, count);
    const method = login ? 2 : 0;
    socket.write(Buffer.from([5, methods.includes(method) ? method : 0xff]));
    if (login) {
      const [, nameLength = 0] = await read(socket, 2);
      const name = await read(socket, nameLength);
      const [length = 0] = await read(socket, 1);
      const password = String(await read(socket, length));
      asked.login.push(`${String(name)}:${password}`);
      socket.write(Buffer.from([1, password === 'wherefore' ? 0 : 1]));
    }
    const [, , , kind] = await read(socket, 4);
    const [length = 0] = kind === 3 ? await read(socket, 1) : [4];
    const host = await read(socket, length);
    asked.target.push(`${kind === 3 ? String(host) : host.join('.')}:${(await read(socket, 2)).readUInt16BE()}`);
    socket.write(Buffer.from([5, code, 0, 1, 0, 0, 0, 0, 0, 0]));
    if (code === 0) join(socket, port);
  });
  return { kind: 'socks5', host: '127.0.0.1', port: at };
}

/** RFC 9110 §9.3.6. */
async function httpProxy(port: number, asked: Asked, answer = 'HTTP/1.1 200 Connection established\r\n\r\n'): Promise<Proxy> {
  const at = await listen(async socket => {
    const head = String(await read(socket, '\r\n\r\n'));
    asked.target.push(/^CONNECT (\S+) HTTP\/1\.1\r\n/.exec(head)?.[1] ?? head);
    asked.login.push(/\r\nProxy-Authorization: Basic (\S+)/.exec(head)?.[1]);
    for (const byte of answer) socket.write(byte);
    if (answer.startsWith('HTTP/1.1 200')) join(socket, port);
  });
  return { kind: 'http', host: '127.0.0.1', port: at };
}

const resolver = { srv: () => Promise.reject(new Error('a name was looked up')), addresses: () => Promise.reject(new Error('a name was looked up')) };
async function open(proxy: Proxy, route: object = {}): Promise<Transport> {
  const options = { domain: 'verona.test', route: { ...route, proxy }, authorities: [certificate.authority], log: () => {} };
  const transport = await openOver({ ...systemNetwork, resolver }, options);
  undo.push(() => transport.destroy());
  return transport;
}
async function serve(directTls = false): Promise<BareServer> {
  const server = await startBareServer(async raw => {
    if (directTls) {
      const line = raw.encrypt(certificate);
      await line.hears(HEADER_END);
      line.write(STREAM + FEATURES);
    } else {
      await greeted(raw, certificate);
    }
  });
  undo.push(() => server.stop());
  return server;
}
const made = { socks5: socksProxy, http: httpProxy };

test.each(['socks5', 'http'] as const)('through a proxy of kind %s, which gets names and not addresses', async kind => {
  const asked: Asked = { login: [], target: [] };
  const { port } = await serve();
  const proxy = await made[kind](port, asked);
  expect((await open(proxy)).kind).toBe('starttls');
  await open(proxy, { host: 'xmpp.mantua.test', port: 443 });
  const direct = await made[kind]((await serve(true)).port, asked);
  expect((await open(direct, { directTls: true })).kind).toBe('tls');
  expect(asked.target).toEqual(['verona.test:5222', 'xmpp.mantua.test:443', 'verona.test:5223']);
});

test('a SOCKS5 proxy is given name and password', async () => {
  const asked: Asked = { login: [], target: [] };
  const proxy = await socksProxy((await serve()).port, asked, true);
  await open({ ...proxy, user: 'juliet', password: 'wherefore' });
  await expect(open({ ...proxy, user: 'juliet', password: 'wrong' })).rejects.toMatchObject({ problem: 'proxy' });
  await expect(open(proxy)).rejects.toMatchObject({ problem: 'proxy' });
  expect(asked.login).toEqual(['juliet:wherefore', 'juliet:wrong']);
});

test('an HTTP proxy is given name and password', async () => {
  const asked: Asked = { login: [], target: [] };
  const proxy = await httpProxy((await serve()).port, asked);
  await open({ ...proxy, user: 'juliet', password: 'wherefore' });
  expect(asked.login).toEqual([Buffer.from('juliet:wherefore').toString('base64')]);
});

test.each([
  ['wants a password', 'HTTP/1.1 407 Proxy Authentication Required\r\n\r\n', 'proxy'],
  ['does not allow it', 'HTTP/1.1 403 Forbidden\r\n\r\n', 'proxy'],
  ['cannot reach the server', 'HTTP/1.1 502 Bad Gateway\r\n\r\n', 'refused'],
  ['speaks something else', 'SSH-2.0-OpenSSH\r\n\r\n', 'proxy'],
  ['says more than it should', 'HTTP/1.1 200 OK\r\n\r\n<stream:stream>', 'proxy'],
  ['never comes to an end', 'HTTP/1.1 200 OK\r\nX: '.padEnd(20_000, 'x'), 'proxy'],
])('an HTTP proxy that %s: %#', async (_what, answer, problem) => {
  const proxy = await httpProxy(1, { login: [], target: [] }, answer);
  await expect(open(proxy, { host: 'verona.test' })).rejects.toMatchObject({ problem });
});

test.each([
  [2, 'proxy'], // not allowed by its rules
  [4, 'refused'], // host unreachable
  [5, 'refused'],
])('a SOCKS5 proxy that answers %d: %s', async (code, problem) => {
  const proxy = await socksProxy(1, { login: [], target: [] }, false, code);
  await expect(open(proxy, { host: 'verona.test' })).rejects.toMatchObject({ problem });
});

test('a proxy that is not there is named as what is missing, and nobody goes around it', async () => {
  const server = await serve();
  const closed = await startBareServer(() => {});
  await closed.stop();
  await expect(open({ kind: 'socks5', host: '127.0.0.1', port: closed.port }, { host: '127.0.0.1', port: server.port })).rejects.toMatchObject({
    problem: 'proxy',
  });
  expect(server.lines).toHaveLength(0);
});
