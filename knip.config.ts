import type { KnipConfig } from 'knip';

/** Dead code and unused packages. Types are left out: the contract's are for whoever comes next. */
export default {
  entry: [
    'main/entry.*.ts',
    'main/store/worker.ts',
    'test/actors/app-child.ts',
    'test/actors/lossy-relay.ts', // for the table of calls under loss, which is measured by hand so far
    'preload/preload.ts',
    'renderer/main.ts',
    'renderer/gallery/*.{html,tsx}',
    'build/{start,serve,demo,check,test,interop,bench,soak,package}.ts',
    'build/{bundle,interop-table}.ts',
    'build/icons/render.ts',
    'build/**/*.config.ts',
    '*.config.ts',
    '{main,preload,renderer,native,build,test}/**/*.{test,spec}.{ts,tsx}',
  ],
  project: ['{main,preload,renderer,native,build,test}/**/*.{ts,tsx,mjs}', '*.config.ts'],
  ignoreExportsUsedInFile: true,
  ignoreBinaries: ['mount', 'umount', 'openssl', 'setpriv', 'parec', 'pacat'],
  ignoreDependencies: [
    '@fontsource-variable/inter', // imported by a style sheet
    '@types/linkify-it', // its types name it
    'electron-builder', // started by its path
    'oxfmt',
    // What the calls and transfers will stand on; chosen and pinned with everything else.
    'simple-peer',
  ],
  rules: { types: 'off' },
} satisfies KnipConfig;
