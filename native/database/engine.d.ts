// The package's own declarations are not exported by it; these are the parts we call.
declare module 'better-sqlite3-multiple-ciphers' {
  interface EngineStatement {
    get(...params: unknown[]): unknown;
    all(...params: unknown[]): unknown[];
    iterate(...params: unknown[]): IterableIterator<unknown>;
    run(...params: unknown[]): { changes: number; lastInsertRowid: number };
  }
  export default class Database {
    constructor(path: string, options?: { readonly?: boolean; fileMustExist?: boolean; timeout?: number });
    prepare(sql: string): EngineStatement;
    pragma(source: string, options?: { simple?: boolean }): unknown;
    exec(sql: string): this;
    close(): this;
  }
}
