import type { Writer } from '../../native/database/database.ts';

/** All of the work or none; on disk when it returns. */
export function inTransaction<T>(db: Writer, work: () => T): T {
  db.exec('begin immediate');
  try {
    const result = work();
    db.exec('commit');
    return result;
  } catch (error) {
    rollBack(db);
    throw error;
  }
}

function rollBack(db: Writer): void {
  try {
    db.exec('rollback');
  } catch {
    // SQLite has rolled back by itself already (full disk, I/O error): the first error is the one to tell.
  }
}
