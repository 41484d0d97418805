import { accountId, bareJid, callSid, conversationId } from '../../preload/contract/ids.ts';
import { FailureError } from '../../preload/contract/wire.ts';
import type { Reader, Value, Writer } from '../../native/database/database.ts';
import type { CallNews, Store, StoredCall } from './api.ts';
import { all, one } from './rows.ts';

type Input<Name extends keyof Store> = Parameters<Store[Name]>[0];

interface CallColumns {
  id: number;
  account: number;
  peer: string;
  sid: string;
  outgoing: number;
  video: number;
  started_at: number;
  length_ms: number | null;
  outcome: CallNews['outcome'];
  is_new: number;
  conversation: number | null;
}
const SELECT = `select call.id, call.account, call.peer, sid, outgoing, video, started_at, length_ms, outcome, is_new, conversation.id as conversation
  from call left join conversation on conversation.account = call.account and conversation.peer = call.peer`;

/** What may come later, and from wherever, only adds to what is known. */
const WEIGHT: Readonly<Record<CallNews['outcome'], number>> = {
  open: 0,
  missed: 1,
  cancelled: 1,
  'no-answer': 1,
  failed: 2,
  declined: 3,
  elsewhere: 4,
  answered: 5,
};
/** Nobody said how it ended: whoever was called did not take it, as far as anybody knows. */
const toCall = (row: CallColumns): StoredCall => ({
  id: row.id,
  account: accountId(row.account),
  peer: bareJid(row.peer),
  sid: callSid(row.sid),
  conversation: row.conversation === null ? undefined : conversationId(row.conversation),
  direction: row.outgoing === 1 ? 'outgoing' : 'incoming',
  video: row.video === 1,
  startedAt: row.started_at,
  lengthMs: row.length_ms ?? undefined,
  outcome: row.outcome === 'open' ? (row.outgoing === 1 ? 'no-answer' : 'missed') : row.outcome,
  isOpen: row.outcome === 'open',
  isNew: row.is_new === 1,
});

export function callRecord(db: Reader, { account, peer, sid }: Input<'callRecord'>): StoredCall | undefined {
  const row = one<CallColumns>(db, `${SELECT} where call.account = ? and call.peer = ? and sid = ?`, account, peer, sid);
  return row && toCall(row);
}

export function callRecords(db: Reader, { conversation, before, limit }: Input<'callRecords'>): readonly StoredCall[] {
  const where: string[] = [];
  const params: Value[] = [];
  if (conversation !== undefined) {
    where.push('conversation.id = ?');
    params.push(conversation);
  }
  if (before !== undefined) {
    where.push('(started_at, call.id) < (select started_at, id from call where id = ?)');
    params.push(before);
  }
  const narrowed = where.length === 0 ? '' : `where ${where.join(' and ')}`;
  return all<CallColumns>(db, `${SELECT} ${narrowed} order by started_at desc, call.id desc limit ?`, ...params, limit).map(toCall);
}

export const missedCalls = (db: Reader): number => one<{ count: number }>(db, 'select count(*) as count from call where is_new = 1')?.count ?? 0;

export function putCall(db: Writer, news: CallNews): StoredCall {
  const { account, peer, sid, direction, video, startedAt, outcome } = news;
  db.prepare(
    `insert into call (account, peer, sid, outgoing, video, started_at, outcome, is_new) values (?, ?, ?, ?, ?, ?, 'open', 0)
     on conflict (account, peer, sid) do nothing`,
  ).run(account, peer, sid, Number(direction === 'outgoing'), Number(video), startedAt);
  const before = callRecord(db, news);
  if (!before) throw new FailureError({ code: 'not-found' });
  const known: CallNews['outcome'] = before.isOpen ? 'open' : before.outcome;
  const weighs = WEIGHT[outcome] > WEIGHT[known];
  const now = weighs ? outcome : known;
  const isNew = now === 'missed' && (weighs ? news.isNew === true : before.isNew);
  db.prepare(
    'update call set outcome = ?, is_new = ?, video = max(video, ?), started_at = min(started_at, ?), length_ms = coalesce(length_ms, ?) where id = ?',
  ).run(now, Number(isNew), Number(video), startedAt, news.lengthMs ?? null, before.id);
  return callRecord(db, news) ?? before;
}

/** Those that were new until now. */
export function markCallsSeen(db: Writer): readonly StoredCall[] {
  const rows = all<CallColumns>(db, `${SELECT} where is_new = 1`);
  db.exec('update call set is_new = 0 where is_new = 1');
  return rows.map(row => ({ ...toCall(row), isNew: false }));
}

export function removeCall(db: Writer, { record }: Input<'removeCall'>): void {
  db.prepare('delete from call where id = ?').run(record);
}
