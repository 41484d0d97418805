// `npm run bundle` makes everything that a package carries but the addon: dist/main, dist/preload and dist/renderer.
// With `--older NODE --out FOLDER` it makes them into another folder for the tests' older Electron: lowered, and with the store's thread on that Node.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { build, mergeConfig, type InlineConfig } from 'vite';

const CONFIGS: readonly { readonly file: string; readonly mode: string; readonly folder: string }[] = [
  { file: 'vite.main.config.ts', mode: 'production', folder: 'main' },
  { file: 'vite.main.config.ts', mode: 'store-worker', folder: 'main' },
  { file: 'vite.preload.config.ts', mode: 'production', folder: 'preload' },
  { file: 'vite.renderer.config.ts', mode: 'production', folder: 'renderer' },
];

export interface BundleOptions {
  /** For the tests' older Electron: the path of a Node that the database's addon runs on. */
  readonly older?: string;
  /** Instead of dist. */
  readonly out?: string;
}

/** Rejects when one of the bundles cannot be made. */
export async function bundle({ older, out = resolve(import.meta.dirname, '../dist') }: BundleOptions = {}): Promise<void> {
  for (const { file, mode, folder } of CONFIGS) {
    // Whose work is in them goes along with the bundles, as its licences ask.
    const license = folder === 'preload' || mode === 'store-worker' ? false : { fileName: 'licenses.md' };
    const config: InlineConfig = { configFile: join(import.meta.dirname, file), mode, logLevel: 'warn', build: { outDir: join(out, folder), license } };
    await build(older === undefined ? config : mergeConfig(config, lowered(older, folder)));
  }
}

function lowered(node: string, folder: string): InlineConfig {
  const banner = readFileSync(join(import.meta.dirname, 'older-runtime.js'), 'utf8');
  return {
    define: { STORE_NODE: JSON.stringify(node) },
    build: {
      target: folder === 'main' ? 'node18' : 'chrome114',
      // The preload's world needs none of it, and shall hold the product's own file.
      ...(folder === 'preload' ? {} : { rolldownOptions: { output: { banner } } }),
    },
  };
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { older: { type: 'string' }, out: { type: 'string' } } });
  await bundle(values);
}
