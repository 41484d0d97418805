// A stream under test: Juliet's, on a network with one scripted server and a clock of its own.
import { randomBytes, randomUUID } from 'node:crypto';
import { createStream } from '../../main/xmpp/stream/create-stream.ts';
import type { Credentials, Stream, StreamState } from '../../main/xmpp/stream/stream.ts';
import type { Element } from '../../main/xmpp/element.ts';
import { bareJid } from '../../preload/contract/ids.ts';
import { FakeClock } from './fake-clock.ts';
import { AFTER, BIND2, INLINE_RESUME, ScriptedNetwork, mechanisms2, signInSasl2, type ScriptedConnection, type Signing } from './scripted-server.ts';

export interface Bench {
  readonly stream: Stream;
  readonly network: ScriptedNetwork;
  readonly clock: FakeClock;
  readonly address: string;
  readonly full: string;
  readonly signing: Signing;
  /** What was to be kept, newest last. */
  readonly kept: Credentials[];
  readonly states: StreamState[];
  readonly acked: Element[];
  readonly handled: Element[];
  readonly log: string[];
  /** Resolves with the next state that fits, or with the present one. */
  reach(state: StreamState['state']): Promise<StreamState>;
}
export interface BenchOptions {
  readonly ways?: ConstructorParameters<typeof ScriptedNetwork>[0];
  readonly credentials?: Credentials;
  readonly signing?: Partial<Signing>;
  readonly jitter?: number;
  readonly handle?: (stanza: Element) => Promise<void>;
  readonly keep?: (credentials: Credentials) => Promise<void>;
}

export function makeBench(options: BenchOptions = {}): Bench {
  const user = `juliet-${randomBytes(3).toString('hex')}`;
  const address = `${user}@verona.test`;
  const password = randomUUID();
  const network = new ScriptedNetwork(options.ways);
  const clock = new FakeClock();
  const bench = { kept: [] as Credentials[], states: [] as StreamState[], acked: [] as Element[], handled: [] as Element[], log: [] as string[] };
  const stream = createStream(
    {
      address: bareJid(address),
      route: {},
      credentials: options.credentials ?? { password },
      keep: async credentials => {
        bench.kept.push(credentials);
        await options.keep?.(credentials);
      },
      device: { id: randomUUID(), software: 'Balcony', name: 'a window in Verona' },
      log: line => void bench.log.push(line),
    },
    { openTransport: network.openTransport, clock, random: { unit: () => options.jitter ?? 0.5, bytes: randomBytes } },
  );
  stream.onState(state => void bench.states.push(state));
  stream.onAcked(stanza => void bench.acked.push(stanza));
  stream.onStanza(async stanza => {
    await options.handle?.(stanza);
    bench.handled.push(stanza);
  });
  const reach = (state: StreamState['state']): Promise<StreamState> =>
    stream.state.state === state
      ? Promise.resolve(stream.state)
      : new Promise(resolve => {
          const off = stream.onState(next => {
            if (next.state !== state) return;
            off();
            resolve(next);
          });
        });
  return { ...bench, stream, network, clock, address, full: `${address}/Balcony~1`, signing: { hash: 'SHA-256', password, ...options.signing }, reach };
}

export const ENABLED = '<enabled xmlns="urn:xmpp:sm:3" id="session-1" resume="true" max="600"/>';

export const bound = (bench: Bench, enabled = ENABLED): string[] => [
  `<authorization-identifier>${bench.full}</authorization-identifier>`,
  `<bound xmlns="urn:xmpp:bind:0">${enabled}</bound>`,
];

/** Takes the next connection and brings Juliet online by SASL2 and Bind 2. */
export async function bringOnline(bench: Bench, enabled = ENABLED): Promise<ScriptedConnection> {
  bench.stream.start();
  const connection = await bench.network.accept();
  connection.features(mechanisms2(['SCRAM-SHA-256'], BIND2 + INLINE_RESUME));
  await signInSasl2(connection, bench.signing, bound(bench, enabled));
  connection.say(`<stream:features>${AFTER}</stream:features>`);
  await bench.reach('online');
  return connection;
}

/** Takes the next connection, on which the server resumes at `h`. Answers with the connection and the client's <authenticate/>. */
export async function bringBack(bench: Bench, h: number): Promise<{ readonly connection: ScriptedConnection; readonly authenticate: Element }> {
  bench.stream.retryNow();
  const connection = await bench.network.accept();
  connection.features(mechanisms2(['SCRAM-SHA-256'], BIND2 + INLINE_RESUME));
  const authenticate = await signInSasl2(connection, bench.signing, [
    `<authorization-identifier>${bench.full}</authorization-identifier>`,
    `<resumed xmlns="urn:xmpp:sm:3" h="${h}" previd="session-1"/>`,
  ]);
  await bench.reach('online');
  return { connection, authenticate };
}
