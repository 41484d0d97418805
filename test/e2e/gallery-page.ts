import { createServer, type Server } from 'node:http';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { chromium, type Browser, type Page } from 'playwright-core';
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

export interface Gallery extends AsyncDisposable {
  readonly scenes: readonly string[];
  /** Opens a scene and waits until nothing changes any more. What the page complained about stands in `complaints`. */
  readonly open: (scene: string, variant: Variant) => Promise<{ readonly page: Page; readonly complaints: readonly string[] }>;
}

/** Builds the gallery, serves it under the app's own policy, and opens it in the system's Chromium. */
export async function openGallery(): Promise<Gallery> {
  await build({ configFile: at('build/vite.renderer.config.ts'), mode: 'gallery', logLevel: 'warn' });
  const server = await serve(at('dist/gallery'));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the gallery is not served');
  const origin = `http://127.0.0.1:${address.port}`;
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-lcd-text', '--font-render-hinting=none'] });
  const list = await browser.newPage();
  await list.goto(origin);
  await list.getByRole('link').first().waitFor();
  const scenes = await list.getByRole('link').allTextContents();
  await list.close();
  return {
    scenes,
    open: (scene, variant) => openScene(browser, origin, scene, variant),
    [Symbol.asyncDispose]: async () => {
      await browser.close();
      await new Promise(resolve => void server.close(resolve));
    },
  };
}

async function openScene(browser: Browser, origin: string, scene: string, variant: Variant): Promise<{ page: Page; complaints: readonly string[] }> {
  const context = await browser.newContext({
    viewport: { width: variant.width, height: variant.height },
    colorScheme: variant.theme === 'dark' ? 'dark' : 'light',
    locale: 'en-GB',
    timezoneId: 'UTC',
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', message => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', error => complaints.push(String(error)));
  const query = new URLSearchParams({
    scene,
    theme: variant.theme,
    language: variant.language ?? 'en',
    zoom: String(variant.zoom ?? 1),
    ...(variant.direction ? { direction: variant.direction } : {}),
  });
  await page.goto(`${origin}/?${query.toString()}`);
  await page.evaluate(() => document.fonts.ready);
  await settled(page);
  return { page, complaints };
}

/** Two frames in a row in which the page did not change. */
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
          if (calm < 12) return void requestAnimationFrame(frame);
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
