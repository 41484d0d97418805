import { expect, test } from 'vitest';
import { FakeClock, settled } from '../../../test/actors/fake-clock.ts';
import { asciiName, discover, lookupWith, ordered, type Resolver, type SrvRecord } from './discovery.ts';

const none = (): Promise<never> => Promise.reject(Object.assign(new Error('queryA ENOTFOUND'), { code: 'ENOTFOUND' }));
const record = (name: string, port: number, priority = 0, weight = 0): SrvRecord => ({ name, port, priority, weight });

function resolverOf(zone: { direct?: SrvRecord[]; plain?: SrvRecord[]; v6?: Record<string, string[]>; v4?: Record<string, string[]> }): Resolver {
  return {
    srv: name => Promise.resolve((name.startsWith('_xmpps-client._tcp.') ? zone.direct : zone.plain) ?? none()),
    addresses: (host, family) => Promise.resolve((family === 6 ? zone.v6 : zone.v4)?.[host] ?? none()),
  };
}
const find = (zone: Parameters<typeof resolverOf>[0], random = 0, log: (line: string) => void = () => {}) =>
  discover('verona.test', resolverOf(zone), new FakeClock(), () => random, log);

test('without any record the domain itself is the server, on port 5222', async () => {
  expect(await find({})).toEqual([[{ host: 'verona.test', port: 5222, directTls: false }]]);
});

test('both kinds of service are one list by priority (XEP-0368)', async () => {
  expect(
    await find({
      direct: [record('b.verona.test', 443, 20), record('a.verona.test', 5223, 5)],
      plain: [record('c.verona.test', 5222, 10), record('a.verona.test', 5222, 20)],
    }),
  ).toEqual([
    [{ host: 'a.verona.test', port: 5223, directTls: true }],
    [{ host: 'c.verona.test', port: 5222, directTls: false }],
    [
      { host: 'b.verona.test', port: 443, directTls: true },
      { host: 'a.verona.test', port: 5222, directTls: false },
    ],
  ]);
});

test('within one priority the weight is the chance to be first (RFC 2782)', () => {
  const services = [record('light', 1, 0, 10), record('heavy', 1, 0, 30), record('none', 1, 0, 0)].map(({ name, ...one }) => ({
    host: name,
    directTls: false,
    ...one,
  }));
  const firsts: Record<string, number> = {};
  for (let at = 0; at < 41; at += 1) {
    const host = ordered(services, () => at / 41)[0]?.[0]?.host ?? '';
    firsts[host] = (firsts[host] ?? 0) + 1;
  }
  expect(firsts).toEqual({ none: 1, light: 10, heavy: 30 });
  expect(ordered(services, () => 0.999)[0]?.map(({ host }) => host)).toEqual(['heavy', 'light', 'none']);
});

test.each([
  ['only direct TLS is ruled out, and nothing else said', { direct: [record('.', 0)] }, []],
  ['both are ruled out', { direct: [record('', 0)], plain: [record('.', 5222)] }, []],
  [
    'direct TLS is ruled out, STARTTLS is there',
    { direct: [record('.', 0)], plain: [record('a.verona.test', 5222)] },
    [[{ host: 'a.verona.test', port: 5222, directTls: false }]],
  ],
])('where %s, the domain itself is not tried (XEP-0368 §6)', async (_what, zone, expected) => {
  expect(await find(zone)).toEqual(expected);
});

test('a resolver that fails is not the end: the domain itself is tried, and the log says why', async () => {
  const lines: string[] = [];
  const broken: Resolver = { srv: () => Promise.reject(Object.assign(new Error('querySrv ESERVFAIL'), { code: 'ESERVFAIL' })), addresses: none };
  expect(
    await discover(
      'verona.test',
      broken,
      new FakeClock(),
      () => 0,
      line => void lines.push(line),
    ),
  ).toHaveLength(1);
  expect(lines.join()).toContain('ESERVFAIL');
});

test('a resolver that is silent is waited for ten seconds', async () => {
  const clock = new FakeClock();
  const found = discover(
    'verona.test',
    { srv: () => new Promise(() => {}), addresses: none },
    clock,
    () => 0,
    () => {},
  );
  await clock.pass(10_000);
  expect(await found).toEqual([[{ host: 'verona.test', port: 5222, directTls: false }]]);
  expect(clock.pending).toBe(0);
});

test.each([
  ['Verona.Test.', 'verona.test'],
  ['bücher.example', 'xn--bcher-kva.example'],
  ['192.0.2.1', '192.0.2.1'],
  ['[2001:db8::1]', '2001:db8::1'],
  ['a b', undefined],
  ['', undefined],
  [`${'a'.repeat(63)}.`.repeat(4) + 'test', undefined],
])('the name of %j for DNS and certificates is %j', (domain, ascii) => {
  expect(asciiName(domain)).toBe(ascii);
});

interface Answers {
  4?: (addresses: string[]) => void;
  6?: (addresses: string[]) => void;
}
function lookUp() {
  const clock = new FakeClock();
  const answers: Answers = {};
  const resolver: Resolver = {
    srv: none,
    addresses: (_host, family) => new Promise(resolve => void (answers[family] = resolve)),
  };
  const given: string[] = [];
  const done = lookupWith(resolver, clock)({ host: 'a.test', port: 5222, directTls: false }, addresses => given.push(...addresses));
  return { clock, answers, given, done };
}

test('addresses come by turns, IPv6 first', async () => {
  const given: string[] = [];
  const resolver = resolverOf({ v6: { 'a.test': ['::1', '::2', '::3'] }, v4: { 'a.test': ['10.0.0.1'] } });
  await lookupWith(resolver, new FakeClock())({ host: 'a.test', port: 1, directTls: false }, addresses => given.push(...addresses));
  expect(given).toEqual(['::1', '10.0.0.1', '::2', '::3']);
});

test('IPv6 is tried as soon as it is known', async () => {
  const { answers, given } = lookUp();
  answers[6]?.(['::1', '::2']);
  await settled();
  expect(given).toEqual(['::1']);
});

test('IPv4 that is known first waits 50 ms for IPv6, not longer', async () => {
  const { answers, given, clock, done } = lookUp();
  answers[4]?.(['10.0.0.1', '10.0.0.2']);
  await clock.pass(49);
  expect(given).toEqual([]);
  await clock.pass(1);
  expect(given).toEqual(['10.0.0.1']);
  await clock.pass(50);
  expect(given).toEqual(['10.0.0.1', '10.0.0.2']);
  answers[6]?.(['::1']);
  await done;
  expect(given).toEqual(['10.0.0.1', '10.0.0.2', '::1']);
});

test('a host without addresses is not found', async () => {
  const looking = lookupWith(resolverOf({}), new FakeClock())({ host: 'a.test', port: 1, directTls: false }, () => {});
  await expect(looking).rejects.toMatchObject({ problem: 'not-found' });
});
