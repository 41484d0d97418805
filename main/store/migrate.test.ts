import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openWriter, type Writer } from '../../native/database/database.ts';
import { accountId, conversationId } from '../../preload/contract/ids.ts';
import { listAccounts } from './accounts.ts';
import { listConversations } from './conversations.ts';
import { page } from './messages.ts';
import { migrate, MIGRATIONS, versionOf } from './migrate.ts';
import { receive } from './receive.ts';
import { all, one } from './rows.ts';
import { find } from './search.ts';
import { batch, incoming, someone } from './store-fixture.ts';

let folder: string;
let db: Writer;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'store-'));
  db = openWriter({ path: join(folder, 'history.db'), key: randomBytes(32) });
});
afterEach(() => {
  db.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Rows as a program of that version wrote them. A new migration adds the rows of its tables here. */
const ROWS: Readonly<Record<number, string>> = {
  10: `insert into account (address, device, secrets) values ('juliet@capulet.lit', 'd', x'01');
       insert into setting values ('theme', 'dark');`,
  20: `insert into person (account, address, in_roster, name) values (1, 'romeo@montague.lit', 1, 'Romeo');
       insert into request values (1, 'mallory@evil.lit', null, 'Hello', 1);`,
  30: "insert into conversation (account, peer, kind) values (1, 'romeo@montague.lit', 'person');",
  40: `insert into message (id, account, conversation, position, mine, at, delivery, body)
         values (1700000000000000, 1, 1, 1700000000000000, 0, 1700000000000, 1, 'O speak again, bright angel');`,
  50: `insert into message (id, account, conversation, position, mine, at, delivery, body)
         values (1700000001000000, 1, 1, 1700000001000000, 1, 1700000001000, 0, 'What man art thou');
       insert into message_index (rowid, body, tags) values (1700000001000000, 'What man art thou', 'c1 m');`,
  60: 'insert into gap (account, top) values (1, 2);',
  70: "insert into reaction values (1700000000000000, 'romeo@montague.lit', '👍', 1);",
  80: "insert into call (account, peer, sid, outgoing, video, started_at, outcome) values (1, 'romeo@montague.lit', 'a1', 0, 0, 1, 'missed');",
  90: `insert into conversation (account, peer, kind) values (1, 'garden@rooms.capulet.lit', 'room');
       insert into room (conversation, nickname) values (2, 'Juliet');
       insert into room_notice (conversation, at, what, who) values (2, 1, 'kicked', 'Mallory');
       insert into pending_retraction (conversation, archive_id) values (2, 'a1');`,
  // No table of its own.
  100: '',
  110: `insert into message (id, account, conversation, position, mine, at, delivery, body)
         values (1700000002000000, 1, 2, 1700000002000000, 1, 1700000002000, 1, 'Good night');
        insert into room_reader values (2, 'occ-romeo', 'Romeo', 1700000002000000);`,
};

test.each(MIGRATIONS.map((step, index) => [step.version, index] as const))('a store of version %i keeps its rows on the way to this one', (version, index) => {
  for (const step of MIGRATIONS.slice(0, index + 1)) {
    migrate(db, [step]);
    db.exec(ROWS[step.version] ?? 'a version without rows');
  }
  migrate(db);
  expect(versionOf(db)).toBe(MIGRATIONS.at(-1)?.version);
  expect(one(db, 'pragma integrity_check')).toEqual({ integrity_check: 'ok' });
  expect(all(db, 'pragma foreign_key_check')).toEqual([]);
  expect(listAccounts(db)).toMatchObject([{ address: 'juliet@capulet.lit' }]);
  if (version >= 30) expect(listConversations(db)).toContainEqual(expect.objectContaining({ peer: 'romeo@montague.lit' }));
  const query = { words: ['angel'], phrases: [], from: undefined, in: undefined, conversation: undefined, before: undefined, after: undefined };
  if (version >= 40) expect(find(db, { query: { ...query, hasLink: false, olderThan: undefined }, limit: 5 }).hits).toHaveLength(1);
  // And it can be written as before.
  const peer = someone('nurse');
  const { added } = receive(db, batch(accountId(1), [incoming(peer, 'My lady')]), 1_700_000_002_000);
  expect(page(db, { conversation: conversationId(added[0]?.conversation ?? 0), limit: 5 }).messages).toHaveLength(1);
});

test('messages of which the archive had said nothing get the number of the one before, and what waits counts as written here', () => {
  migrate(
    db,
    MIGRATIONS.filter(step => step.version < 100),
  );
  for (const version of [10, 30]) db.exec(ROWS[version] ?? 'a version without rows');
  const numbers = [null, 7, null, 5, 9, null];
  for (const [index, number] of numbers.entries()) {
    const sql = `insert into message (id, account, conversation, position, mine, at, delivery, archive_seq, body) values (?, 1, 1, ?, ?, ?, ?, ?, 'word')`;
    db.prepare(sql).run(index + 1, index + 1, index === 5 ? 1 : 0, index + 1, index === 5 ? 0 : 1, number);
  }
  db.exec("insert into message_index (message_index) values ('rebuild')");
  migrate(db);
  const rows = all<{ archive_seq: number; flags: number }>(db, 'select archive_seq, flags from message order by position');
  expect(rows.map(row => row.archive_seq)).toEqual([0, 7, 7, 7, 9, 9]);
  expect(rows.map(row => row.flags)).toEqual([0, 0, 0, 0, 0, 4]);
});

test('a store that a newer program wrote is refused and left as it is', () => {
  migrate(db);
  db.exec('pragma user_version = 99990');
  expect(() => migrate(db)).toThrow(expect.objectContaining({ failure: { code: 'unsupported' } }));
  expect(versionOf(db)).toBe(99990);
});

test('a step that fails leaves the version before it', () => {
  migrate(db);
  const version = versionOf(db);
  expect(() => migrate(db, [...MIGRATIONS, { version: version + 10, sql: 'create table half (id integer) strict; nonsense;' }])).toThrow('syntax');
  expect(versionOf(db)).toBe(version);
  expect(one(db, "select 1 from sqlite_schema where name = 'half'")).toBeUndefined();
});

test('every table is strict', () => {
  migrate(db);
  const loose = all<{ name: string }>(
    db,
    "select name from pragma_table_list where schema = 'main' and type = 'table' and strict = 0 and name not like 'sqlite_%' and name not like 'message_index%'",
  );
  expect(loose).toEqual([]);
});

test('an account takes all that is its own along', () => {
  migrate(db);
  for (const sql of Object.values(ROWS)) db.exec(sql);
  db.exec("insert into message_index (message_index) values ('rebuild')");
  db.exec('delete from account');
  for (const table of ['person', 'request', 'conversation', 'message', 'gap', 'reaction']) expect(all(db, `select * from ${table}`)).toEqual([]);
  expect(all(db, "select rowid from message_index where message_index match 'angel'")).toEqual([]);
});
