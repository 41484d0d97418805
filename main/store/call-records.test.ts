import { afterEach, beforeEach, expect, test } from 'vitest';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openWriter, type Writer } from '../../native/database/database.ts';
import { accountId, bareJid, callSid } from '../../preload/contract/ids.ts';
import type { CallNews } from './api.ts';
import { callRecords, markCallsSeen, missedCalls, putCall, removeCall } from './call-records.ts';
import { migrate } from './migrate.ts';

let folder: string;
let db: Writer;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'store-'));
  db = openWriter({ path: join(folder, 'history.db'), key: randomBytes(32) });
  migrate(db);
  db.exec("insert into account (address, device, secrets) values ('juliet@capulet.lit', 'd', x'01')");
});
afterEach(() => {
  db.close();
  rmSync(folder, { recursive: true, force: true });
});

const news = (outcome: CallNews['outcome'], more: Partial<CallNews> = {}): CallNews => ({
  account: accountId(1),
  peer: bareJid('romeo@montague.lit'),
  sid: callSid('a1'),
  direction: 'incoming',
  video: false,
  startedAt: 1000,
  outcome,
  ...more,
});

test('a call that only was proposed counts as missed, and another device that answered takes that back', () => {
  expect(putCall(db, news('open'))).toMatchObject({ outcome: 'missed', isOpen: true, isNew: false });
  expect(putCall(db, news('missed', { isNew: true }))).toMatchObject({ outcome: 'missed', isOpen: false, isNew: true });
  expect(missedCalls(db)).toBe(1);
  expect(putCall(db, news('elsewhere'))).toMatchObject({ outcome: 'elsewhere', isNew: false });
  expect(putCall(db, news('missed', { isNew: true }))).toMatchObject({ outcome: 'elsewhere', isNew: false });
  expect(missedCalls(db)).toBe(0);
});

test('an answer is never taken back, and its length stays', () => {
  putCall(db, news('answered', { lengthMs: 5000, video: true }));
  expect(putCall(db, news('open', { startedAt: 900 }))).toMatchObject({ outcome: 'answered', lengthMs: 5000, video: true, startedAt: 900 });
});

test('a sid names a call only together with its account and its peer', () => {
  putCall(db, news('answered'));
  putCall(db, news('missed', { peer: bareJid('mallory@evil.lit') }));
  expect(callRecords(db, { limit: 10 }).map(({ peer, outcome }) => [peer, outcome])).toEqual([
    ['mallory@evil.lit', 'missed'],
    ['romeo@montague.lit', 'answered'],
  ]);
});

test('calls come newest first, in pages, and are seen together', () => {
  for (let number = 0; number < 5; number += 1) putCall(db, news('missed', { sid: callSid(`s${number}`), startedAt: 1000 + number, isNew: true }));
  const first = callRecords(db, { limit: 3 });
  expect(first.map(({ sid }) => sid)).toEqual(['s4', 's3', 's2']);
  expect(callRecords(db, { limit: 3, before: first.at(-1)?.id ?? 0 }).map(({ sid }) => sid)).toEqual(['s1', 's0']);
  expect(markCallsSeen(db)).toHaveLength(5);
  expect(missedCalls(db)).toBe(0);
  removeCall(db, { record: first[0]?.id ?? 0 });
  expect(callRecords(db, { limit: 10 })).toHaveLength(4);
});
