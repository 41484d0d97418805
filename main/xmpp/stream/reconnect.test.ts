import { describe, expect, it } from 'vitest';
import { settled } from '../../../test/actors/fake-clock.ts';
import { AFTER, BIND2, mechanisms2, signInSasl2, type ScriptedConnection } from '../../../test/actors/scripted-server.ts';
import { bound, bringBack, bringOnline, makeBench } from '../../../test/actors/stream-bench.ts';
import { child, el, type Element } from '../element.ts';
import { StreamProblem } from './transport.ts';

const names = (elements: readonly Element[]) => elements.map(one => one.getName());
const tail = (connection: ScriptedConnection) => names(connection.sent).slice(2);

describe('trying again', () => {
  it('later and later, up to five minutes, with full jitter', async () => {
    const bench = makeBench({ jitter: 0.5 });
    bench.network.failures.push(...Array.from({ length: 12 }, () => new StreamProblem('refused')));
    bench.stream.start();
    const delays: number[] = [];
    while (delays.length < 11) {
      const state = await bench.reach('waiting');
      const delay = (state.state === 'waiting' ? (state.retryAt ?? NaN) : NaN) - bench.clock.now();
      delays.push(delay);
      await bench.clock.pass(delay);
    }
    expect(delays).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 32_000, 64_000, 128_000, 150_000, 150_000]);
  });

  it('at once when the network comes back, whatever the wait', async () => {
    const bench = makeBench();
    bench.network.failures.push(new StreamProblem('not-found'));
    bench.stream.start();
    await bench.reach('waiting');
    bench.stream.retryNow();
    await bench.network.accept();
    expect(bench.stream.state.state).toBe('connecting');
  });

  it('an attempt that hangs is begun anew, one that is young is not', async () => {
    const bench = makeBench();
    bench.stream.start();
    const first = await bench.network.accept();
    await bench.clock.pass(4000);
    bench.stream.retryNow();
    await settled();
    expect(bench.network.connections).toHaveLength(1);
    await bench.clock.pass(1000);
    bench.stream.retryNow();
    expect(await first.end()).toBe('destroyed');
    expect(first.options.signal?.aborted).toBe(true);
    await bench.network.accept();
  });

  it('soon after a cut, and not hasty with a server that throws us out', async () => {
    const bench = makeBench({ jitter: 0.999 });
    bench.network.failures.push(...Array.from({ length: 5 }, () => new StreamProblem('refused')));
    bench.stream.start();
    while (bench.network.failures.length > 0) await bench.clock.pass(1000);
    bench.stream.retryNow();
    const connection = await bringOnline(bench);
    connection.cut();
    expect(wait()).toBeLessThan(1000);
    const { connection: second } = await bringBack(bench, 0);
    second.cut(new StreamProblem('server-error', 'resource-constraint'));
    expect(wait()).toBeGreaterThan(1000);
    const { connection: third } = await bringBack(bench, 0);
    third.goodbye();
    expect(wait()).toBeGreaterThan(3000);
    expect(bench.stream.state).toMatchObject({ problem: 'server-error' });

    function wait(): number {
      const { state } = bench.stream;
      return state.state === 'waiting' && state.retryAt !== undefined ? state.retryAt - bench.clock.now() : NaN;
    }
  });

  it('not after a conflict: two clients would throw each other out for ever', async () => {
    const bench = makeBench();
    const connection = await bringOnline(bench);
    connection.cut(new StreamProblem('conflict', 'replaced'));
    expect(bench.stream.state).toEqual({ state: 'waiting', problem: 'conflict', detail: 'replaced' });
    await bench.clock.pass(3_600_000);
    expect(bench.network.connections).toHaveLength(1);
    expect(bench.stream.send(el('presence'))).toBe(false);
  });

  it('garbage ends the connection and nothing else', async () => {
    const bench = makeBench();
    const connection = await bringOnline(bench);
    connection.cut(new StreamProblem('bad-stream', 'not-well-formed'));
    expect(bench.stream.state).toMatchObject({ state: 'waiting', problem: 'bad-stream', retryAt: expect.any(Number) });
  });

  it('a stop in the middle of anything is a stop', async () => {
    const bench = makeBench();
    bench.stream.start();
    const connection = await bench.network.accept();
    connection.features(mechanisms2(['SCRAM-SHA-256'], BIND2));
    await connection.next();
    await bench.stream.stop();
    expect(connection.ended).toBe('destroyed');
    await bench.clock.pass(3_600_000);
    expect(bench.stream.state).toEqual({ state: 'offline' });
    expect(bench.network.connections).toHaveLength(1);
    bench.stream.retryNow();
    await settled();
    expect(bench.network.connections).toHaveLength(1);
  });

  it('stopped and started again is online again', async () => {
    const bench = makeBench();
    await bringOnline(bench);
    await bench.stream.stop();
    const connection = await bringOnline(bench);
    expect(child(connection.sent[0], 'resume', 'urn:xmpp:sm:3')).toBeUndefined();
    expect(bench.states.at(-1)).toMatchObject({ state: 'online', resumed: false });
  });
});

describe('a connection that looks alive', () => {
  it('is asked after three minutes of silence, and given up when it does not answer', async () => {
    const bench = makeBench();
    const connection = await bringOnline(bench);
    await bench.clock.pass(179_999);
    expect(tail(connection)).toEqual([]);
    await bench.clock.pass(1);
    expect(tail(connection)).toEqual(['r']);
    await bench.clock.pass(29_999);
    expect(connection.ended).toBeUndefined();
    await bench.clock.pass(1);
    expect(connection.ended).toBe('destroyed');
    expect(bench.stream.state).toMatchObject({ state: 'waiting', problem: 'timeout' });
  });

  it('that answers stays', async () => {
    const bench = makeBench();
    const connection = await bringOnline(bench);
    await bench.clock.pass(185_000);
    connection.say('<a xmlns="urn:xmpp:sm:3" h="0"/>');
    await bench.clock.pass(100_000);
    expect(connection.ended).toBeUndefined();
    expect(tail(connection)).toEqual(['r']);
  });

  it('after waking up has ten seconds to prove it, else the session is resumed on another', async () => {
    const bench = makeBench();
    const connection = await bringOnline(bench);
    bench.stream.retryNow();
    expect(tail(connection)).toEqual(['r']);
    await bench.clock.pass(9000);
    connection.say('<a xmlns="urn:xmpp:sm:3" h="0"/>');
    await bench.clock.pass(9000);
    expect(connection.ended).toBeUndefined();
    bench.stream.retryNow();
    await bench.clock.pass(10_000);
    expect(connection.ended).toBe('destroyed');
    const { authenticate } = await bringBack(bench, 0);
    expect(child(authenticate, 'resume', 'urn:xmpp:sm:3')).toBeDefined();
  });
});

describe('whether the user looks (XEP-0352)', () => {
  it('is told, and told again on every connection', async () => {
    const bench = makeBench();
    const connection = await bringOnline(bench);
    bench.stream.setActive(true);
    bench.stream.setActive(false);
    bench.stream.setActive(false);
    expect(tail(connection)).toEqual(['inactive']);
    connection.cut();
    const { connection: second } = await bringBack(bench, 0);
    expect(tail(second)).toEqual(['inactive']);
    bench.stream.setActive(true);
    expect(tail(second)).toEqual(['inactive', 'active']);
  });

  it('along with the bind where that is possible', async () => {
    const bench = makeBench();
    bench.stream.setActive(false);
    bench.stream.start();
    const connection = await bench.network.accept();
    connection.features(mechanisms2(['SCRAM-SHA-256'], BIND2));
    const authenticate = await signInSasl2(connection, bench.signing, bound(bench));
    expect(child(child(authenticate, 'bind', 'urn:xmpp:bind:0'), 'inactive', 'urn:xmpp:csi:0')).toBeDefined();
    connection.say(`<stream:features>${AFTER}</stream:features>`);
    await bench.reach('online');
    expect(tail(connection)).toEqual([]);
  });
});
