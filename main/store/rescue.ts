import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Reader } from '../../native/database/database.ts';
import { problemOf } from './health.ts';
import { all, one } from './rows.ts';

interface RescuedRow {
  id: number;
  conversation: number;
  mine: number;
  at: number;
  body: string;
}
const ROWS = 'select id, conversation, mine, at, body from message';
const LAST = Number.MAX_SAFE_INTEGER;

/** What a damaged table still gives: whole pages of rows where it can, row by row where it cannot, and on behind a page that is lost. */
function* readable(db: Reader): Generator<RescuedRow> {
  let after = 0;
  for (;;) {
    const rows = attempt(() => all<RescuedRow>(db, `${ROWS} where id > ? order by id limit 200`, after));
    const single = rows ?? attempt(() => all<RescuedRow>(db, `${ROWS} where id > ? order by id limit 1`, after));
    const last = single?.at(-1);
    if (single !== undefined && last === undefined) return;
    if (single !== undefined && last !== undefined) {
      yield* single;
      after = last.id;
      continue;
    }
    const next = beyond(db, after);
    if (next === undefined) return;
    after = next;
  }
}

/** The least place behind a lost page from which the table can be read again: strides double until one lands, then are halved. */
function beyond(db: Reader, after: number): number | undefined {
  const reads = (from: number): boolean => attempt(() => all(db, `${ROWS} where id > ? order by id limit 1`, from)) !== undefined;
  let low = after;
  let stride = 1;
  while (!reads(low + stride)) {
    low += stride;
    stride *= 2;
    if (low + stride > LAST) return undefined;
  }
  let high = low + stride;
  while (high - low > 1) {
    const middle = low + Math.floor((high - low) / 2);
    if (reads(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/** Undefined where the damage is; what is no damage is thrown on. */
function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (problemOf(error) === 'damaged') return undefined;
    throw error;
  }
}

export function isWhole(db: Reader): boolean {
  return attempt(() => one<{ quick_check: string }>(db, 'pragma quick_check(1)'))?.quick_check === 'ok';
}

export function countReadable(db: Reader): number {
  const count = attempt(() => one<{ count: number }>(db, 'select count(*) as count from message not indexed')?.count);
  if (count !== undefined) return count;
  const rows = readable(db);
  let found = 0;
  while (rows.next().done !== true) found += 1;
  return found;
}

/** Writes one JSON object a line. The folder is made; the file is for its owner alone. */
export function rescue(db: Reader, to: string): number {
  mkdirSync(dirname(to), { recursive: true });
  writeFileSync(to, '', { mode: 0o600 });
  const peers = new Map<number, { account: string | null; peer: string | null }>();
  const peerOf = (conversation: number): { account: string | null; peer: string | null } => {
    const known = peers.get(conversation);
    if (known !== undefined) return known;
    const sql = 'select a.address as account, c.peer from conversation c join account a on a.id = c.account where c.id = ?';
    const found = attempt(() => one<{ account: string; peer: string }>(db, sql, conversation)) ?? { account: null, peer: null };
    peers.set(conversation, found);
    return found;
  };
  let count = 0;
  let lines: string[] = [];
  const flush = (): void => {
    appendFileSync(to, lines.join(''));
    lines = [];
  };
  for (const { id, conversation, mine, at, body } of readable(db)) {
    lines.push(`${JSON.stringify({ ...peerOf(conversation), id, mine: mine === 1, at: new Date(at).toISOString(), body })}\n`);
    count += 1;
    if (lines.length >= 500) flush();
  }
  flush();
  return count;
}
