import type { ConnectionProblem } from '../../../preload/contract/wire.ts';
import { StreamProblem } from './transport.ts';

/** Codes of sockets and of the resolver. What is not here is a connection that broke. */
const CODES = new Map<string, ConnectionProblem>(
  Object.entries({
    ENOTFOUND: 'not-found',
    ENODATA: 'not-found',
    EAI_AGAIN: 'timeout',
    ETIMEOUT: 'timeout',
    ETIMEDOUT: 'timeout',
  }),
);

export function asProblem(error: unknown): StreamProblem {
  if (error instanceof StreamProblem) return error;
  const text = error instanceof Error ? error.message : String(error);
  return new StreamProblem(CODES.get(codeOf(error)) ?? 'refused', text);
}

export function codeOf(error: unknown): string {
  const code: unknown = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : '';
}

// Of several attempts the one that got furthest tells most.
const TELLING: readonly ConnectionProblem[] = ['not-found', 'timeout', 'refused', 'proxy', 'server-error', 'policy', 'bad-stream', 'no-encryption'];
const rank = (problem: ConnectionProblem): number => {
  const at = TELLING.indexOf(problem);
  return at < 0 ? TELLING.length : at;
};
/** The most telling of what went wrong; of two alike the first, which the server's owner preferred. */
export const worst = (problems: readonly StreamProblem[]): StreamProblem =>
  problems.reduce((chosen, one) => (rank(one.problem) > rank(chosen.problem) ? one : chosen), problems[0] ?? new StreamProblem('not-found'));

/** Nobody was reached: another way in is worth trying. */
export const isUnreached = (problem: StreamProblem): boolean => rank(problem.problem) <= rank('proxy');
