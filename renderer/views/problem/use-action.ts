import { useCallback, useEffect, useRef, useState } from 'react';
import type { Failure } from '../../../preload/contract/wire.ts';
import { failureOf } from './failure.ts';

export interface Action {
  readonly busy: boolean;
  readonly failure: Failure | undefined;
  /** Does the work, one at a time, and answers whether it succeeded. */
  readonly run: (work: () => Promise<unknown>) => Promise<boolean>;
  readonly clear: () => void;
}

/** For a dialog with one button: what it does is under way, has failed, or neither. */
export function useAction(): Action {
  const [state, setState] = useState<Pick<Action, 'busy' | 'failure'>>({ busy: false, failure: undefined });
  const mounted = useRef(false);
  useEffect(() => {
    mounted.current = true;
    return () => void (mounted.current = false);
  }, []);
  const run = useCallback(async (work: () => Promise<unknown>): Promise<boolean> => {
    setState({ busy: true, failure: undefined });
    try {
      await work();
      if (mounted.current) setState({ busy: false, failure: undefined });
      return true;
    } catch (error) {
      if (mounted.current) setState({ busy: false, failure: failureOf(error) });
      return false;
    }
  }, []);
  const clear = useCallback(() => setState({ busy: false, failure: undefined }), []);
  return { ...state, run, clear };
}
