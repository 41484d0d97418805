import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { launchCaller, soundsLike, type Caller } from '../actors/call-page.ts';
import { CallView } from './pages/call-view.ts';
import { SAMPLE_RATE } from '../../native/peer/sound.ts';
import { loudestTone, type MeasuredTone } from '../../native/peer/tone-meter.ts';
import { readWav } from '../../native/peer/wav.ts';
import { startProsody, type Prosody } from '../actors/prosody.ts';

// Two windows on the addresses that this computer has: each speaks a tone of its own and shows a picture that moves.
const [JULIETS_TONE, ROMEOS_TONE] = [440, 700];
let server: Prosody;
let juliet: Caller;
let romeo: Caller;

beforeAll(async () => {
  server = await startProsody();
  const [one, two] = [await server.register(), await server.register({ user: `romeo-${randomBytes(4).toString('hex')}` })];
  await server.contact(one.user, two.address, 'Romeo');
  await server.contact(two.user, one.address, 'Juliet');
  [juliet, romeo] = await Promise.all([
    launchCaller({ server, account: one, hertz: JULIETS_TONE }),
    launchCaller({ server, account: two, hertz: ROMEOS_TONE }),
  ]);
  await Promise.all([juliet.app.isOnline(), romeo.app.isOnline()]);
  await juliet.app.startWith(two.address);
  await romeo.app.startWith(one.address);
});
afterAll(async () => {
  await juliet?.close();
  await romeo?.close();
  await server.stop();
});

/** Whatever there is of calls is over, however a test ended. */
afterEach(async () => {
  for (const who of [juliet, romeo]) await who.view.clear();
});

const hears = async (who: Caller, hertz: number): Promise<void> => {
  await expect.poll(() => who.heardTone(), { timeout: 20_000 }).toSatisfy((heard: MeasuredTone) => soundsLike(heard, hertz));
};
const hearsNothing = (who: Caller): Promise<void> => expect.poll(async () => (await who.heardTone()).level, { timeout: 20_000 }).toBeLessThan(0.005);
/** Pictures that arrive differ from each other. */
async function seesMoving(who: Caller): Promise<void> {
  let before = await who.shownPicture();
  for (let changes = 0; changes < 3; changes += 1) {
    await expect.poll(async () => JSON.stringify(await who.shownPicture()), { timeout: 20_000 }).not.toBe(JSON.stringify(before));
    before = await who.shownPicture();
  }
  expect(before.length).toBeGreaterThan(0);
}
/** What arrives is the picture of the other side's camera, colour bars in their order, and it walks on. */
async function seesBars(who: Caller): Promise<void> {
  const seen = new Set<number>();
  const look = async (): Promise<number> => {
    const walked = await who.shownBars();
    if (walked !== undefined) seen.add(walked);
    return seen.size;
  };
  await expect.poll(look, { timeout: 20_000 }).toBeGreaterThanOrEqual(3);
}
async function connect(caller: Caller, callee = caller === juliet ? romeo : juliet): Promise<void> {
  await caller.view.call.click();
  await callee.view.answer.click();
  await Promise.all([juliet.view.isConnected(), romeo.view.isConnected()]);
}
const hangUp = (who: Caller = juliet): Promise<unknown> => Promise.all([who.view.end(), (who === juliet ? romeo : juliet).view.putAway()]);

test('a call is answered, and each hears the other’s tone', async () => {
  await juliet.view.call.click();
  await romeo.view.incoming.waitFor();
  await juliet.view.reaches(/ringing/i);
  await romeo.view.answer.click();
  await Promise.all([juliet.view.isConnected(), romeo.view.isConnected()]);
  await hears(juliet, ROMEOS_TONE);
  await hears(romeo, JULIETS_TONE);
  await juliet.view.statistics.click();
  await juliet.view.region.getByText('direct').waitFor();
  await hangUp();
});

test('whoever was called hangs up, too', async () => {
  await connect(romeo);
  await hangUp(juliet);
});

test('a call that is declined says so', async () => {
  await juliet.view.call.click();
  await romeo.view.decline.click();
  await juliet.view.reason.filter({ hasText: 'cannot talk now' }).waitFor();
  await juliet.view.putAway();
});

test('a call that the caller gives up stops ringing, and is missed', async () => {
  await juliet.view.call.click();
  await romeo.view.incoming.waitFor();
  await juliet.view.end();
  await romeo.view.incoming.waitFor({ state: 'hidden' });
  await romeo.view.showHistory();
  await romeo.view.history.getByRole('listitem').first().filter({ hasText: 'Missed' }).waitFor();
  await romeo.view.showConversations();
  await romeo.view.call.waitFor();
});

test('who is muted is not heard, and the other side is told', async () => {
  await connect(juliet);
  await hears(romeo, JULIETS_TONE);
  await juliet.view.mute.click();
  await romeo.view.region.getByText(/muted the microphone/).waitFor();
  await hearsNothing(romeo);
  await juliet.view.mute.click();
  await romeo.view.region.getByText(/muted the microphone/).waitFor({ state: 'hidden' });
  await hears(romeo, JULIETS_TONE);
  await hangUp();
});

test('a call on hold is silent on both sides until it is taken up again', async () => {
  await connect(romeo);
  await hears(romeo, JULIETS_TONE);
  await romeo.view.hold.click();
  await Promise.all([juliet.view.reaches(/on hold/i), romeo.view.reaches(/on hold/i)]);
  await hearsNothing(juliet);
  await romeo.view.hold.click();
  await Promise.all([juliet.view.isConnected(), romeo.view.isConnected()]);
  await hears(juliet, ROMEOS_TONE);
  await hears(romeo, JULIETS_TONE);
  await hangUp();
});

test('a picture comes into a running call from either side, moves, and goes again', async () => {
  await connect(romeo);
  await juliet.view.camera.click();
  await seesBars(romeo);
  await romeo.view.camera.click();
  await seesBars(juliet);
  await juliet.view.camera.click();
  await romeo.view.theirPicture.waitFor({ state: 'hidden' });
  await seesBars(juliet);
  await hears(romeo, JULIETS_TONE);
  await hangUp();
});

test('a video call is answered with video', async () => {
  await romeo.view.videoCall.click();
  await juliet.view.answerWithVideo.click();
  await Promise.all([romeo.view.isConnected(), juliet.view.isConnected()]);
  await Promise.all([seesBars(romeo), seesBars(juliet)]);
  await hears(juliet, ROMEOS_TONE);
  await hangUp();
});

test('a video call is answered without a picture of one’s own', async () => {
  await romeo.view.videoCall.click();
  await juliet.view.answer.click();
  await Promise.all([romeo.view.isConnected(), juliet.view.isConnected()]);
  await seesBars(juliet);
  expect(await romeo.view.theirPicture.count()).toBe(0);
  await hangUp(juliet);
});

test('a screen is shared, and the camera takes its place', async () => {
  await connect(juliet);
  await juliet.view.screen.click();
  await seesMoving(romeo);
  await juliet.view.camera.click();
  await seesBars(romeo);
  await hangUp();
});

test('their picture stays in a small window over other programs while one reads, and goes with the picture', async () => {
  await connect(juliet);
  await juliet.view.camera.click();
  await seesBars(romeo);
  const { page } = romeo.app;
  const small = (): Promise<number> =>
    page.evaluate(() => (document.pictureInPictureElement instanceof HTMLVideoElement ? document.pictureInPictureElement.videoWidth : 0));
  await romeo.view.pictureInPicture.click();
  await expect.poll(small).toBeGreaterThan(0);
  await romeo.view.region.getByRole('button', { name: 'Back to the app' }).click();
  await romeo.app.box.waitFor();
  expect(await small()).toBeGreaterThan(0);
  // Not twice: in its own window, or in a corner of this one.
  expect(await romeo.view.theirPicture.count()).toBe(0);
  await romeo.view.region.getByRole('button', { name: 'Show the call' }).click();
  await romeo.view.pictureInPicture.click();
  await expect.poll(small).toBe(0);
  await seesBars(romeo);
  await romeo.view.pictureInPicture.click();
  await expect.poll(small).toBeGreaterThan(0);
  await juliet.view.camera.click();
  await expect.poll(small).toBe(0);
  await hangUp();
});

test('a window that is loaded anew goes on with its call, and nobody answers twice', async () => {
  await connect(romeo);
  await hears(juliet, ROMEOS_TONE);
  await juliet.view.mute.click();
  await juliet.app.page.reload();
  await juliet.app.open('Romeo');
  await juliet.view.isConnected();
  await romeo.view.isConnected();
  await hears(juliet, ROMEOS_TONE);
  expect(await romeo.view.incoming.count()).toBe(0);
  // Still muted: nothing that was silent is heard by itself.
  await hearsNothing(romeo);
  await juliet.view.mute.click();
  await hears(romeo, JULIETS_TONE);
  await Promise.all([juliet.view.end(), romeo.view.putAway()]);
});

test('of two windows one rings, and the one where the call is answered carries it', async () => {
  const { page: first, context, origin } = romeo.app;
  const second = await context.newPage();
  await second.goto(origin);
  const windows = [first, second];
  const views = [romeo.view, new CallView(second)] as const;
  await second.getByRole('list', { name: 'Conversations' }).waitFor();
  for (const page of windows) await page.evaluate(countSounds);
  await juliet.view.call.click();
  for (const view of views) await view.incoming.waitFor();
  const ringing = (): Promise<readonly boolean[]> => Promise.all(windows.map(page => page.evaluate(isSounding)));
  await expect.poll(ringing).toEqual([false, true]);
  await first.evaluate(() => window.dispatchEvent(new Event('focus')));
  await expect.poll(ringing).toEqual([true, false]);
  await views[1].answer.click();
  await Promise.all([juliet.view.isConnected(), ...views.map(view => view.isConnected())]);
  await second.getByText('not in this window').waitFor({ state: 'hidden' });
  await views[0].region.getByRole('button', { name: 'Show the call' }).click();
  await first.getByText('not in this window').waitFor();
  expect((await romeo.stats()).connections).toBe(0);
  // The other takes it when this one closes.
  await second.close();
  await hears(romeo, JULIETS_TONE);
  await hangUp();
});

test('with two windows open the one that carries the call is loaded anew, and the other goes on with it', async () => {
  const { page: first, context, origin } = romeo.app;
  const second = await context.newPage();
  await second.goto(origin);
  const other = new CallView(second);
  await second.getByRole('list', { name: 'Conversations' }).waitFor();
  await first.evaluate(() => window.dispatchEvent(new Event('focus')));
  await connect(juliet);
  await hears(romeo, JULIETS_TONE);
  await first.reload();
  await Promise.all([juliet.view.isConnected(), other.isConnected()]);
  await hears(juliet, ROMEOS_TONE);
  await romeo.app.open('Juliet');
  await second.close();
  // The only one left takes it.
  await hears(romeo, JULIETS_TONE);
  await Promise.all([juliet.view.isConnected(), romeo.view.isConnected()]);
  expect(await romeo.view.incoming.count()).toBe(0);
  await hangUp();
});

test('a window that is closed ends the call for the other side', async () => {
  const { page: first, context, origin } = romeo.app;
  const second = await context.newPage();
  await second.goto(origin);
  await first.goto('about:blank');
  const view = new CallView(second);
  await juliet.view.call.click();
  await view.answer.click();
  await Promise.all([juliet.view.isConnected(), view.isConnected()]);
  const states = await juliet.view.watchStates();
  await second.close();
  await juliet.view.putAway();
  // At once: else it would have looked for a way to go on first.
  const seen = (await states()).join();
  expect(seen).toMatch(/ended/);
  expect(seen).not.toMatch(/reconnecting/);
  await first.goto(origin);
  await romeo.app.open('Juliet');
});

test('both call each other at once, and are connected', async () => {
  // At once, whatever comes over the button meanwhile.
  await Promise.all([juliet.view.call.dispatchEvent('click'), romeo.view.call.dispatchEvent('click')]);
  await Promise.all([juliet.view.isConnected(), romeo.view.isConnected()]);
  await hears(juliet, ROMEOS_TONE);
  await hangUp();
});

test('a greeting for the answering machine is recorded, heard, and kept as a file', async () => {
  const { page, profile } = romeo.app;
  const press = (name: string): Promise<void> => page.getByRole('button', { name, exact: true }).click();
  await page
    .getByRole('navigation', { name: 'Sections' })
    .getByRole('button', { name: /^Settings/ })
    .click();
  await page.getByRole('option', { name: 'Sound and video' }).click();
  await page.getByRole('button', { name: /Calls are answered/ }).click();
  await page.getByRole('option', { name: 'By an answering machine' }).click();
  await press('Record a greeting');
  await page.getByText('2 seconds of 60').waitFor();
  await press('Keep the recording');
  await page.getByText(/Callers hear \d seconds of yours/).waitFor();
  const recorded = readWav(await readFile(join(profile, 'greeting.wav')));
  expect(recorded.length / SAMPLE_RATE).toBeGreaterThan(1.5);
  // The microphone has a tone in pieces: one of them is in any half a second.
  expect(loudestTone(recorded.subarray(-SAMPLE_RATE / 2)).hertz).toBeCloseTo(ROMEOS_TONE, -1);
  await press('Hear it');
  await press('Stop it');
  await press('Remove it');
  await page.getByText('Callers hear the beep alone.').waitFor();
});

test('the page had nothing to complain about', () => {
  expect([...juliet.app.complaints, ...romeo.app.complaints]).toEqual([]);
});

// Run in the page.

declare global {
  interface Window {
    soundsOfTest: Set<AudioContext>;
  }
}
function countSounds(): void {
  const open = new Set<AudioContext>();
  window.soundsOfTest = open;
  window.AudioContext = class extends AudioContext {
    constructor(options?: AudioContextOptions) {
      super(options);
      open.add(this);
    }
  };
}
const isSounding = (): boolean => [...window.soundsOfTest].some(({ state }) => state !== 'closed');
