import { useCallback, useEffect, useRef, useState } from 'react';
import type { Failure } from '../../../preload/contract/wire.ts';
import { failureOf } from './failure.ts';

export interface Answer<Value> {
  readonly value: Value | undefined;
  readonly failure: Failure | undefined;
  /** Asks again; what is shown stays until the new answer is there. */
  readonly again: () => void;
}

/** What a question that is asked once, when the view opens, is answered. `ask` must stay the same function from render to render. */
export function useAnswer<Value>(ask: () => Promise<Value>): Answer<Value> {
  const [answer, setAnswer] = useState<Omit<Answer<Value>, 'again'>>({ value: undefined, failure: undefined });
  const turn = useRef(0);
  const again = useCallback(() => {
    const own = ++turn.current;
    ask().then(
      value => void (own === turn.current && setAnswer({ value, failure: undefined })),
      (error: unknown) => void (own === turn.current && setAnswer({ value: undefined, failure: failureOf(error) })),
    );
  }, [ask]);
  useEffect(() => {
    again();
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- the newest turn is the one to end: it is a counter, no element
    return () => void turn.current++;
  }, [again]);
  return { ...answer, again };
}
