// What the page may and may not do, in a real Electron.
import { rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CSP } from '../../../main/host/csp.ts';
import { startDesktop, type Desktop } from './desktop.ts';
import { launch, newProfile, realElectron, type Running } from './launch.ts';

const runtime = await realElectron();
const missing = 'missing' in runtime ? runtime.missing : undefined;
if (missing !== undefined) process.stderr.write(`skipped: ${missing}\n`);

describe.skipIf(missing !== undefined)('the page in a real Electron', () => {
  let desktop: Desktop;
  let running: Running;
  let profile: string | undefined;
  let elsewhere: Server;
  let asked: string[] = [];
  const url = (path: string): string => `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}${path}`;

  beforeAll(async () => {
    if ('missing' in runtime) return;
    elsewhere = createServer((request, response) => {
      asked.push(request.url ?? '');
      if (request.url === '/redirect') return response.writeHead(302, { location: '/landed' }).end();
      return response.writeHead(200, { 'content-type': 'text/html', 'access-control-allow-origin': '*' }).end('<title>elsewhere</title>');
    });
    await new Promise<void>(done => void elsewhere.listen(0, '127.0.0.1', done));
    desktop = await startDesktop();
    profile = await newProfile();
    running = await launch(runtime, profile, desktop.env, ['--use-fake-device-for-media-stream']);
    // Links go to the system's browser; here they go into a list that the tests read.
    await running.app.evaluate(({ shell }) => {
      const opened: string[] = [];
      Object.assign(globalThis, { opened });
      shell.openExternal = async href => void opened.push(href);
    });
  });
  afterAll(async () => {
    await running?.quit();
    await desktop?.stop();
    if (profile !== undefined) await rm(profile, { recursive: true, force: true });
    elsewhere?.close();
    if (!('missing' in runtime)) await runtime.dispose();
  });
  const opened = (): Promise<string[]> => running.app.evaluate(() => (globalThis as unknown as { opened: string[] }).opened.splice(0));
  const windowCount = (): Promise<number> => running.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);

  test('comes from app:// under the policy, and does not break it', async () => {
    const { page } = running;
    expect(page.url()).toBe('app://messenger/');
    expect(await page.evaluate(async () => (await fetch('/')).headers.get('content-security-policy'))).toBe(CSP);
    const broken: string[] = [];
    page.on('console', message => /Content Security Policy|Trusted/i.test(message.text()) && broken.push(message.text()));
    page.on('pageerror', error => broken.push(error.message));
    await page.reload();
    await page.locator('#root > *').first().waitFor();
    expect(broken).toEqual([]);
  });

  test('holds one frozen port of two functions, and nothing of Node or Electron', async () => {
    const seen = await running.page.evaluate(() => {
      const port = Object.getOwnPropertyDescriptor(window, 'hostPort');
      return {
        frozen: Object.isFrozen(port?.value) && port?.writable === false && port.configurable === false,
        members: Object.entries(port?.value as object).map(([name, value]) => `${name}: ${typeof value}`),
        privileged: ['require', 'process', 'module', 'Buffer', 'ipcRenderer', 'electron'].filter(name => name in window),
      };
    });
    expect(seen).toEqual({ frozen: true, members: ['send: function', 'onMessage: function'], privileged: [] });
  });

  test('has a preload that is sandboxed', async () => {
    const preferences = await running.app.evaluate(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as { getLastWebPreferences(): Record<string, unknown> };
      const { sandbox, contextIsolation, nodeIntegration } = contents.getLastWebPreferences();
      return { sandbox, contextIsolation, nodeIntegration };
    });
    expect(preferences).toEqual({ sandbox: true, contextIsolation: true, nodeIntegration: false });
  });

  test('gets an answer through its port', async () => {
    const answer = await running.page.evaluate(
      () =>
        new Promise(resolve => {
          window.hostPort?.onMessage(message => (message as { id?: number }).id === 987_654 && resolve(message));
          window.hostPort?.send({ t: 'call', id: 987_654, service: 'nobody', method: 'constructor', input: {} });
        }),
    );
    expect(answer).toMatchObject({ t: 'fail', failure: { code: 'bad-request' } });
  });

  test('is the only frame that main listens to', async () => {
    // A window that a bug opened, with our own preload even in its frames, showing what is not ours.
    const answered = await running.app.evaluate(async ({ BrowserWindow, app, ipcMain, session }) => {
      const preload = `${app.getAppPath()}/dist/preload/preload.cjs`;
      const foreign = new BrowserWindow({
        show: false,
        webPreferences: { preload, sandbox: true, nodeIntegrationInSubFrames: true, session: session.fromPartition('foreign') },
      });
      let arrived = 0;
      const count = (): void => void (arrived += 1);
      ipcMain.on('rpc', count);
      await foreign.loadURL('data:text/html,<iframe srcdoc="x"></iframe>');
      const ask = `new Promise(resolve => {
        hostPort.onMessage(() => resolve('answered'));
        hostPort.send({ t: 'call', id: 1, service: 'desk', method: 'capabilities', input: {} });
        setTimeout(resolve, 500, 'silence');
      })`;
      const answers: unknown[] = [];
      for (const frame of [foreign.webContents.mainFrame, ...foreign.webContents.mainFrame.frames]) answers.push(await frame.executeJavaScript(ask));
      ipcMain.off('rpc', count);
      foreign.destroy();
      return { answers, arrived, ready: app.isReady() };
    });
    expect(answered).toEqual({ answers: ['silence', 'silence'], arrived: 2, ready: true });
  });

  test('does not leave for another address, which opens outside instead', async () => {
    const { page } = running;
    await page.evaluate(href => location.assign(href), url('/somewhere'));
    await expect.poll(opened).toEqual([url('/somewhere')]);
    await page.evaluate(href => location.assign(href), 'file:///etc/hostname');
    await page.evaluate(href => location.assign(href), 'javascript:void document.write(1)');
    expect(page.url()).toBe('app://messenger/');
    expect(await opened()).toEqual([]);
  });

  test('follows no redirect', async () => {
    const { page } = running;
    asked = [];
    await page.evaluate(href => location.assign(href), url('/redirect'));
    await expect.poll(opened).toEqual([url('/redirect')]);
    expect([page.url(), asked]).toEqual(['app://messenger/', []]);
  });

  test('opens no window', async () => {
    const { page } = running;
    expect(await page.evaluate(href => window.open(href) === null, url('/popup'))).toBe(true);
    await expect.poll(opened).toEqual([url('/popup')]);
    await page.evaluate(() => window.open('about:blank'));
    await page.evaluate(href => {
      const link = Object.assign(document.createElement('a'), { href, target: '_blank', textContent: 'out' });
      document.body.append(link);
      link.click();
      link.remove();
    }, url('/link'));
    await expect.poll(opened).toEqual([url('/link')]);
    expect([await windowCount(), page.url()]).toEqual([1, 'app://messenger/']);
  });

  test('holds no other page inside', async () => {
    asked = [];
    await running.page.evaluate(href => document.body.append(Object.assign(document.createElement('webview'), { src: href })), url('/webview'));
    await running.page.evaluate(
      href =>
        new Promise(resolve => {
          const frame = Object.assign(document.createElement('iframe'), { src: href });
          frame.addEventListener('load', resolve);
          document.body.append(frame);
        }),
      url('/frame'),
    );
    const kinds = await running.app.evaluate(({ webContents }) => webContents.getAllWebContents().map(one => one.getType()));
    expect([kinds, asked]).toEqual([['window'], []]);
    await running.page.evaluate(() => document.querySelectorAll('webview, iframe').forEach(one => one.remove()));
  });

  test.each(['file:///etc/passwd', 'javascript:alert(1)', 'smb://host/share'])('hands %s to no other program', async href => {
    await running.page.evaluate(link => void window.open(link), href);
    expect([await opened(), await windowCount()]).toEqual([[], 1]);
  });

  test('reaches nothing on the network', async () => {
    asked = [];
    const reached = await running.page.evaluate(async base => {
      const loads = (element: HTMLElement & { src: string }): Promise<boolean> =>
        new Promise(resolve => {
          element.addEventListener('load', () => resolve(true));
          element.addEventListener('error', () => resolve(false));
          element.src = `${base}/element`;
          document.body.append(element);
        });
      const socket = await new Promise<boolean>(resolve => {
        const made = new WebSocket(`${base.replace('http', 'ws')}/socket`);
        made.addEventListener('open', () => resolve(true));
        made.addEventListener('error', () => resolve(false));
      }).catch(() => false);
      return {
        fetch: await fetch(`${base}/fetch`).then(
          () => true,
          () => false,
        ),
        file: await fetch('file:///etc/hostname').then(
          () => true,
          () => false,
        ),
        picture: await loads(document.createElement('img')),
        beacon: navigator.sendBeacon(`${base}/beacon`, 'x') && false,
        socket,
      };
    }, url(''));
    expect(reached).toEqual({ fetch: false, file: false, picture: false, beacon: false, socket: false });
    expect(asked).toEqual([]);
  });

  test('has no right that it was not given', async () => {
    const states = await running.page.evaluate(async () => {
      const names = ['geolocation', 'midi', 'clipboard-read', 'notifications'] as const;
      return Promise.all(names.map(async name => [name, (await navigator.permissions.query({ name: name as PermissionName })).state]));
    });
    expect(states).toEqual([
      ['geolocation', 'denied'],
      ['midi', 'denied'],
      ['clipboard-read', 'denied'],
      ['notifications', 'denied'],
    ]);
    expect(
      await running.page.evaluate(
        () =>
          new Promise(resolve =>
            navigator.geolocation.getCurrentPosition(
              () => resolve('told'),
              error => resolve(error.code),
            ),
          ),
      ),
    ).toBe(1);
  });

  test('shares the screen that the user chooses, and none when the menu is closed', async () => {
    /** Plays the user at the host's own menu, and notes what it offers. */
    const choosing = (kind: 'screen' | 'nothing'): Promise<void> =>
      running.app.evaluate(({ Menu }, wanted) => {
        const offered: string[] = [];
        Object.assign(globalThis, { offered });
        Menu.prototype.popup = function popup(options) {
          offered.push(...this.items.map(({ label }) => label));
          if (wanted === 'screen') this.items.find(({ enabled, type }) => enabled && type === 'normal')?.click();
          options?.callback?.();
        };
      }, kind);
    const share = (source?: string): Promise<string> =>
      running.page.evaluate(async byId => {
        const screen = { video: { mandatory: { chromeMediaSource: 'desktop', chromeMediaSourceId: byId } } } as MediaStreamConstraints;
        try {
          const stream = await (byId === undefined ? navigator.mediaDevices.getDisplayMedia({ video: true }) : navigator.mediaDevices.getUserMedia(screen));
          const kinds = stream.getTracks().map(({ kind }) => kind);
          stream.getTracks().forEach(track => track.stop());
          return kinds.join();
        } catch (error) {
          return (error as DOMException).name;
        }
      }, source);
    await choosing('nothing');
    expect(await share()).not.toBe('video');
    // The older way, which names a screen by an id that can be guessed.
    const [source] = await running.app.evaluate(async ({ desktopCapturer }) => (await desktopCapturer.getSources({ types: ['screen'] })).map(({ id }) => id));
    expect(await share(source)).not.toBe('video');
    await choosing('screen');
    expect(await share()).toBe('video');
    const offered = await running.app.evaluate(() => (globalThis as unknown as { offered: string[] }).offered);
    expect(offered.length).toBeGreaterThan(1);
  });

  test('is asked about the microphone and the camera each by itself', async () => {
    /** Answers the host's own question with yes to one right, and notes what was asked. */
    const allowing = (right: RegExp): Promise<void> =>
      running.app.evaluate(({ dialog }, pattern) => {
        const questions: string[] = [];
        Object.assign(globalThis, { questions });
        const answer = async (...args: unknown[]): Promise<{ response: number; checkboxChecked: boolean }> => {
          const { message } = args.at(-1) as { message: string };
          questions.push(message);
          return { response: new RegExp(pattern).test(message) ? 1 : 0, checkboxChecked: false };
        };
        dialog.showMessageBox = answer;
      }, right.source);
    const questions = (): Promise<string[]> => running.app.evaluate(() => (globalThis as unknown as { questions: string[] }).questions.splice(0));
    const capture = (audio: boolean, video: boolean): Promise<string> =>
      running.page.evaluate(
        async wanted => {
          try {
            const stream = await navigator.mediaDevices.getUserMedia(wanted);
            const kinds = stream.getTracks().map(track => track.kind);
            for (const track of stream.getTracks()) track.stop();
            return kinds.toSorted().join('+');
          } catch (error) {
            return (error as DOMException).name;
          }
        },
        { audio, video },
      );
    await allowing(/nothing/);
    expect(await capture(true, false)).toBe('NotAllowedError');
    expect(await questions()).toEqual(['May Balcony use the microphone?']);

    await allowing(/microphone/);
    expect(await capture(true, false)).toBe('audio');
    expect(await capture(false, true)).toBe('NotAllowedError');
    expect(await capture(true, true)).toBe('NotAllowedError');
    expect(await questions()).toEqual(['May Balcony use the microphone?', 'May Balcony use the camera?', 'May Balcony use the camera?']);

    await allowing(/camera/);
    expect(await capture(true, true)).toBe('audio+video');
    expect(await questions()).toEqual(['May Balcony use the camera?']);
  });

  test('tells of real addresses once the microphone is allowed: the names that browsers hide them behind mean nothing to others', async () => {
    const candidates = await running.page.evaluate(async () => {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
      const connection = new RTCPeerConnection();
      const found: string[] = [];
      const done = new Promise<void>(resolve => {
        connection.onicecandidate = ({ candidate }) => (candidate === null ? resolve() : void found.push(candidate.candidate));
      });
      for (const track of stream.getTracks()) connection.addTrack(track, stream);
      await connection.setLocalDescription(await connection.createOffer());
      await done;
      connection.close();
      stream.getTracks().forEach(track => track.stop());
      return found;
    });
    expect(candidates.length).toBeGreaterThan(0);
    expect(candidates.filter(candidate => candidate.includes('.local'))).toEqual([]);
  });

  test('comes back, with a port of its own, when its process ends', async () => {
    const back = await running.app.evaluate(async ({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      const loaded = new Promise(resolve => contents?.once('did-finish-load', () => resolve(undefined)));
      contents?.forcefullyCrashRenderer();
      await loaded;
      return contents?.executeJavaScript(`new Promise(resolve => {
        hostPort.onMessage(message => message.id === 987655 && resolve(message.t));
        hostPort.send({ t: 'call', id: 987655, service: 'desk', method: 'capabilities', input: {} });
      })`);
    });
    expect(back).toBe('ok');
  });
});
