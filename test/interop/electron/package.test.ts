// What an installer would carry: packed as for a release, but around Electron 25, and started.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, open, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { wrongFuses } from '../../../build/fuses.ts';
import { programOf, ROOT } from '../../../build/run.ts';
import { firstPage } from '../../../build/smoke.ts';
import { CSP } from '../../../main/host/csp.ts';
import { startDesktop } from './desktop.ts';
import { lowered } from './launch.ts';
import { olderElectron } from './older-electron.ts';

const ADDON = 'node_modules/better-sqlite3-multiple-ciphers';
/** The only line of the configuration that Electron 25 does not know. */
const NEWER_FUSE = 'grantFileProtocolExtraPrivileges: false';
const older = await olderElectron();
if ('missing' in older) process.stderr.write(`skipped: ${older.missing}\n`);

interface Packed {
  readonly path: string;
  readonly size: number;
  readonly unpacked: boolean;
}
interface Entry {
  readonly files?: Readonly<Record<string, Entry>> | undefined;
  readonly size?: number | undefined;
  readonly unpacked?: boolean | undefined;
}
const entry: z.ZodType<Entry> = z.object({
  files: z.lazy(() => z.record(z.string(), entry)).optional(),
  size: z.number().optional(),
  unpacked: z.boolean().optional(),
});

/** Every file of an archive: its head is a pickle of a pickle of JSON. */
async function filesOf(archive: string): Promise<readonly Packed[]> {
  const file = await open(archive);
  try {
    const lengths = Buffer.alloc(16);
    await file.read(lengths, 0, 16, 0);
    const head = Buffer.alloc(lengths.readUInt32LE(12));
    await file.read(head, 0, head.byteLength, 16);
    const walk = (from: Entry, path: string): readonly Packed[] =>
      from.files
        ? Object.entries(from.files).flatMap(([name, one]) => walk(one, path === '' ? name : `${path}/${name}`))
        : [{ path, size: from.size ?? 0, unpacked: from.unpacked === true }];
    return walk(entry.parse(JSON.parse(head.toString('utf8'))), '');
  } finally {
    await file.close();
  }
}

/**
 * Packs with the release's own configuration; `more` overrides parts of it. A deb is packed up to the program that would write the file:
 * in its place one notes what it was given, and keeps the desktop entry.
 */
async function pack(target: 'dir' | 'deb', electron: string, bundles: string, folder: string, more: readonly string[] = []): Promise<string> {
  const project = join(folder, 'project');
  await mkdir(project, { recursive: true });
  await cp(bundles, join(project, 'dist'), { recursive: true });
  // All that could be packed by mistake lies beside it.
  for (const name of ['main', 'renderer', 'preload', 'test', 'docs', 'build', 'node_modules']) await symlink(join(ROOT, name), join(project, name));
  for (const name of ['package.json', 'package-lock.json']) await cp(join(ROOT, name), join(project, name));
  const config = await readFile(join(ROOT, 'electron-builder.yml'), 'utf8');
  await writeFile(join(project, 'electron-builder.yml'), config.replace(`  ${NEWER_FUSE}\n`, ''));
  const args = [
    '--linux',
    target,
    '--x64',
    '--publish',
    'never',
    `-c.electronDist=${electron}`,
    '-c.electronVersion=25.1.1',
    `-c.directories.output=${join(folder, 'out')}`,
  ];
  await mkdir(join(folder, 'bin'), { recursive: true });
  await writeFile(join(folder, 'bin/fpm'), noteTaker(folder), { mode: 0o755 });
  const env = { ...process.env, USE_SYSTEM_FPM: 'true', PATH: `${join(folder, 'bin')}${delimiter}${process.env['PATH'] ?? ''}` };
  await promisify(execFile)(process.execPath, [programOf('electron-builder'), ...args, ...more], { cwd: project, maxBuffer: 2 ** 26, env });
  return join(folder, 'out/linux-unpacked');
}

const noteTaker = (folder: string): string => `#!/bin/sh
printf '%s\\n' "$@" >${folder}/deb.txt
while [ $# -gt 0 ]; do
  case "$1" in
    --package) : >"$2" ;;
    *.desktop=*) cp "\${1%%=*}" ${folder}/entry.desktop ;;
  esac
  shift
done
`;

async function sizeOf(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const sizes = await Promise.all(entries.filter(one => one.isFile()).map(async one => (await stat(join(one.parentPath, one.name))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}

describe.skipIf('missing' in older)('a package', () => {
  let folder: string;
  let packed: string;
  let files: readonly Packed[];

  beforeAll(async () => {
    if ('missing' in older) return;
    folder = await mkdtemp(join(tmpdir(), 'balcony-package-'));
    packed = await pack('deb', older.folder, await lowered(), folder);
    files = await filesOf(join(packed, 'resources/app.asar'));
  }, 300_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test('carries the three bundles, the addon, and nothing else', () => {
    const allowed = [
      /^package\.json$/,
      /^dist\/main\/(main\.cjs|store-worker\.cjs|licenses\.md)$/,
      /^dist\/preload\/preload\.cjs$/,
      /^dist\/renderer\/(index\.html|licenses\.md|assets\/[^/]+\.(js|css|woff2|svg|png|ogg|json))$/,
      new RegExp(`^${ADDON}/(package\\.json|LICENSE|lib/.*\\.js|prebuilds/linux-x64\\.node)$`),
    ];
    const paths = files.map(file => file.path);
    expect(paths.filter(path => !allowed.some(pattern => pattern.test(path)))).toEqual([]);
    expect(paths).toEqual(
      expect.arrayContaining([
        'dist/main/main.cjs',
        'dist/main/store-worker.cjs',
        'dist/preload/preload.cjs',
        'dist/renderer/index.html',
        `${ADDON}/prebuilds/linux-x64.node`,
      ]),
    );
    expect(existsSync(join(packed, 'resources/app'))).toBe(false);
  });

  test('has the addon, and only the addon, unpacked beside the archive', async () => {
    expect(files.filter(file => file.unpacked).map(file => file.path)).toEqual([`${ADDON}/prebuilds/linux-x64.node`]);
    expect(existsSync(join(packed, 'resources/app.asar.unpacked', ADDON, 'prebuilds/linux-x64.node'))).toBe(true);
  });

  test('weighs less than 40 MB without Electron', async () => {
    expect(await sizeOf(join(packed, 'resources'))).toBeLessThan(40_000_000);
  });

  test('has every fuse set that this Electron has', async () => {
    expect(await wrongFuses(join(packed, 'balcony'))).toEqual(['GrantFileProtocolExtraPrivileges: missing']);
  });

  test('tells the desktop which links are its own, and which windows', async () => {
    const lines = (await readFile(join(folder, 'entry.desktop'), 'utf8')).trim().split('\n');
    expect(lines).toEqual(
      expect.arrayContaining([
        'Name=Balcony',
        'Exec=/opt/Balcony/balcony %U',
        'Icon=balcony',
        'MimeType=x-scheme-handler/xmpp;x-scheme-handler/tel;',
        'StartupWMClass=balcony',
      ]),
    );
    const given = (await readFile(join(folder, 'deb.txt'), 'utf8')).split('\n');
    expect(given.filter(one => one.endsWith('.desktop'))).toEqual([expect.stringMatching(/=\/usr\/share\/applications\/balcony\.desktop$/)]);
    expect(given).toEqual(expect.arrayContaining(['libsecret-1-0', 'The Balcony developers <hello@balcony.im>', 'Apache-2.0']));
  });

  test('starts, and shows its first page under the policy', async () => {
    if ('missing' in older) return;
    // In Electron 25 the store runs on this Node, which cannot look into the archive: for this start its files lie beside it too.
    const beside = [`-c.asarUnpack=${ADDON}/**`, '-c.asarUnpack=dist/main/store-worker.cjs'];
    const program = join(await pack('dir', older.folder, await lowered(), join(folder, 'started'), beside), 'balcony');
    const desktop = await startDesktop();
    try {
      expect(await firstPage(program, { env: desktop.env })).toEqual({
        url: 'app://messenger/',
        title: 'Balcony',
        heading: 'Choose a passphrase',
        policy: CSP,
      });
    } finally {
      await desktop.stop();
    }
  });
});
