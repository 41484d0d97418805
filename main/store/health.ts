import { isEngineError } from '../../native/database/database.ts';

export type StorageProblem = 'full' | 'damaged' | 'locked';

/** What an error of the engine means for the user; undefined: it is a bug. */
export function problemOf(error: unknown): StorageProblem | undefined {
  if (!isEngineError(error)) return undefined;
  const { code } = error;
  if (code === 'SQLITE_FULL' || code.startsWith('SQLITE_READONLY') || code.startsWith('SQLITE_CANTOPEN')) return 'full';
  if (/^SQLITE_IOERR_(?:WRITE|FSYNC|DIR_FSYNC|TRUNCATE|SHMSIZE|SHMOPEN|SHMMAP|SHMLOCK|DELETE)/.test(code)) return 'full';
  if (code.startsWith('SQLITE_IOERR') || code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB') return 'damaged';
  return undefined;
}
