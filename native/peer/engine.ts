import { createRequire } from 'node:module';
import type Engine from 'wrtc';

let loaded: typeof Engine | undefined;

/** Whether it is on this computer: an installer does not carry it. */
export function hasEngine(): boolean {
  try {
    createRequire(import.meta.url).resolve('wrtc');
    return true;
  } catch {
    return false;
  }
}

/** The compiled engine: loaded with the first peer, since most who could never open one. */
export function engine(): typeof Engine {
  if (loaded) return loaded;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the package says nothing of its type to `require`; wrtc.d.ts does
  loaded = createRequire(import.meta.url)('wrtc') as typeof Engine;
  // Its threads outlive its environment where a process just runs out of work, and crash it; an exit that was asked for does not wait for them.
  process.once('beforeExit', code => process.exit(code));
  return loaded;
}
