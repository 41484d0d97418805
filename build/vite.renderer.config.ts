import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/** Names a chunk, and what it imports, in the page's head, so that they are fetched together with the script that will ask for them. */
const preloadOf = (name: string): Plugin => ({
  name: 'preload-chunk',
  transformIndexHtml: (_html, { bundle = {} }) =>
    Object.values(bundle)
      .flatMap(output => (output.type === 'chunk' && output.name === name ? [output.fileName, ...output.imports] : []))
      .map(fileName => ({ tag: 'link', attrs: { rel: 'modulepreload', crossorigin: true, href: `./${fileName}` }, injectTo: 'head' as const })),
});

const at = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));

// Built from within a test, where this says `test`, React would be the one for development: three times the work for each change that is shown.
process.env['NODE_ENV'] = 'production';

/** The page that both hosts load. With `--mode gallery` it is the gallery instead, which never goes into a package. */
export default defineConfig(({ mode }) => {
  const gallery = mode === 'gallery';
  return {
    root: at(gallery ? 'renderer/gallery' : 'renderer'),
    base: './',
    mode: 'production',
    plugins: [react(), preloadOf('draw')],
    build: {
      outDir: at(gallery ? 'dist/gallery' : 'dist/renderer'),
      emptyOutDir: true,
      target: 'chrome114', // the oldest engine that the packaging test runs it on
      assetsInlineLimit: 0, // the content security policy knows no data: URLs
      modulePreload: { polyfill: false }, // which would be an inline script
      chunkSizeWarningLimit: 1500,
      reportCompressedSize: false,
    },
  };
});
