import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';

// A fuse is a byte in the program: the digit for off or on, or another sign for one that this Electron has given up.
const STATES: Readonly<Record<number, string>> = { 0x30: 'off', 0x31: 'on', 0x72: 'removed' };

type Fuse = keyof typeof FuseV1Options;
/** How every fuse of the product stands; `electron-builder.yml` sets them, the package's test and smoke test read them back. */
export const FUSES: Readonly<Record<Fuse, boolean>> = {
  RunAsNode: false,
  EnableCookieEncryption: true,
  EnableNodeOptionsEnvironmentVariable: false,
  EnableNodeCliInspectArguments: false,
  EnableEmbeddedAsarIntegrityValidation: true,
  OnlyLoadAppFromAsar: true,
  LoadBrowserProcessSpecificV8Snapshot: false,
  GrantFileProtocolExtraPrivileges: false,
};

/** The fuses of a program that stand otherwise than they should, or that this Electron does not have. Rejects when there are none to read. */
export async function wrongFuses(program: string): Promise<readonly string[]> {
  const wire = await getCurrentFuseWire(program);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- these are the keys of FUSES
  const names = Object.keys(FUSES) as Fuse[];
  return names.flatMap(name => {
    const state = wire[FuseV1Options[name]];
    const stands = state === undefined ? 'missing' : STATES[state];
    return stands === (FUSES[name] ? 'on' : 'off') ? [] : [`${name}: ${stands}`];
  });
}
