import { appendFileSync } from 'node:fs';
import type { Reporter, TestCase, TestModule } from 'vitest/node';

/**
 * Ends every run with one line that any CI can count: `45 passed, 0 failed, 1 skipped`. A file that does not load counts as failed.
 * Where `COUNTS_FILE` names a file, the same counts are added to it, for a sum over several runs.
 */
export default class PlainReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const tests = modules.flatMap(module => [...module.children.allTests()]);
    const count = (state: string): number => tests.filter(test => test.result().state === state).length;
    const unloaded = modules.filter(module => module.errors().length > 0).length;
    const skipped = tests.filter(test => test.result().state === 'skipped');
    for (const test of skipped) process.stdout.write(`skipped: ${test.fullName}${reasonOf(test)}\n`);
    const counts = `${count('passed')} passed, ${count('failed') + unloaded + errors.length} failed, ${skipped.length} skipped`;
    process.stdout.write(`${counts}\n`);
    const sum = process.env['COUNTS_FILE'];
    if (sum !== undefined) appendFileSync(sum, `${counts}\n`);
  }
}

function reasonOf(test: TestCase): string {
  const result = test.result();
  return result.state === 'skipped' && result.note !== undefined ? ` (${result.note})` : '';
}
