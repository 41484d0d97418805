import { afterAll, beforeAll, test } from 'vitest';
import { startProsody, type Prosody } from '../actors/prosody.ts';
import { bareSession } from './bare-session.ts';
import { filledArchive, readIntoHistory, type Reader } from './filled-archive.ts';
import { median, report } from './report.ts';

const MESSAGES = 10_000;
const ROUNDS = 3;
const PAGE = 250;
let server: Prosody;
let reader: Reader;

beforeAll(async () => {
  server = await startProsody();
  reader = await filledArchive(server, MESSAGES);
}, 600_000);
afterAll(() => server.stop());

/** Milliseconds to read all pages and do nothing with them, from being online. */
async function bare(): Promise<number> {
  const { session, stop } = await bareSession(server, reader);
  const begun = performance.now();
  await session.discover();
  let count = 0;
  for (let before: string | undefined = ''; before !== undefined;) {
    const page = await session.archive.page({}, { before, max: PAGE });
    count += page.results.length;
    before = page.complete ? undefined : page.first;
  }
  const took = performance.now() - begun;
  await stop();
  if (count < MESSAGES) throw new Error(`only ${count} messages came`);
  return took;
}

test('10,000 archived messages into the history', async () => {
  const times: { readonly bare: number[]; readonly ours: number[] } = { bare: [], ours: [] };
  for (let round = 0; round < ROUNDS; round += 1) {
    times.bare.push(await bare());
    times.ours.push(await readIntoHistory(server, reader));
  }
  report({ work: '10,000 archived messages into history, searchable', unit: 'ms', ours: median(times.ours), bare: median(times.bare), bound: 1.15 });
});
