import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { AFTER, BIND2, mechanisms2, signInSasl2, success2 } from '../../../test/actors/scripted-server.ts';
import { bound, bringOnline, makeBench, type Bench } from '../../../test/actors/stream-bench.ts';
import { attr, child, type Element } from '../element.ts';

const FAST = '<fast xmlns="urn:xmpp:fast:0"><mechanism>HT-SHA-256-NONE</mechanism><mechanism>HT-SHA-256-EXPR</mechanism></fast>';
const expiry = '2099-01-01T00:00:00Z';
const token = (text: string) => `<token xmlns="urn:xmpp:fast:0" token="${text}" expiry="${expiry}"/>`;
const waiting = (problem: string) => expect.objectContaining({ state: 'waiting', problem });

/** What ends an attempt and is not tried again. */
async function endsFor(bench: Bench, problem: string): Promise<void> {
  const state = await bench.reach('waiting');
  expect(state).toEqual(waiting(problem));
  expect(state).not.toHaveProperty('retryAt');
  await bench.clock.pass(3_600_000);
  expect(bench.network.connections).toHaveLength(1);
}

describe('FAST', () => {
  const fast = (count = 0, mechanism = 'HT-SHA-256-NONE') => ({ mechanism, token: 'secret-token', expiry: Date.parse(expiry), count });
  const answer = (data = '') => createHmac('sha256', 'secret-token').update(`Responder${data}`).digest();

  it('a token is asked for, and kept', async () => {
    const bench = makeBench();
    bench.stream.start();
    const connection = await bench.network.accept();
    connection.features(mechanisms2(['SCRAM-SHA-256'], BIND2 + FAST));
    const authenticate = await signInSasl2(connection, bench.signing, [...bound(bench), token('fresh')]);
    expect(attr(child(authenticate, 'request-token', 'urn:xmpp:fast:0'), 'mechanism')).toBe('HT-SHA-256-NONE');
    connection.say(`<stream:features>${AFTER}</stream:features>`);
    await bench.reach('online');
    expect(bench.kept[0]?.fast).toEqual({ mechanism: 'HT-SHA-256-NONE', token: 'fresh', expiry: Date.parse(expiry), count: 0 });
  });

  async function byToken(bench: Bench, success: readonly string[], data = answer(), inline = FAST): Promise<Element> {
    bench.stream.start();
    const connection = await bench.network.accept();
    connection.features(mechanisms2(['SCRAM-SHA-256'], BIND2 + inline));
    const authenticate = await connection.next();
    connection.say(success2(data, [...bound(bench), ...success]));
    connection.say(`<stream:features>${AFTER}</stream:features>`);
    return authenticate;
  }

  it('is used instead of the password, counted, and rotated by the server', async () => {
    const bench = makeBench({ credentials: { fast: fast(6) } });
    const authenticate = await byToken(bench, [token('rotated')]);
    await bench.reach('online');
    expect(attr(authenticate, 'mechanism')).toBe('HT-SHA-256-NONE');
    expect(attr(child(authenticate, 'fast', 'urn:xmpp:fast:0'), 'count')).toBe('7');
    expect(bench.kept[0]?.fast).toMatchObject({ token: 'rotated', count: 0 });
  });
  it('the count goes up where the token stays', async () => {
    const bench = makeBench({ credentials: { fast: fast(6) } });
    await byToken(bench, []);
    await bench.reach('online');
    expect(bench.kept[0]?.fast).toMatchObject({ token: 'secret-token', count: 7 });
  });
  it('a stronger one is asked for where the connection allows', async () => {
    const bench = makeBench({ credentials: { fast: fast() }, ways: { bindings: new Map([['tls-exporter', Buffer.from('x')]]) } });
    const authenticate = await byToken(bench, [token('bound')]);
    await bench.reach('online');
    expect(attr(child(authenticate, 'request-token', 'urn:xmpp:fast:0'), 'mechanism')).toBe('HT-SHA-256-EXPR');
    expect(bench.kept[0]?.fast).toMatchObject({ token: 'bound', mechanism: 'HT-SHA-256-EXPR' });
  });
  it('one without binding is not shown to a server that was bound to before', async () => {
    const seen = { mechanisms: ['SCRAM-SHA-256-PLUS'], channelBinding: true };
    const bench = makeBench({ credentials: { password: 'pencil', fast: fast(), seen } });
    bench.stream.start();
    const connection = await bench.network.accept();
    connection.features(mechanisms2(['SCRAM-SHA-256'], BIND2 + FAST));
    const authenticate = await connection.next();
    expect(attr(authenticate, 'mechanism')).toBe('SCRAM-SHA-256');
    expect(child(authenticate, 'request-token')).toBeUndefined();
  });
  it('a server that lets a token in without knowing it is not believed', async () => {
    const bench = makeBench({ credentials: { fast: fast() } });
    await byToken(bench, [], answer('else'));
    await endsFor(bench, 'server-not-proven');
  });
  it('a refused token falls back to the keys on a stream of its own, unseen by the user', async () => {
    const fallback = makeBench({ credentials: { password: 'pencil', fast: fast() }, signing: { password: 'pencil' } });
    fallback.stream.start();
    const connection = await fallback.network.accept();
    connection.features(mechanisms2(['SCRAM-SHA-256'], BIND2 + FAST));
    await connection.next();
    connection.say('<failure xmlns="urn:xmpp:sasl:2"><credentials-expired xmlns="urn:ietf:params:xml:ns:xmpp-sasl"/></failure>');
    const second = await fallback.network.accept();
    second.features(mechanisms2(['SCRAM-SHA-256'], BIND2 + FAST));
    const authenticate = await signInSasl2(second, fallback.signing, [...bound(fallback), token('fresh')]);
    expect(attr(authenticate, 'mechanism')).toBe('SCRAM-SHA-256');
    second.say(`<stream:features>${AFTER}</stream:features>`);
    await fallback.reach('online');
    expect(fallback.states.map(state => state.state)).toEqual(['connecting', 'online']);
    expect(fallback.kept[0]?.fast?.token).toBe('fresh');
  });
  it('an expired token is not shown', async () => {
    const bench = makeBench({ credentials: { password: 'x', fast: { ...fast(), expiry: 5 } } });
    bench.stream.start();
    const connection = await bench.network.accept();
    connection.features(mechanisms2(['SCRAM-SHA-256'], BIND2 + FAST));
    expect(attr(await connection.next(), 'mechanism')).toBe('SCRAM-SHA-256');
  });
  it('a server in trouble keeps its token', async () => {
    const bench = makeBench({ credentials: { password: 'x', fast: fast() } });
    bench.stream.start();
    const connection = await bench.network.accept();
    connection.features(mechanisms2(['SCRAM-SHA-256'], BIND2 + FAST));
    await connection.next();
    connection.say('<failure xmlns="urn:xmpp:sasl:2"><temporary-auth-failure xmlns="urn:ietf:params:xml:ns:xmpp-sasl"/></failure>');
    expect(await bench.reach('waiting')).toEqual(waiting('server-error'));
    bench.stream.retryNow();
    const second = await bench.network.accept();
    second.features(mechanisms2(['SCRAM-SHA-256'], BIND2 + FAST));
    expect(attr(await second.next(), 'mechanism')).toBe('HT-SHA-256-NONE');
  });
  it('keys that have not fitted twice go before the token', async () => {
    const bench = makeBench();
    await bringOnline(bench);
    const other = makeBench({ credentials: { ...bench.kept[0], fast: fast() }, signing: bench.signing });
    other.stream.start();
    const connection = await other.network.accept();
    connection.features(mechanisms2(['SCRAM-SHA-256'], BIND2 + FAST));
    await signInSasl2(connection, other.signing, bound(other));
    connection.say(`<stream:features>${AFTER}</stream:features>`);
    await other.reach('online');
    expect(other.kept[0]).not.toHaveProperty('password');
    expect(other.kept[0]).toHaveProperty('fast');
  });
});
