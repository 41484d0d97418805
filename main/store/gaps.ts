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
const waitingIn = (db: Reader, { account, room: of }: Archive): readonly number[] => {
  const room = of ?? null;
  const sql = `select distinct m.conversation as id from message m left join room r on r.conversation = m.conversation
    where m.account = ? and ${WAITING} and iif(? is null, r.conversation is null, m.conversation = (${ROOM_OF}))`;
  return all<{ id: number }>(db, sql, account, room, account, room).map(({ id }) => id);
};

/**
 * Own words at the end of a conversation that wait to be sent go above the gap: they will be sent after what was missed. Whether they were
 * sent before it, its pages tell. Nothing of what was missed is read by them.
 */
function liftWaiting(db: Writer, archive: Archive): void {
  const seq = nextSeq(db, archive.account);
  for (const conversation of waitingIn(db, archive)) {
    const sql = `select id, position from message where conversation = ? and not (${WAITING}) order by position desc limit 1`;
    const last = one<{ id: number; position: number }>(db, sql, conversation);
    const end = last?.position ?? Number.MIN_SAFE_INTEGER;
    db.prepare('update message set archive_seq = ? where conversation = ? and position > ?').run(seq, conversation, end);
    const mark = 'update conversation set read_message = ?, read_position = ? where id = ? and read_position > ?';
    db.prepare(mark).run(last?.id ?? null, last?.position ?? -1, conversation, end);
  }
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
 * after a crash, what lies before that message would never be asked for. Nor while own words wait: where they stand would never be seen.
 */
export function moveGap(db: Writer, batch: Batch, gap: GapColumns | undefined): void {
  if (gap === undefined || batch.gap === undefined) {
    if (batch.newest !== undefined && !isUnbegun(db, batch) && waitingIn(db, batch).length === 0) setNewest(db, batch, batch.newest);
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
