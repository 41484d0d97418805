import { spawn } from 'node:child_process';
import { chmod, chown, mkdir, readFile, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { dirname, join } from 'node:path';

export const HOST = '127.0.0.1';

/** The user that a server is to be, where we are root. */
export interface Owner {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}
/** A server's process, kept on a lead: it ends with ours, however that ends. */
export interface Kept {
  readonly running: boolean;
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
}

/**
 * Stands between us and the server: a closed pipe means that this process is gone, whatever ended it, and then the folder goes too.
 * `term` and `kill` are the orderly ways.
 */
const KEEPER = `
folder=$1; shift
exec 3<&0
"$@" >"$folder/output.log" 2>&1 3<&- & server=$!
{ if read -r order <&3; then
    if [ "$order" = kill ]; then kill -9 $server; else kill -15 $server; fi
  else
    kill -9 $server; rm -rf "$folder"
  fi
} 2>/dev/null &
wait $server
`;

/** Starts a program in its folder; what it prints goes to `output.log` there. */
export function startKept(options: {
  readonly command: readonly string[];
  readonly folder: string;
  readonly owner: Owner | undefined;
  readonly env?: Readonly<Record<string, string>>;
}): Kept {
  const { command, folder, owner, env } = options;
  const child = spawn('/bin/sh', ['-c', KEEPER, 'keeper', folder, ...command], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true, // Ctrl-C in a terminal reaches the demo, which then ends the server in its own order
    cwd: folder,
    env: { PATH: process.env['PATH'] ?? '/usr/bin:/bin', HOME: folder, LANG: 'C.UTF-8', ...env },
    ...(owner === undefined ? {} : { uid: owner.uid, gid: owner.gid }),
  });
  let running = true;
  const ended = new Promise<void>(resolve => {
    const end = (): void => {
      running = false;
      resolve();
    };
    child.once('exit', end).once('error', end);
  });
  child.stdin?.on('error', () => {});
  child.unref();
  return {
    get running() {
      return running;
    },
    async end(signal) {
      if (!running) return;
      child.ref();
      child.stdin?.end(signal === 'SIGKILL' ? 'kill\n' : 'term\n');
      await ended;
    },
  };
}

/** Servers refuse to be root, or should: as root they are given the user of their package, else nobody. */
export async function serverUser(name: string): Promise<Owner | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const users = (await readFile('/etc/passwd', 'utf8')).split('\n').map(line => line.split(':'));
  const found = users.find(([user]) => user === name) ?? users.find(([user]) => user === 'nobody');
  if (!found) throw new Error(`${name} needs a user that is not root`);
  return { name: found[0] ?? '', uid: Number(found[2]), gid: Number(found[3]) };
}

/** Writes files that only their owner can read, and hands the folder over with all that is new in it. A path that ends in a slash is a folder. */
export async function writeFolder(folder: string, files: Readonly<Record<string, string>>, owner: Owner | undefined): Promise<void> {
  const made = new Set([folder]);
  for (const [name, text] of Object.entries(files)) {
    const path = join(folder, name);
    const place = name.endsWith('/') ? path : dirname(path);
    await mkdir(place, { recursive: true });
    made.add(place);
    if (!name.endsWith('/')) await writeFile(path, text, { mode: 0o600 });
    made.add(path);
  }
  if (owner) for (const path of made) await chown(path, owner.uid, owner.gid);
  await chmod(folder, 0o700);
}

/** Ports that nobody listens on right now. */
export async function freePorts(count: number): Promise<readonly number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  const listening = servers.map(
    server =>
      new Promise<number>((resolve, reject) => {
        server.once('error', reject).listen(0, HOST, () => {
          const address = server.address();
          resolve(typeof address === 'object' && address ? address.port : 0);
        });
      }),
  );
  const ports = await Promise.all(listening);
  await Promise.all(servers.map(server => new Promise(resolve => server.close(resolve))));
  return ports;
}

/** Whether somebody listens on this port. */
export const answers = (port: number): Promise<boolean> =>
  new Promise(resolve => {
    const socket = connect(port, HOST, () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
