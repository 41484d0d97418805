import { existsSync } from 'node:fs';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from './run.ts';

export interface Choice {
  readonly host: 'electron' | 'node' | 'serve';
  readonly browser?: string;
  /** One line for the terminal. */
  readonly why: string;
}
export interface Facts {
  readonly asked: string | undefined;
  readonly display: boolean;
  /** A Chromium on this computer, after installing it where that is possible; only asked when it matters. */
  browser(): Promise<string | undefined>;
  /** Whether Electron's program is here, after fetching it where that is possible; only asked when it matters. */
  electron(insist: boolean): Promise<{ readonly here: boolean; readonly reason: string }>;
}

/** Electron is the product; the Node host stands in where it cannot be had. */
export async function chooseHost(facts: Facts): Promise<Choice> {
  if (facts.asked !== undefined && facts.asked !== 'electron' && facts.asked !== 'node') throw new Error(`--host is electron or node, not ${facts.asked}`);
  if (!facts.display) return { host: 'serve', why: 'There is no display: serving the window. Open the line below in a browser.' };
  if (facts.asked === 'node') return beside(await facts.browser(), 'as asked');
  const electron = await facts.electron(facts.asked === 'electron');
  if (electron.here) return { host: 'electron', why: 'Starting in Electron.' };
  if (facts.asked === 'electron') throw new Error(`Electron cannot be had: ${electron.reason}`);
  return beside(await facts.browser(), `Electron cannot be had: ${electron.reason}`);
}

function beside(browser: string | undefined, because: string): Choice {
  return browser === undefined
    ? { host: 'serve', why: `Starting on Node (${because}); there is no Chromium, so open the line below in a browser.` }
    : { host: 'node', browser, why: `Starting on Node with ${browser} (${because}).` };
}

export const hasDisplay = (env: NodeJS.ProcessEnv = process.env, platform: NodeJS.Platform = process.platform): boolean =>
  platform === 'darwin' || platform === 'win32' || Boolean(env['DISPLAY'] ?? env['WAYLAND_DISPLAY']);

const FOLDER = join(ROOT, 'node_modules/electron');
const MEMORY = join(ROOT, '.cache/electron-unavailable.json');
const DAY_MS = 24 * 3600_000;
const ANSWER_MS = 8000;
const DOWNLOAD_MS = 10 * 60_000;

/** Electron's program, if it has been downloaded. */
export async function electronProgram(): Promise<string | undefined> {
  const name = await readFile(join(FOLDER, 'path.txt'), 'utf8').catch(() => undefined);
  const path = name === undefined ? undefined : join(FOLDER, 'dist', name.trim());
  return path !== undefined && existsSync(path) ? path : undefined;
}

/**
 * Downloads Electron when it is not here. A try that failed is remembered for a day, so that later starts do not wait for it;
 * `insist` tries all the same.
 */
export async function fetchElectron(insist: boolean): Promise<{ readonly here: boolean; readonly reason: string }> {
  if (await electronProgram()) return { here: true, reason: '' };
  const { version }: { version: string } = JSON.parse(await readFile(join(FOLDER, 'package.json'), 'utf8'));
  const before = await remembered(version);
  if (before !== undefined && !insist) return { here: false, reason: before };
  const reason = (await unreachable(version)) ?? (await download());
  if (reason === undefined) return { here: true, reason: '' };
  await mkdir(join(MEMORY, '..'), { recursive: true });
  await writeFile(MEMORY, JSON.stringify({ version, reason }));
  return { here: false, reason };
}

async function remembered(version: string): Promise<string | undefined> {
  const found = await stat(MEMORY).catch(() => undefined);
  if (!found || Date.now() - found.mtimeMs > DAY_MS) return undefined;
  const memory: { version?: string; reason?: string } = JSON.parse(await readFile(MEMORY, 'utf8'));
  return memory.version === version ? memory.reason : undefined;
}

/** A look at the address first, because the download itself waits for minutes on a network that swallows what it is sent. */
async function unreachable(version: string): Promise<string | undefined> {
  const mirror = process.env['ELECTRON_MIRROR'] ?? process.env['npm_config_electron_mirror'] ?? 'https://github.com/electron/electron/releases/download/';
  const url = `${mirror}v${version}/SHASUMS256.txt`;
  const answer = await fetch(url, { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(ANSWER_MS) }).catch(() => undefined);
  return answer && answer.status < 400 ? undefined : `${new URL(url).host} ${answer ? `answers ${answer.status}` : 'cannot be reached'}`;
}

function download(): Promise<string | undefined> {
  process.stderr.write('Downloading Electron (about 110 MB) …\n');
  const child = spawn(process.execPath, [join(FOLDER, 'install.js')], { stdio: ['ignore', 2, 'ignore'], timeout: DOWNLOAD_MS });
  return new Promise(done => {
    child.once('error', error => done(error.message));
    child.once('exit', code => done(code === 0 ? undefined : 'the download failed'));
  });
}
