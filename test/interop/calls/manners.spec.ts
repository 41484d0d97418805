// Peers that do what other clients do on the wire, and bear no more than those do: over a real server, with real sound.
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Call } from '../../../preload/contract/calls.ts';
import { MANNERS, STRICT, type Kind } from '../../actors/manners.ts';
import type { Element } from '../../actors/peer.ts';
import { startProsody, type Prosody } from '../../actors/prosody.ts';
import { bothHear, call, clear, phase, setScene, theyCall, type Scene } from './manner-scene.ts';

const JMI = 'urn:xmpp:jingle-message:0';
const ADDS: readonly Kind[] = ['conversations', 'movim', 'dino'];
let server: Prosody;

beforeAll(async () => {
  server = await startProsody();
});
afterAll(() => server.stop());

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
describe.each(['conversations', 'movim', 'monal', 'dino'] as const)('a peer in the manner of %s', kind => {
  let scene: Scene;
  let talking: Call;
  beforeAll(async () => {
    scene = await setScene(server, kind);
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
