import { FailureError, type Failure } from '../../../preload/contract/wire.ts';

/** The nameable outcome of a call that rejected; what has no name is a bug and stays `internal`. */
export const failureOf = (error: unknown): Failure => (error instanceof FailureError ? error.failure : { code: 'internal' });
