// What a call costs and how late its sound is: two windows of the app against two bare pages with the same media, each in a browser of its own.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { launchCaller, type Caller } from '../actors/call-page.ts';
import { startProsody, type Prosody } from '../actors/prosody.ts';
import { startBarePair, type BarePair, type Places } from './bare-call.ts';
import { mouthToEar } from './onsets.ts';
import { cpuSeconds } from './process-time.ts';
import { median, report } from './report.ts';

const ROUNDS = 3;
const MEASURED_MS = 15_000;
/** Until the rate of a new picture has grown to what it will be. */
const SETTLES_MS = 7000;
/** Of both cameras, ours and bare. Half of the usual: a browser that has no room on two cores sends a smaller picture, and the two sides would not be the same media. */
const FRAMES_PER_SECOND = 15;

let server: Prosody;
let juliet: Caller;
let romeo: Caller;
let bare: BarePair;

beforeAll(async () => {
  server = await startProsody();
  const [one, two] = [await server.register(), await server.register()];
  await server.contact(one.user, two.address, 'Romeo');
  await server.contact(two.user, one.address, 'Juliet');
  juliet = await launchCaller({ server, account: one, hertz: 440, framesPerSecond: FRAMES_PER_SECOND });
  romeo = await launchCaller({ server, account: two, hertz: 700, framesPerSecond: FRAMES_PER_SECOND });
  bare = await startBarePair(FRAMES_PER_SECOND);
  await Promise.all([juliet.app.isOnline(), romeo.app.isOnline()]);
  await juliet.app.startWith(two.address);
  await romeo.app.startWith(one.address);
});
afterAll(async () => {
  await bare.stop();
  await juliet.close();
  await romeo.close();
  await server.stop();
});

interface Measured {
  /** Percent of one core, of both browsers together. */
  readonly cpu: number;
  readonly delay: readonly number[];
  /** Of the picture that arrived in each window: pixels across and frames a second. */
  readonly pictures: readonly { readonly width: number; readonly rate: number }[];
}
interface Talk {
  readonly pages: readonly [Page, Page];
  readonly browsers: readonly [Browser, Browser];
}
const wait = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms));

async function measure({ pages, browsers }: Talk): Promise<Measured> {
  await wait(SETTLES_MS);
  const spent = async (): Promise<number> => (await cpuSeconds(browsers[0])) + (await cpuSeconds(browsers[1]));
  const frames = await Promise.all(pages.map(page => page.evaluate(arrivingPicture)));
  const [before, begun] = [await spent(), performance.now()];
  await wait(MEASURED_MS);
  const [after, took] = [await spent(), performance.now() - begun];
  const cpu = ((after - before) * 100_000) / took;
  const arrived = await Promise.all(pages.map(page => page.evaluate(arrivingPicture)));
  const pictures = arrived.map(({ width, decoded }, index) => ({ width, rate: ((decoded - (frames[index]?.decoded ?? 0)) * 1000) / took }));
  // Measured in calls with sound alone.
  if (pictures.some(({ width }) => width > 0)) return { cpu, pictures, delay: [] };
  const [one, other] = pages;
  const delays = await Promise.all([mouthToEar(one, other), mouthToEar(other, one)]);
  return { cpu, pictures, delay: delays.flat() };
}

/** One of them calls; `video`: with pictures both ways. Answers also where the pictures stood in the window. */
async function ours(caller: Caller, callee: Caller, video: boolean): Promise<Measured & { readonly places: Places }> {
  const { view } = caller;
  await (video ? view.videoCall : view.call).click();
  await (video ? callee.view.answerWithVideo : callee.view.answer).click();
  await Promise.all([view.isConnected(), callee.view.isConnected()]);
  if (video) await expect.poll(() => caller.app.page.locator('video').count(), { timeout: 20_000 }).toBe(2);
  const measured = await measure({ pages: [caller.app.page, callee.app.page], browsers: [browserOf(caller), browserOf(callee)] });
  const places = await Promise.all((await caller.app.page.locator('video').all()).map(async one => await one.boundingBox()));
  await Promise.all([view.end(), callee.view.putAway()]);
  return { ...measured, places: places.flatMap(place => place ?? []) };
}
async function theBare(places: Places): Promise<Measured> {
  await bare.connect(places);
  const measured = await measure(bare);
  await bare.end();
  return measured;
}
function browserOf({ app }: Caller): Browser {
  const browser = app.context.browser();
  if (!browser) throw new Error('the window has no browser');
  return browser;
}

async function sideBySide(video: boolean): Promise<{ readonly ours: Measured[]; readonly bare: Measured[] }> {
  const all = { ours: [] as Measured[], bare: [] as Measured[] };
  for (let round = 0; round < ROUNDS; round += 1) {
    // Now one calls, now the other: who calls often is not let through.
    const { places, ...measured } = await (round % 2 === 0 ? ours(juliet, romeo, video) : ours(romeo, juliet, video));
    all.ours.push(measured);
    all.bare.push(await theBare(places));
  }
  return all;
}
const cpu = (all: readonly Measured[]): number => median(all.map(one => one.cpu));

test('a call with sound', async () => {
  const all = await sideBySide(false);
  report({ work: 'CPU of a call with sound, both windows, against two bare pages', unit: '%', ours: cpu(all.ours), bare: cpu(all.bare), bound: 1.15 });
  const delay = (side: readonly Measured[]): number => median(side.flatMap(one => one.delay));
  expect(Math.min(all.ours.flatMap(one => one.delay).length, all.bare.flatMap(one => one.delay).length)).toBeGreaterThan(10);
  // A frame of Opus is 20 ms long.
  report({ work: 'mouth to ear, against two bare pages', unit: 'ms', ours: delay(all.ours), bare: delay(all.bare), bound: 20, isDifference: true });
});

test('a call with pictures', async () => {
  const all = await sideBySide(true);
  const seen = (side: readonly Measured[]): string => {
    const pictures = side.flatMap(one => one.pictures);
    return `${median(pictures.map(({ width }) => width))} pixels across, ${median(pictures.map(({ rate }) => rate)).toFixed(1)} a second`;
  };
  const work = `CPU of a call with cameras of 720p at ${FRAMES_PER_SECOND} a second, both windows (${seen(all.ours)} arrived), against two bare pages (${seen(all.bare)})`;
  report({ work, unit: '%', ours: cpu(all.ours), bare: cpu(all.bare), bound: 1.15 });
});

interface Watched extends Window {
  readonly connectionsOfTest: readonly RTCPeerConnection[];
}
declare const window: Watched;

/** Runs in the page. */
async function arrivingPicture(): Promise<{ readonly width: number; readonly decoded: number }> {
  const stats = await window.connectionsOfTest.findLast(({ connectionState }) => connectionState === 'connected')?.getStats();
  let seen = { width: 0, decoded: 0 };
  stats?.forEach((one: Record<string, unknown>) => {
    if (one['type'] !== 'inbound-rtp' || one['kind'] !== 'video') return;
    seen = { width: Number(one['frameWidth'] ?? 0), decoded: Number(one['framesDecoded'] ?? 0) };
  });
  return seen;
}
