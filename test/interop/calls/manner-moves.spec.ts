// What other clients do of their own accord in a call.
import { randomInt } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { networkInterfaces } from 'node:os';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { heard } from '../../actors/heard.ts';
import { startProsody, type Prosody } from '../../actors/prosody.ts';
import { bothHear, call, clear, phase, setScene, theyCall, weCallThem, type Scene } from './manner-scene.ts';

let server: Prosody;
let scene: Scene | undefined;

beforeAll(async () => {
  server = await startProsody();
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
