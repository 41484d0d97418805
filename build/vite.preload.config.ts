import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const at = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));

/** One file, because a sandboxed preload can require nothing but Electron. */
export default defineConfig({
  root: at('.'),
  ssr: { noExternal: true },
  build: {
    ssr: true,
    outDir: at('dist/preload'),
    emptyOutDir: true,
    target: 'chrome114',
    minify: false,
    reportCompressedSize: false,
    rolldownOptions: {
      input: at('preload/preload.ts'),
      external: ['electron'],
      output: { format: 'cjs', entryFileNames: 'preload.cjs', codeSplitting: false },
    },
  },
});
