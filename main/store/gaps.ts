import { FailureError } from '../../preload/contract/wire.ts';
import type { Reader, Value, Writer } from '../../native/database/database.ts';
import type { ArchivePoint, Batch, Gap, Store } from './api.ts';
import { nextSeq } from './order.ts';
import { all, one, toGap, WRITTEN_HERE, type GapColumns } from './rows.ts';

type Input<Name extends keyof Store> = Parameters<Store[Name]>[0];
const ROOM_OF = 'select id from conversation where account = ? and peer = ?';
const COLUMNS = 'id, account, room, newer_id, newer_at, older_id, fetched, top';

/** Newest first: what was missed last is what the user looks for first. */
export const listGaps = (db: Reader, { account, room }: Input<'gaps'>): readonly Gap[] =>
  all<GapColumns>(db, `select ${COLUMNS} from gap where account = ? and room is ? order by id desc`, account, room ?? null).map(toGap);

export const gapColumns = (db: Reader, account: number, id: number): GapColumns | undefined =>
  one<GapColumns>(db, `select ${COLUMNS} from gap where account = ? and id = ?`, account, id);

/**
 * Takes a number between what is known and what will come: what fills the gap gets it. A gap of which nobody knows the newer end yet reaches
 * up to now as it is.
 */
export function openGap(db: Writer, input: Input<'openGap'>): Gap {
  const { account, newerThan } = input;
  const [room, olderThan] = [input.room ?? null, input.olderThan ?? null];
  const open = one<GapColumns>(db, `select ${COLUMNS} from gap where account = ? and room is ? and older_id is ? limit 1`, account, room, olderThan);
  const values = [account, room, newerThan?.id ?? null, newerThan?.at ?? null, olderThan];
  const row = open ?? insertGap(db, [...values, nextSeq(db, account)]);
  if (row === undefined) throw new FailureError({ code: 'not-found' });
  liftWaiting(db, input);
  return toGap(row);
}

const insertGap = (db: Writer, values: readonly Value[]): GapColumns | undefined =>
  one<GapColumns>(db, `insert into gap (account, room, newer_id, newer_at, older_id, top) values (?, ?, ?, ?, ?, ?) returning ${COLUMNS}`, ...values);

type Archive = Pick<Batch, 'account' | 'room'>;
const WAITING = 'mine = 1 and delivery = 0 and failed is null';
/** Of messages `m`: those that lie in this archive; with the values it takes. */
const IN_ARCHIVE = `m.account = ? and iif(? is null, not exists (select 1 from room where conversation = m.conversation), m.conversation = (${ROOM_OF}))`;
const within = ({ account, room }: Archive): readonly Value[] => [account, room ?? null, account, room ?? null];

/**
 * Own words at the end of a conversation that wait to be sent go above the gap: they will be sent after what was missed. Whether they were
 * sent before it, its pages tell. Nothing of what was missed is read by them.
 */
function liftWaiting(db: Writer, archive: Archive): void {
  const seq = nextSeq(db, archive.account);
  const waiting = `select distinct conversation from message m where ${WAITING} and ${IN_ARCHIVE}`;
  for (const { conversation } of all<{ conversation: number }>(db, waiting, ...within(archive))) {
    const sql = `select id, position from message where conversation = ? and not (${WAITING}) order by position desc limit 1`;
    const last = one<{ id: number; position: number }>(db, sql, conversation);
    const end = last?.position ?? Number.MIN_SAFE_INTEGER;
    db.prepare('update message set archive_seq = ? where conversation = ? and position > ?').run(seq, conversation, end);
    const mark = 'update conversation set read_message = ?, read_position = ? where id = ? and read_position > ?';
    db.prepare(mark).run(last?.id ?? null, last?.position ?? -1, conversation, end);
  }
}

/**
 * How far the archive is known. While own words wait, only as far as what was known before they were written: what the archive has of them
 * lies above that, and where they stand is seen when it is read again.
 */
export function newestArchived(db: Reader, archive: Input<'newestArchived'>): ArchivePoint | undefined {
  const { account, room } = archive;
  const row =
    room === undefined
      ? one<Newest>(db, 'select newest_id as id, newest_at as at from account where id = ?', account)
      : one<Newest>(db, `select newest_id as id, newest_at as at from room where conversation = (${ROOM_OF})`, account, room);
  const newest = pointOf(row);
  return (newest && beforeWaiting(db, archive)) ?? newest;
}
interface Newest {
  id: string | null;
  at: number | null;
}
const pointOf = (row: Newest | undefined): ArchivePoint | undefined => (row === undefined || row.id === null ? undefined : { id: row.id, at: row.at ?? 0 });

/** Among the newest so many messages. */
const REACH = 10_000;
function beforeWaiting(db: Reader, archive: Archive): ArchivePoint | undefined {
  const first = one<{ seq: number | null }>(db, `select min(archive_seq) as seq from message m where ${WAITING} and ${IN_ARCHIVE}`, ...within(archive));
  if (first === undefined || first.seq === null) return undefined;
  const sql = `select archive_id as id, at, archive_seq as seq
    from (select * from message m where ${IN_ARCHIVE} and archive_id is not null and flags & ${WRITTEN_HERE} = 0 order by id desc limit ${REACH})
    where archive_seq between 0 and ? order by id desc limit 1`;
  const row = one<Newest & { seq: number }>(db, sql, ...within(archive), first.seq - 1);
  // What lies under the end of another gap is read with that one.
  const gap = 'select older_id as id, newer_at as at from gap where account = ? and room is ? and older_id is not null and top > ? order by top desc limit 1';
  return pointOf(one<Newest>(db, gap, archive.account, archive.room ?? null, row?.seq ?? 0) ?? row);
}

/** An own message may stand before what is older in the archive: it speaks only where there is no other. */
export const oldestArchived = (db: Reader, { conversation }: Input<'oldestArchived'>): ArchivePoint | undefined => {
  const oldest = (which: string): ArchivePoint | undefined =>
    one(db, `select archive_id as id, at from message where conversation = ? and archive_id is not null ${which} order by position limit 1`, conversation);
  return oldest(`and flags & ${WRITTEN_HERE} = 0`) ?? oldest('');
};

export function setArchiveComplete(db: Writer, conversation: number): void {
  db.prepare('update conversation set archive_complete = 1 where id = ?').run(conversation);
}

/** The first message that comes live after a gap opened is its newer end. Delayed ones may lie within it. */
export function boundGap(db: Writer, batch: Batch, { id, at }: ArchivePoint): void {
  const sql = 'update gap set older_id = ? where account = ? and room is ? and older_id is null';
  const { changes } = db.prepare(sql).run(id, batch.account, batch.room ?? null);
  if (changes > 0) setNewest(db, batch, { id, at });
}

/** A page that was asked for before its gap got the end it has now, and does not reach that far down or up: nobody knows on which side it lies. */
export const fits = ({ gap: asked, messages }: Batch, { older_id: end }: GapColumns): boolean =>
  end === (asked?.before ?? null) || messages.some(({ archiveId }) => archiveId === end);

/**
 * Where a page leaves its gap, and how far the archive is known. A live message does not move the newest point while a gap has no newer end:
 * after a crash, what lies before that message would never be asked for.
 */
export function moveGap(db: Writer, batch: Batch, gap: GapColumns | undefined): void {
  if (gap === undefined || batch.gap === undefined) {
    if (batch.newest !== undefined && !isUnbegun(db, batch)) setNewest(db, batch, batch.newest);
    return;
  }
  const newest = gap.older_id === null ? newestOf(batch) : undefined;
  if (newest !== undefined) setNewest(db, batch, newest);
  if (batch.gap.done) db.prepare('delete from gap where id = ?').run(gap.id);
  else {
    const sql = 'update gap set older_id = coalesce(?, older_id), fetched = fetched + ? where id = ?';
    db.prepare(sql).run(batch.gap.olderThan ?? null, batch.messages.length, gap.id);
  }
}

const isUnbegun = (db: Reader, { account, room }: Archive): boolean =>
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
