import { readdir, readFile } from 'node:fs/promises';
import type { Browser } from 'playwright-core';

/** Linux counts in hundredths of a second, whatever the kernel's own tick. */
const TICKS = 100;
interface Process {
  readonly parent: number;
  readonly ticks: number;
}

/** Seconds of CPU, in and for the process, that a browser has taken with all of its processes, also those that have ended. Linux only. */
export async function cpuSeconds(browser: Browser): Promise<number> {
  const devtools = await browser.newBrowserCDPSession();
  const { processInfo } = await devtools.send('SystemInfo.getProcessInfo');
  await devtools.detach();
  const root = processInfo.find(({ type }) => type === 'browser')?.id;
  if (root === undefined) throw new Error('the browser has no process');
  const all = await processes();
  const inTree = (pid: number): boolean => pid === root || (all.has(pid) && inTree(all.get(pid)?.parent ?? 0));
  return [...all].reduce((sum, [pid, { ticks }]) => (inTree(pid) ? sum + ticks : sum), 0) / TICKS;
}

async function processes(): Promise<ReadonlyMap<number, Process>> {
  const found = new Map<number, Process>();
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => ''); // ended just now
    // proc(5): after the name in brackets come the state, the parent, and from the twelfth on the times of itself and of its children.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields.length < 15) continue;
    found.set(Number(name), { parent: Number(fields[1]), ticks: fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0) });
  }
  return found;
}
