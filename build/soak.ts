// Cuts, restarts and kills at their full number; what came of it stands in docs/soak.md. BALCONY_SOAK=0.2 runs a fifth and writes nothing.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT, runProgram } from './run.ts';

interface Result {
  readonly title: string;
  readonly status: string;
  /** Milliseconds. */
  readonly duration?: number | null;
}

const scale = Number((process.env['BALCONY_SOAK'] ??= '1'));
const folder = await mkdtemp(join(tmpdir(), 'balcony-soak-'));
const file = join(folder, 'results.json');
try {
  const reporters = ['--reporter=default', './build/plain-reporter.ts', 'json'].map(name => (name.startsWith('--') ? name : `--reporter=${name}`));
  const code = await runProgram('vitest', ['run', '--project=soak', ...reporters, `--outputFile.json=${file}`, ...process.argv.slice(2)]);
  const { testResults }: { testResults: { assertionResults: Result[] }[] } = JSON.parse(await readFile(file, 'utf8'));
  const results = testResults.flatMap(one => one.assertionResults).filter(one => one.status === 'passed' || one.status === 'failed');
  if (scale === 1 && process.argv.length === 2) await writeFile(join(ROOT, 'docs/soak.md'), page(results));
  process.exitCode = code;
} finally {
  await rm(folder, { recursive: true, force: true });
}

function page(results: readonly Result[]): string {
  const rows = results.map(({ title, status, duration }) => `| ${title} | ${status} | ${Math.round((duration ?? 0) / 1000)} s |`);
  return `# The long runs

Written by \`npm run soak\` on ${new Date().toISOString().slice(0, 10)} with ${availableParallelism()} cores. Two whole apps write numbered messages
to each other through a real Prosody while the wire is cut at random bytes, the server restarted, or an app killed. In the end both databases hold
every message once and in order, whatever was lost on the way. \`npm test\` runs a tenth of it.

| What | Result | Took |
| --- | --- | --- |
${rows.join('\n')}
`;
}
