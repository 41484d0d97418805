import { buildPage } from './page.ts';
import { testStep } from './run.ts';

process.exitCode = (await buildPage()) && (await testStep('bench')) ? 0 : 1;
