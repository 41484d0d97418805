import { spawn } from 'node:child_process';
import { appendFileSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

export const ROOT = resolve(import.meta.dirname, '..');

/** The file that a package's command runs, so that it is started by this Node and no shell. */
export function programOf(name: string, command = name): string {
  const folder = join(ROOT, 'node_modules', name);
  const { bin }: { bin: string | Record<string, string> } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return join(folder, typeof bin === 'string' ? bin : (bin[command] ?? ''));
}

/** Runs a program of node_modules to its end, in this terminal; answers with its exit code. */
export function runProgram(
  name: string,
  args: readonly string[],
  options: { readonly command?: string; readonly output?: 'inherit' | 'stderr' } = {},
): Promise<number> {
  const output = options.output === 'stderr' ? 2 : 'inherit';
  const child = spawn(process.execPath, [programOf(name, options.command), ...args], { cwd: ROOT, stdio: ['ignore', output, 'inherit'] });
  return new Promise((done, failed) => child.once('error', failed).once('exit', code => done(code ?? 1)));
}

/** Runs a script of ours to its end; its standard output goes to standard error. */
export function runScript(file: string, ...args: string[]): Promise<number> {
  const child = spawn(process.execPath, [join(ROOT, file), ...args], { cwd: ROOT, stdio: ['ignore', 2, 'inherit'] });
  return new Promise((done, failed) => child.once('error', failed).once('exit', code => done(code ?? 1)));
}

/** Installs Debian packages where that is possible; answers whether they are there now. What is wrong it has said on stderr. */
export const installPackages = async (...packages: string[]): Promise<boolean> => (await runScript('build/setup.mjs', '--packages', ...packages)) === 0;

/** `npm` and the set-up stand between the user and us: when they are killed, we end too. */
export function endWithParent(end: () => void): void {
  if (!process.channel) return;
  process.once('disconnect', end);
  process.channel.unref();
}

/** Calls `end` once for Ctrl-C, a friendly kill, a closed terminal, or a parent that is gone. */
export function onEnd(end: () => void): void {
  let ended = false;
  const once = (): void => {
    if (ended) return;
    ended = true;
    end();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, once);
  endWithParent(once);
}

/** A step of a check that counts as one test: its name is printed with how it went. */
export async function countedStep(name: string, work: () => Promise<number>): Promise<boolean> {
  const passed = (await work()) === 0;
  process.stdout.write(`${passed ? 'ok' : 'FAILED'}: ${name}\n`);
  const sum = process.env['COUNTS_FILE'];
  if (sum !== undefined) appendFileSync(sum, `${passed ? '1 passed, 0 failed' : '0 passed, 1 failed'}, 0 skipped\n`);
  return passed;
}

/** Runs test projects; they count themselves (`plain-reporter.ts`). */
export async function testStep(...projects: string[]): Promise<boolean> {
  const files = process.argv.slice(2);
  const code = await runProgram('vitest', ['run', ...projects.map(name => `--project=${name}`), '--passWithNoTests', ...files]);
  process.stdout.write(`${code === 0 ? 'ok' : 'FAILED'}: tests (${projects.join(', ')})\n`);
  return code === 0;
}

/** One after the other; stops at the first that fails, but goes on to the end where a machine reads the result. */
export async function inOrder(...steps: (() => Promise<boolean>)[]): Promise<boolean> {
  let passed = true;
  for (const step of steps) {
    if (!(await step())) passed = false;
    if (!passed && process.env['CI'] === undefined) break;
  }
  return passed;
}
