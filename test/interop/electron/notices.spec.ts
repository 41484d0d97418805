// The notice of a call on a real notification daemon, in a real Electron.
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { writeWav } from '../../../native/peer/wav.ts';
import { mediaFlags } from '../../actors/call-page.ts';
import { JinglePeer } from '../../actors/jingle-peer.ts';
import { MANNERS } from '../../actors/manners.ts';
import { startProsody } from '../../actors/prosody.ts';
import { pulses } from '../../actors/voice-sample.ts';
import { AppPage } from '../../e2e/pages/app-page.ts';
import { CallView } from '../../e2e/pages/call-view.ts';
import { startDesktop } from './desktop.ts';
import { startDunst, whyNoDunst, type Daemon } from './dunst.ts';
import { launch, newProfile, realElectron, type Running } from './launch.ts';

const runtime = await realElectron();
const missing = 'missing' in runtime ? runtime.missing : whyNoDunst();
if (missing !== undefined) process.stderr.write(`skipped: ${missing}\n`);
/** Electron 25 gives the desktops of Linux no buttons. */
const noButtons = 'missing' in runtime || runtime.older;

class Balcony extends AppPage {
  readonly running: Running;
  constructor(running: Running) {
    super();
    this.running = running;
  }
  override get page(): Page {
    return this.running.page;
  }
  async choosePassphrase(): Promise<void> {
    const passphrase = randomBytes(12).toString('hex');
    await this.page.getByLabel('Passphrase', { exact: true }).fill(passphrase);
    await this.page.getByLabel('Once more').fill(passphrase);
    await this.page.getByRole('button', { name: 'Continue' }).click();
    await this.page.getByRole('button', { name: 'Sign in' }).first().click();
  }
}

describe.skipIf(missing !== undefined)('the notice of a call, shown by dunst', () => {
  const undo: (() => unknown)[] = [];
  let daemon: Daemon;
  let juliet: Balcony;
  let view: CallView;
  let romeo: JinglePeer;
  let address: string;
  const shown = () => expect.poll(() => daemon.shown(), { timeout: 20_000 });

  beforeAll(async () => {
    if ('missing' in runtime) return;
    undo.push(() => runtime.dispose());
    const server = await startProsody();
    undo.push(() => server.stop());
    const [one, two] = [await server.register(), await server.register()];
    address = one.address;
    await server.contact(one.user, two.address, 'Romeo');
    await server.contact(two.user, one.address, 'Juliet');
    const folder = await mkdtemp(join(tmpdir(), 'balcony-voice-'));
    undo.push(() => rm(folder, { recursive: true, force: true }));
    const voice = join(folder, 'voice.wav');
    await writeFile(voice, writeWav(pulses(440)));
    const profile = await newProfile();
    undo.push(() => rm(profile, { recursive: true, force: true }));
    const desktop = await startDesktop({ withoutNotifications: true });
    undo.push(() => desktop.stop());
    daemon = await startDunst(desktop.env);
    undo.push(() => daemon.stop());
    juliet = new Balcony(await launch(runtime, profile, { ...desktop.env, NODE_EXTRA_CA_CERTS: server.caFile }, mediaFlags(voice, 5)));
    undo.push(() => juliet.running.quit());
    view = new CallView(juliet.page);
    await juliet.running.app.evaluate(({ dialog }) => {
      dialog.showMessageBox = async () => ({ response: 1, checkboxChecked: false });
    });
    await juliet.choosePassphrase();
    await juliet.signIn(one, server.route);
    await juliet.isOnline();
    romeo = await JinglePeer.start(server, { ...two, manners: MANNERS.conversations });
    undo.push(() => romeo.stop());
    await juliet.startWith(two.address);
  });
  afterAll(async () => {
    for (const one of undo.toReversed()) await one();
  });
  beforeEach(async () => {
    // The user turns to another program.
    await juliet.page.evaluate(() => {
      document.hasFocus = () => false;
      window.dispatchEvent(new Event('blur'));
    });
    await shown().toBe(0);
    romeo.call(address);
    await shown().toBe(1);
  });

  test('a click on it leads to the call, which is answered there; then it is gone', async () => {
    await daemon.click();
    await view.answer.click();
    await view.isConnected();
    await shown().toBe(0);
    await view.end();
  });

  test('it goes when the caller gives up', async () => {
    romeo.retract(address);
    await shown().toBe(0);
    await view.incoming.waitFor({ state: 'hidden' });
  });

  test.skipIf(noButtons)('its button "Answer" answers', async () => {
    await daemon.press('Answer');
    await view.isConnected();
    await view.end();
  });

  test.skipIf(noButtons)('its button "Decline" declines', async () => {
    await daemon.press('Decline');
    await romeo.said('reject');
    await view.incoming.waitFor({ state: 'hidden' });
  });
});
