// What other clients do of their own accord in a call, and a telephone behind a gateway.
import { randomInt } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { networkInterfaces } from 'node:os';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { freePorts } from '../../../main/demo/keeper.ts';
import { heard } from '../../actors/heard.ts';
import { JinglePeer } from '../../actors/jingle-peer.ts';
import { MANNERS, STRICT } from '../../actors/manners.ts';
import { leave } from '../../actors/people.ts';
import { startProsody, type Prosody } from '../../actors/prosody.ts';
import { bothHear, call, clear, openJuliet, phase, setScene, theyCall, weCallThem, type Scene } from './manner-scene.ts';

const GATE = 'gate.verona.test';
const SECRET = 'between the two of them';
let server: Prosody;
let componentPort: number;
let scene: Scene | undefined;

beforeAll(async () => {
  [componentPort = 0] = await freePorts(1);
  server = await startProsody({ settings: { component_ports: [componentPort] }, lua: `Component "${GATE}"\n  component_secret = "${SECRET}"` });
});
afterAll(() => server.stop());
afterEach(async () => {
  if (scene) await clear(scene);
  scene = undefined;
});

test('Conversations seeks a new path: we give it ours, and the sound goes on', async () => {
  scene = await setScene(server, 'conversations');
  await weCallThem(scene);
  const before = scene.them.transcript.length;
  await scene.them.restart();
  const { them } = scene;
  await vi.waitFor(() => expect(them.transcript.slice(before).some(one => one.getChild('jingle')?.attrs['action'] === 'transport-info')).toBe(true), {
    timeout: 10_000,
  });
  await bothHear(scene);
  expect(them.faults).toEqual([]);
});

test.for(['conversations', 'movim', 'dino'] as const)('a peer in the manner of %s adds a picture, which is taken', async kind => {
  scene = await setScene(server, kind);
  const { juliet, them } = scene;
  await theyCall(scene);
  const shown = heard(juliet.app.calls.onChanged, one => one.theirVideo === 'camera');
  await them.addVideo();
  await shown;
  const accepted = await them.stanzas.wait(
    one =>
      ['content-accept', 'session-accept'].includes(String(one.getChild('jingle')?.attrs['action'])) &&
      (one.getChild('jingle')?.getChildren('content') ?? []).some(content => content.getChild('description')?.attrs['media'] === 'video'),
  );
  // Movim knows no content-accept: it takes a whole session-accept, and nothing less.
  expect(accepted.getChild('jingle')?.attrs['action']).toBe(kind === 'movim' ? 'session-accept' : 'content-accept');
  if (kind === 'movim') expect(accepted.getChild('jingle')?.getChildren('content')).toHaveLength(2);
  await bothHear(scene);
  expect(them.faults).toEqual([]);
});

test('programs of this computer that the other side names as its own address get no packet', async () => {
  scene = await setScene(server, 'conversations');
  const { them } = scene;
  const own = Object.values(networkInterfaces()).flatMap(links => links ?? []);
  const reachable = own.filter(({ internal, address }) => !internal && !address.startsWith('fe80:')).map(({ address }) => address);
  const bystanders = await Promise.all(['127.0.0.1', '::1', ...reachable].map(bystander));
  them.alsoTells = bystanders.map(({ address, port }, index) => `candidate:${900 + index} 1 udp 2130706431 ${address} ${port} typ host`);
  const { id } = await theyCall(scene);
  const over = phase(scene.juliet, 'ended');
  await scene.juliet.app.calls.hangUp({ call: id });
  await over;
  await weCallThem(scene);
  expect(bystanders.map(({ address, heard: packets }) => [address, packets()])).toEqual(bystanders.map(({ address }) => [address, 0]));
  for (const { close } of bystanders) close();
});

test('a call with a picture is answered with sound alone, by direction and not by leaving it out', async () => {
  scene = await setScene(server, 'conversations');
  const { them } = scene;
  them.offersPicture = true;
  await theyCall(scene, ['audio', 'video']);
  const accept = (await them.said('session-accept')).getChild('jingle');
  expect(accept?.getChildren('content').map(content => content.getChild('description')?.attrs['media'])).toEqual(['audio', 'video']);
  expect(them.faults).toEqual([]);
});

test('a peer that takes its call back, or declines ours, is understood', async () => {
  scene = await setScene(server, 'conversations');
  const { juliet, them } = scene;
  const rings = phase(juliet, 'incoming');
  them.call(juliet.account.address);
  await rings;
  await them.said('ringing');
  const gone = phase(juliet, 'ended');
  them.retract(juliet.account.address);
  expect((await gone).end).toBe('cancelled');
  const [ringing, declined] = [phase(juliet, 'ringing'), heard(juliet.app.calls.onChanged, one => one.end === 'declined')];
  await call(juliet, them);
  await ringing;
  them.reject();
  await declined;
});

describe('a telephone behind a gateway', () => {
  const number = '+15551234567';
  let phone: JinglePeer;
  afterEach(() => phone.stop());

  async function dial() {
    const account = await server.register();
    phone = await JinglePeer.start(server, { address: GATE, password: SECRET, componentPort, manners: MANNERS.gateway, as: `${number}@${GATE}/sip` });
    const { juliet, ear } = await openJuliet(server, account);
    await vi.waitFor(async () => expect(await juliet.app.calls.gateways({})).toMatchObject([{ address: GATE, name: 'Telephone' }]), { timeout: 20_000 });
    const phases: string[] = [];
    juliet.app.calls.onChanged(one => phases.at(-1) === one.phase || phases.push(one.phase));
    const [ringing, connected] = [phase(juliet, 'ringing'), phase(juliet, 'connected')];
    const begun = await juliet.app.calls.dial({ number });
    return { juliet, ear, begun, phases, ringing, connected };
  }

  test('is dialled, rings when it says so, and has answered only with its session', async () => {
    const { juliet, ear, begun, phases, ringing, connected } = await dial();
    expect(begun).toMatchObject({ peer: `${number}@${GATE}`, number: '+1 555 123 4567' });
    await ringing;
    phone.answer();
    const talking = await connected;
    await bothHear({ ear, them: phone });
    expect(phases).toEqual(expect.arrayContaining(['connecting', 'ringing', 'connected']));
    expect(phases.indexOf('ringing')).toBeLessThan(phases.indexOf('connected'));
    expect(talking).toMatchObject({ takesTones: true, takesVideo: false });
    for (const rule of STRICT.gateway) expect(phone.faults.filter(fault => fault.startsWith(rule))).toEqual([]);
    expect(phone.faults).toEqual([]);
    const over = phase(juliet, 'ended');
    phone.hangUp();
    await over;
    await leave(juliet);
  });

  test('is busy', async () => {
    const { juliet, ringing } = await dial();
    await ringing;
    const ended = phase(juliet, 'ended');
    phone.hangUp('busy');
    expect((await ended).end).toBe('busy');
    await leave(juliet);
  });
});

/** A program that minds its own business on a port of this computer, and counts who disturbs it. */
async function bystander(
  address: string,
): Promise<{ readonly address: string; readonly port: number; readonly heard: () => number; readonly close: () => void }> {
  const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4');
  let packets = 0;
  socket.on('message', () => (packets += 1));
  for (;;) {
    // Where services live; above, a call to another program of the same computer may be meant.
    const port = randomInt(20_000, 32_000);
    const bound = await new Promise<boolean>(resolve => {
      socket.once('error', () => resolve(false));
      socket.bind(port, address, () => resolve(true));
    });
    if (bound) return { address, port, heard: () => packets, close: () => void socket.close() };
  }
}
