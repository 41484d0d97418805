import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { findBrowser } from '../../build/find-browser.ts';
import { writeWav } from '../../native/peer/wav.ts';
import { toTell } from '../../renderer/calls/wire-sdp.ts';
import { mediaFlags } from '../actors/call-page.ts';
import { pulses } from '../actors/voice-sample.ts';

/** Where a picture stands in the window, in CSS pixels. */
export interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
/** Theirs first, then the own one. */
export type Places = readonly Place[];

/** Two pages with nothing in them but a call, each in a browser of its own. */
export interface BarePair {
  readonly pages: readonly [Page, Page];
  readonly browsers: readonly [Browser, Browser];
  /** Resolves when both are connected. With pictures: a camera each, shown in these places. */
  connect(pictures: Places): Promise<void>;
  end(): Promise<void>;
  stop(): Promise<void>;
}

/** @param framesPerSecond of both cameras */
export async function startBarePair(framesPerSecond: number): Promise<BarePair> {
  const folder = await mkdtemp(join(tmpdir(), 'balcony-bare-'));
  const server = createServer((_request, response) => response.setHeader('content-type', 'text/html').end(PAGE));
  await new Promise<void>(resolve => void server.listen(0, '127.0.0.1', resolve));
  const sides = await Promise.all([440, 700].map(hertz => open(server, join(folder, `${hertz}.wav`), { hertz, framesPerSecond })));
  const [one, other] = sides as [Side, Side];
  const pages = [one.page, other.page] as const;
  return {
    pages,
    browsers: [one.browser, other.browser],
    connect: async pictures => {
      const offer = await one.page.evaluate(begin, { pictures, offer: undefined });
      const answer = await other.page.evaluate(begin, { pictures, offer: toTell(offer) });
      await one.page.evaluate(sdp => window.connectionsOfTest[0]?.setRemoteDescription({ type: 'answer', sdp }), toTell(answer));
      for (const page of pages) await page.waitForFunction(() => window.connectionsOfTest[0]?.connectionState === 'connected');
    },
    end: async () => void (await Promise.all(pages.map(page => page.evaluate(end)))),
    stop: async () => {
      for (const { browser } of sides) await browser.close();
      await new Promise(resolve => void server.close(resolve));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

interface Side {
  readonly browser: Browser;
  readonly page: Page;
}
async function open(server: Server, voice: string, { hertz, framesPerSecond }: { readonly hertz: number; readonly framesPerSecond: number }): Promise<Side> {
  await writeFile(voice, writeWav(pulses(hertz)));
  const args = [...mediaFlags(voice, framesPerSecond), ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])];
  const browser = await chromium.launch({ executablePath: findBrowser() ?? 'chromium', args });
  const page = await browser.newPage({ viewport: { width: 1100, height: 760 } });
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  return { browser, page };
}

const PAGE =
  '<!doctype html><title>bare</title><style>body { background: #111; } video { position: fixed; object-fit: contain; } video + video { object-fit: cover; }</style>';

// What follows runs in the page, each function by itself.

interface Bare extends Window {
  connectionsOfTest: RTCPeerConnection[];
}
declare const window: Bare;

/** Makes the connection and a description of it with all candidates: an offer, or the answer to this one. Devices are asked for as the app does. */
async function begin({ pictures, offer }: { readonly pictures: Places; readonly offer: string | undefined }): Promise<string> {
  const audio = { echoCancellation: true, autoGainControl: true, noiseSuppression: true };
  const video = { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30, max: 30 } };
  const stream = await navigator.mediaDevices.getUserMedia({ audio, ...(pictures.length > 0 ? { video } : {}) });
  const connection = new RTCPeerConnection({ bundlePolicy: 'balanced' });
  window.connectionsOfTest = [connection];
  const show = (track: MediaStreamTrack, place: Place | undefined): void => {
    const element = document.createElement(track.kind === 'video' ? 'video' : 'audio');
    element.srcObject = new MediaStream([track]);
    element.muted = track.kind === 'video';
    element.autoplay = true;
    if (place) Object.assign(element.style, { left: `${place.x}px`, top: `${place.y}px`, width: `${place.width}px`, height: `${place.height}px` });
    document.body.append(element);
  };
  connection.addEventListener('track', ({ track }) => show(track, pictures[0]));
  for (const track of stream.getTracks()) {
    if (track.kind === 'video') track.contentHint = 'motion';
    connection.addTrack(track, stream);
  }
  if (offer !== undefined) await connection.setRemoteDescription({ type: 'offer', sdp: offer });
  const gathered = new Promise<void>(resolve => {
    connection.addEventListener('icecandidate', ({ candidate }) => void (candidate === null && resolve()));
  });
  await connection.setLocalDescription();
  await gathered;
  const own = stream.getVideoTracks()[0];
  if (own) show(own, pictures[1]);
  return connection.localDescription?.sdp ?? '';
}

function end(): void {
  for (const connection of window.connectionsOfTest) {
    for (const { track } of connection.getSenders()) track?.stop();
    connection.close();
  }
  window.connectionsOfTest = [];
  document.body.replaceChildren();
}
