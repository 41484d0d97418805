// Starts the app in a real Electron: in the one of devDependencies where its program was downloaded (BALCONY_ELECTRON=installed insists), else in Electron 25,
// with bundles that are lowered for it and the store's thread on this Node.
import { chmod, copyFile, cp, link, mkdir, mkdtemp, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { bundle } from '../../../build/bundle.ts';
import { electronProgram } from '../../../build/choose-host.ts';
import { ROOT } from '../../../build/run.ts';
import { buildForElectron, stampOf } from '../../../build/page.ts';
import { olderElectron } from './older-electron.ts';

export interface Runtime {
  readonly program: string;
  /** What goes before the app's own arguments. */
  readonly args: readonly string[];
  readonly older: boolean;
  dispose(): Promise<void>;
}

const SOURCES = ['main', 'preload', 'renderer', 'native', 'build', 'package-lock.json'];
const BUNDLES = join(ROOT, '.cache/electron-25');
// Root may not use Chromium's own sandbox, and a virtual machine has no graphics card.
export const EVERYWHERE = [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--disable-gpu'];

/** Makes what is needed, or says why it cannot be had. */
export async function realElectron(): Promise<Runtime | { readonly missing: string }> {
  const installed = process.env['BALCONY_ELECTRON'] === 'older' ? undefined : await electronProgram();
  if (installed !== undefined) {
    if (!(await buildForElectron())) throw new Error('the bundles could not be made');
    return { program: installed, args: [ROOT], older: false, dispose: async () => {} };
  }
  if (process.env['BALCONY_ELECTRON'] === 'installed') throw new Error('the Electron of devDependencies is not downloaded');
  const older = await olderElectron();
  if ('missing' in older) return older;
  const bundles = await lowered();
  // A copy, where it can be by hard links: an app lies in its Electron's own folder, and Electron looks for it from where its program really is.
  const folder = await mkdtemp(join(tmpdir(), 'balcony-electron-'));
  await chmod(folder, 0o755);
  await linkTree(older.folder, folder);
  const app = join(folder, 'resources/app');
  await cp(bundles, join(app, 'dist'), { recursive: true });
  await cp(join(ROOT, 'package.json'), join(app, 'package.json'));
  await symlink(join(ROOT, 'node_modules'), join(app, 'node_modules'));
  return { program: join(folder, 'electron'), args: [], older: true, dispose: () => rm(folder, { recursive: true, force: true }) };
}

/** The bundles for Electron 25, made anew when the sources have changed. */
export async function lowered(): Promise<string> {
  const stamp = join(BUNDLES, '.stamp');
  const wanted = `${process.execPath} ${await stampOf(SOURCES)}`;
  if ((await readFile(stamp, 'utf8').catch(() => '')) === wanted) return BUNDLES;
  const aside = `${BUNDLES}-${process.pid}`;
  await bundle({ older: process.execPath, out: aside });
  await writeFile(join(aside, '.stamp'), wanted);
  await rm(BUNDLES, { recursive: true, force: true });
  await rename(aside, BUNDLES);
  return BUNDLES;
}

async function linkTree(from: string, to: string): Promise<void> {
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (!entry.isDirectory()) await link(source, target).catch(() => copyFile(source, target));
    else await mkdir(target).then(() => linkTree(source, target));
  }
}

export interface Running {
  readonly app: ElectronApplication;
  readonly page: Page;
  /** What the main process wrote to stderr so far. */
  readonly log: () => string;
  /** Quits as the user would, and waits for the end. */
  quit(): Promise<void>;
}

/** Its own limit is three minutes, longer than a hook's: what the program has said would never be seen. */
const LAUNCH_MS = 45_000;

/**
 * Playwright waits for two addresses that the program writes to standard error, each at the beginning of a line: where another process of
 * Chromium writes into that line, they never come. So a program that was not reached is ended, and started once more.
 */
async function reached(start: () => Promise<ElectronApplication>): Promise<ElectronApplication> {
  try {
    return await start();
  } catch (error) {
    process.stderr.write(`Electron was not reached, once more: ${error instanceof Error ? error.message : String(error)}\n`);
    return start();
  }
}

/** Starts the app on a profile and waits for its page. */
export async function launch(runtime: Runtime, profile: string, env: NodeJS.ProcessEnv, args: readonly string[] = []): Promise<Running> {
  const start = (): Promise<ElectronApplication> =>
    _electron.launch({
      executablePath: runtime.program,
      args: [...runtime.args, ...EVERYWHERE, '--profile', profile, ...args],
      env: Object.fromEntries(Object.entries(env).filter((pair): pair is [string, string] => pair[1] !== undefined)),
      timeout: LAUNCH_MS,
    });
  const app = await reached(start);
  let log = '';
  app.process().stderr?.on('data', (data: Buffer) => (log += data.toString('utf8')));
  const page = await app.firstWindow();
  await page.waitForLoadState('domcontentloaded');
  return {
    app,
    page,
    log: () => log,
    async quit() {
      const ended = new Promise(resolve => app.process().once('exit', resolve));
      await app.evaluate(({ app: inside }) => inside.quit()).catch(() => undefined);
      await ended;
    },
  };
}

export const newProfile = (): Promise<string> => mkdtemp(join(tmpdir(), 'balcony-profile-'));
