import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { expect, onTestFinished } from 'vitest';
import { findBrowser } from '../../build/find-browser.ts';
import { startInstance, type Instance } from '../../build/node-instance.ts';
import { buildPage } from '../../build/page.ts';
import type { Prosody } from '../actors/prosody.ts';
import { AppPage } from './pages/app-page.ts';

export interface Account {
  readonly address: string;
  readonly password: string;
}
export interface LaunchOptions {
  /** Its authority is trusted by this instance. */
  readonly server?: Pick<Prosody, 'caFile' | 'ca' | 'route'>;
  /** Signed in at the start, without the page. */
  readonly account?: Account;
  readonly colorScheme?: 'light' | 'dark';
  /** A browser of its own for this window, with these arguments. */
  readonly browser?: { readonly args: readonly string[]; readonly executablePath?: string };
  /** Stands before the command line of the app. */
  readonly through?: readonly string[];
  /** More for the app's command line. */
  readonly args?: readonly string[];
  /** Runs in the page before the app does. */
  readonly pageScript?: () => void;
}
export interface AppUnderTest extends AppPage {
  /** Everything that the page complained about: console errors, uncaught exceptions, violations of its security policy. */
  readonly complaints: readonly string[];
  readonly origin: string;
  readonly context: BrowserContext;
  readonly profile: string;
  /** Opens the profile's secrets. */
  readonly keyFile: string;
  /** The process of the app. */
  readonly pid: number | undefined;
  /** Ends the app, and its window with it; the profile stays. */
  end(): Promise<void>;
  /** Ends the app, by SIGKILL when asked, and starts it again on the same profile with a new window. */
  restart(signal?: NodeJS.Signals): Promise<void>;
  /** Ends it and removes its profile. */
  close(): Promise<void>;
}

let browser: Promise<Browser> | undefined;
/** One browser for a file of specs; every window of the app has a context of its own in it. */
export function openBrowser(): Promise<Browser> {
  browser ??= startBrowser({ args: [] });
  return browser;
}
function startBrowser({ args, executablePath = findBrowser() }: NonNullable<LaunchOptions['browser']>): Promise<Browser> {
  if (executablePath === undefined) throw new Error('there is no Chromium');
  return chromium.launch({ executablePath, args: [...args, ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])] });
}
export async function closeBrowser(): Promise<void> {
  const open = await browser;
  browser = undefined;
  await open?.close();
}

/** Starts the app on the Node host with an empty profile and opens its window. Inside a test it ends with it, after a picture of a failure is kept. */
export async function launch(options: LaunchOptions = {}): Promise<AppUnderTest> {
  if (!(await buildPage())) throw new Error('the page could not be built');
  const folder = await mkdtemp(join(tmpdir(), 'balcony-e2e-'));
  const app = new App(folder, options);
  try {
    await app.start();
  } catch (error) {
    await app.close();
    throw error;
  }
  if (expect.getState().currentTestName !== undefined) {
    onTestFinished(async ({ task }) => {
      if (task.result?.state === 'fail') await app.keepPicture();
      await app.close();
    });
  }
  return app;
}

class App extends AppPage implements AppUnderTest {
  readonly complaints: string[] = [];
  readonly profile: string;
  readonly keyFile: string;
  readonly #folder: string;
  readonly #options: LaunchOptions;
  #instance: Instance | undefined;
  #ownBrowser: Browser | undefined;
  #context: BrowserContext | undefined;
  #page: Page | undefined;
  origin = '';

  constructor(folder: string, options: LaunchOptions) {
    super();
    this.#folder = folder;
    this.#options = options;
    this.profile = join(folder, 'profile');
    this.keyFile = join(folder, 'key');
  }
  override get page(): Page {
    if (!this.#page) throw new Error('the window is not open');
    return this.#page;
  }
  get context(): BrowserContext {
    if (!this.#context) throw new Error('the window is not open');
    return this.#context;
  }

  get pid(): number | undefined {
    return this.#instance?.child.pid;
  }

  async start(): Promise<void> {
    this.#instance = await this.#startInstance();
    this.origin = new URL(this.#instance.launchUrl).origin;
    const { browser: own, colorScheme, pageScript } = this.#options;
    if (own) this.#ownBrowser ??= await startBrowser(own);
    const window = this.#ownBrowser ?? (await openBrowser());
    this.#context = await window.newContext({ viewport: { width: 1100, height: 760 }, locale: 'en-GB', ...(colorScheme ? { colorScheme } : {}) });
    if (pageScript) await this.#context.addInitScript(pageScript);
    this.#context.setDefaultTimeout(20_000);
    this.#page = await this.#context.newPage();
    this.#listen(this.#page);
    await this.#page.goto(this.#instance.launchUrl);
  }
  async #startInstance(): Promise<Instance> {
    const { server, account, through, args: more = [] } = this.#options;
    const args = [...more, ...(process.env['BALCONY_LOG'] === undefined ? [] : ['--debug']), '--profile', this.profile, '--key-file', this.keyFile];
    if (account) {
      const file = join(this.#folder, 'account.json');
      await writeFile(file, JSON.stringify({ ...account, ...(server ? { route: server.route, authorities: [server.ca] } : {}) }), { mode: 0o600 });
      args.push('--sign-in', file);
    }
    return startInstance(args, {
      stderr: process.env['BALCONY_LOG'] === undefined ? 'ignore' : 'inherit',
      ...(through ? { through } : {}),
      env: { PAGE_IS_BUILT: '1', ...(server ? { NODE_EXTRA_CA_CERTS: server.caFile } : {}) },
    });
  }
  #listen(page: Page): void {
    page.on('console', message => {
      if (message.type() === 'error' || /content security policy/i.test(message.text())) this.complaints.push(message.text());
    });
    page.on('pageerror', error => this.complaints.push(String(error)));
  }
  async restart(signal?: NodeJS.Signals): Promise<void> {
    await this.#stop(signal);
    await this.start();
  }
  end(): Promise<void> {
    return this.#stop();
  }
  async close(): Promise<void> {
    await this.#stop();
    await this.#ownBrowser?.close();
    this.#ownBrowser = undefined;
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
  async #stop(signal?: NodeJS.Signals): Promise<void> {
    await this.#context?.close();
    await this.#instance?.stop(signal);
    this.#context = undefined;
    this.#page = undefined;
    this.#instance = undefined;
  }
  async keepPicture(): Promise<void> {
    const name = join('test-results', `${Date.now()}-${randomBytes(3).toString('hex')}`);
    await mkdir('test-results', { recursive: true });
    await this.#page?.screenshot({ path: `${name}.png` }).catch(() => {});
    const outline = await this.#page
      ?.locator('body')
      .ariaSnapshot()
      .catch(() => '');
    await writeFile(`${name}.txt`, [outline ?? '', ...this.complaints].join('\n'));
  }
}
