import { runProgram } from './run.ts';

const CONFIGS = ['build/vite.main.config.ts', 'build/vite.preload.config.ts'];

/** Builds the main and preload bundles that Electron loads; answers whether they are there. What is wrong vite has said on stderr. */
export async function buildForElectron(): Promise<boolean> {
  for (const config of CONFIGS) {
    if ((await runProgram('vite', ['build', '--config', config, '--logLevel', 'warn'], { output: 'stderr' })) !== 0) return false;
  }
  return true;
}
