import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

// The first step of every command, with a sudo that asks for a password, on a computer where some packages are missing.
const debian = existsSync('/usr/bin/dpkg-query') && existsSync('/usr/bin/apt-get');
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'balcony-setup-'));
  await writeFile(join(folder, 'sudo'), '#!/bin/sh\nexit 1\n', { mode: 0o755 });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function setUp(...packages: readonly string[]): { readonly status: number | null; readonly stdout: string; readonly stderr: string } {
  const asUser = 'data:text/javascript,process.getuid=()=>1000';
  const args = ['--import', asUser, join(import.meta.dirname, 'setup.mjs'), '--packages', ...packages];
  return spawnSync(process.execPath, args, { encoding: 'utf8', env: { PATH: folder } });
}

test.skipIf(!debian)('what is missing and may not be installed is named in one message, with the line that helps', () => {
  const { status, stdout, stderr } = setUp('dpkg', 'capulet-server', 'montague-server');
  expect([status, stdout]).toEqual([1, '']);
  expect(stderr.trim().split('\n')).toEqual([
    'This command needs software that is not on this computer. Please run, then try again:',
    '  sudo apt-get install capulet-server montague-server',
  ]);
});

test.skipIf(!debian)('where nothing is missing nothing is said or done', () => {
  expect(setUp('dpkg')).toMatchObject({ status: 0, stdout: '', stderr: '' });
});
