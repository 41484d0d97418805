import type { Unsubscribe } from '../../preload/contract/define.ts';

/** The next event that fits; to be asked for before what causes it. Fails after `limit` milliseconds, telling what came instead. */
export function heard<T>(on: (listener: (payload: T) => void) => Unsubscribe, fits: (payload: T) => boolean, limit = 30_000): Promise<T> {
  const others: T[] = [];
  const found = new Promise<T>((resolve, reject) => {
    const timer = setTimeout(() => {
      stop();
      reject(new Error(`nothing that fits came in ${limit} ms, but: ${JSON.stringify(others.slice(-10))}`));
    }, limit);
    const stop = on(payload => {
      others.push(payload);
      if (!fits(payload)) return;
      clearTimeout(timer);
      stop();
      resolve(payload);
    });
  });
  found.catch(() => undefined); // told to whoever awaits it; a test that failed before need not hear it twice
  return found;
}
