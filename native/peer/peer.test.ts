import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { openPeer, type FoundCandidate, type Peer, type PeerConfig, type PathState } from './peer.ts';
import { echo, Recorder, tone } from './sound.ts';
import { ToneMeter } from './tone-meter.ts';

/** Two peers whose candidates reach each other without a server; `connected` resolves when both are. */
function two(juliet: PeerConfig, romeo: PeerConfig): { juliet: Peer; romeo: Peer; connected: Promise<unknown> } {
  const peers: Peer[] = [];
  const reached = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const open = (index: number, config: PeerConfig): void => {
    peers[index] = openPeer(config, {
      candidate: (found: FoundCandidate) => void peers[1 - index]?.addCandidate(found),
      path: (state: PathState) => state === 'connected' && reached[index]?.resolve(),
    });
  };
  open(0, juliet);
  open(1, romeo);
  const [one, other] = peers as [Peer, Peer];
  onTestFinished(() => {
    one.close();
    other.close();
  });
  return { juliet: one, romeo: other, connected: Promise.all(reached.map(({ promise }) => promise)) };
}

async function agree(one: Peer, other: Peer): Promise<void> {
  await one.accept(await other.answer(await one.offer()));
}

test('two peers hear each other’s tones, in frequency and level', async () => {
  const [ears, voice] = [new ToneMeter(), new ToneMeter()];
  const { juliet, romeo, connected } = two({ audio: tone(440), ear: ears }, { audio: tone(1000, { level: 0.1 }), ear: voice });
  await agree(juliet, romeo);
  await connected;
  const [fromRomeo, fromJuliet] = await Promise.all([ears.hears(({ level }) => level > 0.05), voice.hears(({ level }) => level > 0.2)]);
  expect(fromRomeo.hertz).toBeCloseTo(1000, -1);
  expect(fromRomeo.level).toBeLessThan(0.15);
  expect(fromJuliet.hertz).toBeCloseTo(440, -1);
  expect(fromJuliet.level).toBeLessThan(0.4);
  const { localType, received } = await juliet.stats();
  expect(localType).toBe('host');
  expect(received).toBeGreaterThan(10);
});

test('who is muted or holds is not heard, and afterwards is again', async () => {
  const voice = new ToneMeter();
  const { juliet, romeo, connected } = two({ audio: tone(440) }, { ear: voice });
  await agree(juliet, romeo);
  await connected;
  await voice.hears(({ level }) => level > 0.2);
  juliet.setMuted(true);
  await voice.hears(({ level }) => level < 0.01);
  juliet.setMuted(false);
  await voice.hears(({ level }) => level > 0.2);
  juliet.setHeld(true);
  await voice.hears(({ level }) => level < 0.01);
});

test('an echo says again what it hears', async () => {
  const own = new ToneMeter();
  const parrot = echo(200);
  const { juliet, romeo, connected } = two({ audio: tone(700), ear: own }, { audio: parrot, ear: parrot });
  await agree(juliet, romeo);
  await connected;
  expect((await own.hears(({ level }) => level > 0.2)).hertz).toBeCloseTo(700, -1);
});

test('a picture is added to a running call, moves, and is taken away again', async () => {
  const { juliet, romeo, connected } = two({}, {});
  await agree(juliet, romeo);
  await connected;
  expect(await juliet.setPicture(true)).toBe(true);
  await agree(juliet, romeo);
  await expect.poll(() => romeo.picture.moved, { timeout: 15_000 }).toBeGreaterThan(5);
  expect(romeo.picture.size).toEqual({ width: 320, height: 240 });
  expect(await juliet.setPicture(false)).toBe(true);
  await agree(juliet, romeo);
});

test('an offer that nobody answers can be taken back, and new credentials connect anew', async () => {
  const voice = new ToneMeter();
  const { juliet, romeo, connected } = two({ audio: tone(440) }, { ear: voice });
  await agree(juliet, romeo);
  await connected;
  const ufrag = (sdp: string): string => /a=ice-ufrag:(\S+)/.exec(sdp)?.[1] ?? '';
  const first = ufrag(await juliet.offer());
  await juliet.rollback();
  const offer = await juliet.offer({ restart: true });
  expect(ufrag(offer)).not.toBe(first);
  await juliet.accept(await romeo.answer(offer));
  await voice.hears(({ level }) => level > 0.2);
});

test('what is not a description is refused', async () => {
  const peer = openPeer();
  onTestFinished(() => peer.close());
  await expect(peer.answer('v=0\r\nthis is none')).rejects.toThrow();
});

test('a process that has closed its peers ends by itself', async () => {
  const script = `
    import { openPeer } from ${JSON.stringify(new URL('peer.ts', import.meta.url).href)};
    const peers = [];
    let connected = 0;
    const done = () => { if (++connected === 2) for (const peer of peers) peer.close(); };
    for (const index of [0, 1]) peers.push(openPeer({}, {
      candidate: found => void peers[1 - index].addCandidate(found),
      path: state => state === 'connected' && done(),
    }));
    await peers[0].accept(await peers[1].answer(await peers[0].offer()));
  `;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'inherit', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  expect(await once(child, 'exit')).toEqual([0, null]);
});

test('twenty calls leave nothing behind', async () => {
  const handles = (): number => process.getActiveResourcesInfo().filter(name => name === 'Timeout').length;
  const before = handles();
  for (let round = 0; round < 20; round += 1) {
    const recorder = new Recorder({ limitMs: 100 });
    const { juliet, romeo, connected } = two({}, { ear: recorder });
    await agree(juliet, romeo);
    await connected;
    juliet.close();
    romeo.close();
  }
  expect(handles()).toBeLessThanOrEqual(before);
});
