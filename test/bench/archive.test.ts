import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, test } from 'vitest';
import { openApp } from '../actors/app.ts';
import { heard } from '../actors/heard.ts';
import { startProsody, type Prosody } from '../actors/prosody.ts';
import { bareSession } from './bare-session.ts';
import { median, report } from './report.ts';

const MESSAGES = 10_000;
const ROUNDS = 3;
const PAGE = 250;
let server: Prosody;
let reader: { readonly address: string; readonly password: string };

beforeAll(async () => {
  server = await startProsody();
  reader = await server.register();
  const others = await Promise.all(Array.from({ length: 10 }, () => server.register()));
  const start = Date.now() - MESSAGES * 60_000;
  const past = Array.from({ length: MESSAGES }, (_, number) => {
    const other = others[number % others.length]?.address ?? '';
    const [from, to] = number % 3 === 0 ? [reader.address, other] : [other, reader.address];
    return { from, to, body: `message ${number} about ${randomBytes(8).toString('hex')} and what else is said in a day`, at: start + number * 60_000 };
  });
  for (let at = 0; at < past.length; at += 1_000) await server.archive(past.slice(at, at + 1_000));
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

/** Milliseconds until all are in the history and the oldest is found by search, from being online. */
async function ours(): Promise<number> {
  const app = await openApp({ server });
  const done = heard(app.desk.onProgress, progress => progress.done, 600_000);
  await app.accounts.signIn({ address: reader.address, password: reader.password, route: server.route });
  const begun = performance.now();
  await done;
  const { hits } = await app.search.find({ query: '"message 0 about"', limit: 10 });
  const took = performance.now() - begun;
  if (hits.length === 0) throw new Error('the oldest message is not found');
  await app.stop();
  await app.remove();
  return took;
}

test('10,000 archived messages into the history', async () => {
  const times: { readonly bare: number[]; readonly ours: number[] } = { bare: [], ours: [] };
  for (let round = 0; round < ROUNDS; round += 1) {
    times.bare.push(await bare());
    times.ours.push(await ours());
  }
  report({ work: '10,000 archived messages into history, searchable', unit: 'ms', ours: median(times.ours), bare: median(times.bare), bound: 1.15 });
});
