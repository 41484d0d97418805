// The other specs run as whoever runs them; root must leave Chromium's sandbox off. Here the page's process is looked at with it on.
import { readdir, readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { firstPage } from '../../../build/smoke.ts';
import { startDesktop, type Desktop } from './desktop.ts';
import { realElectron } from './launch.ts';

const runtime = await realElectron();
const reason = 'missing' in runtime ? runtime.missing : process.platform === 'linux' ? undefined : 'there is no /proc to look into';
if (reason !== undefined) process.stderr.write(`skipped: ${reason}\n`);
const NOBODY = { uid: 65_534, gid: 65_534 };

interface Status {
  readonly type: string | undefined;
  readonly parent: number;
  readonly pid: number;
  readonly status: string;
}

async function processes(): Promise<readonly Status[]> {
  const pids = (await readdir('/proc')).map(Number).filter(pid => pid > 0);
  const found = pids.map(async pid => {
    // One may be gone before it is read.
    const [command, status] = await Promise.all(['cmdline', 'status'].map(file => readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '')));
    return { pid, status: status ?? '', parent: Number(/^PPid:\s+(\d+)$/m.exec(status ?? '')?.[1]), type: /--type=([\w-]+)/.exec(command ?? '')?.[1] };
  });
  return Promise.all(found);
}

/** The processes under one, of a type. */
async function under(root: number, type: string): Promise<readonly Status[]> {
  const all = await processes();
  const parents = new Map(all.map(one => [one.pid, one.parent]));
  const isUnder = (pid: number): boolean => {
    for (let at = parents.get(pid); at !== undefined && at > 0; at = parents.get(at)) if (at === root) return true;
    return false;
  };
  return all.filter(one => one.type === type && isUnder(one.pid));
}

describe.skipIf(reason !== undefined)('the page of a user who is not root', () => {
  let desktop: Desktop;
  beforeAll(async () => {
    desktop = await startDesktop();
  });
  afterAll(async () => {
    await desktop?.stop();
    if (!('missing' in runtime)) await runtime.dispose();
  });

  test('runs in a process that can see no other and whose system calls are filtered', async () => {
    if ('missing' in runtime) return;
    let pages: readonly Status[] = [];
    const user = process.getuid?.() === 0 ? { user: NOBODY } : {};
    const { DISPLAY, PATH } = desktop.env;
    await firstPage(runtime.program, {
      args: runtime.args,
      env: { DISPLAY, PATH },
      ...user,
      whileRunning: async pid => {
        pages = await under(pid, 'renderer');
      },
    });
    expect(pages.length).toBeGreaterThan(0);
    for (const { status } of pages) {
      expect(status).toMatch(/^Seccomp:\s+2$/m); // a filter
      expect(status).toMatch(/^NSpid:\s+\d+\s+\d+/m); // a process number of its own namespace
      expect(status).toMatch(/^NoNewPrivs:\s+1$/m);
    }
  });
});
