import type { FindQuery, Store } from './api.ts';
import type { Reader, Value } from '../../native/database/database.ts';
import { all, MESSAGE_COLUMNS, MESSAGE_FROM, toMessage, toStored, type MessageColumns } from './rows.ts';

/** Around a match in a snippet; XML cannot carry them, so no body has them. */
export const MATCH_START = '\u0001';
export const MATCH_END = '\u0002';
/** Words around a match. */
const SNIPPET_WORDS = 24;
/** Ids are moments, but a wrong clock moves them: the exact bound is the message's time. */
const SKEW_MS = 2 * 3_600_000;

interface HitColumns extends MessageColumns {
  snippet: string;
}

/**
 * Newest first; `more` where there are hits beyond the last one. The last word is the beginning of one, as it is while somebody types; a very
 * short one only where it is no word itself.
 */
export function find(db: Reader, { query, limit }: Parameters<Store['find']>[0]): Found {
  const tags = narrow(db, query);
  if (tags === undefined) return { hits: [], more: false };
  const word = query.words.at(-1) ?? '';
  if (SHORT.test(word) || !hasToken(word)) {
    const exact = search(db, query, matchOf(query, false), tags, limit);
    if (exact.hits.length > 0 || !hasToken(word)) return exact;
  }
  return search(db, query, matchOf(query, true), tags, limit);
}
type Found = Awaited<ReturnType<Store['find']>>;
/** So many words begin with one or two letters that they say nothing; in scripts that write words in few signs they do. */
const SHORT = /^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}]{1,2}$/u;

function search(db: Reader, query: FindQuery, words: string | undefined, tags: readonly string[], limit: number): Found {
  const match = [...(words === undefined ? [] : [`body : (${words})`]), ...tags].join(' AND ');
  const where: string[] = [];
  const params: Value[] = [];
  const add = (condition: string, ...values: Value[]): void => {
    where.push(condition);
    params.push(...values);
  };
  const id = match === '' ? 'm.id' : 'message_index.rowid';
  if (match !== '') add('m.id = message_index.rowid and message_index match ?', match);
  if (query.olderThan !== undefined) add(`${id} < ?`, query.olderThan);
  if (query.before !== undefined) add(`${id} < ? and m.at < ?`, query.before + SKEW_MS, query.before);
  if (query.after !== undefined) add(`${id} >= ? and m.at >= ?`, query.after - SKEW_MS, query.after);
  const snippet = words === undefined ? 'substr(m.body, 1, 200)' : `snippet(message_index, 0, '${MATCH_START}', '${MATCH_END}', '…', ${SNIPPET_WORDS})`;
  const rows = all<HitColumns>(
    db,
    `select ${MESSAGE_COLUMNS}, ${snippet} as snippet from ${match === '' ? '' : 'message_index cross join '}${MESSAGE_FROM}
     ${where.length === 0 ? '' : `where ${where.join(' and ')}`} order by ${id} desc limit ?`,
    ...params,
    limit + 1,
  );
  return { hits: rows.slice(0, limit).map(toHit), more: rows.length > limit };
}

function toHit(row: HitColumns): Found['hits'][number] {
  const { peer, account } = toStored(row);
  return { message: toMessage(row), peer, account, snippet: row.snippet };
}

// Quoted, so that nothing the user types is syntax; a zero byte would end the text.
const quote = (text: string): string => `"${text.replaceAll('"', '""').replaceAll('\0', ' ')}"`;
const hasToken = (text: string): boolean => /[\p{L}\p{N}\p{Co}]/u.test(text);

/** All words, the last one perhaps as the beginning of one; all phrases. Undefined: nothing to look for. */
function matchOf({ words, phrases }: FindQuery, beginning: boolean): string | undefined {
  const parts = words.filter(hasToken).map(quote);
  if (beginning) parts.push(`${parts.pop() ?? ''} *`);
  parts.push(...phrases.filter(hasToken).map(quote));
  return parts.length === 0 ? undefined : parts.join(' AND ');
}

/** What narrows the search, as terms of the index. Undefined: nobody of that name, so nothing can be found. */
function narrow(db: Reader, query: FindQuery): readonly string[] | undefined {
  const terms: string[] = [];
  if (query.hasLink) terms.push('tags : l');
  if (query.conversation !== undefined) terms.push(`tags : c${query.conversation}`);
  if (query.in !== undefined && !anyOf(terms, conversationsNamed(db, query.in))) return undefined;
  if (query.from === undefined) return terms;
  if (['me', ...ownAddresses(db)].includes(fold(query.from))) return [...terms, 'tags : m'];
  if (!anyOf(terms, conversationsNamed(db, query.from))) return undefined;
  return [`(${terms.join(' AND ')}) NOT tags : m`];
}

function anyOf(terms: string[], conversations: readonly number[]): boolean {
  if (conversations.length > 0) terms.push(`tags : (${conversations.map(id => `c${id}`).join(' OR ')})`);
  return conversations.length > 0;
}

/** Without case and accents, as the index folds words. */
const fold = (text: string): string => text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
const ownAddresses = (db: Reader): readonly string[] => all<{ address: string }>(db, 'select address from account').map(row => fold(row.address));

function conversationsNamed(db: Reader, text: string): readonly number[] {
  const wanted = fold(text);
  return all<{ id: number; peer: string; name: string | null; nickname: string | null }>(
    db,
    `select c.id, c.peer, p.name, p.nickname from conversation c left join person p on p.account = c.account and p.address = c.peer
     order by c.last_position desc`,
  )
    .filter(row => [row.peer, row.name, row.nickname].some(name => name !== null && fold(name).includes(wanted)))
    .slice(0, 200)
    .map(row => row.id);
}
