import { countedStep, inOrder, runProgram, testStep } from './run.ts';

/** Everything that needs no server and no browser: format, types, lint, dead code, unit tests. */
export const check = (): Promise<boolean> =>
  inOrder(
    () => countedStep('format (npx oxfmt mends it)', () => runProgram('oxfmt', ['--check', '.'])),
    () => countedStep('types', () => runProgram('typescript', [], { command: 'tsc' })),
    () => countedStep('lint', () => runProgram('oxlint', ['--type-aware'])),
    () => countedStep('dead code', () => runProgram('knip', [])),
    () => testStep('unit', 'page'),
  );
