import type { Failure } from '../../preload/contract/wire.ts';
import type { StorageProblem } from './health.ts';

/** What the client says to a thread of the store. */
export type Request = { readonly id: number } & (
  | { readonly do: 'open'; readonly path: string; readonly key: Uint8Array; readonly role: Role }
  | { readonly do: 'call'; readonly name: string; readonly input: unknown }
  /** Proves that there is room again. */
  | { readonly do: 'probe' }
  | { readonly do: 'count' }
  /** Reads every page: true where the file is whole. */
  | { readonly do: 'check' }
  | { readonly do: 'rescue'; readonly to: string }
  | { readonly do: 'close' }
);
/** The writer makes and migrates the file; a reader keeps long reads off it. */
export type Role = 'writer' | 'reader';

export type Reply = { readonly id: number } & (
  | { readonly ok: true; readonly value: unknown; readonly tookMs: number }
  | { readonly ok: false; readonly problem: StorageProblem | undefined; readonly failure: Failure | undefined; readonly text: string }
);
