import { useCallback } from 'react';
import { useServices } from '../../services.ts';
import { useAnswer } from '../problem/use-answer.ts';

const NONE = { written: undefined };

/** A telephone number as its country writes it; undefined while it is none. */
export function useWrittenNumber(number: string): string | undefined {
  const { calls } = useServices();
  const ask = useCallback(async () => (number.trim() === '' ? NONE : calls.writeNumber({ number: number.trim().slice(0, 64) })), [calls, number]);
  return useAnswer(ask).value?.written;
}
