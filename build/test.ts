import { check } from './checks.ts';
import { buildPage } from './page.ts';
import { countedStep, inOrder, testStep } from './run.ts';

const passed = await inOrder(
  check,
  () => countedStep('page', async () => ((await buildPage()) ? 0 : 1)),
  () => testStep('server'),
  () => testStep('e2e'),
);
process.exitCode = passed ? 0 : 1;
