import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FakeClock } from '../../test/actors/fake-clock.ts';
import { openWriter, type Writer } from '../../native/database/database.ts';
import { accountId, bareJid, callSid } from '../../preload/contract/ids.ts';
import { silentLog } from '../base/log.ts';
import { callRecord, callRecords, markCallsSeen, putCall, removeCall } from '../store/call-records.ts';
import { migrate } from '../store/migrate.ts';
import { el } from '../xmpp/element.ts';
import type { Incoming } from '../xmpp/feature.ts';
import type { CallMessage } from '../xmpp/features/jingle/jingle.types.ts';
import { CallLog, type Missed } from './call-log.ts';
import { CALL_TIMES } from './timers.ts';

const ACCOUNT = accountId(1);
const ROMEO = bareJid('romeo@montague.lit');
let folder: string;
let db: Writer;
let clock: FakeClock;
let log: CallLog;
let missed: Missed[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'calls-'));
  db = openWriter({ path: join(folder, 'history.db'), key: randomBytes(32) });
  migrate(db);
  db.exec("insert into account (address, device, secrets) values ('juliet@capulet.lit', 'd', x'01')");
  clock = new FakeClock();
  const store = {
    putCall: async (news: Parameters<typeof putCall>[1]) => putCall(db, news),
    callRecord: async (about: Parameters<typeof callRecord>[1]) => callRecord(db, about),
    removeCall: async (about: Parameters<typeof removeCall>[1]) => removeCall(db, about),
    markCallsSeen: async () => markCallsSeen(db),
  };
  log = new CallLog({ store, clock, times: CALL_TIMES, log: silentLog, isRefused: (_account, peer) => peer === bareJid('mallory@evil.lit') });
  missed = [];
  log.onMissed(one => missed.push(one));
});
afterEach(() => {
  db.close();
  rmSync(folder, { recursive: true, force: true });
});

const incoming = (over: Partial<Incoming> = {}): Incoming => ({
  stanza: el('message'),
  from: `${over.peer ?? ROMEO}/orchard`,
  to: 'juliet@capulet.lit',
  peer: ROMEO,
  mine: false,
  arrival: 'live',
  stamp: undefined,
  archiveId: undefined,
  sharesPresence: true,
  ...over,
});
const propose: CallMessage = { kind: 'propose', sid: 's1', media: ['audio'] };
const retract: CallMessage = { kind: 'retract', sid: 's1', reason: undefined, tieBreak: false, migratedTo: undefined };
const page = (arrival: Incoming['arrival'], ...said: readonly (readonly [CallMessage, number, boolean?])[]) =>
  log.page(
    ACCOUNT,
    said.map(([one, stamp, mine = false]) => ({ message: incoming({ arrival, stamp, mine }), effects: [{ do: 'call-message', said: one }] as const })),
  );
const outcomes = (): readonly unknown[] => callRecords(db, { limit: 50 }).map(({ outcome, isNew, lengthMs }) => [outcome, isNew, lengthMs]);

test('what was called while nobody was here is missed, and new', async () => {
  const then = clock.now() - 3_600_000;
  await page('catch-up', [propose, then], [retract, then + 30_000]);
  expect(outcomes()).toEqual([['missed', true, undefined]]);
  expect(missed).toMatchObject([{ arrived: 'catch-up', call: { peer: ROMEO, startedAt: then } }]);
});

test('a proposal with nothing after it is missed as soon as nobody can be ringing any more', async () => {
  await page('catch-up', [propose, clock.now() - 20_000]);
  expect(missed).toEqual([]);
  await clock.pass(40_000);
  expect(outcomes()).toEqual([['missed', true, undefined]]);
  expect(missed).toHaveLength(1);
});

test('a proposal that another device answers meanwhile is not', async () => {
  await page('catch-up', [propose, clock.now() - 20_000]);
  await log.heard(ACCOUNT, incoming({ mine: true, arrival: 'carbon-sent' }), { kind: 'proceed', sid: 's1' }, false);
  await clock.pass(100_000);
  expect(outcomes()).toEqual([['elsewhere', false, undefined]]);
  expect(missed).toEqual([]);
});

test('what was there before this installation is in the history, and not new', async () => {
  await page('history', [propose, 1_000_000], [retract, 1_030_000]);
  expect(outcomes()).toEqual([['missed', false, undefined]]);
  expect(missed).toEqual([]);
});

test('older pages come later, and belong to the same call', async () => {
  const finish: CallMessage = { kind: 'finish', sid: 's1', reason: { reason: 'success', text: undefined }, tieBreak: false, migratedTo: undefined };
  const then = clock.now() - 3_600_000;
  await page('catch-up', [finish, then + 70_000]);
  expect(outcomes()).toEqual([]);
  await page('catch-up', [propose, then], [{ kind: 'proceed', sid: 's1' }, then + 10_000, true]);
  expect(outcomes()).toEqual([['elsewhere', false, 60_000]]);
});

test('a call of another device that went on in a second session is one line, from its beginning to its end', async () => {
  const finish = (sid: string, migratedTo?: string): CallMessage => ({ kind: 'finish', sid, reason: undefined, tieBreak: false, migratedTo });
  const then = clock.now() - 3_600_000;
  await page('catch-up', [propose, then], [{ kind: 'proceed', sid: 's1' }, then + 10_000, true]);
  await page('catch-up', [{ ...propose, sid: 's2' }, then + 40_000]);
  await page('catch-up', [finish('s1', 's2'), then + 40_100, true], [{ kind: 'proceed', sid: 's2' }, then + 40_200, true], [finish('s2'), then + 70_000]);
  expect(outcomes()).toEqual([['elsewhere', false, 60_000]]);
  expect(missed).toEqual([]);
});

test('nobody hides a missed call by saying that it went on with one that was not answered', async () => {
  const then = clock.now() - 3_600_000;
  await page(
    'catch-up',
    [{ kind: 'finish', sid: 's0', reason: undefined, tieBreak: false, migratedTo: 's1' }, then],
    [propose, then + 1000],
    [retract, then + 30_000],
  );
  expect(outcomes()).toEqual([['missed', true, undefined]]);
});

test('nobody takes a call back by saying that it went on with itself', async () => {
  const finish = (sid: string, migratedTo: string): CallMessage => ({ kind: 'finish', sid, reason: undefined, tieBreak: false, migratedTo });
  const then = clock.now() - 3_600_000;
  await page(
    'catch-up',
    [propose, then],
    [{ kind: 'proceed', sid: 's1' }, then + 10_000, true],
    [finish('s1', 's2'), then + 20_000],
    [finish('s2', 's1'), then + 30_000],
  );
  expect(outcomes()).toEqual([['elsewhere', false, 20_000]]);
});

test('what this device did itself counts more than what the archive tells of it', async () => {
  const at = clock.now();
  await log.own({
    account: ACCOUNT,
    peer: ROMEO,
    sid: callSid('s1'),
    direction: 'incoming',
    video: false,
    startedAt: at,
    outcome: 'answered',
    lengthMs: 5_000,
  });
  await page('catch-up', [propose, at - 100], [{ kind: 'proceed', sid: 's1' }, at, true]);
  expect(outcomes()).toEqual([['answered', false, 5_000]]);
});

test('both called at once: the call that did not count is not in the history', async () => {
  await page('catch-up', [propose, clock.now() - 100_000, true]);
  expect(outcomes()).toHaveLength(1);
  await log.heard(ACCOUNT, incoming(), { ...retract, kind: 'reject', tieBreak: true }, false);
  expect(outcomes()).toEqual([]);
});

test('somebody whose calls are not even told of leaves no trace', async () => {
  await log.heard(ACCOUNT, incoming({ peer: bareJid('mallory@evil.lit') }), propose, false);
  await clock.pass(200_000);
  expect(outcomes()).toEqual([]);
});

test('a call that rings here is judged by how it ends here', async () => {
  await log.heard(ACCOUNT, incoming(), propose, true);
  await clock.pass(200_000);
  expect(outcomes()).toEqual([]);
});

test('looked at, nothing is new any more', async () => {
  const seen: unknown[] = [];
  log.onRecorded(call => seen.push(call.isNew));
  await page('catch-up', [propose, 1], [retract, 2]);
  await log.markSeen();
  expect(seen).toEqual([true, false]);
});
