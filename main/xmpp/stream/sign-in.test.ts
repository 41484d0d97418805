import { describe, expect, it } from 'vitest';
import {
  AFTER,
  BIND2,
  INLINE_RESUME,
  bindClassic,
  bindingTypes,
  mechanisms,
  mechanisms2,
  signInClassic,
  signInSasl2,
  success2,
} from '../../../test/actors/scripted-server.ts';
import { bound, bringOnline, makeBench, type Bench } from '../../../test/actors/stream-bench.ts';
import { attr, child, el, textOf } from '../element.ts';
import { StreamProblem } from './transport.ts';

const waiting = (problem: string) => expect.objectContaining({ state: 'waiting', problem });

/** What ends an attempt and is not tried again. */
async function endsFor(bench: Bench, problem: string): Promise<void> {
  const state = await bench.reach('waiting');
  expect(state).toEqual(waiting(problem));
  expect(state).not.toHaveProperty('retryAt');
  await bench.clock.pass(3_600_000);
  expect(bench.network.connections).toHaveLength(1);
}

describe('SASL2 with Bind 2', () => {
  it('is one exchange: who, from what, bound, copied, managed', async () => {
    const bench = makeBench();
    bench.stream.start();
    const connection = await bench.network.accept();
    expect(connection.options).toMatchObject({ domain: 'verona.test', from: bench.address });
    connection.features(mechanisms2(['SCRAM-SHA-1', 'SCRAM-SHA-256'], BIND2 + INLINE_RESUME));
    const authenticate = await signInSasl2(connection, bench.signing, bound(bench));
    expect(attr(authenticate, 'mechanism')).toBe('SCRAM-SHA-256');
    expect(textOf(child(authenticate, 'user-agent'), 'software')).toBe('Balcony');
    const bind = child(authenticate, 'bind', 'urn:xmpp:bind:0');
    expect(textOf(bind, 'tag')).toBe('Balcony');
    expect(child(bind, 'enable', 'urn:xmpp:carbons:2')).toBeDefined();
    expect(attr(child(bind, 'enable', 'urn:xmpp:sm:3'), 'resume')).toBe('true');
    connection.say(`<stream:features>${AFTER}<c xmlns="http://jabber.org/protocol/caps" node="n" ver="v" hash="sha-1"/></stream:features>`);
    expect(await bench.reach('online')).toEqual({
      state: 'online',
      address: bench.full,
      resumed: false,
      features: { carbonsEnabled: true, rosterVersions: true, preApproval: false, streamManagement: true, caps: { node: 'n', ver: 'v', hash: 'sha-1' } },
    });
  });

  it('without inline stream management enables it before anything else is sent', async () => {
    const bench = makeBench();
    bench.stream.onState(state => state.state === 'online' && bench.stream.send(el('presence')));
    bench.stream.start();
    const connection = await bench.network.accept();
    connection.features(mechanisms2(['SCRAM-SHA-256'], '<bind xmlns="urn:xmpp:bind:0"/>'));
    await signInSasl2(connection, bench.signing, bound(bench, ''));
    connection.say(`<stream:features>${AFTER}</stream:features>`);
    expect((await connection.next()).getName()).toBe('enable');
    expect(bench.states.at(-1)).toEqual({ state: 'connecting' });
    connection.say('<enabled xmlns="urn:xmpp:sm:3" id="s" resume="true"/>');
    expect((await connection.next()).getName()).toBe('presence');
  });

  it('without Bind 2 binds as of old, with a name of its own', async () => {
    const bench = makeBench();
    bench.stream.start();
    const connection = await bench.network.accept();
    connection.features(mechanisms2(['SCRAM-SHA-256']));
    await signInSasl2(connection, bench.signing, [`<authorization-identifier>${bench.address}</authorization-identifier>`]);
    connection.say(`<stream:features>${AFTER}</stream:features>`);
    await bindClassic(connection, bench.full, '<enabled xmlns="urn:xmpp:sm:3"/>');
    expect(await bench.reach('online')).toMatchObject({ address: bench.full });
  });

  it('another address than ours is not taken', async () => {
    const bench = makeBench();
    bench.stream.start();
    const connection = await bench.network.accept();
    connection.features(mechanisms2(['SCRAM-SHA-256'], BIND2));
    await signInSasl2(connection, bench.signing, [
      '<authorization-identifier>mallory@verona.test/x</authorization-identifier>',
      '<bound xmlns="urn:xmpp:bind:0"/>',
    ]);
    connection.say(`<stream:features>${AFTER}</stream:features>`);
    expect(await bench.reach('waiting')).toEqual(waiting('bad-stream'));
  });

  it('a further step that is not known ends it', async () => {
    const bench = makeBench();
    bench.stream.start();
    const connection = await bench.network.accept();
    connection.features(mechanisms2(['SCRAM-SHA-256'], BIND2));
    await connection.next();
    connection.say('<continue xmlns="urn:xmpp:sasl:2"><tasks><task>TOTP</task></tasks></continue>');
    expect(await bench.reach('waiting')).toEqual(waiting('policy'));
  });
});

describe('classic SASL', () => {
  it('signs in, binds, enables, and only then is online', async () => {
    const bench = makeBench({ signing: { hash: 'SHA-1' } });
    bench.stream.start();
    const connection = await bench.network.accept();
    connection.features(mechanisms(['PLAIN', 'SCRAM-SHA-1']));
    connection.features(AFTER);
    expect(attr(await signInClassic(connection, bench.signing), 'mechanism')).toBe('SCRAM-SHA-1');
    await bindClassic(connection, bench.full, '<enabled xmlns="urn:xmpp:sm:3" id="x" resume="1"/>');
    expect(await bench.reach('online')).toMatchObject({ resumed: false, features: { carbonsEnabled: false, streamManagement: true } });
  });

  it('a server whose signature is missing or wrong is not believed', async () => {
    for (const tamper of [() => undefined, () => Buffer.from('v=AAAAAAAAAAAAAAAAAAAAAAAAAAA=')]) {
      const bench = makeBench({ signing: { hash: 'SHA-1', tamper } });
      bench.stream.start();
      const connection = await bench.network.accept();
      connection.features(mechanisms(['SCRAM-SHA-1']));
      await signInClassic(connection, bench.signing);
      await endsFor(bench, 'server-not-proven');
      expect(connection.ended).toBe('destroyed');
      expect(bench.kept).toEqual([]);
    }
  });

  it('the name that is taken gives way to one of the server’s', async () => {
    const bench = makeBench();
    bench.stream.start();
    const connection = await bench.network.accept();
    connection.features(mechanisms(['SCRAM-SHA-256']));
    connection.features('<bind xmlns="urn:ietf:params:xml:ns:xmpp-bind"/>');
    await signInClassic(connection, bench.signing);
    const refused = await connection.next();
    connection.say(`<iq type="error" id="${attr(refused, 'id')}"><error type="cancel"><conflict xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error></iq>`);
    await bindClassic(connection, bench.full);
    expect(await bench.reach('online')).toMatchObject({ features: { streamManagement: false } });
  });
});

describe('what must not happen', () => {
  it('a server that lets us in without proof is left, with SASL2 too', async () => {
    const bench = makeBench({ signing: { tamper: () => undefined } });
    bench.stream.start();
    const connection = await bench.network.accept();
    connection.features(mechanisms2(['SCRAM-SHA-256'], BIND2));
    await signInSasl2(connection, bench.signing, bound(bench));
    await endsFor(bench, 'server-not-proven');
  });

  it('a wrong password waits for the user', async () => {
    const bench = makeBench({ credentials: { password: 'crayon' } });
    bench.stream.start();
    const connection = await bench.network.accept();
    connection.features(mechanisms2(['SCRAM-SHA-256'], BIND2));
    await signInSasl2(connection, bench.signing);
    await endsFor(bench, 'not-authorized');
  });

  it('a disabled account waits for the user', async () => {
    const bench = makeBench();
    bench.stream.start();
    const connection = await bench.network.accept();
    connection.features(mechanisms2(['SCRAM-SHA-256'], BIND2));
    await connection.next();
    connection.say('<failure xmlns="urn:xmpp:sasl:2"><account-disabled xmlns="urn:ietf:params:xml:ns:xmpp-sasl"/><text>Banished</text></failure>');
    expect(await bench.reach('waiting')).toMatchObject({ problem: 'account-disabled', detail: 'account-disabled: Banished' });
  });

  it('a server stripped to PLAIN after SCRAM gets no password', async () => {
    const seen = { mechanisms: ['SCRAM-SHA-1'], channelBinding: false };
    for (const features of [mechanisms(['PLAIN']), mechanisms2(['PLAIN'], BIND2)]) {
      const bench = makeBench({ credentials: { password: 'pencil', seen } });
      bench.stream.start();
      const connection = await bench.network.accept();
      connection.features(features);
      await endsFor(bench, 'weak-mechanism');
      expect(connection.sent).toEqual([]);
    }
  });

  it('channel binding stripped from the offer is refused before any proof', async () => {
    const bench = makeBench({ ways: { bindings: new Map([['tls-exporter', Buffer.from('x')]]) } });
    bench.stream.start();
    const connection = await bench.network.accept();
    connection.features(mechanisms2(['SCRAM-SHA-256'], BIND2) + bindingTypes(['tls-exporter']));
    await endsFor(bench, 'weak-mechanism');
    expect(connection.sent).toEqual([]);
  });

  it('no encryption and a bad certificate are tried again, but seldom, and shown', async () => {
    const bench = makeBench({ jitter: 0 });
    const certificate = { subject: 's', names: [], issuer: 'i', validFrom: 0, validTo: 1, sha256: '00' };
    bench.network.failures.push(new StreamProblem('certificate-expired', 'expired', certificate), new StreamProblem('no-encryption'));
    bench.stream.start();
    expect(await bench.reach('waiting')).toEqual({
      state: 'waiting',
      problem: 'certificate-expired',
      detail: 'expired',
      certificate,
      retryAt: bench.clock.now() + 60_000,
    });
    await bench.clock.pass(59_999);
    expect(bench.states.at(-1)).toMatchObject({ problem: 'certificate-expired' });
    await bench.clock.pass(1);
    expect(bench.states.at(-1)).toMatchObject({ problem: 'no-encryption' });
  });

  it('a server that never answers is given up and tried again', async () => {
    const bench = makeBench();
    bench.stream.start();
    const connection = await bench.network.accept();
    connection.features(mechanisms2(['SCRAM-SHA-256'], BIND2));
    await connection.next();
    await bench.clock.pass(30_000);
    expect(bench.states.at(-1)).toMatchObject({ state: 'waiting', problem: 'timeout' });
    expect(connection.ended).toBe('destroyed');
  });

  it('a stanza in the middle of the sign-in ends it', async () => {
    const bench = makeBench();
    bench.stream.start();
    const connection = await bench.network.accept();
    connection.features(mechanisms2(['SCRAM-SHA-256'], BIND2));
    await connection.next();
    connection.say('<message><body>hi</body></message>');
    expect(await bench.reach('waiting')).toEqual(waiting('bad-stream'));
    expect(bench.handled).toEqual([]);
  });
});

describe('channel binding', () => {
  it('is used, and remembered', async () => {
    const data = Buffer.from('exported');
    const bench = makeBench({ ways: { bindings: new Map([['tls-exporter', data]]) }, signing: { binding: data } });
    bench.stream.start();
    const connection = await bench.network.accept();
    connection.features(mechanisms2(['SCRAM-SHA-256', 'SCRAM-SHA-256-PLUS'], BIND2) + bindingTypes(['tls-server-end-point', 'tls-exporter']));
    const authenticate = await signInSasl2(connection, bench.signing, bound(bench));
    expect(attr(authenticate, 'mechanism')).toBe('SCRAM-SHA-256-PLUS');
    connection.say(`<stream:features>${AFTER}</stream:features>`);
    await bench.reach('online');
    expect(bench.kept[0]?.seen).toEqual({ mechanisms: ['SCRAM-SHA-256', 'SCRAM-SHA-256-PLUS'], channelBinding: true });
  });
});

describe('what is kept', () => {
  it('is kept before the stream is online', async () => {
    let release = (): void => undefined;
    const kept = new Promise<void>(resolve => (release = resolve));
    const bench = makeBench({ keep: () => kept });
    bench.stream.start();
    const connection = await bench.network.accept();
    connection.features(mechanisms2(['SCRAM-SHA-256'], BIND2));
    await signInSasl2(connection, bench.signing, bound(bench));
    connection.say(`<stream:features>${AFTER}</stream:features>`);
    connection.say('<message from="romeo@verona.test"><body>early</body></message>');
    await bench.clock.pass(1000);
    expect(bench.kept).toHaveLength(1);
    expect(bench.stream.state.state).toBe('connecting');
    release();
    await bench.reach('online');
    await bench.clock.pass(0);
    expect(bench.handled.map(stanza => textOf(stanza, 'body'))).toEqual(['early']);
  });

  it('a key store that fails keeps nobody off line', async () => {
    const bench = makeBench({ keep: () => Promise.reject(new Error('locked')) });
    await bringOnline(bench);
    expect(bench.log.join()).toContain('could not be kept: locked');
    expect(bench.log.join()).not.toContain(bench.signing.password);
  });

  it('the password goes when the same salt has come twice', async () => {
    const bench = makeBench();
    await bringOnline(bench);
    const first = bench.kept[0];
    expect(first).toMatchObject({ password: bench.signing.password, scram: { mechanism: 'SCRAM-SHA-256', iterations: 4096 } });
    await bench.stream.stop();
    await bringOnline(bench);
    expect(bench.kept[1]).not.toHaveProperty('password');
    expect(bench.kept[1]?.scram).toEqual(first?.scram);
    await bench.stream.stop();
    await bringOnline(bench);
    expect(bench.kept[2]?.scram).toEqual(first?.scram);
  });

  it('a server that salts anew every time keeps us on the password', async () => {
    const bench = makeBench();
    await bringOnline(bench);
    await bench.stream.stop();
    bench.stream.start();
    const connection = await bench.network.accept();
    connection.features(mechanisms2(['SCRAM-SHA-256'], BIND2));
    await signInSasl2(connection, { ...bench.signing, salt: Buffer.from('other') }, bound(bench));
    connection.say(`<stream:features>${AFTER}</stream:features>`);
    await bench.reach('online');
    expect(bench.kept[1]).toMatchObject({ password: bench.signing.password });
    expect(bench.kept[1]).not.toHaveProperty('scram');
  });

  it('keys that no longer fit ask the user for the password', async () => {
    const bench = makeBench();
    await bringOnline(bench);
    const { scram, seen } = bench.kept[0] ?? {};
    const other = makeBench({ credentials: { ...(scram ? { scram } : {}), ...(seen ? { seen } : {}) }, signing: { salt: Buffer.from('other') } });
    other.stream.start();
    const connection = await other.network.accept();
    connection.features(mechanisms2(['SCRAM-SHA-256'], BIND2));
    void signInSasl2(connection, other.signing);
    await endsFor(other, 'not-authorized');
  });

  it('PLAIN alone keeps the password', async () => {
    const bench = makeBench();
    bench.stream.start();
    const connection = await bench.network.accept();
    connection.features(mechanisms2(['PLAIN'], BIND2));
    const authenticate = await connection.next();
    const [user] = bench.address.split('@');
    expect(Buffer.from(textOf(authenticate, 'initial-response') ?? '', 'base64').toString()).toBe(`\0${user}\0${bench.signing.password}`);
    connection.say(success2(undefined, bound(bench)));
    connection.say(`<stream:features>${AFTER}</stream:features>`);
    await bench.reach('online');
    expect(bench.kept).toEqual([{ password: bench.signing.password, seen: { mechanisms: ['PLAIN'], channelBinding: false } }]);
  });
});
