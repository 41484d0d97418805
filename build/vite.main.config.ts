import { builtinModules } from 'node:module';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const at = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));

/** Everything that is not in the bundle: Node's own, Electron, and the compiled addon, which the package carries beside it. */
export const OUTSIDE: readonly (string | RegExp)[] = [
  ...builtinModules,
  /^node:/,
  'electron',
  'better-sqlite3-multiple-ciphers',
  // Optional compiled parts of ws, which goes on without them.
  'bufferutil',
  'utf-8-validate',
];

interface Bundle {
  readonly entry: string;
  readonly file: string;
  readonly folder: string;
}
/** By mode. The Node host lies where its sources' paths to the page and to package.json hold as well. */
const BUNDLES: Readonly<Record<string, Bundle>> = {
  production: { entry: 'main/entry.electron.ts', file: 'main.cjs', folder: 'dist/main' },
  'store-worker': { entry: 'main/store/worker.ts', file: 'store-worker.cjs', folder: 'dist/main' },
  'node-host': { entry: 'main/entry.node.ts', file: 'host.mjs', folder: 'dist' },
  'node-store-worker': { entry: 'main/store/worker.ts', file: 'store-worker.mjs', folder: 'dist' },
};

/** The main process, or the store's thread, for one of the two hosts. Each is one file. */
export default defineConfig(({ mode }) => {
  const { entry, file, folder } = BUNDLES[mode] ?? BUNDLES['production']!;
  return {
    root: at('.'),
    mode: 'production',
    define: { STORE_NODE: 'undefined' },
    ssr: { noExternal: true },
    resolve: { conditions: ['node'] },
    build: {
      ssr: true,
      outDir: at(folder),
      emptyOutDir: mode === 'production',
      target: 'node24',
      minify: false, // a stack trace from a user shall be readable
      reportCompressedSize: false,
      rolldownOptions: {
        input: at(entry),
        external: [...OUTSIDE],
        output: { format: file.endsWith('.mjs') ? 'es' : 'cjs', entryFileNames: file, codeSplitting: false },
      },
    },
  };
});
