import { useSyncExternalStore } from 'react';

const ONE_COLUMN_REM = 45;

const subscribe = (listener: () => void): (() => void) => {
  window.addEventListener('resize', listener);
  return () => window.removeEventListener('resize', listener);
};
// In rem as the container queries of Frame.module.css: with 200 % zoom a window is half as wide.
const isNarrow = (): boolean => window.innerWidth / Number.parseFloat(getComputedStyle(document.documentElement).fontSize || '16') <= ONE_COLUMN_REM;

/** Whether there is one column only. */
export const useNarrow = (): boolean => useSyncExternalStore(subscribe, isNarrow);
