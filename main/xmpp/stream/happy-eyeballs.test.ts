import { Socket } from 'node:net';
import { expect, test } from 'vitest';
import { FakeClock, settled } from '../../../test/actors/fake-clock.ts';
import { Race, type Endpoint, type Lookup, type Target } from './happy-eyeballs.ts';
import { StreamProblem } from './transport.ts';

const target = (host: string): Target => ({ host, port: 5222, directTls: false });

interface Attempt {
  readonly address: string;
  readonly connect: () => Socket;
  readonly fail: () => void;
  aborted: boolean;
}
/** A network in which nothing happens by itself. */
function network(addresses: Readonly<Record<string, readonly string[]>>, lookup?: Lookup) {
  const clock = new FakeClock();
  const attempts: Attempt[] = [];
  const controller = new AbortController();
  const connect = ({ address }: Endpoint, signal: AbortSignal): Promise<Socket> =>
    new Promise((resolve, reject) => {
      const attempt: Attempt = {
        address,
        aborted: false,
        connect: () => {
          const socket = new Socket();
          resolve(socket);
          return socket;
        },
        fail: () => reject(Object.assign(new Error(`connect ECONNREFUSED ${address}`), { code: 'ECONNREFUSED' })),
      };
      signal.addEventListener('abort', () => void (attempt.aborted = true));
      attempts.push(attempt);
    });
  const targets = Object.keys(addresses).map(target);
  const race = new Race({
    targets,
    connect,
    lookup: lookup ?? (async ({ host }, add) => add(addresses[host] ?? [])),
    clock,
    signal: controller.signal,
  });
  const tried = (): string[] => attempts.map(({ address }) => address);
  return { race, clock, attempts, tried, controller };
}

test('attempts start 250 ms apart; the first to connect wins, the others are closed', async () => {
  const { race, clock, attempts, tried } = network({ a: ['::1', '10.0.0.1', '::2'] });
  const won = race.next();
  await settled();
  expect(tried()).toEqual(['::1']);
  await clock.pass(249);
  expect(tried()).toEqual(['::1']);
  await clock.pass(1);
  expect(tried()).toEqual(['::1', '10.0.0.1']);
  const socket = attempts[1]!.connect();
  expect(await won).toMatchObject({ socket, endpoint: { address: '10.0.0.1' } });
  expect(attempts.map(({ aborted }) => aborted)).toEqual([true, false]);
  await clock.pass(10_000);
  expect(tried()).toHaveLength(2);
  // One that connects too late is closed.
  const late = attempts[0]!.connect();
  await settled();
  expect([late.destroyed, socket.destroyed]).toEqual([true, false]);
  expect(clock.pending).toBe(0);
});

test('a failed attempt starts the next one at once', async () => {
  const { race, attempts, tried } = network({ a: ['::1', '10.0.0.1'], b: ['10.0.0.2'] });
  const won = race.next();
  await settled();
  attempts[0]!.fail();
  await settled();
  attempts[1]!.fail();
  await settled();
  expect(tried()).toEqual(['::1', '10.0.0.1', '10.0.0.2']);
  attempts[2]!.connect();
  expect((await won).endpoint.target.host).toBe('b');
});

test('when the winner turns out to be no use, the others run again, but for those that failed', async () => {
  const { race, clock, attempts, tried } = network({ a: ['::1', '::2', '10.0.0.1'], b: ['10.0.0.2'] });
  const first = race.next();
  await clock.pass(500);
  attempts[0]!.fail();
  await settled();
  expect(tried()).toEqual(['::1', '::2', '10.0.0.1', '10.0.0.2']);
  attempts[2]!.connect();
  const { endpoint } = await first;
  const second = race.next();
  await settled();
  expect(tried().slice(4)).toEqual(['::2']);
  attempts[4]!.connect();
  await second;
  race.drop(endpoint.target);
  const third = race.next();
  await settled();
  expect(tried().slice(5)).toEqual(['10.0.0.2']);
  attempts[5]!.fail();
  await expect(third).rejects.toMatchObject({ problem: 'refused' });
});

test('an attempt that nobody answers ends after 20 s', async () => {
  const { race, clock, attempts } = network({ a: ['10.0.0.1'] });
  const won = race.next();
  won.catch(() => {});
  await clock.pass(20_000);
  await expect(won).rejects.toMatchObject({ problem: 'timeout' });
  expect(attempts[0]!.aborted).toBe(true);
});

test('a name that does not resolve leaves the others; none at all is not found', async () => {
  const lookup: Lookup = async ({ host }, add) => {
    if (host === 'a') throw new StreamProblem('not-found', 'a has no address');
    add(['10.0.0.1']);
  };
  const { race, attempts } = network({ a: [], b: [] }, lookup);
  const won = race.next();
  await settled();
  attempts[0]!.connect();
  expect((await won).endpoint.target.host).toBe('b');
  await expect(network({ a: [] }, lookup).race.next()).rejects.toMatchObject({ problem: 'not-found' });
});

test('the first target is waited for 50 ms when another is known before', async () => {
  const lookup: Lookup = ({ host }, add) => (host === 'slow' ? new Promise(() => {}) : (add(['10.0.0.2']), Promise.resolve()));
  const { race, clock, tried } = network({ slow: [], fast: [] }, lookup);
  void race.next();
  await clock.pass(49);
  expect(tried()).toEqual([]);
  await clock.pass(1);
  expect(tried()).toEqual(['10.0.0.2']);
});

test('an address that is found late is tried while another attempt is still on its way', async () => {
  let add: (addresses: readonly string[]) => void = () => {};
  const lookup: Lookup = (_target, give) => {
    add = give;
    give(['::1']);
    return new Promise(() => {});
  };
  const { race, clock, tried } = network({ a: [] }, lookup);
  void race.next();
  await clock.pass(1000);
  add(['10.0.0.1']);
  await settled();
  expect(tried()).toEqual(['::1', '10.0.0.1']);
});

test('giving up closes what is on its way', async () => {
  const { race, attempts, controller, clock } = network({ a: ['::1'] });
  const won = race.next();
  await settled();
  const reason = new Error('the user has closed the window');
  controller.abort(reason);
  await expect(won).rejects.toBe(reason);
  expect(attempts[0]!.aborted).toBe(true);
  const late = attempts[0]!.connect();
  await settled();
  expect(late.destroyed).toBe(true);
  await expect(race.next()).rejects.toBe(reason);
  expect(clock.pending).toBe(0);
});
