import { spawn, type ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startDemo, type DemoAccount } from '../main/demo/demo.ts';
import { hasDisplay } from './choose-host.ts';
import { anyBrowser, appWindow } from './find-browser.ts';
import { startInstance, type Instance } from './node-instance.ts';
import { buildPage } from './page.ts';
import { onEnd } from './run.ts';

const WIDTH = 820;
const HEIGHT = 760;
const say = (line: string): void => void process.stderr.write(`${line}\n`);

let end = (): void => {};
const ended = new Promise<void>(done => (end = done));
onEnd(() => end());

const folder = await mkdtemp(join(tmpdir(), 'balcony-demo-'));
const instances: Instance[] = [];
const windows: ChildProcess[] = [];
try {
  await run();
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
} finally {
  for (const window of windows) window.kill();
  await Promise.all(instances.map(instance => instance.stop()));
  await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}
process.exit();

async function run(): Promise<void> {
  if (!(await buildPage())) throw new Error('The page could not be built.');
  say('Starting a private server and two people …');
  const demo = await startDemo();
  try {
    const browser = hasDisplay() ? await anyBrowser() : undefined;
    for (const account of demo.accounts) instances.push(await startPerson(account));
    instances.forEach(({ launchUrl }, index) => {
      const name = demo.accounts[index]?.name ?? '';
      if (browser === undefined) process.stdout.write(`${name}: ${launchUrl}\n`);
      else windows.push(openWindow(browser, launchUrl, name, index));
    });
    say(
      browser === undefined
        ? 'There is no display: open both lines in a browser. Ctrl-C ends everything.'
        : 'Juliet is on the left, Romeo on the right. Ctrl-C ends everything.',
    );
    const closed = windows.map(window => new Promise<void>(done => window.once('exit', () => done())));
    await Promise.race([ended, ...(closed.length > 0 ? [Promise.all(closed)] : []), ...instances.map(instance => instance.ended)]);
  } finally {
    await Promise.all(instances.map(instance => instance.stop()));
    await demo.stop();
  }
}

async function startPerson(account: DemoAccount): Promise<Instance> {
  const place = join(folder, account.name);
  await mkdir(place, { mode: 0o700 });
  const signIn = join(place, 'account.json');
  await writeFile(signIn, JSON.stringify(account), { mode: 0o600 });
  return startInstance(['--profile', join(place, 'profile'), '--key-file', join(place, 'key'), '--sign-in', signIn]);
}

function openWindow(browser: string, url: string, name: string, index: number): ChildProcess {
  const place = { x: index * (WIDTH + 10), y: 0, width: WIDTH, height: HEIGHT };
  const window = spawn(browser, appWindow(url, join(folder, name, 'window'), place), { stdio: 'ignore' });
  window.once('error', error => say(`${name}’s window did not open: ${error.message}`));
  return window;
}
