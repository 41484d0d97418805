import react from '@vitejs/plugin-react';
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';

const MINUTE = 60_000;

/** Specs that share two cores with servers and browsers: few at a time, and patient. Nobody watches CI: what a busy machine made late is tried again there. */
const withServers = (name: string, include: string[], minutes: number): TestProjectInlineConfiguration => ({
  test: {
    name,
    include,
    environment: 'node',
    testTimeout: minutes * MINUTE,
    hookTimeout: 2 * MINUTE,
    maxWorkers: 2,
    fileParallelism: name === 'server',
    retry: process.env['CI'] === undefined ? 0 : 2,
  },
});

export default defineConfig({
  test: {
    reporters: [['default', { summary: false }], './build/plain-reporter.ts'],
    // A busy machine is no fault: nothing here waits for time, so a test that hangs is found all the same.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    projects: [
      { extends: true, test: { name: 'unit', include: ['{main,preload,native,build}/**/*.test.ts'], environment: 'node' } },
      {
        extends: true,
        plugins: [react()],
        test: { name: 'page', include: ['renderer/**/*.test.{ts,tsx}'], environment: 'happy-dom', css: { modules: { classNameStrategy: 'non-scoped' } } },
      },
      withServers('server', ['test/server/**/*.test.ts'], 2),
      withServers('e2e', ['test/e2e/**/*.{spec,test}.ts'], 3),
      withServers('interop', ['test/interop/**/*.{spec,test}.ts'], 5),
      withServers('bench', ['test/bench/**/*.{spec,test}.ts'], 30),
      withServers('soak', ['test/server/{cuts,kills}.test.ts'], 60),
    ],
  },
});
