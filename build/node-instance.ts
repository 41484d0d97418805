import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ROOT } from './run.ts';

/** The app on the Node host, in a process of its own. */
export interface Instance {
  /** Works once. */
  readonly launchUrl: string;
  readonly child: ChildProcess;
  readonly ended: Promise<number>;
  /** Asks it to end and waits until it has. */
  stop(signal?: NodeJS.Signals): Promise<void>;
}

/**
 * Starts what `npm run serve` starts and waits for its launch URL.
 * @param args its command line, such as `['--profile', folder]`
 * @throws when it ends before it has printed one; what was wrong it has said on `stderr`
 */
export async function startInstance(
  args: readonly string[],
  options: {
    readonly stderr?: 'inherit' | 'ignore' | 'pipe';
    readonly env?: NodeJS.ProcessEnv;
    /** A program, with its arguments, that starts ours: in a network of its own, for one. */
    readonly through?: readonly string[];
  } = {},
): Promise<Instance> {
  const [program = process.execPath, ...rest] = [...(options.through ?? []), process.execPath, join(ROOT, 'build/serve.ts'), ...args];
  const child = spawn(program, rest, {
    stdio: ['ignore', 'pipe', options.stderr ?? 'inherit', 'ipc'], // when the channel closes, we are gone, and it ends
    detached: process.platform !== 'win32', // Ctrl-C in the terminal reaches us alone, and we end it in order
    // What Node has compiled once it need not compile at every start.
    env: { NODE_COMPILE_CACHE: join(ROOT, 'node_modules/.cache/compiled'), ...process.env, ...options.env },
  });
  const ended = new Promise<number>(done => void child.once('exit', code => done(code ?? 1)));
  const launchUrl = await new Promise<string>((found, failed) => {
    child.once('error', failed);
    void ended.then(code => failed(new Error(`the app ended with code ${code} before its window could be opened`)));
    createInterface({ input: child.stdout ?? process.stdin }).on('line', line => {
      if (/^https?:\/\/127\.0\.0\.1:\d+\/\S*$/.test(line)) found(line);
    });
  });
  const stop = async (signal: NodeJS.Signals = 'SIGTERM'): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    await ended;
  };
  return { launchUrl, child, ended, stop };
}
