import type { Message } from '../../preload/contract/messages.ts';
import type { Writer } from '../../native/database/database.ts';
import type { Store } from './api.ts';
import { refreshLast } from './conversations.ts';
import { knownMessage } from './messages.ts';
import { recount } from './read-state.ts';
import { all, given, MENTIONED, one, toMessage } from './rows.ts';

/** The text goes, the row stays: nobody is left wondering what was there. */
export function retract(db: Writer, { conversation, archiveId, by, reason }: Parameters<Store['retract']>[0]): Message | undefined {
  const row = one<{ id: number }>(db, 'select id from message where conversation = ? and archive_id = ?', conversation, archiveId);
  if (row === undefined) {
    const sql = 'insert or ignore into pending_retraction (conversation, archive_id, by, reason) values (?, ?, ?, ?)';
    db.prepare(sql).run(conversation, archiveId, by ?? null, reason ?? null);
    return undefined;
  }
  takeAway(db, row.id, { by, reason });
  refreshLast(db, conversation);
  recount(db, conversation);
  return toMessage(knownMessage(db, row.id));
}

/** Who and why, once told, stays told: what an archive leaves of the message says neither. */
const takeAway = (db: Writer, id: number, { by, reason }: { readonly by: string | undefined; readonly reason: string | undefined }): void =>
  void db
    .prepare(`update message set body = '', flags = flags & ~${MENTIONED}, retracted_at = 1,
      retracted_by = coalesce(?, retracted_by), retracted_reason = coalesce(?, retracted_reason) where id = ?`)
    .run(by ?? null, reason ?? null, id);

/** New rows are here: were some of them taken away already? */
export function applyPendingRetractions(
  db: Writer,
  conversation: number,
  added: readonly { readonly id: number; readonly archiveId: string | undefined }[],
): readonly number[] {
  const waiting = all<{ archive_id: string; by: string | null; reason: string | null }>(
    db,
    'select archive_id, by, reason from pending_retraction where conversation = ?',
    conversation,
  );
  if (waiting.length === 0) return [];
  const byId = new Map(waiting.map(row => [row.archive_id, row]));
  const taken = added.flatMap(({ id, archiveId }) => {
    const found = archiveId === undefined ? undefined : byId.get(archiveId);
    if (found === undefined) return [];
    takeAway(db, id, { by: given(found.by), reason: given(found.reason) });
    db.prepare('delete from pending_retraction where conversation = ? and archive_id = ?').run(conversation, found.archive_id);
    return [id];
  });
  if (taken.length > 0) {
    refreshLast(db, conversation);
    recount(db, conversation);
  }
  return taken;
}
