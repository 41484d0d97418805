import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { silentLog } from '../../main/base/log.ts';
import type { ReceivedMessage, StoreClient } from '../../main/store/api.ts';
import { openStore } from '../../main/store/client.ts';
import { workerRunner } from '../../main/store/worker-runner.ts';
import { migrate } from '../../main/store/migrate.ts';
import { openReader, openWriter } from '../../native/database/database.ts';
import { bareJid, originId, type AccountId } from '../../preload/contract/ids.ts';
import { median, percentile, report } from './report.ts';
import { seeded, spell, writer } from './store-words.ts';

// The bare side of each line has the same engine, cipher, key length and pragmas (native/database), and nothing of ours above it.
const MANY = Number(process.env['BALCONY_BENCH_MESSAGES'] ?? '1000000');
const STORED = 100_000;
const PAGE = 500;
const PEERS = 200;
const START = 1_600_000_000_000;
const ROUNDS = 3;
const key = randomBytes(32);
const root = mkdtempSync(join(tmpdir(), 'balcony-bench-'));
const folders: string[] = [];
const folder = (): string => {
  const made = mkdtempSync(join(root, 'store-'));
  folders.push(made);
  return made;
};
const drop = (path: string): void => rmSync(path, { recursive: true, force: true });
afterAll(() => drop(root));

interface Line {
  readonly id: string;
  readonly peer: number;
  readonly mine: boolean;
  readonly at: number;
  readonly body: string;
}
/** Messages `from` to `to` of an archive. */
function* lines(from: number, to: number): Generator<Line> {
  const write = writer(from + 1);
  const random = seeded(from + 7);
  let peer = 0;
  for (let number = from; number < to; number += 1) {
    // People stay with one another for some messages; one conversation in ten is the busy one. One message in twenty has a link.
    if (random() < 0.1) peer = random() < 0.1 ? 0 : 1 + Math.floor(random() * (PEERS - 1));
    const body = `${write()}${number % 20 === 0 ? ' https://verona.test/letter' : ''}`;
    yield { id: `a${number}`, peer, mine: number % 3 === 0, at: START + number * 60_000, body };
  }
}
const received = ({ id, peer, mine, at, body }: Line): ReceivedMessage => ({
  peer: bareJid(`person-${peer}@verona.test`),
  mine,
  body,
  originId: originId(`o${id}`),
  archiveId: id,
  at,
  arrived: 'catch-up',
  kind: 'person',
});

/** As many as the page asks for at a time. */
const HITS = 20;

const openOurs = (path: string): Promise<StoreClient> => openStore({ folder: path, key, runner: workerRunner(), log: silentLog });
async function newAccount(store: StoreClient): Promise<AccountId> {
  return (await store.addAccount({ address: bareJid('juliet@verona.test'), device: 'd', route: {}, secrets: new Uint8Array(1) })).id;
}
/** As the catch-up does it: the newest page first, each with its gap, the next one at hand while this one is written. */
async function fillBackwards(store: StoreClient, pages: Iterable<readonly ReceivedMessage[]>): Promise<AccountId> {
  const account = await newAccount(store);
  const gap = await store.openGap({ account, newerThan: undefined, olderThan: undefined });
  let written: Promise<unknown> = Promise.resolve();
  let newer: string | undefined;
  for (const messages of pages) {
    const before = written;
    const olderThan = messages[0]?.archiveId;
    written = store.receive({ account, messages, marks: [], reads: [], gap: { id: gap.id, before: newer, olderThan, done: false } });
    newer = olderThan;
    await before;
  }
  await written;
  return account;
}

/** The same rows in the same order by the statements alone: no look for copies, no order, no counts, no thread between. */
function fillBare(path: string, pages: readonly (readonly Line[])[]): void {
  const db = openWriter({ path: join(path, 'bare.db'), key });
  migrate(db);
  db.exec("insert into account (id, address, device, secrets) values (1, 'juliet@verona.test', 'd', x'00')");
  for (let peer = 1; peer <= PEERS + 1; peer += 1)
    db.exec(`insert into conversation (id, account, peer, kind) values (${peer}, 1, 'person-${peer}', 'person')`);
  const insert = db.prepare(
    `insert into message (id, account, conversation, position, mine, at, delivery, flags, origin_id, archive_id, archive_seq, body)
     values (?, 1, ?, ?, ?, ?, 1, 0, ?, ?, 1, ?)`,
  );
  const index = db.prepare('insert into message_index (rowid, body, tags) values (?, ?, ?)');
  for (const page of pages.toReversed()) {
    db.exec('begin immediate');
    for (const { id, peer, mine, at, body } of page) {
      insert.run(at, peer + 1, at * 1000, mine ? 1 : 0, at, `o${id}`, id, body);
      index.run(at, body, `c${peer + 1}`);
    }
    db.exec('commit');
  }
  db.close();
}
const cut = <T>(all: readonly T[]): T[][] => Array.from({ length: Math.ceil(all.length / PAGE) }, (_, index) => all.slice(index * PAGE, (index + 1) * PAGE));
async function timed(work: () => unknown): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

test('storing 100,000 messages with full-text index', async () => {
  const pages = cut([...lines(0, STORED)]);
  const messages = pages.map(page => page.map(received));
  const times = { ours: [] as number[], bare: [] as number[] };
  for (let round = 0; round < ROUNDS; round += 1) {
    const [a, b] = [folder(), folder()];
    times.bare.push(await timed(() => fillBare(a, pages)));
    const store = await openOurs(b);
    times.ours.push(await timed(() => fillBackwards(store, messages.toReversed())));
    await store.close();
    drop(a);
    drop(b);
  }
  report({
    work: `storing ${STORED.toLocaleString('en')} messages, against the bare statements in a transaction per ${PAGE}`,
    unit: 'ms',
    ours: median(times.ours),
    bare: median(times.bare),
    bound: 1.3,
  });
});

describe(`with ${MANY.toLocaleString('en')} messages`, () => {
  const place = folder();
  let store: StoreClient;
  beforeAll(async () => {
    store = await openOurs(place);
    await fillBackwards(store, backwards(MANY));
    // What somebody wrote for years to one other: one conversation of 100,000, beside one of 100.
    const account = (await store.accounts())[0]?.id ?? (await newAccount(store));
    for (const [peer, count] of [
      ['long', 100_000],
      ['short', 100],
    ] as const) {
      const write = writer(count);
      for (let from = 0; from < count; from += PAGE) {
        const messages = Array.from({ length: Math.min(PAGE, count - from) }, (_, index) => ({
          ...received({ id: `${peer}${from + index}`, peer: 0, mine: index % 2 === 0, at: START + (from + index) * 60_000, body: write() }),
          peer: bareJid(`${peer}@verona.test`),
        }));
        await store.receive({ account, messages, marks: [], reads: [] });
      }
    }
  }, 1_800_000);
  afterAll(() => store.close());

  test('search of two words', async () => {
    const db = openReader({ path: join(place, 'history.db'), key });
    const bare = db.prepare(`select rowid from message_index where message_index match ? order by rowid desc limit ${HITS + 1}`);
    const random = seeded(42);
    const times = { ours: [] as number[], whole: [] as number[], beginning: [] as number[] };
    const query = (match: string): number => {
      const begun = performance.now();
      bare.all(match);
      return performance.now() - begun;
    };
    for (let round = 0; round < 400; round += 1) {
      const words = [spell(Math.floor(3000 ** random()) - 1), spell(Math.floor(3000 ** random()) - 1)] as const;
      const none = { phrases: [], from: undefined, in: undefined, conversation: undefined, before: undefined, after: undefined, olderThan: undefined };
      const sides = [
        async () => times.ours.push(await timed(() => store.find({ query: { ...none, words, hasLink: false }, limit: HITS }))),
        async () => times.beginning.push(query(`body : ("${words[0]}" AND "${words[1]}" *)`)),
      ];
      // Each has its own page cache, and neither has seen these words; who is first takes turns.
      for (const side of round % 2 ? sides : sides.toReversed()) await side();
      times.whole.push(query(`body : ("${words[0]}" AND "${words[1]}")`));
    }
    db.close();
    const ours = percentile(times.ours, 0.95);
    report({ work: 'search of two words, the last as a beginning, 95th percentile', unit: 'ms', ours, bare: percentile(times.beginning, 0.95), bound: 2 });
    report({ work: 'the same against the query of two whole words', unit: 'ms', ours, bare: percentile(times.whole, 0.95), bound: 2 });
  });

  test('opening a conversation', async () => {
    const times = { long: [] as number[], short: [] as number[] };
    const rows = await store.conversations();
    const of = (name: string) => rows.find(row => row.peer.startsWith(name)) ?? expect.unreachable('a conversation is missing');
    for (let round = 0; round < 100; round += 1) {
      for (const name of ['long', 'short'] as const) times[name].push(await timed(() => store.page({ conversation: of(name).id, limit: 50 })));
    }
    report({
      work: 'opening a conversation of 100,000 messages, against one of 100',
      unit: 'ms',
      ours: median(times.long),
      bare: median(times.short),
      bound: 1.5,
    });
  });

  test('start of the store', async () => {
    const empty = folder();
    await (await openOurs(empty)).close();
    const times = { full: [] as number[], empty: [] as number[] };
    const start = async (path: string): Promise<void> => {
      const opened = await openOurs(path);
      await opened.conversations();
      await opened.close();
    };
    await store.close();
    for (let round = 0; round < 9; round += 1) {
      times.empty.push(await timed(() => start(empty)));
      times.full.push(await timed(() => start(place)));
    }
    store = await openOurs(place);
    report({ work: 'opening and closing the store, against an empty one', unit: 'ms', ours: median(times.full), bare: median(times.empty), bound: 1.2 });
  });
});

/** Pages from the newest to the oldest, made as they are needed. */
function* backwards(count: number): Generator<readonly ReceivedMessage[]> {
  for (let from = count - PAGE; from >= 0; from -= PAGE) yield [...lines(from, from + PAGE)].map(received);
}
