import { useCallback, useEffect, useRef } from 'react';

/** Always the same function, which calls the newest one given: a parent that renders again must not start a sign-in anew. */
export function useLatest<Args extends readonly unknown[]>(callback: (...args: Args) => void): (...args: Args) => void {
  const newest = useRef(callback);
  useEffect(() => {
    newest.current = callback;
  });
  return useCallback((...args) => newest.current(...args), []);
}
