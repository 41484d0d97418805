import { pathToFileURL } from 'node:url';
import { buildPage, HOST } from './page.ts';
import { endWithParent } from './run.ts';

// Standard output belongs to the launch URL; everything else goes to standard error.
if (await buildPage()) {
  endWithParent(() => process.kill(process.pid, 'SIGTERM'));
  await import(pathToFileURL(HOST).href);
} else {
  process.exitCode = 1;
}
