import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startCallNetwork, whyNoCallNetwork, type CallNetwork } from '../actors/call-network.ts';
import { startDino, whyNoDino } from '../actors/dino.ts';
import { startProsody, type Prosody } from '../actors/prosody.ts';
import { filledArchive, readIntoHistory, type Reader } from './filled-archive.ts';
import { report } from './report.ts';

const MESSAGES = Number(process.env['BALCONY_BENCH_ARCHIVED'] ?? '10000');
const LIMIT = 300_000;
const why = whyNoCallNetwork() ?? whyNoDino();
let network: CallNetwork;
let server: Prosody;
let reader: Reader;

beforeAll(async () => {
  if (why !== undefined) return;
  network = await startCallNetwork();
  server = await startProsody({ interfaces: network.servers });
  reader = await filledArchive(server, MESSAGES);
}, 600_000);
afterAll(async () => {
  await server?.stop();
  await network?.stop();
});

function countIn(path: string): number {
  if (!existsSync(path)) return 0;
  const db = new DatabaseSync(path, { readOnly: true });
  try {
    return Number(db.prepare('select count(*) as count from message').get()?.['count']);
  } catch {
    return 0; // it has not made its tables yet
  } finally {
    db.close();
  }
}

/** Milliseconds from the first archived message in Dino's database to the last: its own start and sign-in are left out. */
async function dinos(): Promise<number> {
  const dino = await startDino({ server, account: reader, computer: network.computers[0], knownUntil: reader.since - 1000 });
  try {
    const path = join(dino.folder, 'home/.local/share/dino/dino.db');
    await expect.poll(() => countIn(path), { timeout: LIMIT, interval: 50 }).toBeGreaterThan(0);
    const begun = performance.now();
    await expect.poll(() => countIn(path), { timeout: LIMIT, interval: 100 }).toBeGreaterThanOrEqual(MESSAGES);
    return performance.now() - begun;
  } finally {
    await dino.stop();
  }
}

test.skipIf(why !== undefined)(`10,000 archived messages, against Dino${why === undefined ? '' : ` (${why})`}`, async () => {
  const ours = await readIntoHistory(server, reader);
  report({ work: `${MESSAGES.toLocaleString('en')} archived messages, against Dino 0.4.2`, unit: 'ms', ours, bare: await dinos(), bound: 1 });
});
