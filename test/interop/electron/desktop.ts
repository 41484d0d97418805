// A desktop with nobody in front of it: Xvfb, a session bus of its own, and the desktop's side of that bus (desktop.py).
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

export interface DesktopEvent {
  readonly event: 'ready' | 'notified' | 'closed' | 'tray' | 'menu' | 'icon';
  readonly id?: number;
  readonly title?: string;
  readonly body?: string;
  readonly actions?: readonly string[];
  readonly item?: string;
  readonly labels?: readonly string[];
}
export interface Desktop {
  /** What a program needs to find it. */
  readonly env: NodeJS.ProcessEnv;
  /** The next event of this kind that was not taken yet. */
  next(event: DesktopEvent['event']): Promise<DesktopEvent>;
  order(order: { readonly do: 'click' | 'activate' | 'menu' | 'choose'; readonly id?: number; readonly item?: string; readonly label?: string }): void;
  stop(): Promise<void>;
}

export interface DesktopOptions {
  /** Somebody else shows the notifications. */
  readonly withoutNotifications?: boolean;
}

export async function startDesktop({ withoutNotifications = false }: DesktopOptions = {}): Promise<Desktop> {
  const folder = await mkdtemp(join(tmpdir(), 'balcony-desktop-'));
  const children: ChildProcess[] = [];
  const start = (command: string, args: readonly string[], env: NodeJS.ProcessEnv, stdio: ('pipe' | 'ignore')[]): ChildProcess => {
    // Ends with us, even when we are killed.
    const child = spawn('setpriv', ['--pdeathsig', 'TERM', command, ...args], { env, stdio });
    children.push(child);
    return child;
  };
  const xvfb = start('Xvfb', ['-displayfd', '3', '-screen', '0', '1600x1000x24', '-nolisten', 'tcp', '-ac'], process.env, [
    'ignore',
    'ignore',
    'ignore',
    'pipe',
  ]);
  const display = `:${await firstLine(xvfb, xvfb.stdio[3] as Readable)}`;
  const busArgs = ['--session', '--nofork', '--print-address=1', `--address=unix:path=${join(folder, 'bus')}`];
  const bus = start('dbus-daemon', busArgs, process.env, ['ignore', 'pipe', 'ignore']);
  const env = {
    ...process.env,
    DISPLAY: display,
    DBUS_SESSION_BUS_ADDRESS: await firstLine(bus, bus.stdout),
    XDG_RUNTIME_DIR: folder,
    XDG_CONFIG_HOME: join(folder, 'config'),
    WAYLAND_DISPLAY: undefined,
  };
  // Debian's own Python: the bindings are its packages.
  const shell = start('/usr/bin/python3', [join(import.meta.dirname, 'desktop.py'), ...(withoutNotifications ? ['--no-notifications'] : [])], env, [
    'pipe',
    'pipe',
    'ignore',
  ]);
  const events = eventsOf(shell);
  await inTime('desktop.py', events.next('ready'));
  return {
    env,
    next: events.next,
    order: order => void shell.stdin?.write(`${JSON.stringify(order)}\n`),
    async stop() {
      for (const child of children.toReversed()) await end(child);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function eventsOf(shell: ChildProcess): Pick<Desktop, 'next'> {
  const seen: DesktopEvent[] = [];
  const waiting: { readonly event: string; readonly resolve: (event: DesktopEvent) => void }[] = [];
  if (!shell.stdout) throw new Error('the desktop has no output');
  createInterface(shell.stdout).on('line', line => {
    const event: DesktopEvent = JSON.parse(line);
    const index = waiting.findIndex(one => one.event === event.event);
    if (index < 0) seen.push(event);
    else waiting.splice(index, 1)[0]?.resolve(event);
  });
  return {
    next(event) {
      const index = seen.findIndex(one => one.event === event);
      const found = index < 0 ? undefined : seen.splice(index, 1)[0];
      if (found) return Promise.resolve(found);
      return new Promise((resolve, reject) => {
        waiting.push({ event, resolve });
        shell.once('exit', code => reject(new Error(`desktop.py ended with ${code}: are python3-dbus and python3-gi installed?`)));
      });
    },
  };
}

const STEP_MS = 30_000;
/** None of the desktop's parts takes a second; one that never answers is named. */
async function inTime<T>(what: string, answer: Promise<T>): Promise<T> {
  let limit: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    limit = setTimeout(() => reject(new Error(`${what} does not answer`)), STEP_MS);
  });
  return Promise.race([answer, late]).finally(() => clearTimeout(limit));
}

async function firstLine(child: ChildProcess, output: Readable | null): Promise<string> {
  if (output === null) throw new Error('no output to read');
  const failed = new Promise<never>((_, reject) => {
    child.once('error', reject);
    child.once('exit', code => reject(new Error(`${child.spawnfile} ended with ${code}`)));
  });
  failed.catch(() => undefined); // it ends one day, when nobody waits for its line any more
  const read = async (): Promise<string> => {
    for await (const line of createInterface(output)) return line;
    throw new Error(`${child.spawnfile} said nothing`);
  };
  return inTime(child.spawnargs.join(' '), Promise.race([read(), failed]));
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill();
  await ended;
}
