// A real notification daemon, whose buttons are pressed as a user would who chooses them from its menu.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export const whyNoDunst = (): string | undefined => (existsSync('/usr/bin/dunst') ? undefined : 'dunst is not installed');

export interface Daemon {
  /** How many notifications are shown. */
  shown(): Promise<number>;
  /** A click on the newest one. */
  click(): Promise<void>;
  /** A button of the newest one, by its label. */
  press(label: string): Promise<void>;
  stop(): Promise<void>;
}

export async function startDunst(env: NodeJS.ProcessEnv): Promise<Daemon> {
  const folder = await mkdtemp(join(tmpdir(), 'balcony-dunst-'));
  const [menu, wanted, config] = [join(folder, 'menu'), join(folder, 'wanted'), join(folder, 'dunstrc')];
  // It hands the labels to a program for menus, and takes the line that this one answers with.
  await writeFile(menu, `#!/bin/sh\nexec grep -F -m1 -e "#$(cat ${wanted}) "\n`);
  await chmod(menu, 0o755);
  await writeFile(config, `[global]\n  dmenu = ${menu}\n  idle_threshold = 0\n`);
  const child = spawn('setpriv', ['--pdeathsig', 'TERM', 'dunst', '-config', config], { env, stdio: 'ignore' });
  const control = async (...args: string[]): Promise<string> => (await run('dunstctl', args, { env })).stdout.trim();
  return {
    shown: async () => Number(await control('count', 'displayed').catch(() => '0')),
    click: async () => void (await control('action')),
    press: async label => {
      await writeFile(wanted, label);
      await control('context');
    },
    async stop() {
      const ended = once(child, 'exit');
      child.kill();
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
