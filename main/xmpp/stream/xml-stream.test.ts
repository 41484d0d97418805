import { beforeAll, afterEach, expect, test } from 'vitest';
import { FEATURES, greeted, HEADER_END, startBareServer, STREAM, type BareServer, type Line } from '../../../test/actors/bare-server.ts';
import { FakeClock, settled } from '../../../test/actors/fake-clock.ts';
import { makeCertificate, type Certificate } from '../../demo/certificates.ts';
import { el, type Element } from '../element.ts';
import { NS } from '../ns.ts';
import { openOver, systemNetwork, type Network } from './open-transport.ts';
import { StreamProblem, type Transport, type TransportOptions } from './transport.ts';

let certificate: Certificate;
beforeAll(async () => {
  certificate = await makeCertificate({ names: ['verona.test'] });
});
const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const one of undo.splice(0).toReversed()) await one();
});

interface Pair {
  readonly server: BareServer;
  /** The server's end, inside TLS. */
  readonly line: Line;
  readonly transport: Transport;
}
async function connected(over: Partial<TransportOptions> = {}, network: Partial<Network> = {}): Promise<Pair> {
  let line: Line | undefined;
  const server = await startBareServer(async raw => void (line = await greeted(raw, certificate)));
  undo.push(() => server.stop());
  const options = {
    domain: 'verona.test',
    from: 'juliet@verona.test',
    route: { host: '127.0.0.1', port: server.port },
    authorities: [certificate.authority],
    log: () => {},
  };
  const transport = await openOver({ ...systemNetwork, ...network }, { ...options, ...over });
  undo.push(() => transport.destroy());
  return { server, line: line!, transport };
}
const closed = (transport: Transport): Promise<StreamProblem | undefined> => new Promise(resolve => transport.onClosed(resolve));
const next = (transport: Transport): Promise<Element> =>
  new Promise(resolve => {
    const stop = transport.onElement(element => {
      queueMicrotask(() => stop());
      resolve(element);
    });
  });

test('a character that two packets share arrives whole', async () => {
  const { line, transport } = await connected();
  const text = Buffer.from('<message><body>Küß 🌹</body></message>');
  for (let cut = 1; cut < text.length; cut += 1) {
    const message = next(transport);
    line.write(text.subarray(0, cut));
    await new Promise(resolve => setImmediate(resolve));
    line.write(text.subarray(cut));
    expect((await message).getChildText('body')).toBe('Küß 🌹');
  }
});

test('what came before anybody listened is heard in order, and not while listening is being arranged', async () => {
  const { line, transport } = await connected();
  const second = new Promise<void>(resolve => transport.onTraffic((_direction, xml) => xml.includes('id="2"') && resolve()));
  line.write(`<message id='1'/><message id='2'/>`);
  await second;
  const ids: unknown[] = [];
  const third = new Promise<void>(resolve => transport.onElement(element => (ids.push(element.attrs['id']), element.attrs['id'] === '3' && resolve())));
  expect(ids).toEqual([]);
  line.write(`<message id='3'/>`);
  await third;
  expect(ids).toEqual(['1', '2', '3']);
});

test('the console hears the connection from its first header, without secrets', async () => {
  const { line, transport } = await connected();
  const lines: string[] = [];
  transport.onTraffic((direction, xml) => lines.push(`${direction} ${xml}`));
  await settled();
  expect(lines.map(text => text.slice(0, 20))).toEqual(['out <?xml version="1', 'in <stream xmlns="ht', 'in <features xmlns="']);
  transport.send(el('auth', NS.sasl, { mechanism: 'PLAIN' }, 'AGp1bGlldABzM2NyM3Q='));
  const heard = new Promise<void>(resolve => transport.onTraffic(direction => direction === 'in' && resolve()));
  await line.hears('AGp1bGlldABzM2NyM3Q=');
  line.write(`<challenge xmlns='${NS.sasl}'>cj1zM2NyM3Q=</challenge>`);
  await heard;
  expect(lines.slice(3)).toEqual([`out <auth xmlns="${NS.sasl}" mechanism="PLAIN">…</auth>`, `in <challenge xmlns="${NS.sasl}">…</challenge>`]);
});

test('after SASL the stream is opened again on the same connection', async () => {
  const { line, transport } = await connected();
  await transport.open();
  line.write(`<success xmlns='${NS.sasl}'/>`);
  await next(transport);
  const features = transport.open();
  await line.hears(HEADER_END);
  line.write(`${STREAM}<stream:features><bind xmlns='${NS.bind}'/></stream:features>`);
  expect((await features).getChild('bind', NS.bind)).toBeDefined();
});

test('features that come unasked, as after SASL2, are an element like others', async () => {
  const { line, transport } = await connected();
  await transport.open();
  const element = next(transport);
  line.write(FEATURES);
  expect((await element).is('features', NS.streams)).toBe(true);
});

test('a stream that is opened again and not answered ends after 20 s', async () => {
  const clock = new FakeClock();
  const { transport } = await connected({}, { clock });
  await transport.open();
  const features = transport.open();
  const problem = closed(transport);
  features.catch(() => {});
  await clock.pass(19_999);
  expect(clock.pending).toBeGreaterThan(0);
  await clock.pass(1);
  await expect(features).rejects.toMatchObject({ problem: 'timeout' });
  expect(await problem).toMatchObject({ problem: 'timeout' });
});

test.each([
  ['XML that is none', '<message><body></message>', 'not-well-formed'],
  ['a comment', '<!-- hi -->', 'restricted-xml'],
  ['a document type with entities', '<!DOCTYPE a [<!ENTITY b "c">]>', 'not-well-formed'],
  ['bytes that are no UTF-8', Buffer.from([0x3c, 0x61, 0x3e, 0xff]), 'unsupported-encoding'],
  ['a prefix bound to nothing', '<x:message/>', 'bad-namespace-prefix'],
  ['a stanza without end', `<message>${'x'.repeat(6000)}`, 'policy-violation'],
])('a server that sends %s is told so, and the stream ends as a bad one', async (_what, text, condition) => {
  const { line, transport } = await connected({ limits: { stanzaBytes: 5000, depth: 8, children: 8 } });
  const problem = closed(transport);
  line.write(text);
  expect(await problem).toMatchObject({ problem: 'bad-stream' });
  await line.hears(`<stream:error xmlns:stream="${NS.streams}"><${condition} xmlns="${NS.streamErrors}"/></stream:error></stream:stream>`);
  await line.end();
});

test.each([
  ['conflict', 'conflict'],
  ['policy-violation', 'policy'],
  ['not-authorized', 'not-authorized'],
  ['host-gone', 'not-found'],
  ['resource-constraint', 'server-error'],
  ['constructor', 'server-error'],
])('a stream that the server ends with %s ends as %s', async (condition, expected) => {
  const { line, transport } = await connected();
  const problem = closed(transport);
  line.write(`<stream:error><${condition} xmlns='${NS.streamErrors}'/></stream:error></stream:stream>`);
  expect(await problem).toMatchObject({ problem: expected });
});

test('a server that says goodbye is answered; that is a clean end', async () => {
  const { line, transport } = await connected();
  const problem = closed(transport);
  line.write('</stream:stream>');
  await line.hears('</stream:stream>');
  expect(await problem).toBeUndefined();
  await line.end();
});

test('a connection that breaks says so once, and sending into it is nothing', async () => {
  const { line, transport } = await connected();
  const problems: unknown[] = [];
  transport.onClosed(problem => problems.push(problem));
  const problem = closed(transport);
  line.socket.destroy();
  expect(await problem).toMatchObject({ problem: 'refused' });
  for (let left = 10; left > 0; left -= 1) transport.send(el('message'));
  transport.destroy();
  await transport.close();
  await settled();
  expect(problems).toHaveLength(1);
  // Who comes late is told as well.
  expect(await closed(transport)).toMatchObject({ problem: 'refused' });
  await expect(transport.open()).rejects.toMatchObject({ problem: 'refused' });
});

test('sending at the very moment the connection breaks is nothing either', async () => {
  const { server, transport } = await connected();
  const problem = closed(transport);
  server.lines[0]!.socket.destroy();
  const big = el('message', undefined, {}, 'x'.repeat(100_000));
  for (let left = 100; left > 0; left -= 1) transport.send(big);
  expect(await problem).toBeInstanceOf(StreamProblem);
});

test('close says goodbye, still hears what comes, and waits for the answer', async () => {
  const { line, transport } = await connected();
  const element = next(transport);
  const problem = closed(transport);
  const done = transport.close();
  transport.send(el('message'));
  await line.hears('</stream:stream>');
  expect(line.heard).toBe('');
  line.write(`<a xmlns='urn:xmpp:sm:3' h='1'/></stream:stream>`);
  expect((await element).attrs['h']).toBe('1');
  await done;
  expect(await problem).toBeUndefined();
  await line.end();
});

test('close waits two seconds at most, or as long as it is told', async () => {
  const clock = new FakeClock();
  for (const limit of [undefined, 500]) {
    const { line, transport } = await connected({}, { clock });
    const state = { done: false };
    const done = transport.close(limit).then(() => (state.done = true));
    await clock.pass((limit ?? 2000) - 1);
    expect(state.done).toBe(false);
    await clock.pass(1);
    await done;
    await clock.pass(1000);
    await line.end();
  }
});

test('destroy drops the connection without a word', async () => {
  const { line, transport } = await connected();
  const problem = closed(transport);
  transport.destroy();
  expect(await problem).toMatchObject({ problem: 'refused' });
  await line.end();
  expect(line.heard).toBe('');
});

test('characters that XML cannot carry do not end the stream', async () => {
  const { line, transport } = await connected();
  const message = el('message');
  message.t('a\u0000b\uD800c\uFFFEd🌹\t');
  transport.send(message);
  await line.hears('<message>a\uFFFDb\uFFFDc\uFFFDd🌹\t</message>');
});

test('a server that talks without end before anybody listens is cut off', async () => {
  const { line, transport } = await connected();
  const problem = closed(transport);
  line.write(`<message/>`.repeat(1001));
  expect(await problem).toMatchObject({ problem: 'bad-stream' });
});
