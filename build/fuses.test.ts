import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FuseV1Options } from '@electron/fuses';
import { expect, test } from 'vitest';
import { FUSES } from './fuses.ts';

const config = readFileSync(join(import.meta.dirname, '../electron-builder.yml'), 'utf8');

test('a package is made with every fuse that there is, as the smoke test wants to find it', () => {
  const names = Object.keys(FuseV1Options).filter(name => Number.isNaN(Number(name)));
  expect(Object.keys(FUSES).toSorted()).toEqual(names.toSorted());
  for (const [name, on] of Object.entries(FUSES)) expect(config).toContain(`\n  ${name.charAt(0).toLowerCase()}${name.slice(1)}: ${on}\n`);
});
