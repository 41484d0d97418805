// The stream against a real Prosody: how it signs in, and that nothing is lost or doubled when the cable is cut.
import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../main/base/clock.ts';
import { Emitter } from '../../main/base/emitter.ts';
import { attr, el, textOf, type Element } from '../../main/xmpp/element.ts';
import { createStream, systemRandom } from '../../main/xmpp/stream/create-stream.ts';
import { forgetToken } from '../../main/xmpp/stream/forget-token.ts';
import { openTransport } from '../../main/xmpp/stream/open-transport.ts';
import { openPreAuth } from '../../main/xmpp/stream/pre-auth.ts';
import type { Credentials, Stream, StreamOptions, StreamState } from '../../main/xmpp/stream/stream.ts';
import { bareJid } from '../../preload/contract/ids.ts';
import { startCuttingProxy, type CuttingProxy } from '../actors/cutting-proxy.ts';
import { startProsody, type Prosody, type ProsodyOptions } from '../actors/prosody.ts';

const deps = { openTransport, clock: systemClock, random: systemRandom };
const undo: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const one of undo.splice(0).toReversed()) await one();
});

interface Client {
  readonly stream: Stream;
  readonly options: StreamOptions;
  readonly kept: Credentials[];
  readonly sent: string[];
  readonly handled: Element[];
  reach(fits: (state: StreamState) => boolean): Promise<StreamState>;
  /** So many stanzas are handled. */
  arrived(count: number): Promise<void>;
}
const online = (state: StreamState) => state.state === 'online';
const waiting = (state: StreamState) => state.state === 'waiting';

function client(server: Prosody, address: string, credentials: Credentials, more: Partial<StreamOptions> = {}): Client {
  const [kept, sent, handled]: [Credentials[], string[], Element[]] = [[], [], []];
  const options: StreamOptions = {
    address: bareJid(address),
    route: server.route,
    credentials,
    keep: async one => void kept.push(one),
    device: { id: randomUUID(), software: 'Balcony', name: 'a window in Verona' },
    authorities: [server.ca],
    log: () => undefined,
    ...more,
  };
  const stream = createStream(options, deps);
  stream.onTraffic((direction, xml) => direction === 'out' && sent.push(xml));
  const handling = new Emitter<void>();
  stream.onStanza(async stanza => {
    handled.push(stanza);
    handling.emit();
  });
  const arrived = (count: number): Promise<void> =>
    new Promise(resolve => {
      const look = (): void => {
        if (handled.length >= count) resolve();
      };
      handling.on(look);
      look();
    });
  undo.push(() => stream.stop());
  const reach = (fits: (state: StreamState) => boolean): Promise<StreamState> =>
    new Promise(resolve => {
      if (fits(stream.state)) return resolve(stream.state);
      const off = stream.onState(state => {
        if (!fits(state)) return;
        off();
        resolve(state);
      });
    });
  return { stream, options, kept, sent, handled, reach, arrived };
}
async function signedIn(server: Prosody, address: string, credentials: Credentials, more?: Partial<StreamOptions>): Promise<Client> {
  const one = client(server, address, credentials, more);
  one.stream.start();
  const state = await one.reach(next => online(next) || waiting(next));
  if (state.state === 'waiting')
    throw new Error(
      `${state.problem}: ${state.detail ?? ''} ${(await server.log())
        .split('\n')
        .filter(line => line.includes('Traceback'))
        .join('\n')}`,
    );
  return one;
}
const says = (one: Client, text: string): boolean => one.sent.some(xml => xml.includes(text));

const OLDER_TLS = 'ssl = { protocol = "tlsv1_2" }';
const SERVERS: readonly (readonly [string, ProsodyOptions, string])[] = [
  ['SASL2, SCRAM-SHA-1', {}, 'mechanism="SCRAM-SHA-1"'],
  ['SASL2, SCRAM-SHA-256', { passwords: 'SHA-256' }, 'mechanism="SCRAM-SHA-256"'],
  ['SASL2, passwords in the clear', { passwords: 'plain' }, 'mechanism="SCRAM-SHA-256"'],
  ['SASL2 without stream management inline', { disabled: ['sasl2_sm'] }, '<enable xmlns="urn:xmpp:sm:3"'],
  ['classic SASL', { disabled: ['sasl2'] }, '<auth xmlns="urn:ietf:params:xml:ns:xmpp-sasl" mechanism="SCRAM-SHA-1"'],
  // Here Prosody binds, by tls-unique alone and without saying so; its port for direct TLS speaks TLS 1.3 and offers no binding.
  ['SASL2 under TLS 1.2', { passwords: 'SHA-256', lua: OLDER_TLS }, 'mechanism="SCRAM-SHA-256-PLUS"'],
  ['classic SASL under TLS 1.2', { disabled: ['sasl2'], lua: OLDER_TLS }, 'mechanism="SCRAM-SHA-1-PLUS"'],
  ['classic SASL without stream management', { disabled: ['sasl2', 'smacks'], passwords: 'SHA-256' }, 'mechanism="SCRAM-SHA-256"'],
];

for (const [name, setup, mark] of SERVERS) {
  describe(name, () => {
    let server: Prosody;
    beforeAll(async () => {
      server = await startProsody(setup);
    });
    afterAll(() => server.stop());

    it('signs in by password, then by the kept keys or token, over STARTTLS and direct TLS', async () => {
      const { address, password } = await server.register();
      const first = await signedIn(server, address, { password });
      expect(first.stream.state).toMatchObject({ resumed: false, address: expect.stringMatching(new RegExp(`^${address}/Balcony`)) });
      expect(says(first, mark)).toBe(true);
      expect(first.sent.join('')).not.toContain(password);
      let [credentials] = first.kept;
      for (const route of [server.directRoute, server.route, server.directRoute]) {
        const next = await signedIn(server, address, credentials ?? {}, { route });
        credentials = next.kept.at(-1);
      }
      if (setup.passwords !== 'plain') expect(credentials).not.toHaveProperty('password');
    });

    it('a wrong password is a wrong password, and is not tried again', async () => {
      const { address } = await server.register();
      const one = client(server, address, { password: 'crayon' });
      one.stream.start();
      const state = await one.reach(waiting);
      expect(state).toMatchObject({ problem: 'not-authorized' });
      expect(state).not.toHaveProperty('retryAt');
      expect(one.kept).toEqual([]);
    });

    it('what was sent is acknowledged, and arrives', async () => {
      const [juliet, romeo] = await Promise.all([server.register(), server.register({ user: `romeo-${randomBytes(3).toString('hex')}` })]);
      const from = await signedIn(server, juliet.address, { password: juliet.password });
      const to = await signedIn(server, romeo.address, { password: romeo.password });
      const acked: (string | undefined)[] = [];
      const all = new Promise<void>(resolve => from.stream.onAcked(one => acked.push(attr(one, 'id')) === 3 && resolve()));
      const full = to.stream.state.state === 'online' ? to.stream.state.address : '';
      for (const id of ['1', '2', '3']) from.stream.send(el('message', undefined, { to: full, type: 'chat', id }, el('body', undefined, {}, id)));
      await all;
      expect(acked).toEqual(['1', '2', '3']);
      await to.arrived(3);
      expect(to.handled.map(one => textOf(one, 'body'))).toEqual(['1', '2', '3']);
    });
  });
}

describe('tokens (FAST)', () => {
  let server: Prosody;
  beforeAll(async () => {
    server = await startProsody();
  });
  afterAll(() => server.stop());

  it('are used, survive, are refused when forgotten, and the keys take over', async () => {
    const { address, password } = await server.register();
    const device = { id: randomUUID(), software: 'Balcony', name: 'a window' };
    const first = await signedIn(server, address, { password }, { device });
    expect(first.kept[0]?.fast?.mechanism).toMatch(/^HT-SHA-256-/);
    // The keys are to fit twice first; then the token is what signs in.
    const second = await signedIn(server, address, first.kept[0] ?? {}, { device });
    expect(says(second, 'mechanism="SCRAM')).toBe(true);
    const third = await signedIn(server, address, second.kept[0] ?? {}, { device });
    expect(says(third, 'mechanism="HT-SHA-256')).toBe(true);
    expect(says(third, 'mechanism="SCRAM')).toBe(false);
    const credentials = third.kept[0] ?? {};
    await forgetToken({ ...third.options, credentials }, deps);
    const fourth = await signedIn(server, address, credentials, { device });
    expect(says(fourth, 'mechanism="HT-SHA-256')).toBe(true);
    expect(says(fourth, 'mechanism="SCRAM')).toBe(true);
    expect(fourth.kept[0]?.fast?.token).not.toBe(credentials.fast?.token);
  });
});

describe('a stream before sign-in', () => {
  it('registers an account that then signs in (XEP-0077)', async () => {
    const server = await startProsody();
    undo.push(() => server.stop());
    const stream = await openPreAuth({ domain: server.domain, route: server.route, authorities: [server.ca], log: () => undefined }, deps);
    const [user, password] = [`nurse-${randomBytes(3).toString('hex')}`, randomUUID()];
    const query = (...children: Element[]) => el('query', 'jabber:iq:register', {}, ...children);
    expect(attr(await stream.iq(el('iq', undefined, { type: 'get', to: server.domain }, query())), 'type')).toBe('result');
    const fields = [el('username', undefined, {}, user), el('password', undefined, {}, password)];
    expect(attr(await stream.iq(el('iq', undefined, { type: 'set', to: server.domain }, query(...fields))), 'type')).toBe('result');
    await stream.close();
    await signedIn(server, `${user}@${server.domain}`, { password });
  });
});

describe('the cable is cut at any time', () => {
  for (const [name, setup] of [
    ['resumed inline', {}],
    ['resumed step by step', { disabled: ['sasl2'] }],
  ] as const) {
    it(`500 numbered messages each way arrive once and in order (${name})`, { timeout: 120_000 }, async () => {
      // In memory: each message costs it two transactions otherwise, and here it is not the disk that is tested.
      const server = await startProsody({ ...setup, settings: { storage: 'memory' } });
      undo.push(() => server.stop());
      const [one, other] = [await endpoint(server), await endpoint(server)];
      const results = await Promise.all([exchange(one, other), exchange(other, one), cutting([one.wire, other.wire])]);
      expect(results[0]).toEqual(Array.from({ length: 500 }, (_, index) => String(index)));
      expect(results[1]).toEqual(Array.from({ length: 500 }, (_, index) => String(index)));
      expect(one.wire.taken + other.wire.taken).toBeGreaterThan(10);
      for (const { states } of [one, other]) expect(states.filter(state => state.state === 'online' && !state.resumed)).toHaveLength(1);
    });
  }

  interface Endpoint extends Client {
    readonly wire: CuttingProxy;
    readonly full: string;
    readonly states: StreamState[];
  }
  async function endpoint(server: Prosody): Promise<Endpoint> {
    const { address, password } = await server.register();
    const wire = await startCuttingProxy(server.route);
    const states: StreamState[] = [];
    const one = client(server, address, { password }, { route: { host: wire.host, port: wire.port } });
    one.stream.onState(state => {
      states.push(state);
      // The cable is whole again at once, and the system says so.
      if (state.state === 'waiting') setImmediate(() => one.stream.retryNow());
    });
    undo.push(() => wire.close());
    one.stream.start();
    const state = await one.reach(online);
    return { ...one, wire, states, full: state.state === 'online' ? state.address : '' };
  }

  const exchanges = { running: 0 };
  /** Sends 500 in bursts, and answers with what the other side has handled. */
  async function exchange(from: Endpoint, to: Endpoint): Promise<(string | undefined)[]> {
    exchanges.running++;
    const arrived = to.arrived(500);
    const acked = new Promise<void>(resolve => {
      let count = 0;
      from.stream.onAcked(() => ++count === 500 && resolve());
    });
    for (let i = 0; i < 500; i++) {
      // The stream says when it cannot take more; what the outbox does in the app is done by hand here.
      while (!from.stream.send(el('message', undefined, { to: to.full, type: 'chat', id: String(i) }, el('body', undefined, {}, String(i)))))
        await from.reach(online);
      if (i % 10 === 9) await new Promise(resolve => setImmediate(resolve));
    }
    await Promise.all([arrived, acked]);
    exchanges.running--;
    return to.handled.map(stanza => textOf(stanza, 'body'));
  }

  /** Anywhere: within a handshake, a sign-in, a message or an acknowledgement. */
  async function cutting(wires: readonly CuttingProxy[]): Promise<void> {
    for (let round = 0; exchanges.running > 0 && round < 60; round++) {
      const wire = wires[round % 2];
      await Promise.race([wire?.cutAfter(Math.floor(Math.random() * 15_000)), new Promise(resolve => setTimeout(resolve, 200))]);
      wire?.cut();
    }
  }
});
