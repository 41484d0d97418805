import { useCallback } from 'react';
import type { Calls } from '../../../preload/contract/calls.ts';
import { useServices } from '../../services.ts';
import { useAnswer } from '../problem/use-answer.ts';

type Gateways = Awaited<ReturnType<Calls['gateways']>>;
const NONE: Gateways = [];

/** The ways out to the telephone that the accounts know; none until they were asked. */
export function useGateways(): Gateways {
  const { calls } = useServices();
  const ask = useCallback(() => calls.gateways({}), [calls]);
  const { value } = useAnswer(ask);
  return value ?? NONE;
}
