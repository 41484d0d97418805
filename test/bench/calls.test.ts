// How long a call takes to ring, and from Answer to sound: the whole app, through a real server, against two engines that call each other's functions.
import { xml } from '@xmpp/client';
import { afterAll, beforeAll, test } from 'vitest';
import { NativeEngine } from '../../main/calls/phone/native-engine.ts';
import { openPeer, type Peer } from '../../native/peer/peer.ts';
import { tone, type AudioSink } from '../../native/peer/sound.ts';
import { openApp } from '../actors/app.ts';
import { heard } from '../actors/heard.ts';
import { conversationOf, leave, sees, type Someone } from '../actors/people.ts';
import { startProsody, type Prosody } from '../actors/prosody.ts';
import { bareClient, type BareClient } from './bare-client.ts';
import { median, report } from './report.ts';

const CALLS = 9;
const LOUD = 1000;
let server: Prosody;

beforeAll(async () => {
  // The library binds twice where SASL2 has bound already.
  server = await startProsody({ disabled: ['sasl2'] });
});
afterAll(() => server.stop());

/** Hears when there is sound: an engine plays silence before the first packet. */
class Ear implements AudioSink {
  #hears = Promise.withResolvers<number>();
  listen(): Promise<number> {
    this.#hears = Promise.withResolvers();
    return this.#hears.promise;
  }
  take(frame: Int16Array): void {
    if (frame.some(sample => Math.abs(sample) > LOUD)) this.#hears.resolve(performance.now());
  }
}

async function roundTrip(xmpp: BareClient): Promise<number> {
  const times: number[] = [];
  for (let turn = 0; turn < 50; turn += 1) {
    const begun = performance.now();
    await xmpp.iqCaller.request(xml('iq', { type: 'get', to: server.domain }, xml('ping', 'urn:xmpp:ping')));
    times.push(performance.now() - begun);
  }
  return median(times);
}

/** From the answer of whoever is called until both hear each other. */
async function bareCall(): Promise<number> {
  const ears = [new Ear(), new Ear()] as const;
  const bothHear = Promise.all(ears.map(ear => ear.listen()));
  const peers: Peer[] = [];
  for (const [index, ear] of ears.entries())
    peers[index] = openPeer({ audio: tone(440), ear }, { candidate: found => void peers[1 - index]?.addCandidate(found) });
  const [one, other] = peers as [Peer, Peer];
  const begun = performance.now();
  await one.accept(await other.answer(await one.offer()));
  const times = await bothHear;
  for (const peer of peers) peer.close();
  return Math.max(...times) - begun;
}

interface Speaker extends Someone {
  readonly ear: Ear;
}
async function speaker(account: { readonly address: string; readonly user: string; readonly password: string }): Promise<Speaker> {
  const ear = new Ear();
  const app = await openApp({ server, media: new NativeEngine(() => ({ audio: tone(440), ear })) });
  const { address, password, user } = account;
  return { app, ear, user, password, account: await app.accounts.signIn({ address, password, route: server.route }) };
}

async function ourCall(from: Speaker, to: Speaker): Promise<{ readonly toRing: number; readonly toSound: number }> {
  const { id: conversation } = await conversationOf(from, to);
  const rings = heard(from.app.calls.onChanged, call => call.phase === 'ringing');
  const incoming = heard(to.app.calls.onChanged, call => call.phase === 'incoming');
  const begun = performance.now();
  const { id } = await from.app.calls.start({ conversation, video: false });
  await rings;
  const toRing = performance.now() - begun;
  const { id: theirs } = await incoming;
  const bothHear = Promise.all([from.ear.listen(), to.ear.listen()]);
  const answered = performance.now();
  await to.app.calls.answer({ call: theirs, video: false, others: 'end' });
  const times = await bothHear;
  const over = Promise.all([from, to].map(one => heard(one.app.calls.onChanged, call => call.phase === 'ended')));
  await from.app.calls.hangUp({ call: id });
  await over;
  await Promise.all([from.app.calls.dismiss({ call: id }), to.app.calls.dismiss({ call: theirs })]);
  return { toRing, toSound: Math.max(...times) - answered };
}

test('a call rings, and is heard', async () => {
  const [a, b] = [await server.register(), await server.register()];
  await server.contact(a.user, b.address);
  await server.contact(b.user, a.address);
  const [juliet, romeo] = [await speaker(a), await speaker(b)];
  await sees(juliet, romeo);
  await sees(romeo, juliet);
  const xmpp = await bareClient(server);
  const times: { readonly toRing: number; readonly toSound: number; readonly bare: number; readonly trip: number }[] = [];
  for (let turn = 0; turn < CALLS; turn += 1) {
    // Now one calls, now the other: who calls often is not let through.
    const [from, to] = turn % 2 === 0 ? [juliet, romeo] : [romeo, juliet];
    times.push({ ...(await ourCall(from, to)), bare: await bareCall(), trip: await roundTrip(xmpp) });
  }
  const of = (name: keyof (typeof times)[number]): number => median(times.map(one => one[name]));
  report({ work: 'from click to ringing, against a round trip of the server', unit: 'ms', ours: of('toRing'), bare: of('trip'), bound: 3 });
  // At most 1.5 times, and two round trips.
  const bare = of('bare') + (2 * of('trip')) / 1.5;
  report({ work: 'from Answer to sound on both sides, against two bare engines and two round trips', unit: 'ms', ours: of('toSound'), bare, bound: 1.5 });
  await Promise.all([leave(juliet, romeo), xmpp.stop()]);
});
