import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, test } from 'vitest';
import { findBrowser } from '../../build/find-browser.ts';
import { startInstance } from '../../build/node-instance.ts';
import { filledProfile, type FilledProfile } from './filled-profile.ts';
import { median, report } from './report.ts';

const MANY = Number(process.env['BALCONY_BENCH_MESSAGES'] ?? '1000000');
const ROUNDS = 3;
const SCROLL_MS = 10_000;
let full: FilledProfile;
let empty: FilledProfile;

beforeAll(async () => {
  [empty, full] = [await filledProfile(1, 1), await filledProfile(MANY, 100_000)];
}, 1_200_000);
afterAll(async () => {
  await full.remove();
  await empty.remove();
});

const openBrowser = () => chromium.launch({ executablePath: findBrowser() ?? 'chromium', args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
const startApp = ({ profile, keyFile }: FilledProfile) =>
  startInstance(['--profile', profile, '--key-file', keyFile], { stderr: 'ignore', env: { PAGE_IS_BUILT: '1' } });

/** Looked for at every frame: the browser driver's own way of waiting looks less and less often, up to half a second late. */
const firstRow = (page: Page) =>
  page.waitForFunction(() => (document.querySelector('[aria-label="Conversations"] :is(li, [role="listitem"])')?.clientHeight ?? 0) > 0, undefined, {
    polling: 'raf',
  });

/** Milliseconds from starting the app to a list that can be clicked. */
async function toUsable(place: FilledProfile): Promise<number> {
  const begun = performance.now();
  const [instance, browser] = await Promise.all([startApp(place), openBrowser()]);
  const page = await browser.newPage();
  await page.goto(instance.launchUrl);
  await firstRow(page);
  const took = performance.now() - begun;
  await browser.close();
  await instance.stop();
  return took;
}

async function toStaticPage(): Promise<number> {
  const server = createServer((_request, response) =>
    response.setHeader('content-type', 'text/html').end('<!doctype html><title>x</title><ul aria-label="Conversations"><li>one</li></ul>'),
  );
  const port = await new Promise<number>(resolve => void server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port)));
  const begun = performance.now();
  const browser = await openBrowser();
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${port}/`);
  await firstRow(page);
  const took = performance.now() - begun;
  await browser.close();
  server.close();
  return took;
}

test('start', async () => {
  const times = { full: [] as number[], empty: [] as number[], page: [] as number[] };
  for (let round = 0; round < ROUNDS; round += 1) {
    times.empty.push(await toUsable(empty));
    times.full.push(await toUsable(full));
    times.page.push(await toStaticPage());
  }
  report({
    work: `start with ${MANY.toLocaleString('en')} messages, against none`,
    unit: 'ms',
    ours: median(times.full),
    bare: median(times.empty),
    bound: 1.2,
  });
  report({ work: 'start to usable, against the browser with a static page', unit: 'ms', ours: median(times.empty), bare: median(times.page), bound: 2 });
});

test('memory', async () => {
  const instance = await startApp(full);
  const browser = await openBrowser();
  const page = await browser.newPage();
  await page.goto(instance.launchUrl);
  // Used once, then left alone.
  await page.getByRole('list', { name: 'Conversations' }).getByRole('listitem').first().click();
  await page.getByRole('log', { name: 'Messages' }).waitFor();
  await browser.close();
  const status = await readFile(`/proc/${instance.child.pid}/status`, 'utf8');
  const ours = Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024;
  report({ work: `memory of the main process with ${MANY.toLocaleString('en')} messages, idle`, unit: 'MB', ours, bare: undefined, bound: 180 });
  await instance.stop();
});

test('scrolling 10 s through 100,000 messages', async () => {
  const instance = await startApp(full);
  const browser = await openBrowser();
  const page = await browser.newPage({ viewport: { width: 1_100, height: 760 } });
  await page.goto(instance.launchUrl);
  await page.getByRole('list', { name: 'Conversations' }).getByRole('listitem').first().click();
  const log = page.getByRole('log', { name: 'Messages' });
  await log.waitFor();
  const box = await log.boundingBox();
  await page.mouse.move((box?.x ?? 0) + 200, (box?.y ?? 0) + 200);
  await page.evaluate(() => {
    const frames: number[] = [];
    let last = performance.now();
    const tick = (now: number): void => {
      frames.push(now - last);
      last = now;
      requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
    Object.assign(window, { frames });
  });
  const end = performance.now() + SCROLL_MS;
  while (performance.now() < end) await page.mouse.wheel(0, -400);
  const frames = await page.evaluate(() => (window as unknown as { frames: number[] }).frames);
  report({ work: 'scrolling 10 s through 100,000 messages: longest frame', unit: 'ms', ours: Math.max(...frames.slice(1)), bare: undefined, bound: 50 });
  await browser.close();
  await instance.stop();
});
