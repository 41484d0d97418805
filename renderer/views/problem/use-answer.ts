import { useCallback, useEffect, useState } from 'react';
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
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    let gone = false;
    ask().then(
      value => void (gone || setAnswer({ value, failure: undefined })),
      (error: unknown) => void (gone || setAnswer({ value: undefined, failure: failureOf(error) })),
    );
    return () => void (gone = true);
  }, [ask, turn]);
  const again = useCallback(() => setTurn(before => before + 1), []);
  return { ...answer, again };
}
