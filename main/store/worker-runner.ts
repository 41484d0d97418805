import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { StoreRunner, StoreThread } from '../host/host.ts';

/** Beside this file: as a source, or as what the host's bundle was made with. */
const ENTRY = (): URL => new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './store-worker.mjs', import.meta.url);

/** The store in a thread of this process. `entry` names the thread's file where the sources are bundled. */
export function workerRunner(entry: URL | string = ENTRY()): StoreRunner {
  return {
    start(): StoreThread {
      const worker = new Worker(entry, { name: 'store', execArgv: [] });
      // An error ends the thread, and its end is what the client listens to; without a listener it would end the app.
      worker.on('error', error => process.emitWarning(error));
      return {
        post: (message, transfer = []) => worker.postMessage(message, [...transfer]),
        onMessage: listener => void worker.on('message', listener),
        onExit: listener => void worker.on('exit', listener),
        stop: async () => void (await worker.terminate()),
      };
    },
  };
}

/** The store in a process of another Node, where the app's own is too old for the engine. */
export function childRunner(nodePath: string, entry: URL | string = ENTRY()): StoreRunner {
  return {
    start(): StoreThread {
      const path = typeof entry === 'string' ? entry : fileURLToPath(entry);
      const child = fork(path, [], { execPath: nodePath, execArgv: [], serialization: 'advanced', stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
      const ended = new Promise<void>(resolve => child.once('exit', () => resolve()));
      child.on('error', error => process.emitWarning(error));
      return {
        post: message => void child.send(message as object, error => error && process.emitWarning(error)),
        onMessage: listener => void child.on('message', listener),
        onExit: listener => void child.on('exit', code => listener(code ?? 1)),
        async stop() {
          if (child.connected) child.disconnect();
          await ended;
        },
      };
    },
  };
}
