// `npm run package [-- electron-builder's arguments]`: the bundles, then installers for this system in release/.
import { bundle } from './bundle.ts';
import { runProgram } from './run.ts';

await bundle();
process.exitCode = await runProgram('electron-builder', ['--publish', 'never', ...process.argv.slice(2)]);
