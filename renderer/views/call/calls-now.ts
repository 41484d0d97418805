import type { Call } from '../../../preload/contract/calls.ts';
import type { RingSound } from '../../calls/sounds.ts';
import { useReplicas } from '../../model/replicas.ts';
import { useViewModel } from '../../model/view-model.ts';

export interface CallsNow {
  /** The one that one talks in, or else one that is held, or the last one, while its end is told. */
  readonly current: Call | undefined;
  /** Under way beside it, on hold. */
  readonly others: readonly Call[];
  /** They ring here. */
  readonly incoming: readonly Call[];
}

/** Which of the calls is which. Pure. */
export function arrange(calls: readonly Call[]): CallsNow {
  const incoming = calls.filter(({ phase }) => phase === 'incoming');
  const live = calls.filter(({ phase }) => phase !== 'incoming' && phase !== 'ended');
  const talking = live.findLast(({ held }) => !held) ?? live.at(-1);
  if (talking) return { current: talking, others: live.filter(({ id }) => id !== talking.id), incoming };
  // What one declined by oneself needs no telling.
  const over = calls.findLast(({ phase, end, direction }) => phase === 'ended' && !(direction === 'incoming' && end === 'declined'));
  return { current: over, others: [], incoming };
}

/** What is to be heard: while one talks, somebody who waits is only hinted at. */
export function ringFor({ current, incoming }: CallsNow): RingSound | undefined {
  const live = current !== undefined && current.phase !== 'ended';
  if (incoming.some(({ silent }) => !silent)) return live ? 'waiting' : 'ring';
  if (current?.phase === 'ringing') return 'ringback';
  // Somebody who listens has to hear that nobody is there any more.
  return current?.phase === 'ended' && current.connectedAt !== undefined ? 'ended' : undefined;
}

export const useCallsNow = (): CallsNow => arrange(useViewModel(useReplicas().calls).items);
