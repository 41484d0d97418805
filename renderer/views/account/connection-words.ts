import type { Connection } from '../../../preload/contract/accounts.ts';
import type { Failure } from '../../../preload/contract/wire.ts';

/** A connection that needs the user, as the failure that it is. */
export function failureIn(connection: Connection): Failure | undefined {
  if (connection.state !== 'problem') return undefined;
  const { problem, detail, certificate } = connection;
  return { code: 'connection', problem, ...(detail === undefined ? {} : { detail }), ...(certificate ? { certificate } : {}) };
}

/** Where only a new password helps. */
export const wantsPassword = (connection: Connection): boolean => connection.state === 'problem' && connection.problem === 'not-authorized';

export const serverOf = (address: string): string => address.split('@').at(-1) ?? '';
