import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { findBrowser } from '../../build/find-browser.ts';
import { SAMPLE_RATE } from '../../native/peer/sound.ts';
import { loudestTone, type MeasuredTone } from '../../native/peer/tone-meter.ts';
import { writeWav } from '../../native/peer/wav.ts';
import { launch, type AppUnderTest, type LaunchOptions } from '../e2e/launch.ts';
import { CallView } from '../e2e/pages/call-view.ts';
import type { Computer } from './call-network.ts';
import { barsWalked, colourBars } from './colour-bars.ts';
import { pulses } from './voice-sample.ts';

export interface CallerOptions extends LaunchOptions {
  /** What its microphone hears: a tone in short pieces, as noise suppression takes a long one for a fan. */
  readonly hertz: number;
  /** Of the browser's own made-up camera; default: a camera that shows colour bars. */
  readonly framesPerSecond?: number;
  /** What its camera shows instead (YUV4MPEG2). */
  readonly film?: Uint8Array;
  /** Where it runs; else beside this process. */
  readonly computer?: Computer;
}
export interface Caller extends Senses {
  readonly app: AppUnderTest;
  readonly view: CallView;
  /** Ends the app and its browser, and removes its files. */
  close(): Promise<void>;
}
/** A caller's tone, at half of full scale when it is spoken; what the browser makes of a voice leaves it neither faint nor distorted. */
export const soundsLike = (heard: MeasuredTone, hertz: number): boolean => heard.level > 0.02 && heard.level < 0.9 && Math.abs(heard.hertz - hertz) < 10;
/** What comes out of a call in a page that ran `keepConnections` before the app. */
export interface Senses {
  /** The sound that arrives now. */
  heardTone(): Promise<MeasuredTone>;
  stats(): Promise<CallStats>;
  /** What the picture of the other side shows now, as the brightness of a few places; empty without one. */
  shownPicture(): Promise<readonly number[]>;
  /** How far the colour bars of the other side's camera have walked; undefined where it shows none. */
  shownBars(): Promise<number | undefined>;
}
export interface CallStats {
  readonly connections: number;
  readonly packetsReceived: number;
  readonly packetsSent: number;
  readonly videoFrames: number;
  readonly videoFramesSent: number;
  readonly localType: string;
  readonly remoteType: string;
  readonly protocol: string;
  readonly remoteAddress: string;
}

/** For a Chromium whose devices are made up; `voice`: the file that its microphone hears; `camera`: one that its camera shows, or how often its own changes. */
export function mediaFlags(voice: string, camera?: string | number): string[] {
  const device = typeof camera === 'number' ? `=fps=${camera}` : '';
  const film = typeof camera === 'string' ? [`--use-file-for-fake-video-capture=${camera}`] : [];
  return [`--use-fake-device-for-media-stream${device}`, '--use-fake-ui-for-media-stream', `--use-file-for-fake-audio-capture=${voice}`, ...film];
}

/** A window of the app in a Chromium of its own, whose camera and microphone are a moving picture and a tone. */
export async function launchCaller({ hertz, framesPerSecond, film: shown, computer, ...options }: CallerOptions): Promise<Caller> {
  const folder = await mkdtemp(join(tmpdir(), 'balcony-voice-'));
  const voice = join(folder, 'voice.wav');
  await writeFile(voice, writeWav(pulses(hertz)));
  const film = join(folder, 'camera.y4m');
  if (framesPerSecond === undefined) await writeFile(film, shown ?? colourBars());
  const app = await launch({
    ...options,
    ...(options.server && computer ? { server: { ...options.server, route: { ...options.server.route, host: computer.server } } } : {}),
    ...(computer ? { through: computer.through } : {}),
    browser: {
      args: mediaFlags(voice, framesPerSecond ?? film),
      ...(computer ? { executablePath: await computer.wrapper(findBrowser() ?? '') } : {}),
    },
    pageScript: keepConnections,
  });
  return {
    app,
    view: new CallView(app.page),
    ...sensesOf(() => app.page),
    close: async () => {
      await app.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export const sensesOf = (page: () => Page): Senses => ({
  heardTone: async () => loudestTone(Int16Array.from(await page().evaluate(listen, SAMPLE_RATE))),
  stats: () => page().evaluate(readStats),
  shownPicture: async () => (await page().evaluate(lookAtPicture)).map(([, green]) => green),
  shownBars: async () => barsWalked((await page().evaluate(lookAtPicture)).slice(6 * 16, 7 * 16)),
});

// What follows runs in the page, each function by itself.

interface Watched extends Window {
  RTCPeerConnection: typeof RTCPeerConnection;
  connectionsOfTest: RTCPeerConnection[];
  earOfTest?: { readonly track: MediaStreamTrack; readonly analyser: AnalyserNode };
}
declare const window: Watched;

export function keepConnections(): void {
  const kept: RTCPeerConnection[] = [];
  window.connectionsOfTest = kept;
  window.RTCPeerConnection = class extends window.RTCPeerConnection {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      // Those that are closed are let go, as the app lets them go.
      kept.splice(0, kept.length, ...kept.filter(({ connectionState }) => connectionState !== 'closed'), this);
    }
  };
}

/** The last third of a second of what the newest call receives. */
async function listen(sampleRate: number): Promise<number[]> {
  const open = window.connectionsOfTest.filter(connection => connection.connectionState !== 'closed');
  const track = open
    .at(-1)
    ?.getReceivers()
    .find(receiver => receiver.track.kind === 'audio')?.track;
  if (!track) return [];
  if (window.earOfTest?.track !== track) {
    const context = new AudioContext({ sampleRate });
    await context.resume();
    const analyser = new AnalyserNode(context, { fftSize: 16_384 });
    context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
    window.earOfTest = { track, analyser };
  }
  const { analyser } = window.earOfTest;
  const samples = new Float32Array(analyser.fftSize);
  analyser.getFloatTimeDomainData(samples);
  return Array.from(samples, sample => Math.round(Math.max(-1, Math.min(1, sample)) * 32_767));
}

async function readStats(): Promise<CallStats> {
  const open = window.connectionsOfTest.filter(connection => connection.connectionState !== 'closed');
  const reports: Record<string, unknown>[] = [];
  (await open.at(-1)?.getStats())?.forEach((report: Record<string, unknown>) => void reports.push(report));
  const sum = (type: string, name: string): number =>
    reports.filter(report => report['type'] === type).reduce((total, report) => total + Number(report[name] ?? 0), 0);
  const byId = (id: unknown): Record<string, unknown> => reports.find(report => report['id'] === id) ?? {};
  const text = (report: Record<string, unknown>, name: string): string => (typeof report[name] === 'string' ? report[name] : '');
  const pair = byId(reports.find(report => report['type'] === 'transport')?.['selectedCandidatePairId']);
  const [local, remote] = [byId(pair['localCandidateId']), byId(pair['remoteCandidateId'])];
  return {
    connections: open.length,
    packetsReceived: sum('inbound-rtp', 'packetsReceived'),
    packetsSent: sum('outbound-rtp', 'packetsSent'),
    videoFrames: sum('inbound-rtp', 'framesDecoded'),
    videoFramesSent: sum('outbound-rtp', 'framesSent'),
    localType: text(local, 'candidateType'),
    remoteType: text(remote, 'candidateType'),
    protocol: text(local, 'relayProtocol') || text(local, 'protocol'),
    remoteAddress: text(remote, 'address'),
  };
}

/** 12 lines of 16 colours. */
function lookAtPicture(): [red: number, green: number, blue: number][] {
  const theirs = new Set(window.connectionsOfTest.flatMap(connection => connection.getReceivers().map(({ track }) => track.id)));
  const video = [...document.querySelectorAll('video')].find(
    ({ srcObject }) => srcObject instanceof MediaStream && srcObject.getVideoTracks().some(({ id }) => theirs.has(id)),
  );
  if (!video || video.videoWidth === 0) return [];
  const [width, height] = [16, 12];
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  context?.drawImage(video, 0, 0, width, height);
  const { data = [] } = context?.getImageData(0, 0, width, height) ?? {};
  return Array.from({ length: width * height }, (_, index) => [data[index * 4] ?? 0, data[index * 4 + 1] ?? 0, data[index * 4 + 2] ?? 0]);
}
