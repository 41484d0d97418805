import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { app, shell } from 'electron';
import { startApp } from './app.ts';
import { makeLog, type Log } from './base/log.ts';
import { declareScheme } from './host/electron/app-scheme.ts';
import { makeElectronHost } from './host/electron/electron-host.ts';
import { catchLinks, claimLinks, type Links } from './host/electron/links.ts';
import { startsHidden } from './host/electron/start-at-login.ts';
import { storeRunner } from './host/electron/store-runner.ts';
import { guardContents } from './host/electron/window-guard.ts';
import { isOwnLink, outsideHref } from './host/outside.ts';

/** How long the end may take before the process goes all the same. What was sent is in the outbox on disk by then. */
const END_WITHIN_MS = 5000;

// Every renderer, whatever its window asks for. It would take back a --no-sandbox, without which nothing starts as root.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
declareScheme();
useFolders();
if (app.requestSingleInstanceLock()) void run(catchLinks(process.argv.slice(1))).catch(giveUp);
else app.exit(0);

/** `--profile DIR`: everything of this run lies there, beside other runs. Chromium's own files have a folder of their own. */
function useFolders(): void {
  const { values } = parseArgs({ args: process.argv.slice(1), options: { profile: { type: 'string' } }, strict: false });
  if (typeof values.profile === 'string') app.setPath('userData', resolve(values.profile));
  app.setPath('sessionData', join(app.getPath('userData'), 'chromium'));
  app.setPath('crashDumps', join(app.getPath('sessionData'), 'crashes'));
}

async function run(links: Links): Promise<void> {
  const log = makeLog(line => process.stderr.write(`${line}\n`), process.argv.includes('--verbose') ? 'debug' : 'info', Date.now);
  guardContents(url => {
    if (isOwnLink(url)) return links.offer(url);
    const href = outsideHref(url);
    if (href !== undefined) void shell.openExternal(href).catch((error: unknown) => log.warn('a link could not be opened', error));
    return undefined;
  });
  await app.whenReady();
  claimLinks();
  const bundles = import.meta.dirname;
  const host = makeElectronHost({
    dataFolder: app.getPath('userData'),
    page: join(bundles, '../renderer'),
    preload: join(bundles, '../preload/preload.cjs'),
    store: storeRunner(join(bundles, 'store-worker.cjs')),
    links,
    log: log.named('host'),
  });
  // The page loads while the app builds itself; what it asks for meanwhile waits in its port.
  if (startsHidden(process.argv)) host.openHidden();
  else host.showWindow();
  const running = await startApp(host, log, { version: app.getVersion() });
  endWith(async () => {
    await running.dispose();
    host.dispose();
  }, log);
  log.info('started');
}

function endWith(dispose: () => Promise<void>, log: Log): void {
  let ended = false;
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  app.on('will-quit', event => {
    if (ended) return;
    event.preventDefault();
    ended = true;
    const late = setTimeout(() => app.exit(1), END_WITHIN_MS);
    dispose()
      .catch((error: unknown) => log.error('the end was not clean', error))
      .finally(() => {
        clearTimeout(late);
        app.exit(0);
      });
  });
}

/** A start that fails says so and ends: a window that can do nothing helps nobody. */
function giveUp(error: unknown): void {
  process.stderr.write(`Balcony could not start: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  app.exit(1);
}
