import { FailureError } from '../../preload/contract/wire.ts';
import type { StoreRunner, StoreThread } from '../host/host.ts';
import type { Log } from '../base/log.ts';
import type { StorageProblem } from './health.ts';
import type { Reply, Request, Role } from './protocol.ts';

/** Above this a call is named in the log. */
const SLOW_MS = 40;
type Ask = Request extends infer R ? (R extends Request ? Omit<R, 'id'> : never) : never;

interface Waiting {
  readonly name: string;
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

/** One thread of the store as its client sees it: requests in order, answers by id. */
export class ThreadConnection {
  readonly #thread: StoreThread;
  readonly #log: Log;
  readonly #role: Role;
  readonly #onProblem: (problem: StorageProblem) => void;
  readonly #waiting = new Map<number, Waiting>();
  #last = 0;
  #closed = false;

  constructor(runner: StoreRunner, role: Role, log: Log, onProblem: (problem: StorageProblem) => void, onExit: () => void) {
    this.#log = log;
    this.#role = role;
    this.#onProblem = onProblem;
    this.#thread = runner.start();
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only our own thread holds the other end
    this.#thread.onMessage(message => this.#settle(message as Reply));
    this.#thread.onExit(code => {
      if (!this.#closed) log.error(`the store's ${role} ended by itself (${code})`);
      this.#closed = true;
      for (const waiting of this.#waiting.values()) waiting.reject(new FailureError({ code: 'internal' }));
      this.#waiting.clear();
      onExit();
    });
  }

  /** Requests that are not answered yet. */
  get pending(): number {
    return this.#waiting.size;
  }

  ask(request: Ask): Promise<unknown> {
    if (this.#closed) return Promise.reject(new FailureError({ code: 'internal' }));
    const id = ++this.#last;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { name: request.do === 'call' ? request.name : request.do, resolve, reject });
      this.#thread.post({ ...request, id });
    });
  }

  async stop(): Promise<void> {
    if (this.#closed) return;
    await this.ask({ do: 'close' }).catch((error: unknown) => this.#log.warn(`the store's ${this.#role} did not close`, error));
    this.#closed = true;
    await this.#thread.stop();
  }

  #settle(reply: Reply): void {
    const waiting = this.#waiting.get(reply.id);
    this.#waiting.delete(reply.id);
    if (waiting === undefined) return;
    if (reply.ok) {
      if (reply.tookMs > SLOW_MS) this.#log.debug(`slow: ${waiting.name} took ${Math.round(reply.tookMs)} ms`);
      waiting.resolve(reply.value);
      return;
    }
    if (reply.problem !== undefined) {
      this.#log.error(`${waiting.name}: ${reply.text}`);
      this.#onProblem(reply.problem);
      waiting.reject(new FailureError({ code: 'storage', problem: reply.problem }));
    } else if (reply.failure !== undefined) waiting.reject(new FailureError(reply.failure));
    else {
      this.#log.error(`${waiting.name}: ${reply.text}`);
      waiting.reject(new FailureError({ code: 'internal' }));
    }
  }
}
