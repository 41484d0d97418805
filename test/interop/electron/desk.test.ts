// The app as a part of a desktop, in a real Electron, with a server: one profile through a day.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startPeer, type Peer } from '../../actors/peer.ts';
import { startProsody, type Prosody } from '../../actors/prosody.ts';
import { AppPage } from '../../e2e/pages/app-page.ts';
import { startDesktop, type Desktop } from './desktop.ts';
import { EVERYWHERE, launch, newProfile, realElectron, type Running } from './launch.ts';

const PASSPHRASE = `it is the east ${randomBytes(8).toString('hex')}`;
const said = (what: string): string => `${what} ${randomBytes(4).toString('hex')}`;

const runtime = await realElectron();
const missing = 'missing' in runtime ? runtime.missing : undefined;
if (missing !== undefined) process.stderr.write(`skipped: ${missing}\n`);

class Balcony extends AppPage {
  readonly running: Running;
  constructor(running: Running) {
    super();
    this.running = running;
  }
  override get page(): Page {
    return this.running.page;
  }
  get passphrase() {
    return this.page.getByLabel('Passphrase', { exact: true });
  }
  async choosePassphrase(): Promise<void> {
    await this.passphrase.fill(PASSPHRASE);
    await this.page.getByLabel('Once more').fill(PASSPHRASE);
    await this.page.getByRole('button', { name: 'Continue' }).click();
  }
  async unlock(passphrase: string): Promise<void> {
    await this.passphrase.fill(passphrase);
    await this.page.getByRole('button', { name: 'Unlock' }).click();
  }
  /** Of the window: whether it can be seen, and where it stands. */
  window() {
    return this.running.app.evaluate(({ BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows();
      return window ? { visible: window.isVisible(), bounds: window.getBounds() } : undefined;
    });
  }
  async close(): Promise<void> {
    await this.running.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
  }
}

describe.skipIf(missing !== undefined)('the app on a desktop, in a real Electron', () => {
  let desktop: Desktop;
  let server: Prosody;
  let profile: string;
  let balcony: Balcony;
  let romeo: Peer;
  let nurse: Peer;
  let juliet: { address: string; user: string; password: string };
  let trayItem: string;

  const start = async (): Promise<Balcony> => {
    if ('missing' in runtime) throw new Error(runtime.missing);
    return new Balcony(await launch(runtime, profile, { ...desktop.env, NODE_EXTRA_CA_CERTS: server.caFile }));
  };
  /** Starts the program once more on the same profile; answers with its exit code. */
  const startAgain = (...args: string[]): Promise<number | null> => {
    if ('missing' in runtime) throw new Error(runtime.missing);
    const child = spawn(runtime.program, [...runtime.args, ...EVERYWHERE, '--profile', profile, ...args], { env: desktop.env, stdio: 'ignore' });
    return new Promise((done, failed) => void child.once('error', failed).once('exit', done));
  };

  beforeAll(async () => {
    if ('missing' in runtime) return;
    [desktop, server, profile] = await Promise.all([startDesktop(), startProsody(), newProfile()]);
    juliet = await server.register();
    const friend = async (name: string): Promise<Peer> => {
      const account = await server.register();
      await server.contact(juliet.user, account.address, name);
      await server.contact(account.user, juliet.address, 'Juliet');
      return startPeer(server, account);
    };
    romeo = await friend('Romeo');
    nurse = await friend('The Nurse');
    balcony = await start();
    trayItem = (await desktop.next('tray')).item ?? '';
  });
  afterAll(async () => {
    await balcony?.running.quit();
    await romeo?.stop();
    await nurse?.stop();
    await server?.stop();
    await desktop?.stop();
    if (profile) await rm(profile, { recursive: true, force: true });
    if (!('missing' in runtime)) await runtime.dispose();
  });

  test('without a key store the first start lets the user choose a passphrase', async () => {
    await balcony.choosePassphrase();
    await balcony.page.getByRole('button', { name: 'Sign in' }).first().waitFor();
  });

  test('signs in, and messages go both ways', async () => {
    const [question, answer] = [said('Wherefore art thou'), said('Here')];
    if (!(await balcony.address.isVisible())) await balcony.page.getByRole('button', { name: 'Sign in' }).first().click();
    await balcony.signIn(juliet, server.route);
    await balcony.isOnline();
    await balcony.startWith(romeo.address);
    await balcony.send(question);
    await romeo.hears(question);
    romeo.say(juliet.address, answer);
    await balcony.message(answer).waitFor();
  });

  test('closing hides the window, and the tray brings it back', async () => {
    await balcony.close();
    await expect.poll(() => balcony.window()).toMatchObject({ visible: false });
    desktop.order({ do: 'activate', item: trayItem });
    await expect.poll(() => balcony.window()).toMatchObject({ visible: true });
  });

  test('the tray has its menu', async () => {
    desktop.order({ do: 'menu', item: trayItem });
    expect((await desktop.next('menu')).labels).toEqual(['Open Balcony', 'Quit Balcony']);
  });

  test('a message in another conversation is notified as plain text, and a click opens the window at it', async () => {
    // Another conversation than the open one: under Playwright a page believes that it has the focus, even in a hidden window.
    const body = said('<b>Good</b> night & joy');
    await balcony.close();
    await expect.poll(() => balcony.window()).toMatchObject({ visible: false });
    nurse.say(juliet.address, body);
    const notified = await desktop.next('notified');
    expect(notified).toMatchObject({ title: 'The Nurse', body: body.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;') });
    await desktop.next('icon'); // the tray shows that something is unread
    desktop.order({ do: 'click', id: notified.id ?? 0 });
    await expect.poll(() => balcony.window()).toMatchObject({ visible: true });
    await balcony.message(body).waitFor();
  });

  test('a second start ends at once and shows the window of the first', async () => {
    await balcony.close();
    await expect.poll(() => balcony.window()).toMatchObject({ visible: false });
    expect(await startAgain()).toBe(0);
    await expect.poll(() => balcony.window()).toMatchObject({ visible: true });
  });

  test('an xmpp: link goes to the app that runs', async () => {
    const { address } = await server.register();
    expect(await startAgain(`xmpp:${address}?message`)).toBe(0);
    await balcony.page.getByText(address).first().waitFor();
    await balcony.page.keyboard.press('Escape');
  });

  test('a tel: link goes to the app that runs, which asks before it calls', async () => {
    expect(await startAgain('tel:+1-212-234-5678')).toBe(0);
    const dialog = balcony.page.getByRole('dialog', { name: 'Call somebody' });
    await dialog.getByText('+1 212 234 5678').waitFor();
    await dialog.getByText('No account of yours knows a way to the telephone').waitFor();
    // It came from the system: handing it back would go round in circles.
    expect(await dialog.getByRole('button', { name: 'Another program' }).count()).toBe(0);
    await balcony.page.keyboard.press('Escape');
  });

  test('no secret lies in the profile in the clear', async () => {
    const files = (await readdir(profile, { recursive: true, withFileTypes: true })).filter(entry => entry.isFile());
    expect(files.map(entry => entry.name)).toContain('history.key');
    const secrets = [PASSPHRASE, juliet.password, juliet.address, 'Wherefore art thou'];
    for (const { parentPath, name } of files) {
      const bytes = await readFile(join(parentPath, name));
      expect([name, secrets.filter(secret => bytes.includes(secret) || bytes.includes(Buffer.from(secret, 'utf16le')))]).toEqual([name, []]);
    }
  });

  test('quit from the tray ends it; the next start stands where it stood, and is locked', async () => {
    const bounds = { x: 140, y: 90, width: 900, height: 640 };
    await balcony.running.app.evaluate(({ BrowserWindow }, place) => BrowserWindow.getAllWindows()[0]?.setBounds(place), bounds);
    await expect.poll(() => balcony.window()).toMatchObject({ bounds });
    const ended = new Promise(resolve => balcony.running.app.process().once('exit', resolve));
    desktop.order({ do: 'choose', item: trayItem, label: 'Quit Balcony' });
    await ended;

    balcony = await start();
    expect(await balcony.window()).toMatchObject({ bounds });
    await balcony.unlock('a rose');
    await balcony.page.getByText('does not open it').waitFor();
  });

  test('the passphrase opens what was sealed: no password is asked for, and the history is there', async () => {
    await balcony.unlock(PASSPHRASE);
    await balcony.isOnline();
    await balcony.open('Romeo');
    await balcony.message('Wherefore art thou').waitFor();
  });
});
