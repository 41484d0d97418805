import { createHmac, timingSafeEqual } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { StoreState } from '../../preload/contract/desk.ts';
import { FailureError } from '../../preload/contract/wire.ts';
import { Emitter } from '../base/emitter.ts';
import type { Log } from '../base/log.ts';
import type { StoreRunner } from '../host/host.ts';
import type { Store, StoreClient } from './api.ts';
import { isWrite, READS, WRITES, type ReadName, type WriteName } from './calls.ts';
import { ThreadConnection } from './connection.ts';
import type { StorageProblem } from './health.ts';

export interface StorePlace {
  /** Holds the store's files; made when missing. */
  readonly folder: string;
  /** 256 random bits. */
  readonly key: Uint8Array;
  readonly runner: StoreRunner;
  readonly log: Log;
}
const FILE = 'history.db';
const CHECK = 'history.check';
/** Damage was met: look closely at the next start. */
const SUSPECT = 'history.suspect';
/** Long reads: they go to the thread that never writes. */
const READ_APART: ReadonlySet<string> = new Set<ReadName>(['page', 'find', 'exportPage']);

/**
 * Opens the store, or makes it. Resolves also when the key is wrong (`locked`), the disk full or the file damaged: the state says so.
 * Rejects with `unsupported` for a store that a newer version of the program wrote.
 */
export async function openStore(place: StorePlace): Promise<StoreClient> {
  await mkdir(place.folder, { recursive: true, mode: 0o700 });
  const client = new Client(place);
  await client.open();
  return withCalls(client);
}

/** Every name of `Store` becomes a call; the lists of names are the threads' own. */
function withCalls(client: Client): StoreClient {
  for (const name of [...Object.keys(READS), ...Object.keys(WRITES)]) {
    Object.defineProperty(client, name, { value: (input?: unknown) => client.call(name, input) });
  }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- calls.ts does not compile when a name of Store is missing
  return client as Client & Record<ReadName | WriteName, never> as unknown as StoreClient;
}

class Client implements Omit<StoreClient, keyof Store> {
  readonly #place: StorePlace;
  readonly #log: Log;
  readonly #changed = new Emitter<StoreState>();
  readonly onState = this.#changed.on;
  #state: StoreState = { state: 'ready' };
  #writer: ThreadConnection | undefined;
  #reader: ThreadConnection | undefined;
  #closing = false;
  /** The writer has opened the file. */
  #writable = false;

  constructor(place: StorePlace) {
    this.#place = { ...place, key: Uint8Array.from(place.key) };
    this.#log = place.log.named('store');
  }

  get state(): StoreState {
    return this.#state;
  }

  async open(): Promise<void> {
    this.#closing = false;
    if (!(await this.#keyFits())) return this.#become({ state: 'locked' });
    try {
      await this.#start('writer').ask({ do: 'open', role: 'writer', ...this.#file() });
      this.#writable = true;
      await this.#noteKey();
      const reader = this.#start('reader');
      await reader.ask({ do: 'open', role: 'reader', ...this.#file() });
      // Whether a file is whole takes reading all of it: done only where damage was met before.
      if (existsSync(this.#path(SUSPECT)) && (await reader.ask({ do: 'check' })) !== true) return this.#meet('damaged');
      await rm(this.#path(SUSPECT), { force: true });
      this.#become({ state: 'ready' });
    } catch (error) {
      if (error instanceof FailureError && error.failure.code === 'storage') return;
      if (error instanceof FailureError && error.failure.code === 'unsupported') this.#log.error('a newer version of this program wrote the store');
      await this.close();
      throw error;
    }
  }

  async call(name: string, input: unknown): Promise<unknown> {
    const { state } = this.#state;
    if (state === 'locked') throw new FailureError({ code: 'storage', problem: 'locked' });
    // What could not be written once must not be overtaken by what comes later, even where that would find room.
    if (state !== 'ready' && isWrite(name)) throw new FailureError({ code: 'storage', problem: state });
    const apart = READ_APART.has(name) && !(name === 'page' && (this.#reader?.pending ?? 0) > 0);
    const thread = apart ? (this.#reader ?? this.#writer) : this.#writer;
    if (thread === undefined) throw new FailureError(this.#closing ? { code: 'internal' } : { code: 'storage', problem: 'damaged' });
    return thread.ask({ do: 'call', name, input });
  }

  async retry(): Promise<StoreState> {
    if (this.#state.state === 'ready') return this.#state;
    if (this.#state.state !== 'full' || this.#writer === undefined || !this.#writable) {
      await this.close();
      await this.open();
      return this.#state;
    }
    await this.#writer.ask({ do: 'probe' }).then(
      () => this.#become({ state: 'ready' }),
      (error: unknown) => this.#log.warn('there is still no room', error),
    );
    return this.#state;
  }

  async rescue(toFolder: string): Promise<{ readonly path: string; readonly messages: number }> {
    const path = join(toFolder, `rescued-history-${stamp()}.jsonl`);
    const thread = this.#reader ?? this.#writer;
    if (thread === undefined || !this.#writable) throw new FailureError({ code: 'storage', problem: 'damaged' });
    const messages = await thread.ask({ do: 'rescue', to: path });
    return { path, messages: Number(messages) };
  }

  async startAnew(): Promise<void> {
    await this.close();
    const aside = stamp();
    for (const end of ['', '-wal', '-shm']) {
      const path = this.#path(`${FILE}${end}`);
      if (existsSync(path)) await rename(path, this.#path(`history-${aside}.db${end}`));
    }
    for (const name of [CHECK, SUSPECT]) await rm(this.#path(name), { force: true });
    await this.open();
  }

  async close(): Promise<void> {
    this.#closing = true;
    this.#writable = false;
    const threads = [this.#reader, this.#writer];
    this.#reader = this.#writer = undefined;
    for (const thread of threads) await thread?.stop();
  }

  #file(): { path: string; key: Uint8Array } {
    return { path: this.#path(FILE), key: this.#place.key };
  }

  #path(name: string): string {
    return join(this.#place.folder, name);
  }

  #start(role: 'writer' | 'reader'): ThreadConnection {
    const thread = new ThreadConnection(
      this.#place.runner,
      role,
      this.#log,
      problem => this.#meet(problem),
      () => this.#ended(thread),
    );
    if (role === 'writer') this.#writer = thread;
    else this.#reader = thread;
    return thread;
  }

  /** A thread that died is started again: everything that was answered is on disk. */
  #ended(thread: ThreadConnection): void {
    if (this.#closing || (thread !== this.#writer && thread !== this.#reader)) return;
    this.#log.warn('starting the store again');
    void this.close()
      .then(() => this.open())
      .catch((error: unknown) => this.#log.error('the store could not be started again', error));
  }

  #meet(problem: StorageProblem): void {
    if (this.#state.state === 'damaged' || this.#state.state === problem) return;
    if (problem !== 'damaged') return this.#become({ state: problem });
    this.#become({ state: 'damaged', readable: 0 });
    writeFile(this.#path(SUSPECT), '').catch((error: unknown) => this.#log.warn('the damage could not be noted', error));
    const thread = this.#reader ?? this.#writer;
    thread?.ask({ do: 'count' }).then(
      readable => this.#state.state === 'damaged' && this.#become({ state: 'damaged', readable: Number(readable) }),
      (error: unknown) => this.#log.warn('nothing of the store can be read', error),
    );
  }

  #become(state: StoreState): void {
    if (state.state !== this.#state.state) this.#log.info(`store: ${state.state}`);
    const same = JSON.stringify(state) === JSON.stringify(this.#state);
    this.#state = state;
    if (!same) this.#changed.emit(state);
  }

  /** To SQLite a wrong key and a damaged first page look the same; a file beside the store tells them apart without telling the key. */
  async #keyFits(): Promise<boolean> {
    const known = await readFile(this.#path(CHECK)).catch(() => undefined);
    const check = this.#check();
    return known?.length !== check.length || timingSafeEqual(known, check);
  }

  async #noteKey(): Promise<void> {
    const path = this.#path(CHECK);
    if (existsSync(path)) return;
    await writeFile(path, this.#check(), { mode: 0o600 }).catch((error: unknown) => this.#log.warn('the key could not be noted', error));
  }

  #check(): Buffer {
    return createHmac('sha256', this.#place.key).update('balcony history').digest();
  }
}

const stamp = (): string => new Date().toISOString().replaceAll(/[-:]/g, '').replace(/\..*/, '');
