import { FailureError } from '../../preload/contract/wire.ts';
import type { Reader, Value, Writer } from '../../native/database/database.ts';
import type { ConversationRow, Store } from './api.ts';
import { all, ALWAYS, one, toConversation, type ConversationColumns } from './rows.ts';

type Input<Name extends keyof Store> = Parameters<Store[Name]>[0];
const COLUMNS = `id, account, peer, kind, pinned, muted_until, draft, unread, read_message, read_position,
  last_position, last_text, last_at, last_mine, last_by, mentions, archive_complete`;

export const listConversations = (db: Reader): readonly ConversationRow[] =>
  all<ConversationColumns>(db, `select ${COLUMNS} from conversation order by pinned desc, last_position desc, id desc`).map(toConversation);

export const conversationColumns = (db: Reader, id: number): ConversationColumns | undefined =>
  one<ConversationColumns>(db, `select ${COLUMNS} from conversation where id = ?`, id);

export const conversationOf = (db: Reader, account: number, peer: string): ConversationColumns | undefined =>
  one<ConversationColumns>(db, `select ${COLUMNS} from conversation where account = ? and peer = ?`, account, peer);

/** `not-found` where it was removed meanwhile. */
export function knownConversation(db: Reader, id: number): ConversationColumns {
  const row = conversationColumns(db, id);
  if (row === undefined) throw new FailureError({ code: 'not-found' });
  return row;
}

export function findConversation(db: Reader, { conversation }: Input<'conversation'>): ConversationRow | undefined {
  const row = conversationColumns(db, conversation);
  return row && toConversation(row);
}

/** Finds it or makes it; `kind` is used when it is made. */
export function ensureConversation(db: Writer, account: number, peer: string, kind: string): ConversationColumns {
  const found = conversationOf(db, account, peer);
  if (found !== undefined) return found;
  const made = one<ConversationColumns>(db, `insert into conversation (account, peer, kind) values (?, ?, ?) returning ${COLUMNS}`, account, peer, kind);
  if (made === undefined) throw new FailureError({ code: 'not-found' });
  return made;
}

export const startConversation = (db: Writer, { account, peer, kind }: Input<'startConversation'>): ConversationRow =>
  toConversation(ensureConversation(db, account, peer, kind));

export function editConversation(db: Writer, input: Input<'editConversation'>): ConversationRow {
  const changes: Record<string, Value> = {};
  if (input.kind !== undefined) changes['kind'] = input.kind;
  if (input.pinned !== undefined) changes['pinned'] = Number(input.pinned);
  if ('muted' in input) changes['muted_until'] = input.muted === 'always' ? ALWAYS : (input.muted ?? null);
  if (input.draft !== undefined) changes['draft'] = input.draft;
  const sets = Object.keys(changes).map(column => `${column} = ?`);
  if (sets.length > 0) db.prepare(`update conversation set ${sets.join(', ')} where id = ?`).run(...Object.values(changes), input.conversation);
  return toConversation(knownConversation(db, input.conversation));
}

export function removeConversation(db: Writer, { conversation }: Input<'removeConversation'>): void {
  // Asked for anew, its archive has to be read from the beginning.
  db.prepare('delete from gap where exists (select 1 from conversation c where c.id = ? and c.account = gap.account and c.peer = gap.room)').run(conversation);
  db.prepare('delete from conversation where id = ?').run(conversation);
}

/** Writes what the list shows of the newest message; called when the newest row came, went or moved. */
export function refreshLast(db: Writer, conversation: number): void {
  const newest = one<{ position: number; text: string; at: number; mine: number; by: string | null }>(
    db,
    `select m.position, substr(m.body, 1, 200) as text, m.at, m.mine, o.nickname as by from message m left join occupant o on o.id = m.occupant
     where m.conversation = ? order by m.position desc limit 1`,
    conversation,
  );
  db.prepare('update conversation set last_position = ?, last_text = ?, last_at = ?, last_mine = ?, last_by = ? where id = ?').run(
    newest?.position ?? 0,
    newest?.text ?? null,
    newest?.at ?? null,
    newest?.mine ?? null,
    newest?.by ?? null,
    conversation,
  );
}
