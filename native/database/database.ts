import Database from 'better-sqlite3-multiple-ciphers';

/** The part of the SQLite engine we use. Synchronous on purpose: it runs in the store's own thread. */
export type Value = string | number | Uint8Array | null;
export interface Statement {
  get(...params: Value[]): object | undefined;
  all(...params: Value[]): object[];
  iterate(...params: Value[]): IterableIterator<object>;
  run(...params: Value[]): { readonly changes: number };
}
/** Statements are kept: asking for the same text again costs a look into a map. */
export interface Reader {
  prepare(sql: string): Statement;
  close(): void;
}
declare const writes: unique symbol;
/** Held by the one thread that may write; a reader cannot be passed where this is asked for. */
export interface Writer extends Reader {
  exec(sql: string): void;
  readonly [writes]: true;
}

export interface Place {
  readonly path: string;
  /** 256 bits, used as they are: no passphrase is stretched here. */
  readonly key: Uint8Array;
  /** At most so much page cache, in KiB. */
  readonly cacheKiB?: number;
}

/** Makes the file when there is none. Throws EngineError: `notadb` when the key is wrong or the first page is damaged. */
export const openWriter = (place: Place): Writer => open(place, false) as Connection & Writer;
/** The file must be there. */
export const openReader = (place: Place): Reader => open(place, true);

/** What SQLite said: `code` is its extended result code, such as SQLITE_FULL or SQLITE_IOERR_WRITE. */
export interface EngineError extends Error {
  readonly code: string;
}
export const isEngineError = (error: unknown): error is EngineError =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.startsWith('SQLITE_');

class Connection implements Reader {
  readonly #engine: Database;
  readonly #statements = new Map<string, Statement>();

  constructor(engine: Database) {
    this.#engine = engine;
  }

  prepare(sql: string): Statement {
    const kept = this.#statements.get(sql);
    if (kept !== undefined) return kept;
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- rows are objects unless `raw` or `pluck` is asked for, and we never do
    const statement = this.#engine.prepare(sql) as unknown as Statement;
    this.#statements.set(sql, statement);
    return statement;
  }

  exec(sql: string): void {
    this.#engine.exec(sql);
  }

  close(): void {
    this.#statements.clear();
    this.#engine.close();
  }
}

function open(place: Place, readonly: boolean): Connection {
  if (place.key.length !== 32) throw new RangeError('the key of a database has 32 bytes');
  const engine = new Database(place.path, { readonly, fileMustExist: readonly, timeout: 5000 });
  try {
    engine.pragma("cipher = 'chacha20'");
    engine.pragma(`key = 'raw:${Buffer.from(place.key).toString('hex')}'`);
    // In memory, because temporary files would hold pieces of messages in the clear.
    engine.pragma('temp_store = memory');
    engine.pragma(`cache_size = -${place.cacheKiB ?? 8192}`);
    engine.pragma('foreign_keys = on');
    if (readonly) engine.pragma('query_only = on');
    else {
      engine.pragma('journal_mode = wal');
      // FULL, because with NORMAL a commit in the write-ahead log may be lost with the power.
      engine.pragma('synchronous = full');
      // fsync alone leaves data in the drive's cache on macOS.
      engine.pragma('fullfsync = on');
      engine.pragma('checkpoint_fullfsync = on');
      engine.pragma('wal_autocheckpoint = 2000');
      engine.pragma('journal_size_limit = 16777216');
    }
    engine.prepare('select count(*) from sqlite_schema').get();
    return new Connection(engine);
  } catch (error) {
    engine.close();
    throw error;
  }
}
