import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright-core';
import { build } from 'vite';
import { resolveFile, SECURITY_HEADERS } from '../../main/host/csp.ts';

const at = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** How a picture of a view is taken. */
export interface Variant {
  readonly name: string;
  readonly theme: 'light' | 'dark' | 'contrast';
  readonly width: number;
  readonly height: number;
  readonly language?: 'en' | 'de';
  readonly direction?: 'rtl';
  readonly zoom?: number;
}
export interface OpenScene {
  readonly scene: string;
  readonly page: Page;
  /** What the browser's console said while the scene was opened. */
  readonly complaints: readonly string[];
}
export interface Gallery extends AsyncDisposable {
  readonly scenes: readonly string[];
  /** Opens scene after scene, two at a time, and hands each over when nothing changes in it any more. */
  readonly walk: (variant: Variant, scenes: readonly string[], visit: (open: OpenScene) => Promise<void>) => Promise<void>;
}

const AT_A_TIME = 2;

/** Builds the gallery, serves it under the app's own policy, and opens it in the system's Chromium. */
export async function openGallery(): Promise<Gallery> {
  // A folder of its own: a build that somebody starts meanwhile empties dist.
  const folder = await mkdtemp(join(tmpdir(), 'balcony-gallery-'));
  await build({ configFile: at('build/vite.renderer.config.ts'), mode: 'gallery', logLevel: 'warn', build: { outDir: folder, emptyOutDir: true } });
  const server = await serve(folder);
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the gallery is not served');
  const origin = `http://127.0.0.1:${address.port}`;
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--font-render-hinting=none'] });
  const list = await browser.newPage();
  await list.goto(origin);
  await list.getByRole('link').first().waitFor();
  const scenes = await list.getByRole('link').allTextContents();
  await list.close();
  return {
    scenes,
    walk: async (variant, wanted, visit) => {
      const waiting = [...wanted];
      await Promise.all(Array.from({ length: AT_A_TIME }, () => walkOne(browser, origin, variant, waiting, visit)));
    },
    [Symbol.asyncDispose]: async () => {
      await browser.close();
      await new Promise(resolve => void server.close(resolve));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function walkOne(browser: Browser, origin: string, variant: Variant, waiting: string[], visit: (open: OpenScene) => Promise<void>): Promise<void> {
  const context = await browser.newContext({
    viewport: { width: variant.width, height: variant.height },
    colorScheme: variant.theme === 'dark' ? 'dark' : 'light',
    locale: 'en-GB',
    timezoneId: 'UTC',
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  let complaints: string[] = [];
  page.on('console', message => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', error => complaints.push(String(error)));
  for (let scene = waiting.shift(); scene !== undefined; scene = waiting.shift()) {
    complaints = [];
    await page.goto(`${origin}/?${queryOf(scene, variant)}`);
    await page.evaluate(() => document.fonts.ready);
    await settled(page);
    await visit({ scene, page, complaints });
  }
  await context.close();
}

const queryOf = (scene: string, { theme, language = 'en', zoom = 1, direction }: Variant): string =>
  new URLSearchParams({ scene, theme, language, zoom: String(zoom), ...(direction ? { direction } : {}) }).toString();

/** Some frames in a row in which the page did not change. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(
    () =>
      new Promise<void>(resolve => {
        let changed = true;
        let calm = 0;
        const observer = new MutationObserver(() => void (changed = true));
        observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
        const frame = (): void => {
          calm = changed ? 0 : calm + 1;
          changed = false;
          if (calm < 10) return void requestAnimationFrame(frame);
          observer.disconnect();
          resolve();
        };
        requestAnimationFrame(frame);
      }),
  );
}

async function serve(folder: string): Promise<Server> {
  const server = createServer((request, response) => {
    void (async () => {
      const file = await resolveFile(folder, new URL(request.url ?? '/', 'http://gallery').pathname);
      if (!file) return response.writeHead(404).end();
      return response.writeHead(200, { ...SECURITY_HEADERS, 'content-type': file.type }).end(await readFile(file.path));
    })();
  });
  await new Promise<void>(resolve => void server.listen(0, '127.0.0.1', resolve));
  return server;
}
