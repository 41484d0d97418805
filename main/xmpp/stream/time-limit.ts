import type { Clock } from '../../base/clock.ts';
import { StreamProblem } from './transport.ts';

/** @throws StreamProblem 'timeout' after `limit` milliseconds; `over` is called first, to drop what was waited for. */
export function withLimit<T>(clock: Clock, limit: number, work: Promise<T>, what: string, over?: () => void): Promise<T> {
  return new Promise((resolve, reject) => {
    const cancel = clock.after(limit, () => {
      over?.();
      reject(new StreamProblem('timeout', what));
    });
    work.then(resolve, reject).finally(cancel);
  });
}

/** Why somebody gave the attempt up. */
export function aborted(signal: AbortSignal): Error {
  const reason: unknown = signal.reason;
  return reason instanceof Error ? reason : new DOMException('The attempt was given up.', 'AbortError');
}

/** Calls `undo` when the signal comes, at once when it has come already. Answers how to forget it. */
export function onAbort(signal: AbortSignal | undefined, undo: (why: Error) => void): () => void {
  if (!signal) return () => {};
  const listener = (): void => undo(aborted(signal));
  if (signal.aborted) listener();
  else signal.addEventListener('abort', listener, { once: true });
  return () => signal.removeEventListener('abort', listener);
}
