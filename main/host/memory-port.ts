import type { Port } from '../../preload/contract/wire.ts';

/** Two ends of one port within a process. Messages travel as JSON, in order, in a later turn, as over a real one. */
export function memoryPorts(): readonly [Port, Port] {
  const listeners: [Set<(message: unknown) => void>, Set<(message: unknown) => void>] = [new Set(), new Set()];
  const end = (own: 0 | 1, other: 0 | 1): Port => ({
    send(message) {
      const json = JSON.stringify(message);
      queueMicrotask(() => listeners[other].forEach(listen => listen(JSON.parse(json))));
    },
    onMessage(listener) {
      listeners[own].add(listener);
      return () => void listeners[own].delete(listener);
    },
  });
  return [end(0, 1), end(1, 0)];
}
