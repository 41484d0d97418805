// A room of thousands that talks and comes and goes for a minute, and the window that shows it.
import { readFile } from 'node:fs/promises';
import { loadavg } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startCrowdRoom, type CrowdRoom } from '../actors/crowd-room.ts';
import { closeBrowser, launch } from '../e2e/launch.ts';
import { storedInRoom } from '../e2e/stored.ts';
import { heapOf, timeOf, watchWindow } from './busy-window.ts';
import { percentile, report } from './report.ts';

const PEOPLE = Number(process.env['BALCONY_BENCH_PEOPLE'] ?? '5000');
const SECONDS = Number(process.env['BALCONY_BENCH_SECONDS'] ?? '60');
const RATE = { messagesPerSecond: 50, presencesPerSecond: 100 };
let crowd: CrowdRoom;

beforeAll(async () => {
  crowd = await startCrowdRoom(PEOPLE);
});
afterAll(async () => {
  await closeBrowser();
  await crowd.stop();
});

const say = (line: string): unknown => process.stdout.write(`${line}\n`);
const spread = (values: readonly number[]): string =>
  `p50 ${percentile(values, 0.5).toFixed(1)}, p95 ${percentile(values, 0.95).toFixed(1)}, p99 ${percentile(values, 0.99).toFixed(1)}, max ${Math.max(...values).toFixed(1)} ms`;

async function residentMegabytes(pid: number | undefined): Promise<number> {
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
}

test('a room of thousands that talks for a minute', { timeout: 600_000 }, async () => {
  const { server } = crowd;
  const app = await launch({ server, account: await server.register() });
  await app.isOnline();
  await app.joinRoom(crowd.address, 'Juliet');
  const { page } = app;
  await page.getByRole('complementary', { name: 'Members' }).getByText('Citizen 1', { exact: true }).waitFor();
  const before = { page: await heapOf(page), main: await residentMegabytes(app.pid) };
  const spent = await timeOf(page);
  const stop = await watchWindow(page);
  const talk = crowd.talk({ ...RATE, seconds: SECONDS });
  const state = { talking: true };
  const over = talk.then(() => (state.talking = false));
  await app.box.click();
  const memory: number[] = [];
  for (let number = 0; state.talking; number += 1) {
    await page.keyboard.type(number % 12 === 11 ? ' ' : 'a');
    if (number % 40 === 39) {
      await page.keyboard.press('Enter');
      memory.push(await residentMegabytes(app.pid));
    }
    await Promise.race([over, pause(150)]);
  }
  await app.message(crowd.said.at(-1) ?? '').waitFor();
  const { frames, echoes, long } = await stop();
  const busy = await spent();
  const after = { page: await heapOf(page), main: await residentMegabytes(app.pid) };
  const bodies = new Set(await storedInRoom(app));
  say(
    `load ${loadavg()
      .map(load => load.toFixed(1))
      .join(' ')}; ${PEOPLE} people, ${SECONDS} s`,
  );
  say(`frames: ${frames.length}, ${spread(frames)}, over 50 ms: ${frames.filter(time => time > 50).length}`);
  say(`typing echo: ${echoes.length}, ${spread(echoes)}`);
  say(`long tasks: ${long.length}${long.length === 0 ? '' : `, ${spread(long)}`}`);
  const share = (seconds: number): string => ((seconds / busy.all) * 100).toFixed(0);
  say(`CPU of the page's thread: ${share(busy.tasks)} % (script ${share(busy.script)}, style ${share(busy.style)}, layout ${share(busy.layout)})`);
  say(
    `page: ${before.page.toFixed(0)} to ${after.page.toFixed(0)} MB; main: ${before.main.toFixed(0)}, ${memory.map(size => size.toFixed(0)).join(', ')}, then ${after.main.toFixed(0)} MB`,
  );
  const missing = crowd.said.filter(body => !bodies.has(body));
  say(`said ${crowd.said.length}, kept ${bodies.size}, missing ${missing.length}`);
  const work = `a room of ${PEOPLE} that talks for ${SECONDS} s`;
  report({ work: `${work}: longest frame`, unit: 'ms', ours: Math.max(...frames), bare: undefined, bound: 50 });
  report({ work: `${work}: from a key to its letter, longest`, unit: 'ms', ours: Math.max(...echoes), bare: undefined, bound: 100 });
  expect(missing).toEqual([]);
});
