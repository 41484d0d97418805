import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT, runProgram } from './run.ts';

/** Where the built page lies. */
export const PAGE = join(ROOT, 'dist/renderer');
const STAMP = join(PAGE, '.stamp');
const SOURCES = ['renderer', 'preload/contract', 'build/vite.renderer.config.ts', 'package-lock.json'];

/** Builds the page if its sources have changed since; answers whether it is there. What is wrong vite has said on stderr. */
export async function buildPage(): Promise<boolean> {
  const wanted = await stampOf(SOURCES);
  if ((await readFile(STAMP, 'utf8').catch(() => '')) === wanted) return true;
  process.stderr.write('Building the page …\n');
  // Built aside and moved into place: another instance may be serving the old one, or building too.
  const aside = join(ROOT, 'dist', `.page-${process.pid}`);
  const old = join(ROOT, 'dist', `.old-${process.pid}`);
  await mkdir(join(ROOT, 'dist'), { recursive: true });
  try {
    const args = ['build', '--config', 'build/vite.renderer.config.ts', '--outDir', aside, '--logLevel', 'warn'];
    if ((await runProgram('vite', args, { output: 'stderr' })) !== 0) return false;
    await writeFile(join(aside, '.stamp'), wanted);
    await rename(PAGE, old).catch(() => {});
    await rename(aside, PAGE).catch(() => {});
    return existsSync(STAMP);
  } finally {
    await rm(aside, { recursive: true, force: true });
    await rm(old, { recursive: true, force: true });
  }
}

/** Changes when a file is edited, added or gone: a hash of names, sizes and times. */
async function stampOf(sources: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const source of sources) {
    const path = join(ROOT, source);
    const names = (await stat(path)).isDirectory()
      ? (await readdir(path, { recursive: true, withFileTypes: true })).filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name))
      : [path];
    for (const name of names.toSorted()) {
      const { size, mtimeMs } = await stat(name);
      hash.update(`${name} ${size} ${mtimeMs}\n`);
    }
  }
  return hash.digest('hex');
}
