import { createContext, useContext, useEffect, useState } from 'react';

/** Time is passed in, so that tests and the gallery own it. Milliseconds. */
export interface PageClock {
  now(): number;
  /** Calls once after `delay`; answers how to call it off. */
  after(delay: number, callback: () => void): () => void;
}

export const pageClock: PageClock = {
  now: () => Date.now(),
  after(delay, callback) {
    const timer = setTimeout(callback, delay);
    return () => clearTimeout(timer);
  },
};

/** Always the same moment; nothing that was put off ever happens. */
export const stoppedClock = (now: number): PageClock => ({ now: () => now, after: () => () => undefined });

export const ClockContext = createContext<PageClock>(pageClock);

/** The present moment, anew every `interval` ms: for "3 minutes ago". */
export function useNow(interval = 30_000): number {
  const clock = useContext(ClockContext);
  const [now, setNow] = useState(() => clock.now());
  useEffect(() => {
    let stop = (): void => undefined;
    const tick = (): void => {
      setNow(clock.now());
      stop = clock.after(interval, tick);
    };
    tick();
    return () => stop();
  }, [clock, interval]);
  return now;
}
