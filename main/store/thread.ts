import { openReader, openWriter, type Reader, type Writer } from '../../native/database/database.ts';
import { FailureError } from '../../preload/contract/wire.ts';
import { isRead, isWrite, READS, WRITES } from './calls.ts';
import { problemOf } from './health.ts';
import { migrate } from './migrate.ts';
import type { Reply, Request } from './protocol.ts';
import { countReadable, isWhole, rescue } from './rescue.ts';
import { inTransaction } from './transaction.ts';

/** Calls in one transaction: the first of them waits for the last. */
const MOST_TOGETHER = 50;

/** The engine's side: holds one connection and answers requests, one after the other. */
export class StoreThreadServer {
  readonly #now: () => number;
  #reader: Reader | undefined;
  #writer: Writer | undefined;
  /** Within a transaction of several calls. */
  #inGroup = false;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  handle(request: Request): Reply {
    const started = performance.now();
    try {
      const value = this.#run(request);
      return { id: request.id, ok: true, value, tookMs: performance.now() - started };
    } catch (error) {
      const failure = error instanceof FailureError ? error.failure : undefined;
      return { id: request.id, ok: false, problem: problemOf(error), failure, text: error instanceof Error ? `${error.name}: ${error.message}` : 'unknown' };
    }
  }

  /** What came while the last was written goes to the disk together: it is the disk that takes the time. Answers in order, when all of it is there. */
  handleAll(requests: readonly Request[]): readonly Reply[] {
    const replies: Reply[] = [];
    for (let rest = requests; rest.length > 0; rest = requests.slice(replies.length)) {
      const other = rest.findIndex(({ do: what }) => what !== 'call');
      const calls = rest.slice(0, other < 0 ? MOST_TOGETHER : Math.min(other, MOST_TOGETHER));
      replies.push(...(calls.length > 1 ? this.#together(calls) : rest.slice(0, 1).map(request => this.handle(request))));
    }
    return replies;
  }

  /** A call that fails leaves the others alone. Where the disk fails, each goes by itself, as if it had come alone: a small one may still find room. */
  #together(calls: readonly Request[]): readonly Reply[] {
    const db = this.#writer;
    if (db === undefined || !calls.some(call => call.do === 'call' && isWrite(call.name))) return calls.map(call => this.handle(call));
    try {
      return inTransaction(db, () => calls.map(call => this.#within(db, call)));
    } catch {
      return calls.map(call => this.handle(call));
    }
  }

  #within(db: Writer, call: Request): Reply {
    this.#inGroup = true;
    db.exec('savepoint one');
    try {
      const reply = this.handle(call);
      if (!reply.ok && reply.problem !== undefined) throw new Error(reply.text);
      db.exec(reply.ok ? 'release one' : 'rollback to one; release one');
      return reply;
    } finally {
      this.#inGroup = false;
    }
  }

  #run(request: Request): unknown {
    switch (request.do) {
      case 'open':
        return this.#open(request);
      case 'call':
        return this.#call(request.name, request.input);
      case 'probe':
        return this.#probe();
      case 'count':
        return countReadable(this.#readable());
      case 'check':
        return isWhole(this.#readable());
      case 'rescue':
        return rescue(this.#readable(), request.to);
      case 'close':
        this.#reader?.close();
        this.#reader = this.#writer = undefined;
        return undefined;
    }
  }

  #open({ path, key, role }: Request & { do: 'open' }): void {
    this.#reader?.close();
    this.#reader = this.#writer = undefined;
    if (role === 'reader') this.#reader = openReader({ path, key });
    else {
      const writer = openWriter({ path, key });
      // A damaged store stays open for reading, so the connection is kept before anything else can fail.
      this.#reader = writer;
      migrate(writer);
      this.#writer = writer;
    }
  }

  #call(name: string, input: unknown): unknown {
    // The lists name every call: nothing that is merely a property of an object can be reached.
    // oxlint-disable typescript/no-unsafe-type-assertion -- the client is typed by the same interface
    if (isRead(name)) return (READS[name] as (db: Reader, input: unknown) => unknown)(this.#readable(), input);
    if (isWrite(name)) {
      const db = this.#writable();
      const write = (): unknown => (WRITES[name] as (db: Writer, input: unknown, now: number) => unknown)(db, input, this.#now());
      return this.#inGroup ? write() : inTransaction(db, write);
    }
    // oxlint-enable typescript/no-unsafe-type-assertion
    throw new Error(`the store has no call ${name}`);
  }

  /** As large as a page of the archive, so that what comes next will have room. */
  #probe(): void {
    const db = this.#writable();
    inTransaction(db, () => {
      db.prepare("insert or replace into setting (name, value) values ('store.probe', ?)").run('x'.repeat(256 * 1024));
    });
    inTransaction(db, () => db.prepare("delete from setting where name = 'store.probe'").run());
  }

  #readable(): Reader {
    if (this.#reader === undefined) throw new FailureError({ code: 'storage', problem: 'damaged' });
    return this.#reader;
  }

  #writable(): Writer {
    if (this.#writer === undefined) throw new FailureError({ code: 'storage', problem: 'damaged' });
    return this.#writer;
  }
}
