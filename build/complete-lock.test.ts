import { expect, test } from 'vitest';
import { missingEntries, readLock } from './complete-lock.ts';

test('package-lock.json names the compiled parts of every platform, so that npm ci takes it (mended by: node build/complete-lock.ts)', () => {
  expect(Object.keys(missingEntries(readLock().packages))).toEqual([]);
});

test('a part that is missing is put in for its platform alone', () => {
  const packages = { 'node_modules/tool': { version: '1.0.0', dev: true, optionalDependencies: { '@tool/binding-linux-arm-musleabihf': '1.0.0' } } };
  expect(missingEntries(packages)).toEqual({
    'node_modules/@tool/binding-linux-arm-musleabihf': { version: '1.0.0', dev: true, optional: true, os: ['linux'], cpu: ['arm'] },
  });
});
