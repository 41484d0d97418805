// `node build/smoke.ts PROGRAM` starts a packaged app on an empty profile and waits until it shows its first page under its policy.
import { spawn } from 'node:child_process';
import { chown, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { CSP } from '../main/host/csp.ts';
import { wrongFuses } from './fuses.ts';

const firstPageShape = z.object({ url: z.string(), title: z.string(), heading: z.string(), policy: z.string().nullable() });
export type FirstPage = z.output<typeof firstPageShape>;

const PATIENCE_MS = 60_000;
const LOOK = `(async () => {
  const heading = document.querySelector('h1, h2, [role=heading]');
  if (heading === null) return undefined;
  return { url: location.href, title: document.title, heading: heading.innerText, policy: (await fetch('/')).headers.get('content-security-policy') };
})()`;

export interface SmokeOptions {
  readonly args?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  /** Another user than root, who may use Chromium's sandbox. */
  readonly user?: { readonly uid: number; readonly gid: number };
  /** Looks at the running app, by its process id, while its page is there. */
  readonly whileRunning?: (pid: number) => Promise<void>;
}

/** Through Chromium's own debugging port: the fuses leave Node's closed. Rejects when the app ends, or shows nothing in a minute. */
export async function firstPage(program: string, { args = [], env = process.env, user, whileRunning }: SmokeOptions = {}): Promise<FirstPage> {
  const profile = await mkdtemp(join(tmpdir(), 'balcony-smoke-'));
  if (user) await chown(profile, user.uid, user.gid);
  const unboxed = process.getuid?.() === 0 && !user ? ['--no-sandbox'] : [];
  const all = [...args, '--profile', profile, '--remote-debugging-port=0', '--disable-gpu', ...unboxed];
  const child = spawn(program, all, { env, stdio: ['ignore', 'ignore', 'pipe'], ...user });
  const said: string[] = [];
  const ended = new Promise<void>(done => child.once('exit', () => done()));
  const failed = Promise.race([ended, wait(PATIENCE_MS, undefined, { ref: false })]).then(() => {
    throw new Error(`the app shows nothing; it said:\n${said.join('\n')}`);
  });
  failed.catch(() => undefined); // at the end it always ends
  try {
    const browser = await Promise.race([debuggingUrl(child.stderr, said), failed]);
    const page = await Promise.race([pageWithHeading(browser), failed]);
    await whileRunning?.(child.pid ?? 0);
    return page;
  } finally {
    child.kill();
    await ended;
    await rm(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

function debuggingUrl(stderr: NodeJS.ReadableStream, said: string[]): Promise<string> {
  return new Promise(resolve => {
    createInterface(stderr).on('line', line => {
      said.push(line);
      const url = /DevTools listening on (ws:\S+)/.exec(line)?.[1];
      if (url !== undefined) resolve(url);
    });
  });
}

const targets = z.array(z.object({ type: z.string(), webSocketDebuggerUrl: z.string().optional() }));

/** Looks again until the window was made, has loaded, and React has drawn. */
async function pageWithHeading(browser: string): Promise<FirstPage> {
  for (;;) {
    const response = await fetch(`http://${new URL(browser).host}/json/list`);
    const target = targets.parse(await response.json()).find(one => one.type === 'page')?.webSocketDebuggerUrl;
    const seen = firstPageShape.safeParse(target === undefined ? undefined : await evaluate(target, LOOK));
    if (seen.success) return seen.data;
    await wait(100);
  }
}

const answer = z.object({ id: z.number().optional(), result: z.object({ result: z.object({ value: z.unknown().optional() }).optional() }).optional() });

/** One call of the DevTools protocol; Playwright does not speak to an Electron that it did not start. */
async function evaluate(target: string, expression: string): Promise<unknown> {
  const socket = new WebSocket(target);
  try {
    return await new Promise((resolve, reject) => {
      socket.addEventListener('error', () => reject(new Error('the page cannot be asked')));
      socket.addEventListener('open', () => {
        socket.send(JSON.stringify({ id: 1, method: 'Runtime.evaluate', params: { expression, awaitPromise: true, returnByValue: true } }));
      });
      socket.addEventListener('message', ({ data }) => {
        const { data: said } = answer.safeParse(JSON.parse(String(data)));
        if (said?.id === 1) resolve(said.result?.result?.value);
      });
    });
  } finally {
    socket.close();
  }
}

const program = process.argv[2];
if (import.meta.main && program !== undefined) {
  const wrong = await wrongFuses(program);
  if (wrong.length > 0) throw new Error(`fuses stand wrongly: ${wrong.join(', ')}`);
  const page = await firstPage(program);
  if (page.url !== 'app://messenger/' || page.policy !== CSP) throw new Error(`not our page: ${JSON.stringify(page)}`);
  process.stdout.write(`${page.title} shows "${page.heading}"\n`);
}
