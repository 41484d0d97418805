import { isMainThread, parentPort } from 'node:worker_threads';

/** The way out of the store's own thread, whether it is a worker thread or a process of another Node. */
export interface ThreadPort {
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
}

export function threadPort(): ThreadPort {
  const port = isMainThread ? null : parentPort;
  if (port !== null) return { send: message => port.postMessage(message), onMessage: listener => void port.on('message', listener) };
  if (process.send === undefined) throw new Error('the store runs in a thread or a child process');
  // Who started this process is gone: there is nobody to keep a store for.
  process.on('disconnect', () => process.exit());
  return { send: message => void process.send?.(message), onMessage: listener => void process.on('message', listener) };
}
