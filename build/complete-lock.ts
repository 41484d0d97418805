// Run by hand after a package was added: `node build/complete-lock.ts`.
// A package with compiled parts names one optional package for each platform. Where the registry at hand offers only some of them, npm leaves the others out
// of package-lock.json, and then `npm ci` refuses the lock on every computer. What is left out is put in by name and version; its platform stands in its name.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './run.ts';

interface Entry {
  readonly version?: string;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly os?: readonly string[];
  readonly cpu?: readonly string[];
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}
export type Packages = Readonly<Record<string, Entry>>;

const PLATFORM = /(?:^|[/-])(android|darwin|freebsd|linux|openharmony|win32)-(arm64|arm|ia32|ppc64|riscv64|s390x|x64|wasm32)(?:-|$)/;

/** The entries that are missing, by their path in node_modules. */
export function missingEntries(packages: Packages): Packages {
  const missing: Record<string, Entry> = {};
  for (const [path, { optionalDependencies = {}, dev }] of Object.entries(packages)) {
    for (const [name, version] of Object.entries(optionalDependencies)) {
      if (packages[`node_modules/${name}`] ?? packages[`${path}/node_modules/${name}`]) continue;
      const [, os, cpu] = PLATFORM.exec(name) ?? [];
      if (os === undefined || cpu === undefined) throw new Error(`no platform stands in the name of ${name}`);
      missing[`node_modules/${name}`] = { version, ...(dev ? { dev } : {}), optional: true, os: [os], cpu: [cpu] };
    }
  }
  return missing;
}

export const readLock = (): { packages: Packages } => JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'));

if (import.meta.main) {
  const lock = readLock();
  const all = { ...lock.packages, ...missingEntries(lock.packages) };
  const sorted = Object.fromEntries(Object.entries(all).toSorted(([a], [b]) => a.localeCompare(b, 'en')));
  writeFileSync(join(ROOT, 'package-lock.json'), `${JSON.stringify({ ...lock, packages: sorted }, null, 2)}\n`);
}
