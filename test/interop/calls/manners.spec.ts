// Peers that do what other clients do on the wire, and bear no more than those do: over a real server, with real sound.
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { NativeEngine } from '../../../main/calls/phone/native-engine.ts';
import { tone } from '../../../native/peer/sound.ts';
import { ToneMeter } from '../../../native/peer/tone-meter.ts';
import type { Call, CallPhase } from '../../../preload/contract/calls.ts';
import { openApp } from '../../actors/app.ts';
import { heard } from '../../actors/heard.ts';
import { JinglePeer } from '../../actors/jingle-peer.ts';
import { MANNERS, STRICT, type Kind } from '../../actors/manners.ts';
import { startPeer, type Element, type Peer } from '../../actors/peer.ts';
import { leave, type Someone } from '../../actors/people.ts';
import { startProsody, type Prosody } from '../../actors/prosody.ts';

const [JULIETS_TONE, THEIR_TONE] = [440, 880];
const JMI = 'urn:xmpp:jingle-message:0';
const ADDS: readonly Kind[] = ['conversations', 'movim', 'dino'];
let server: Prosody;

beforeAll(async () => {
  server = await startProsody();
});
afterAll(() => server.stop());

interface Scene {
  readonly juliet: Someone;
  readonly ear: ToneMeter;
  readonly them: JinglePeer;
  /** Another device of Juliet's, which only listens. */
  readonly tablet: Peer;
}
async function setScene(kind: Kind): Promise<Scene> {
  const [a, b] = await Promise.all([server.register(), server.register()]);
  await server.contact(a.user, b.address);
  await server.contact(b.user, a.address);
  const ear = new ToneMeter();
  const app = await openApp({ server, media: new NativeEngine(() => ({ audio: tone(JULIETS_TONE), ear })) });
  const account = await app.accounts.signIn({ address: a.address, password: a.password, route: server.route });
  const online = heard(app.contacts.onChanged, contact => contact.address === b.address && contact.availability === 'available');
  const them = await JinglePeer.start(server, { ...b, manners: MANNERS[kind], hertz: THEIR_TONE });
  await online;
  const tablet = await startPeer(server, { ...a, available: true });
  return { juliet: { app, account, user: a.user, password: a.password }, ear, them, tablet };
}
async function clear({ juliet, them, tablet }: Scene): Promise<void> {
  await them.stop();
  await tablet.stop();
  await leave(juliet);
}

const phase = ({ app }: Someone, wanted: CallPhase): Promise<Call> => heard(app.calls.onChanged, call => call.phase === wanted);
const call = async ({ app, account }: Someone, them: JinglePeer, video = false): Promise<Call> => {
  const { id } = await app.conversations.start({ account: account.id, address: them.stanzas.address });
  return app.calls.start({ conversation: id, video });
};
const bothHear = async ({ ear, them }: Scene): Promise<void> => {
  await Promise.all([
    ear.hears(({ hertz, level }) => level > 0.05 && Math.abs(hertz - THEIR_TONE) < 5),
    them.ear.hears(({ hertz, level }) => level > 0.05 && Math.abs(hertz - JULIETS_TONE) < 5),
  ]);
};
const jmi = (scene: Scene, what: string): Element | undefined => scene.them.transcript.find(one => one.getChild(what, JMI) !== undefined);
const jingle = (scene: Scene, action: string): Element[] =>
  scene.them.transcript.flatMap(one => one.getChild('jingle') ?? []).filter(one => one.attrs['action'] === action);

/** They are called; what one does in a call is done; a picture comes where they take one. */
async function weCall(scene: Scene, kind: Kind): Promise<Call> {
  const { juliet, them } = scene;
  const [ringing, connected] = [phase(juliet, 'ringing'), phase(juliet, 'connected')];
  const { id } = await call(juliet, them);
  if (MANNERS[kind].saysRinging || MANNERS[kind].ringsInSession) await ringing;
  them.answer();
  const talking = await connected;
  await them.connected;
  await bothHear(scene);
  for (const muted of [true, false]) await juliet.app.calls.setMuted({ call: id, muted });
  for (const held of [true, false]) await juliet.app.calls.setHeld({ call: id, held });
  await bothHear(scene);
  if (ADDS.includes(kind)) {
    await juliet.app.calls.setVideo({ call: id, source: 'camera' });
    await vi.waitFor(() => expect(them.voice.picture.moved).toBeGreaterThan(3), { timeout: 20_000 });
    await bothHear(scene);
  }
  const over = phase(juliet, 'ended');
  await juliet.app.calls.hangUp({ call: id });
  await over;
  await them.said('session-terminate');
  return talking;
}
async function theyCall(scene: Scene): Promise<void> {
  const { juliet, them } = scene;
  const [rings, connected] = [phase(juliet, 'incoming'), phase(juliet, 'connected')];
  them.call(juliet.account.address);
  const { id } = await rings;
  await juliet.app.calls.answer({ call: id, video: false, others: 'hold' });
  await connected;
  await them.connected;
  await bothHear(scene);
}

describe.each(['conversations', 'movim', 'monal', 'dino'] as const)('a peer in the manner of %s', kind => {
  let scene: Scene;
  let talking: Call;
  beforeAll(async () => {
    scene = await setScene(kind);
    talking = await weCall(scene, kind);
    await theyCall(scene);
  }, 120_000);
  afterAll(() => clear(scene));

  test.each(STRICT[kind])('%s', rule => {
    expect(scene.them.transcript.length).toBeGreaterThan(5);
    expect(scene.them.faults.filter(fault => fault.startsWith(rule))).toEqual([]);
  });

  test('nothing else was wrong', () => {
    expect(scene.them.faults).toEqual([]);
  });

  test('it is known whether pictures can be offered', () => {
    expect(talking.takesVideo).toBe(ADDS.includes(kind));
  });

  test('its proposal is answered at once: it rings here, to the device that called, and is received', async () => {
    const { them, juliet } = scene;
    const ringing = jmi(scene, 'ringing');
    expect(ringing?.attrs).toMatchObject({ to: them.stanzas.full, type: 'chat' });
    expect(String(ringing?.attrs['from'])).toContain(`${juliet.account.address}/`);
    await them.stanzas.wait(one => one.getChild('received', 'urn:xmpp:receipts') !== undefined);
  });

  test('what is accepted is said to the own devices and to the one that called', async () => {
    const proceed = jmi(scene, 'proceed');
    expect(proceed?.attrs).toMatchObject({ to: scene.them.stanzas.full, type: 'chat' });
    await scene.tablet.wait(one => one.toString().includes('<accept') && one.toString().includes(JMI));
  });

  test('the end of a call is said to the device, with its reason', async () => {
    const finish = await scene.them.said('finish');
    expect(finish.attrs).toMatchObject({ to: scene.them.stanzas.full, type: 'chat' });
    expect(finish.getChild('finish')?.getChild('reason')).toBeDefined();
  });

  test('a description is acknowledged before candidates are sent back', () => {
    const heardThere = scene.them.stanzas.heard;
    const results = heardThere.findIndex(
      one => one.is('iq') && one.attrs['type'] === 'result' && one.getChild('jingle') === undefined && one.attrs['from'] === scene.them.theirs,
    );
    const candidates = heardThere.findLastIndex(one => one.getChild('jingle')?.attrs['action'] === 'transport-info');
    expect(results).toBeGreaterThanOrEqual(0);
    // Movim gets all of them in the description.
    if (kind !== 'movim') expect(candidates).toBeGreaterThan(results);
  });

  test('mute is said as session-info', () => {
    const infos = jingle(scene, 'session-info').flatMap(one => one.getChildElements().map(({ name }) => name));
    expect(infos).toEqual(expect.arrayContaining(['mute', 'unmute', 'hold', 'unhold']));
  });
});
