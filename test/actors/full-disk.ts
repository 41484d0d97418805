import type { StoreRunner } from '../../main/host/host.ts';
import { isWrite } from '../../main/store/calls.ts';
import type { Reply, Request } from '../../main/store/protocol.ts';
import { workerRunner } from '../../main/store/worker-runner.ts';

/** A store on a disk that can be made full: then nothing is written, as SQLite would say it. */
export function diskThatFills(): { readonly runner: StoreRunner; full: boolean } {
  const inner = workerRunner();
  const disk = {
    full: false,
    runner: {
      start: () => {
        const thread = inner.start();
        const listeners = new Set<(message: unknown) => void>();
        return {
          ...thread,
          onMessage: (listener: (message: unknown) => void) => {
            listeners.add(listener);
            thread.onMessage(listener);
          },
          post: (message: unknown) => {
            const request = message as Request;
            const writes = request.do === 'probe' || (request.do === 'call' && isWrite(request.name));
            if (!disk.full || !writes) return thread.post(message);
            const reply: Reply = { id: request.id, ok: false, problem: 'full', failure: undefined, text: 'SQLITE_FULL: database or disk is full' };
            queueMicrotask(() => listeners.forEach(listener => listener(reply)));
          },
          onExit: (listener: (code: number) => void) => thread.onExit(listener),
          stop: () => thread.stop(),
        };
      },
    },
  };
  return disk;
}
