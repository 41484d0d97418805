import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { usualProfile } from '../main/host/node/usual-profile.ts';
import { chooseHost, electronProgram, fetchElectron, hasDisplay } from './choose-host.ts';
import { anyBrowser, appWindow } from './find-browser.ts';
import { startInstance } from './node-instance.ts';
import { buildForElectron, buildPage } from './page.ts';
import { onEnd, ROOT } from './run.ts';

const { values } = parseArgs({
  options: { host: { type: 'string' }, profile: { type: 'string' }, 'key-file': { type: 'string' }, port: { type: 'string' }, debug: { type: 'boolean' } },
});
const say = (line: string): void => void process.stderr.write(`${line}\n`);

function entryArguments(): string[] {
  const named = (['key-file', 'port'] as const).flatMap(name => (values[name] === undefined ? [] : [`--${name}`, values[name]]));
  return ['--profile', resolve(values.profile ?? usualProfile()), ...named];
}

/** A Chromium from a snap may not look into hidden folders. */
function windowFolder(browser: string, profile: string): string {
  return browser.startsWith('/snap/')
    ? join(homedir(), 'snap/chromium/common', `balcony-${createHash('sha256').update(profile).digest('hex').slice(0, 8)}`)
    : join(profile, 'window');
}

async function startOnNode(browser: string): Promise<number> {
  const instance = await startInstance(entryArguments());
  const profile = resolve(values.profile ?? usualProfile());
  const window = spawn(browser, appWindow(instance.launchUrl, windowFolder(browser, profile)), { stdio: 'ignore', detached: process.platform !== 'win32' });
  const closed = new Promise<void>(
    done => void window.once('exit', () => done()).once('error', error => done(say(`The window did not open: ${error.message}`))),
  );
  onEnd(() => window.kill());
  await Promise.race([closed, instance.ended]);
  window.kill();
  await instance.stop();
  return 0;
}

async function startInElectron(): Promise<number> {
  const program = await electronProgram();
  if (program === undefined || !(await buildForElectron())) return 1;
  const profile = values.profile === undefined ? [] : ['--profile', resolve(values.profile)];
  const child = spawn(program, [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), ROOT, ...profile, ...(values.debug ? ['--verbose'] : [])], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  onEnd(() => child.kill());
  return new Promise((done, failed) => child.once('error', failed).once('exit', code => done(code ?? 0)));
}

async function serve(): Promise<number> {
  const instance = await startInstance(entryArguments());
  process.stdout.write(`${instance.launchUrl}\n`);
  onEnd(() => void instance.stop());
  return instance.ended;
}

async function start(): Promise<number> {
  const choice = await chooseHost({ asked: values.host, display: hasDisplay(), browser: anyBrowser, electron: fetchElectron });
  say(choice.why);
  if (choice.host === 'electron') return startInElectron();
  if (!(await buildPage())) return 1;
  return choice.browser === undefined ? serve() : startOnNode(choice.browser);
}

try {
  process.exit(await start());
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exit(1);
}
