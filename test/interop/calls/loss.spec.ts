// How much of what is said arrives over a bad network: through a relay behind which packets are lost and delayed, the same ones in every run.
import { createHmac } from 'node:crypto';
import { networkInterfaces } from 'node:os';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openPeer, type Peer, type PeerConfig } from '../../../native/peer/peer.ts';
import { inTurn, Recorder, samples, silence } from '../../../native/peer/sound.ts';
import { startCoturn, whyNoCoturn, type Coturn } from '../../actors/coturn.ts';
import { startLossyRelay, type Weather } from '../../actors/lossy-relay.ts';
import { arrived, speech, speechMs, type Speech } from '../../actors/voice-sample.ts';

const SYLLABLES = 70;
/** The other side has to notice the loss before it sends anything twice. */
const WARM_UP_MS = 5000;
const address = Object.values(networkInterfaces())
  .flat()
  .find(one => one?.family === 'IPv4' && !one.internal)?.address;
const why = whyNoCoturn() ?? (address === undefined ? 'this computer has no address in a network' : undefined);
let relay: Coturn;

interface Talk {
  readonly said: Speech;
  readonly recording: Int16Array;
  /** Of 1: what the receiver had to make up. */
  readonly concealed: number;
}

/** The same bytes for everybody: an hour of credentials (draft-uberti-behave-turn-rest-00). */
function credentials(): { username: string; credential: string } {
  const username = String(Math.floor(Date.now() / 1000) + 3600);
  return { username, credential: createHmac('sha1', relay.secret).update(username).digest('base64') };
}

async function talk(weather: Weather, fec: boolean, seed: number): Promise<Talk> {
  const lossy = await startLossyRelay(relay, seed, { delayMs: weather.delayMs ?? 0 });
  const said = speech(SYLLABLES, seed);
  const ear = new Recorder();
  const peers: Peer[] = [];
  const connected = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<void>();
  const open = (index: number, config: PeerConfig): void => {
    peers[index] = openPeer(config, {
      candidate: found => void peers[1 - index]?.addCandidate(found),
      path: state => state === 'connected' && connected.resolve(),
    });
  };
  open(0, {
    iceServers: [{ urls: [`turn:${lossy.host}:${lossy.port}?transport=udp`], ...credentials() }],
    relayOnly: true,
    audio: inTurn(
      [samples(speech(Math.ceil((WARM_UP_MS + 2000) / speechMs(1)), seed + 1).sound), silence(500), samples(said.sound), silence(3000)],
      ended.resolve,
    ),
  });
  open(1, { ear });
  const [juliet, romeo] = peers as [Peer, Peer];
  try {
    const set = (sdp: string): string => (fec ? sdp : sdp.replaceAll('useinbandfec=1', 'useinbandfec=0'));
    await juliet.accept(set(await romeo.answer(set(await juliet.offer()))));
    await connected.promise;
    lossy.become(weather);
    await ended.promise;
    const { concealed } = await romeo.stats();
    return { said, recording: ear.samples().subarray(-(speechMs(SYLLABLES) + 5000) * 48), concealed };
  } finally {
    juliet.close();
    romeo.close();
    await lossy.stop();
  }
}

interface Figures {
  readonly heard: number;
  readonly concealed: number;
}
/** Neither of two talks loses exactly the same packets. */
const CHANCE = 0.05;
const figuresOf = ({ said, recording, concealed }: Talk): Figures => ({ heard: arrived(said, recording), concealed });
const figures = ({ heard, concealed }: Figures): string => `${percent(heard)}    ${percent(concealed)}    `;
const percent = (part: number): string => `${(part * 100).toFixed(1)} %`.padStart(8);

describe.skipIf(why !== undefined)(`speech over a bad network${why === undefined ? '' : ` (${why})`}`, () => {
  beforeAll(async () => {
    relay = await startCoturn([address ?? '']);
  });
  afterAll(() => relay?.stop());

  test('how much arrives, by loss and delay, with what was lost sent again (FEC) and without', async () => {
    const all: readonly (readonly [Weather, least: number, leastWithout: number])[] = [
      [{ loss: 0, delayMs: 20, jitterMs: 5 }, 0.97, 0.97],
      [{ loss: 0.02, delayMs: 20, jitterMs: 5 }, 0.93, 0.9],
      [{ loss: 0.05, delayMs: 20, jitterMs: 5 }, 0.9, 0.85],
      [{ loss: 0.1, delayMs: 20, jitterMs: 5 }, 0.85, 0.8],
      [{ loss: 0.2, delayMs: 20, jitterMs: 5 }, 0.75, 0.65],
      [{ loss: 0.05, delayMs: 100, jitterMs: 25 }, 0.85, 0.8],
      [{ loss: 0.05, delayMs: 200, jitterMs: 60 }, 0.8, 0.75],
      [{ loss: 0.05, delayMs: 400, jitterMs: 120 }, 0.75, 0.7],
    ];
    // Half of them are enough to see that nothing has become worse; the whole table is for who watches.
    const weathers = process.env['CI'] === undefined ? all : all.filter((_, index) => index % 2 === 0);
    const lines = ['   lost   delay  jitter |    FEC: arrived, made up | no FEC: arrived, made up'];
    // Two of them at a time. Looking at recordings takes the machine's whole breath: it waits until nobody speaks.
    for (let first = 0; first < weathers.length; first += 2) {
      const together = weathers.slice(first, first + 2);
      const talks = await Promise.all(together.flatMap(([weather], index) => [true, false].map(fec => talk(weather, fec, 100 + first + index))));
      for (const [index, [weather, least, leastWithout]] of together.entries()) {
        const [withFec, without] = talks.slice(2 * index, 2 * index + 2).map(figuresOf) as [Figures, Figures];
        const conditions = `${percent(weather.loss ?? 0)} ${String(weather.delayMs).padStart(4)} ms ${String(weather.jitterMs).padStart(4)} ms`;
        lines.push(`${conditions} | ${figures(withFec)} | ${figures(without)}`);
        expect(withFec.heard, conditions).toBeGreaterThanOrEqual(least);
        expect(without.heard, `${conditions}, without FEC`).toBeGreaterThanOrEqual(leastWithout);
        // What is sent twice takes the place of nothing: it costs no more than chance does.
        expect(withFec.heard, `${conditions}, with FEC and without`).toBeGreaterThanOrEqual(without.heard - CHANCE);
        expect(withFec.concealed, `${conditions}, made up with FEC and without`).toBeLessThanOrEqual(without.concealed + CHANCE);
      }
    }
    process.stdout.write(`${lines.join('\n')}\n`);
  });
});
