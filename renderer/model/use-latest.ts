import { useLayoutEffect, useRef, type RefObject } from 'react';

/** The newest value, for callbacks that must stay the same function. Read it in handlers and effects, not while rendering. */
export function useLatest<Value>(value: Value): Readonly<RefObject<Value>> {
  const latest = useRef(value);
  useLayoutEffect(() => void (latest.current = value));
  return latest;
}
