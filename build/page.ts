import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT, runProgram, runScript } from './run.ts';

const DIST = join(ROOT, 'dist');
/** Where the built page lies. */
const PAGE = join(DIST, 'renderer');

/** The Node host as one file. */
export const HOST = join(DIST, 'host.mjs');

let building: Promise<boolean> | undefined;

/**
 * Builds what the Node host needs, its own bundle and the page, if their sources have changed since; answers whether they are there.
 * What is wrong vite has said on stderr. Looks once a process; where `PAGE_IS_BUILT` is set, whoever started us has looked.
 */
export function buildPage(): Promise<boolean> {
  if (process.env['PAGE_IS_BUILT'] !== undefined && existsSync(join(PAGE, 'index.html')) && existsSync(HOST)) return Promise.resolve(true);
  building ??= Promise.all([pageIfStale(), hostIfStale()]).then(all => all.every(Boolean));
  return building;
}

/** One file instead of hundreds of sources, each of which would be read and stripped of its types at every start. */
function hostIfStale(): Promise<boolean> {
  return whenStale('host', HOST, ['main', 'native', 'preload/contract', 'build/vite.main.config.ts', 'package-lock.json'], async () => {
    for (const mode of ['node-store-worker', 'node-host']) {
      const args = ['build', '--config', 'build/vite.main.config.ts', '--mode', mode, '--logLevel', 'warn'];
      if ((await runProgram('vite', args, { output: 'stderr' })) !== 0) return false;
    }
    return true;
  });
}

function pageIfStale(): Promise<boolean> {
  return whenStale('page', join(PAGE, 'index.html'), ['renderer', 'preload/contract', 'build/vite.renderer.config.ts', 'package-lock.json'], async () => {
    // Built aside and moved into place: another instance may be serving the old one, or building too.
    const aside = join(DIST, `.page-${process.pid}`);
    const old = join(DIST, `.old-${process.pid}`);
    try {
      const args = ['build', '--config', 'build/vite.renderer.config.ts', '--outDir', aside, '--logLevel', 'warn'];
      if ((await runProgram('vite', args, { output: 'stderr' })) !== 0) return false;
      await rename(PAGE, old).catch(() => {});
      await rename(aside, PAGE).catch(() => {});
      return true;
    } finally {
      await rm(aside, { recursive: true, force: true });
      await rm(old, { recursive: true, force: true });
    }
  });
}

/** Builds the page and the two bundles that only Electron loads. */
export function buildForElectron(): Promise<boolean> {
  return whenStale(
    'app',
    join(DIST, 'main/main.cjs'),
    ['main', 'preload', 'native', 'renderer', 'build', 'package-lock.json'],
    async () => (await runScript('build/bundle.ts')) === 0,
  );
}

/** The stamp lies beside what it speaks of, so that packages do not carry it. */
async function whenStale(name: string, result: string, sources: readonly string[], build: () => Promise<boolean>): Promise<boolean> {
  const stamp = join(DIST, `.${name}-stamp`);
  const wanted = await stampOf(sources);
  if (existsSync(result) && (await readFile(stamp, 'utf8').catch(() => '')) === wanted) return true;
  process.stderr.write(`Building the ${name} …\n`);
  await mkdir(DIST, { recursive: true });
  await rm(stamp, { force: true });
  if (!(await build()) || !existsSync(result)) return false;
  await writeFile(stamp, wanted);
  return true;
}

/** Changes when a file is edited, added or gone: a hash of names, sizes and times. */
export async function stampOf(sources: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const source of sources) {
    for (const name of (await filesOf(join(ROOT, source))).toSorted()) {
      const { size, mtimeMs } = await stat(name);
      hash.update(`${name} ${size} ${mtimeMs}\n`);
    }
  }
  return hash.digest('hex');
}

async function filesOf(path: string): Promise<string[]> {
  if (!(await stat(path)).isDirectory()) return [path];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name));
}
