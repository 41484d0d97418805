// What the keeper makes of Jingle must be taken by the browser that carries calls: a page on either side of the wire, the native engine on the other.
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import engine from 'wrtc';
import { findBrowser } from '../../build/find-browser.ts';
import { join, KINDS, profileFor, quiet, Side, type TestEngine } from '../../main/calls/jingle/two-sides.fixture.ts';
import { driving } from '../../main/calls/jingle/native.fixture.ts';

declare global {
  interface Window {
    pc: RTCPeerConnection;
    connected: Promise<void>;
    found: (mid: string, line: string) => void;
  }
}
let browser: Browser;
let page: Page;

beforeAll(async () => {
  const executablePath = findBrowser();
  if (executablePath === undefined) throw new Error('there is no Chromium');
  const args = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])];
  browser = await chromium.launch({ executablePath, args });
});
afterAll(() => browser.close());
beforeEach(async () => {
  page = await browser.newPage();
  await page.route('https://balcony.test/', route => route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>call</title>' }));
  await page.goto('https://balcony.test/');
});
afterEach(() => page.close());

/** An RTCPeerConnection in the page, with a microphone, so that it shows its addresses. */
async function openPage(media: readonly ('audio' | 'video')[], muxOptional: boolean): Promise<TestEngine> {
  const heard: ((mid: string, line: string) => void)[] = [];
  await page.exposeFunction('found', (mid: string, line: string) => {
    for (const one of heard) one(mid, line);
  });
  await page.evaluate(
    async ({ kinds, mux }) => {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: true, video: true });
      const pc = new RTCPeerConnection({ bundlePolicy: 'balanced', rtcpMuxPolicy: mux ? ('negotiate' as RTCRtcpMuxPolicy) : 'require' });
      for (const track of stream.getTracks()) if (kinds.some(kind => kind === track.kind)) pc.addTrack(track, stream);
      pc.addEventListener('icecandidate', ({ candidate }) => {
        if (candidate?.candidate) window.found(candidate.sdpMid ?? '', candidate.candidate);
      });
      window.pc = pc;
      window.connected = new Promise(resolve => {
        pc.addEventListener('connectionstatechange', () => {
          if (pc.connectionState === 'connected') resolve();
        });
      });
    },
    { kinds: [...media], mux: muxOptional },
  );
  return {
    offer: restart =>
      page.evaluate(
        async iceRestart => (await window.pc.setLocalDescription(await window.pc.createOffer({ iceRestart })), window.pc.localDescription?.sdp ?? ''),
        restart,
      ),
    answer: () => page.evaluate(async () => (await window.pc.setLocalDescription(), window.pc.localDescription?.sdp ?? '')),
    remote: (type, sdp) => page.evaluate(description => window.pc.setRemoteDescription(description), { type, sdp }),
    rollback: () => page.evaluate(() => window.pc.setLocalDescription({ type: 'rollback' })),
    candidate: ({ mid, candidate, ufrag }) => page.evaluate(one => window.pc.addIceCandidate(one), { candidate, sdpMid: mid, usernameFragment: ufrag }),
    onCandidate: one => void heard.push(one),
  };
}

const addPicture = (): Promise<void> =>
  page.evaluate(async () => {
    const stream = await navigator.mediaDevices.getUserMedia({ video: true });
    for (const track of stream.getTracks()) window.pc.addTrack(track, stream);
  });
const connected = (): Promise<void> => page.evaluate(() => window.connected);
const state = (): Promise<string> => page.evaluate(() => window.pc.signalingState);

function openNative(): { pc: RTCPeerConnection; engine: TestEngine } {
  const pc = new engine.RTCPeerConnection();
  onTestFinished(() => pc.close());
  return { pc, engine: driving(pc) };
}

const SIDES = KINDS.flatMap(kind => (['initiator', 'responder'] as const).map(role => ({ kind, role })));

test.each(SIDES)('the page as $role talks to a peer of kind $kind, and a picture is added from each side', async ({ kind, role }) => {
  const profile = profileFor(kind);
  const native = openNative();
  const here = new Side(await openPage(['audio'], profile.muxOptional), role, kind);
  const there = new Side(native.engine, role === 'initiator' ? 'responder' : 'initiator', kind);
  join(here, there);
  if (role === 'responder') native.pc.addTransceiver('audio');
  const caller = role === 'initiator' ? here : there;
  caller.do(() => caller.offer());
  await connected();
  await quiet(here, there);
  if (profile.add) {
    await addPicture();
    here.do(() => here.offer());
    await quiet(here, there);
    native.pc.addTransceiver('video');
    there.do(() => there.offer());
    await quiet(here, there);
    expect(here.view.lines.map(line => line.closed)).toEqual([false, false, false]);
  }
  expect([await state(), native.pc.signalingState]).toEqual(['stable', 'stable']);
  expect(here.view.bundle).toHaveLength(profile.bundle ? here.view.lines.length : 0);
  // Where nothing is bundled each picture finds a way of its own.
  await expect.poll(() => page.evaluate(() => window.pc.connectionState), { timeout: 30_000 }).toBe('connected');
});

test.each(['initiator', 'responder'] as const)('the page as %s begins its path anew', async role => {
  const native = openNative();
  const here = new Side(await openPage(['audio', 'video'], false), role, 'own');
  const there = new Side(native.engine, role === 'initiator' ? 'responder' : 'initiator', 'own');
  join(here, there);
  if (role === 'responder') for (const media of ['audio', 'video']) native.pc.addTransceiver(media);
  const caller = role === 'initiator' ? here : there;
  caller.do(() => caller.offer());
  await connected();
  await quiet(here, there);
  for (const side of [here, there]) {
    const before = [here, there].map(one => one.view.lines[0]?.local?.transport?.ufrag);
    side.do(() => side.offer(true));
    // The answer comes with its first candidate, which the engine finds in its own time.
    await expect.poll(() => quiet(here, there).then(() => side.view.offering)).toBeUndefined();
    const after = [here, there].map(one => one.view.lines[0]?.local?.transport?.ufrag);
    expect(after.filter(one => before.includes(one))).toEqual([]);
  }
  expect([await state(), native.pc.signalingState]).toEqual(['stable', 'stable']);
});
