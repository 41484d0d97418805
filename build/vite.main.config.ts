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

/** The main process; with `--mode store-worker` the store's thread. Each is one CommonJS file. */
export default defineConfig(({ mode }) => {
  const storeWorker = mode === 'store-worker';
  return {
    root: at('.'),
    mode: 'production',
    define: { STORE_NODE: 'undefined' },
    ssr: { noExternal: true },
    resolve: { conditions: ['node'] },
    build: {
      ssr: true,
      outDir: at('dist/main'),
      emptyOutDir: !storeWorker,
      target: 'node24',
      minify: false, // a stack trace from a user shall be readable
      reportCompressedSize: false,
      rolldownOptions: {
        input: storeWorker ? at('main/store/worker.ts') : at('main/entry.electron.ts'),
        external: [...OUTSIDE],
        output: { format: 'cjs', entryFileNames: storeWorker ? 'store-worker.cjs' : 'main.cjs', codeSplitting: false },
      },
    },
  };
});
