import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { build } from 'vite';
import { findBrowser } from '../../build/find-browser.ts';
import { resolveFile, SECURITY_HEADERS } from '../../main/host/csp.ts';
import type { Bench } from './media-bench/bench.ts';

/** Two engines of one real page talk to each other, under the app's own policy; the browser's fake devices beep and turn. */
declare global {
  interface Window {
    readonly bench: Bench;
  }
}
const ROOT = fileURLToPath(new URL('media-bench', import.meta.url));
let folder: string;
let server: Server;
let browser: Browser;
let page: Page;
const complaints: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'balcony-media-'));
  const options = { outDir: folder, emptyOutDir: true, target: 'chrome114', assetsInlineLimit: 0, modulePreload: { polyfill: false } };
  await build({ configFile: false, root: ROOT, base: './', logLevel: 'warn', build: options });
  server = createServer((request, response) => {
    void (async () => {
      const file = await resolveFile(folder, new URL(request.url ?? '/', 'http://bench').pathname);
      if (!file) return response.writeHead(request.url === '/favicon.ico' ? 204 : 404).end();
      return response.writeHead(200, { ...SECURITY_HEADERS, 'content-type': file.type }).end(await readFile(file.path));
    })();
  });
  await new Promise<void>(resolve => void server.listen(0, '127.0.0.1', resolve));
  const executablePath = findBrowser();
  if (executablePath === undefined) throw new Error('there is no Chromium');
  const args = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream', '--autoplay-policy=no-user-gesture-required'];
  browser = await chromium.launch({ executablePath, args: [...args, ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])] });
});
afterAll(async () => {
  await browser.close();
  await new Promise(resolve => void server.close(resolve));
  await rm(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  complaints.length = 0;
  page = await browser.newPage();
  page.on('console', message => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', error => complaints.push(String(error)));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the bench is not served');
  await page.goto(`http://127.0.0.1:${address.port}/`);
  await page.waitForFunction(() => 'bench' in window);
});
afterEach(async () => {
  await page.close();
  expect(complaints).toEqual([]);
});

test('two talk, each hears the other, and at the end every device is let go of', async () => {
  const [offer] = await page.evaluate(() => window.bench.connect());
  expect(offer).toMatch(/^m=audio /m);
  expect(offer).not.toMatch(/^m=video /m);
  expect(offer).toMatch(/a=rtpmap:\d+ telephone-event\/8000/);
  expect(offer).toMatch(/a=fmtp:111 .*useinbandfec=1.*usedtx=1/);
  await page.evaluate(() => Promise.all([window.bench.heardBy('romeo'), window.bench.heardBy('juliet')]));
  expect(await page.evaluate(() => window.bench.close())).toEqual({ live: 0, open: 0 });
});

test('a call that is over listens to nothing any more: the browser may keep a track or a connection for a while', async () => {
  await page.evaluate(() => window.bench.connect('camera'));
  const all = `[...bench.connections, ...bench.connections.flatMap(one => [...one.getSenders(), ...one.getReceivers()].map(({ track }) => track))]`;
  const devtools = await page.context().newCDPSession(page);
  const { result: list } = await devtools.send('Runtime.evaluate', { expression: all });
  const { result: entries } = await devtools.send('Runtime.getProperties', { objectId: list.objectId ?? '', ownProperties: true });
  const objects = entries.flatMap(({ value }) => value?.objectId ?? []);
  const listeners = async (): Promise<number> => {
    const each = await Promise.all(objects.map(objectId => devtools.send('DOMDebugger.getEventListeners', { objectId })));
    return each.reduce((sum, one) => sum + one.listeners.length, 0);
  };
  expect(await listeners()).toBeGreaterThan(objects.length);
  await page.evaluate(() => window.bench.close());
  expect(await listeners()).toBe(0);
});

test('only candidates of UDP to real addresses are told', async () => {
  await page.evaluate(() => window.bench.connect());
  const told = await page.evaluate(() => window.bench.sides.romeo.reports.flatMap(one => (one.say === 'candidate' ? [one] : [])));
  expect(told.length).toBeGreaterThan(0);
  for (const { candidate, mid, ufrag } of told) {
    expect(candidate).toMatch(/^candidate:\S+ \d udp \d+ [\d.a-f:]+ \d+ typ /i);
    expect(candidate).not.toContain('.local');
    expect([mid, ufrag.length > 3]).toEqual(['0', true]);
  }
});

test('who is muted is not heard, and is heard again', async () => {
  await page.evaluate(async () => {
    const { connect, sides, heardBy, silentFor } = window.bench;
    await connect();
    await heardBy('juliet');
    sides.romeo.command({ do: 'muted', muted: true });
    await silentFor('juliet');
    sides.romeo.command({ do: 'muted', muted: false });
    await heardBy('juliet');
  });
});

test('on hold nothing is sent, and after it everything is again', async () => {
  await page.evaluate(async () => {
    const { connect, sides, heardBy, silentFor, seenBy } = window.bench;
    await connect('camera');
    await Promise.all([heardBy('juliet'), seenBy('juliet')]);
    sides.romeo.command({ do: 'held', held: true });
    await silentFor('juliet');
    sides.romeo.command({ do: 'held', held: false });
    await Promise.all([heardBy('juliet'), heardBy('romeo'), seenBy('juliet')]);
  });
});

test('a picture is added to a running call, taken away without a word, and shown again', async () => {
  const shown = await page.evaluate(async () => {
    const { connect, negotiate, sides, seenBy } = window.bench;
    await connect();
    sides.juliet.command({ do: 'video', source: 'camera' });
    const first = await sides.juliet.next('video');
    const [offer] = await negotiate('juliet');
    const { received } = await seenBy('romeo');
    sides.juliet.command({ do: 'video', source: 'off' });
    const off = await sides.juliet.next('video');
    sides.juliet.command({ do: 'video', source: 'camera' });
    const again = await sides.juliet.next('video');
    await seenBy('romeo');
    // The other side shows one too: it has a place in the call, and only its direction changes.
    sides.romeo.command({ do: 'video', source: 'camera' });
    const back = await sides.romeo.next('video');
    await negotiate('romeo');
    await seenBy('juliet');
    return { first, off, again, back, offer, received };
  });
  expect(shown.first).toEqual({ say: 'video', source: 'camera', negotiate: true });
  expect(shown.off).toEqual({ say: 'video', source: 'off', negotiate: false });
  expect(shown.again).toEqual({ say: 'video', source: 'camera', negotiate: false });
  expect(shown.back).toEqual({ say: 'video', source: 'camera', negotiate: true });
  expect(shown.received?.codec).toBe('VP8');
  // Two helpers and one profile of each codec.
  const payloads = /^m=video \d+ \S+ (.+)$/m.exec(shown.offer)?.[1]?.split(' ') ?? [];
  expect(payloads.length).toBeLessThan(16);
});

test('an answer without a picture lets go of the camera', async () => {
  const report = await page.evaluate(async () => {
    const { connect, sides, CALL } = window.bench;
    await connect();
    sides.romeo.command({ do: 'video', source: 'camera' });
    await sides.romeo.next('video');
    sides.romeo.command({ do: 'offer', restart: false });
    const offer = await sides.romeo.next('description');
    sides.juliet.command({ do: 'remote', type: 'offer', sdp: offer.sdp });
    const answer = await sides.juliet.next('description');
    const refused = answer.sdp.replace(/m=video \d+/, 'm=video 0').replace(/a=group:BUNDLE 0 1/, 'a=group:BUNDLE 0');
    sides.romeo.command({ do: 'remote', type: 'answer', sdp: refused });
    const off = await sides.romeo.next('video');
    return { off, own: sides.romeo.engine.pictures(CALL).snapshot().own };
  });
  expect(report).toEqual({ off: { say: 'video', source: 'off', negotiate: false }, own: undefined });
});

/** Pulls a device out: the browser ends its track. */
const pullOut = (wanted: string): Promise<void> =>
  page.evaluate(kind => {
    const sender = window.bench.connections[0]?.getSenders().find(({ track }) => track?.kind === kind);
    sender?.track?.stop();
    sender?.track?.dispatchEvent(new Event('ended'));
  }, wanted);

test('for a camera that is pulled out another one takes over, and where there is none the picture is off; both are said', async () => {
  await page.evaluate(async () => {
    await window.bench.connect('camera');
    await window.bench.seenBy('juliet');
  });
  await pullOut('video');
  const other = await page.evaluate(async () => {
    const { sides, seenBy } = window.bench;
    const video = await sides.romeo.next('video');
    await seenBy('juliet');
    return [video, sides.romeo.engine.devices.snapshot().lost];
  });
  expect(other).toEqual([
    { say: 'video', source: 'camera', negotiate: false },
    { kind: 'camera', label: '', now: expect.stringContaining('fake') },
  ]);
  await page.evaluate(() => {
    navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotFoundError'));
  });
  await pullOut('video');
  const none = await page.evaluate(async () => {
    const { sides, CALL, until } = window.bench;
    const video = await sides.romeo.next('video');
    const { lost } = await until(sides.romeo.engine.devices, now => now.lost?.now === false);
    return [video, lost, sides.romeo.engine.pictures(CALL).snapshot().own];
  });
  expect(none).toEqual([{ say: 'video', source: 'off', negotiate: false }, { kind: 'camera', label: '', now: false }, undefined]);
});

test('a microphone that is pulled out and plugged in again is heard again, though there was no other meanwhile', async () => {
  await page.evaluate(async () => {
    const { connect, heardBy } = window.bench;
    await connect();
    await heardBy('juliet');
    const { mediaDevices } = navigator;
    const [take, list] = [mediaDevices.getUserMedia.bind(mediaDevices), mediaDevices.enumerateDevices.bind(mediaDevices)];
    let there = false;
    mediaDevices.getUserMedia = asked => (there ? take(asked) : Promise.reject(new DOMException('', 'NotFoundError')));
    mediaDevices.enumerateDevices = async () => (await list()).filter(({ kind }) => there || kind !== 'audioinput');
    Object.assign(window, {
      plugIn: () => {
        there = true;
        mediaDevices.dispatchEvent(new Event('devicechange'));
      },
    });
  });
  await pullOut('audio');
  const lost = await page.evaluate(async () => {
    const { sides, silentFor, until } = window.bench;
    const now = await until(sides.romeo.engine.devices, ({ lost: gone }) => gone?.now === false);
    await silentFor('juliet');
    return now.lost;
  });
  expect(lost).toEqual({ kind: 'microphone', label: '', now: false });
  const back = await page.evaluate(async () => {
    const { sides, heardBy, until } = window.bench;
    (window as unknown as { plugIn(): void }).plugIn();
    await heardBy('juliet');
    return (await until(sides.romeo.engine.devices, ({ lost: gone }) => typeof gone?.now === 'string')).lost;
  });
  expect(back).toMatchObject({ kind: 'microphone', now: expect.stringMatching(/fake/i) });
});

test('a microphone that is chosen in a running call is the one that is used', async () => {
  const chosen = await page.evaluate(async () => {
    const { connect, connections, heardBy, sides, until } = window.bench;
    await connect();
    const { devices } = sides.romeo.engine;
    const { microphones } = await until(devices, now => now.microphones.length > 1 && now.microphones.every(({ label }) => label !== ''));
    const inUse = (): string | undefined =>
      connections[0]
        ?.getSenders()
        .find(({ track }) => track?.kind === 'audio')
        ?.track?.getSettings().deviceId;
    const other = microphones.find(({ id }) => id !== 'default' && id !== inUse());
    devices.choose('microphone', other?.id);
    const isUsed = (): boolean => inUse() === other?.id;
    while (!isUsed()) await new Promise(requestAnimationFrame);
    await heardBy('juliet');
    return other?.label;
  });
  expect(chosen).toMatch(/fake/i);
});

test('before a call one hears oneself as others would, and no longer than one asks for it', async () => {
  const heard = await page.evaluate(async () => {
    const { sides, until } = window.bench;
    let played: HTMLMediaElement | undefined;
    HTMLMediaElement.prototype.play = new Proxy(HTMLMediaElement.prototype.play, {
      apply: (play, element: HTMLMediaElement) => {
        played = element;
        return Reflect.apply(play, element, []);
      },
    });
    const check = sides.romeo.engine.checkVoice();
    const stop = check.subscribe(() => undefined);
    await until(check, ({ level }) => level > 0.2);
    check.setLooping(true);
    const context = new AudioContext();
    const analyser = context.createAnalyser();
    context.createMediaStreamSource(played?.srcObject as MediaStream).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    const loudest = async (ms: number, enough: number): Promise<number> => {
      let most = 0;
      for (const begun = performance.now(); performance.now() - begun < ms && most < enough;) {
        analyser.getFloatTimeDomainData(samples);
        most = Math.max(most, ...samples);
        await new Promise(requestAnimationFrame);
      }
      return most;
    };
    const echo = await loudest(5000, 0.05);
    check.setLooping(false);
    const paused = played?.paused;
    stop();
    await context.close();
    return { echo, paused, after: check.snapshot() };
  });
  expect(heard.echo).toBeGreaterThan(0.05);
  expect(heard.paused).toBe(true);
  expect(heard.after).toEqual({ level: 0, looping: false, problem: undefined });
});

test('a shared screen is seen', async () => {
  const source = await page.evaluate(async () => {
    const { connect, negotiate, sides, seenBy } = window.bench;
    await connect();
    sides.romeo.command({ do: 'video', source: 'screen' });
    const shared = await sides.romeo.next('video');
    await negotiate('romeo');
    await seenBy('juliet');
    return shared.source;
  });
  expect(source).toBe('screen');
});

test('telephone keys are sent one after the other', async () => {
  const heard = await page.evaluate(async () => {
    await window.bench.connect();
    return window.bench.press('romeo', '12,#');
  });
  expect(heard).toBe('12,#');
});

test('an ICE restart brings new credentials and keeps the sound', async () => {
  const [before, after] = await page.evaluate(async () => {
    const { connect, negotiate, heardBy } = window.bench;
    const [first] = await connect();
    const [second] = await negotiate('romeo', true);
    await heardBy('juliet');
    return [first, second];
  });
  const ufrag = (sdp: string): string | undefined => /a=ice-ufrag:(\S+)/.exec(sdp)?.[1];
  expect(ufrag(after)).not.toBe(ufrag(before));
});

test('an offer that nobody answers is taken back, and the next one is agreed on', async () => {
  await page.evaluate(async () => {
    const { connect, negotiate, sides, heardBy, seenBy } = window.bench;
    await connect();
    sides.romeo.command({ do: 'video', source: 'camera' });
    await sides.romeo.next('video');
    sides.romeo.command({ do: 'offer', restart: false });
    await sides.romeo.next('description');
    sides.romeo.command({ do: 'rollback' });
    await negotiate('romeo');
    await Promise.all([heardBy('juliet'), seenBy('juliet')]);
  });
});

test('the figures of a call: path, round trip, codec and an estimate', async () => {
  const figures = await page.evaluate(async () => {
    await window.bench.connect();
    return window.bench.figuresOf('romeo');
  });
  expect(figures).toMatchObject({ path: 'direct', sound: { codec: 'opus' } });
  expect(figures?.opinion).toBeGreaterThan(3.5);
});

test('what cannot be taken is a problem that is told, and the call goes on', async () => {
  const problem = await page.evaluate(async () => {
    const { connect, sides, heardBy } = window.bench;
    await connect();
    sides.romeo.command({ do: 'remote', type: 'offer', sdp: 'no description at all' });
    const told = await sides.romeo.next('problem');
    for (const candidate of ['candidate:1 1 udp 1 127.0.0.1 22 typ host', 'candidate:x', '']) {
      sides.romeo.command({ do: 'candidate', mid: '9', candidate, ufrag: 'none' });
    }
    await heardBy('juliet');
    return told;
  });
  expect(problem).toMatchObject({ say: 'problem', problem: 'negotiation' });
});

test('a call that is closed while the microphone is still asked for takes nothing', async () => {
  const left = await page.evaluate(async () => {
    const { sides, close } = window.bench;
    sides.romeo.command({ do: 'open', config: { iceServers: [], relayOnly: false, muxOptional: false }, video: 'camera' });
    close();
    await navigator.mediaDevices.getUserMedia({ audio: true }).then(stream => stream.getTracks().forEach(track => track.stop()));
    return { reports: sides.romeo.reports.length, ...close() };
  });
  expect(left).toEqual({ reports: 0, live: 0, open: 0 });
});
