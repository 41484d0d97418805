import { FailureError } from '../../preload/contract/wire.ts';
import type { Reader, Writer } from '../../native/database/database.ts';
import { accounts } from './migrations/0010-accounts.ts';
import { people } from './migrations/0020-people.ts';
import { conversations } from './migrations/0030-conversations.ts';
import { messages } from './migrations/0040-messages.ts';
import { search } from './migrations/0050-search.ts';
import { gaps } from './migrations/0060-gaps.ts';
import { attachments } from './migrations/0070-attachments.ts';
import { calls } from './migrations/0080-calls.ts';
import { rooms } from './migrations/0090-rooms.ts';
import { places } from './migrations/0100-places.ts';
import { readers } from './migrations/0110-readers.ts';
import { inTransaction } from './transaction.ts';

export interface Migration {
  readonly version: number;
  readonly sql: string;
}
/** In order; numbered in tens, so that a fix can stand between two. A step that was released is never edited. */
export const MIGRATIONS: readonly Migration[] = [
  { version: 10, sql: accounts },
  { version: 20, sql: people },
  { version: 30, sql: conversations },
  { version: 40, sql: messages },
  { version: 50, sql: search },
  { version: 60, sql: gaps },
  { version: 70, sql: attachments },
  { version: 80, sql: calls },
  { version: 90, sql: rooms },
  { version: 100, sql: places },
  { version: 110, sql: readers },
];

export const versionOf = (db: Reader): number => {
  const row = db.prepare('pragma user_version').get();
  return row !== undefined && 'user_version' in row && typeof row.user_version === 'number' ? row.user_version : 0;
};

/** Brings a store up to this program's version, each step in a transaction of its own. Throws `unsupported` for a store that a newer program wrote. */
export function migrate(db: Writer, steps: readonly Migration[] = MIGRATIONS): void {
  const version = versionOf(db);
  if (version > Math.max(...steps.map(step => step.version))) throw new FailureError({ code: 'unsupported' });
  for (const step of steps) {
    if (step.version <= version) continue;
    inTransaction(db, () => {
      db.exec(step.sql);
      db.exec(`pragma user_version = ${step.version}`);
    });
  }
}
