import { FailureError } from '../../preload/contract/wire.ts';
import type { Reader, Value, Writer } from '../../native/database/database.ts';
import type { ArchivePoint, Batch, Gap, Store } from './api.ts';
import { nextSeq } from './order.ts';
import { SENT_AGAIN } from './read-state.ts';
import { all, one, toGap, type GapColumns } from './rows.ts';

type Input<Name extends keyof Store> = Parameters<Store[Name]>[0];
const ROOM_OF = 'select id from conversation where account = ? and peer = ?';
const COLUMNS = 'id, account, room, newer_id, newer_at, older_id, fetched, top';

/** Newest first: what was missed last is what the user looks for first. */
export const listGaps = (db: Reader, { account, room }: Input<'gaps'>): readonly Gap[] =>
  all<GapColumns>(db, `select ${COLUMNS} from gap where account = ? and room is ? order by id desc`, account, room ?? null).map(toGap);

export const gapColumns = (db: Reader, account: number, id: number): GapColumns | undefined =>
  one<GapColumns>(db, `select ${COLUMNS} from gap where account = ? and id = ?`, account, id);

/**
 * A gap that nobody has begun to fill reaches up to now as it is; it is only told that what follows is newer still. One that was begun
 * stays, and a new one opens above it.
 */
export function openGap(db: Writer, input: Input<'openGap'>): Gap {
  const top = nextSeq(db, input.account);
  noteWaiting(db, input);
  const { account, newerThan } = input;
  const [room, olderThan] = [input.room ?? null, input.olderThan ?? null];
  const open = one<GapColumns>(db, `select ${COLUMNS} from gap where account = ? and room is ? and older_id is ? limit 1`, account, room, olderThan);
  const row = open === undefined ? insertGap(db, [account, room, newerThan?.id ?? null, newerThan?.at ?? null, olderThan, top]) : raised(db, open, top);
  if (row === undefined) throw new FailureError({ code: 'not-found' });
  return toGap(row);
}

const insertGap = (db: Writer, values: readonly Value[]): GapColumns | undefined =>
  one<GapColumns>(db, `insert into gap (account, room, newer_id, newer_at, older_id, top) values (?, ?, ?, ?, ?, ?) returning ${COLUMNS}`, ...values);

const raised = (db: Writer, open: GapColumns, top: number): GapColumns | undefined =>
  open.older_id === null ? one<GapColumns>(db, `update gap set top = ? where id = ? returning ${COLUMNS}`, top, open.id) : open;

/** What waits in the outbox now may come to stand in this archive twice. */
function noteWaiting(db: Writer, { account, room: of }: Input<'openGap'>): void {
  const room = of ?? null;
  const inArchive = `conversation in (select c.id from conversation c left join room r on r.conversation = c.id
    where c.account = ? and iif(? is null, r.conversation is null, c.peer = ?))`;
  const sql = `update message set flags = flags | ? where account = ? and mine = 1 and delivery = 0 and failed is null and ${inArchive}`;
  db.prepare(sql).run(SENT_AGAIN, account, account, room, room);
}

export function newestArchived(db: Reader, { account, room }: Input<'newestArchived'>): ArchivePoint | undefined {
  interface Newest {
    id: string | null;
    at: number | null;
  }
  const row =
    room === undefined
      ? one<Newest>(db, 'select newest_id as id, newest_at as at from account where id = ?', account)
      : one<Newest>(db, `select newest_id as id, newest_at as at from room where conversation = (${ROOM_OF})`, account, room);
  return row === undefined || row.id === null ? undefined : { id: row.id, at: row.at ?? 0 };
}

export const oldestArchived = (db: Reader, { conversation }: Input<'oldestArchived'>): ArchivePoint | undefined =>
  one<ArchivePoint>(db, 'select archive_id as id, at from message where conversation = ? and archive_seq is not null order by position limit 1', conversation);

export function setArchiveComplete(db: Writer, conversation: number): void {
  db.prepare('update conversation set archive_complete = 1 where id = ?').run(conversation);
}

/**
 * Where a page leaves its gap, and how far the archive is known. Until the first page of a gap came, a live message does not move the
 * newest point: after a crash, what lies before that message would never be asked for.
 */
export function moveGap(db: Writer, batch: Batch, gap: GapColumns | undefined, lowest: number | undefined): void {
  if (gap === undefined || batch.gap === undefined) {
    if (batch.newest !== undefined && !isUnbegun(db, batch)) setNewest(db, batch, batch.newest);
    return;
  }
  const newest = gap.older_id === null ? newestOf(batch) : undefined;
  if (newest !== undefined) setNewest(db, batch, newest);
  if (batch.gap.done) db.prepare('delete from gap where id = ?').run(gap.id);
  else
    db.prepare('update gap set older_id = coalesce(?, older_id), fetched = fetched + ?, top = ? where id = ?').run(
      batch.gap.olderThan ?? null,
      batch.messages.length,
      lowest ?? gap.top,
      gap.id,
    );
}

const isUnbegun = (db: Reader, { account, room }: Batch): boolean =>
  one(db, 'select 1 from gap where account = ? and room is ? and older_id is null', account, room ?? null) !== undefined;

/** Of a gap's first page. */
function newestOf({ newest, messages }: Batch): ArchivePoint | undefined {
  const last = messages.findLast(message => message.archiveId !== undefined);
  return newest ?? (last?.archiveId === undefined ? undefined : { id: last.archiveId, at: last.at });
}

function setNewest(db: Writer, { account, room }: Batch, point: ArchivePoint): void {
  if (room !== undefined) {
    db.prepare(`update room set newest_id = ?, newest_at = ? where conversation = (${ROOM_OF})`).run(point.id, point.at, account, room);
    return;
  }
  db.prepare('update account set newest_id = ?, newest_at = ? where id = ?').run(point.id, point.at, account);
}
