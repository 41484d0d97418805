import { spawn, type ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import { buildPage } from '../../build/page.ts';
import { ROOT } from '../../build/run.ts';

// The commands as a newcomer types them, on a machine without a display.
interface Running {
  readonly child: ChildProcess;
  /** What stood on standard output so far. */
  readonly lines: string[];
  /** The next line that fits. */
  line(fits: RegExp): Promise<string>;
  readonly ended: Promise<number | undefined>;
  /** What stood on standard error so far. */
  said(): string;
}
let folder: string;

beforeAll(async () => {
  expect(await buildPage()).toBe(true);
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'balcony-commands-'));
  await mkdir(join(folder, 'tmp'));
});
afterEach(() => rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }));

async function run(command: string, ...args: string[]): Promise<Running> {
  const { DISPLAY: _x, WAYLAND_DISPLAY: _wayland, ...env } = process.env;
  const child = spawn(process.execPath, [join(ROOT, 'build/setup.mjs'), command, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...env, TMPDIR: join(folder, 'tmp') },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let said = '';
  child.stderr.on('data', (bytes: Buffer) => (said += bytes.toString('utf8')));
  const lines: string[] = [];
  const waiting: (() => void)[] = [];
  const wake = (): void => waiting.splice(0).forEach(go => go());
  createInterface({ input: child.stdout }).on('line', line => {
    lines.push(line);
    wake();
  });
  let over = false;
  const ended = new Promise<number | undefined>(done =>
    child.once('close', code => {
      over = true;
      wake();
      done(code ?? undefined);
    }),
  );
  const line = async (fits: RegExp): Promise<string> => {
    for (;;) {
      const found = lines.find(one => fits.test(one));
      if (found !== undefined) return found;
      if (over) throw new Error(`it ended after: ${lines.join('\n')}`);
      await new Promise<void>(resolve => void waiting.push(resolve));
    }
  };
  return { child, lines, line, ended, said: () => said };
}
const LAUNCH = /^http:\/\/127\.0\.0\.1:\d+\/\?launch=\S+$/;
const gone = async (url: string): Promise<void> => expect.poll(() => fetch(url).then(() => 'answers', () => 'gone'), { timeout: 60_000 }).toBe('gone'); // prettier-ignore
const ownArguments = (): string[] => ['--profile', join(folder, 'profile'), '--key-file', join(folder, 'key')];

test('serve prints the launch URL and nothing else, and ends when it is told to', async () => {
  const app = await run('serve', ...ownArguments());
  const url = await app.line(LAUNCH);
  expect(app.lines).toEqual([url]);
  app.child.kill('SIGTERM');
  expect(await app.ended).toBe(0);
  await gone(url);
});

test('when what started the app is killed, the app ends too', async () => {
  const app = await run('serve', ...ownArguments());
  const url = await app.line(LAUNCH);
  app.child.kill('SIGKILL');
  await gone(url);
});

test('start without a display does what serve does', async () => {
  const app = await run('start', ...ownArguments());
  const url = await app.line(LAUNCH);
  expect((await fetch(url, { redirect: 'manual' })).status).toBe(302);
  app.child.kill('SIGINT');
  await app.ended;
  await gone(url);
  // What is set up already is not set up again.
  expect(app.said()).not.toMatch(/Installing|Building/);
});

test('demo starts two people, and leaves nothing behind', async () => {
  const demo = await run('demo');
  const [juliet, romeo] = [await demo.line(/^Juliet: http/), await demo.line(/^Romeo: http/)].map(line => line.split(' ')[1] ?? '');
  expect((await fetch(juliet ?? '', { redirect: 'manual' })).status).toBe(302);
  demo.child.kill('SIGINT');
  expect(await demo.ended).toBe(0);
  await gone(juliet ?? '');
  await gone(romeo ?? '');
  expect((await readdir(join(folder, 'tmp'))).filter(name => name.startsWith('balcony'))).toEqual([]);
});

test('a command that does not exist is answered with those that do', async () => {
  const wrong = await run('strat');
  expect(await wrong.ended).toBe(1);
  expect(wrong.said()).toContain('start, serve, demo, check, test, interop, bench, soak, package');
});
