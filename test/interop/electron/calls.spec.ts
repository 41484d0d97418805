// Whole calls between the app in a real Electron and the Node host in a Chromium, at two computers with addresses of their own.
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeWav } from '../../../native/peer/wav.ts';
import { startCallNetwork, whyNoCallNetwork } from '../../actors/call-network.ts';
import { keepConnections, launchCaller, mediaFlags, sensesOf, type Caller, type Senses } from '../../actors/call-page.ts';
import { startProsody } from '../../actors/prosody.ts';
import { pulses } from '../../actors/voice-sample.ts';
import { AppPage } from '../../e2e/pages/app-page.ts';
import { CallView } from '../../e2e/pages/call-view.ts';
import { hears, JULIETS_TONE, ROMEOS_TONE } from '../calls/pair.ts';
import { startDesktop, type Desktop } from './desktop.ts';
import { launch, newProfile, realElectron, type Running } from './launch.ts';

const runtime = await realElectron();
const missing = 'missing' in runtime ? runtime.missing : whyNoCallNetwork();
if (missing !== undefined) process.stderr.write(`skipped: ${missing}\n`);

/** Of each camera in a second: two browsers that encode share two cores here. */
const FRAMES = 10;

/** Juliet’s app in Electron. It stands where this process does: Playwright finds it by an address of this computer alone. */
class Balcony extends AppPage {
  readonly running: Running;
  readonly view: CallView;
  readonly senses: Senses;
  constructor(running: Running) {
    super();
    this.running = running;
    this.view = new CallView(running.page);
    this.senses = sensesOf(() => running.page);
  }
  override get page(): Page {
    return this.running.page;
  }
  /** The user’s answer to every question for a right: yes. */
  async allowAll(): Promise<void> {
    await this.running.app.evaluate(({ dialog }) => {
      dialog.showMessageBox = async () => ({ response: 1, checkboxChecked: false });
    });
  }
  async choosePassphrase(): Promise<void> {
    const passphrase = randomBytes(12).toString('hex');
    await this.page.getByLabel('Passphrase', { exact: true }).fill(passphrase);
    await this.page.getByLabel('Once more').fill(passphrase);
    await this.page.getByRole('button', { name: 'Continue' }).click();
    await this.page.getByRole('button', { name: 'Sign in' }).first().click();
  }
  /** The user turns to another program. Under Playwright a page believes else that it has the focus. */
  async isLeft(): Promise<void> {
    await this.page.evaluate(() => {
      document.hasFocus = () => false;
      window.dispatchEvent(new Event('blur'));
    });
  }
}

describe.skipIf(missing !== undefined)('a call of the app in a real Electron', () => {
  const undo: (() => unknown)[] = [];
  let desktop: Desktop;
  let juliet: Balcony;
  let romeo: Caller;

  beforeAll(async () => {
    if ('missing' in runtime) return;
    undo.push(() => runtime.dispose());
    const network = await startCallNetwork();
    undo.push(() => network.stop());
    const server = await startProsody({ interfaces: network.servers });
    undo.push(() => server.stop());
    const [one, two] = [await server.register(), await server.register({ user: `romeo-${randomBytes(4).toString('hex')}` })];
    await server.contact(one.user, two.address, 'Romeo');
    await server.contact(two.user, one.address, 'Juliet');
    const folder = await mkdtemp(join(tmpdir(), 'balcony-voice-'));
    undo.push(() => rm(folder, { recursive: true, force: true }));
    const voice = join(folder, 'voice.wav');
    await writeFile(voice, writeWav(pulses(JULIETS_TONE)));
    const profile = await newProfile();
    undo.push(() => rm(profile, { recursive: true, force: true }));
    desktop = await startDesktop();
    undo.push(() => desktop.stop());
    const there = launchCaller({ server, account: two, hertz: ROMEOS_TONE, framesPerSecond: FRAMES, computer: network.computers[1] });
    undo.push(async () => (await there.catch(() => undefined))?.close());
    juliet = new Balcony(await launch(runtime, profile, { ...desktop.env, NODE_EXTRA_CA_CERTS: server.caFile }, mediaFlags(voice, FRAMES)));
    undo.push(() => juliet.running.quit());
    await juliet.allowAll();
    await juliet.page.context().addInitScript(keepConnections);
    await juliet.page.reload();
    await juliet.choosePassphrase();
    await juliet.signIn(one, { ...server.route, host: network.computers[0].server });
    romeo = await there;
    await Promise.all([juliet.isOnline(), romeo.app.isOnline()]);
    await juliet.startWith(two.address);
    await romeo.app.startWith(one.address);
  });
  afterAll(async () => {
    for (const one of undo.toReversed()) await one();
  });

  test('is answered, and each hears the other’s tone, also after the window was loaded anew', async () => {
    await juliet.view.call.click();
    await romeo.view.answer.click();
    await Promise.all([juliet.view.isConnected(), romeo.view.isConnected()]);
    await Promise.all([hears(juliet.senses, ROMEOS_TONE), hears(romeo, JULIETS_TONE)]);
    await juliet.page.reload();
    await juliet.open('Romeo');
    await juliet.view.isConnected();
    await Promise.all([hears(juliet.senses, ROMEOS_TONE), hears(romeo, JULIETS_TONE)]);
    await Promise.all([juliet.view.end(), romeo.view.putAway()]);
  });

  test('is told by a notice of the desktop while one is elsewhere; a click on it leads to the call, which is answered with video', async () => {
    await juliet.isLeft();
    await romeo.view.videoCall.click();
    const { id = 0, title, body } = await desktop.next('notified');
    expect({ title, body }).toEqual({ title: 'Romeo', body: 'Incoming video call' });
    desktop.order({ do: 'click', id });
    expect((await desktop.next('closed')).id).toBe(id);
    await juliet.view.answerWithVideo.click();
    await Promise.all([juliet.view.isConnected(), romeo.view.isConnected()]);
    for (const who of [juliet.senses, romeo]) {
      await expect.poll(async () => (await who.stats()).videoFrames, { timeout: 20_000 }).toBeGreaterThan(2);
    }
    await Promise.all([romeo.view.end(), juliet.view.putAway()]);
  });

  test('rings by a notice that goes when the caller gives up', async () => {
    await romeo.view.call.click();
    const { id } = await desktop.next('notified');
    await Promise.all([romeo.view.end(), desktop.next('closed').then(closed => expect(closed.id).toBe(id))]);
    await juliet.view.incoming.waitFor({ state: 'hidden' });
  });
});
