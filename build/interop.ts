import { buildPage } from './page.ts';
import { countedStep, inOrder, testStep } from './run.ts';

const passed = await inOrder(
  () => countedStep('page', async () => ((await buildPage()) ? 0 : 1)),
  () => testStep('interop'),
);
process.exitCode = passed ? 0 : 1;
