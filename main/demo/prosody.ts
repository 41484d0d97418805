import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeCertificate, type Certificate } from './certificates.ts';
import { answers, freePorts, HOST, serverUser, startKept, writeFolder, type Kept, type Owner } from './keeper.ts';
import { prosodyConfig, type ProsodyOptions, type ProsodyPorts } from './prosody-config.ts';
import { TEST_CONTROL } from './prosody-module.ts';

export type { ProsodyOptions } from './prosody-config.ts';

export interface Prosody {
  readonly domain: string;
  readonly host: string;
  /** STARTTLS. */
  readonly port: number;
  readonly tlsPort: number;
  readonly httpPort: number;
  readonly httpsPort: number;
  readonly webSocketUrl: string;
  readonly boshUrl: string;
  /** PEM of the authority that signed the server's certificate, and a file that holds it. */
  readonly ca: string;
  readonly caFile: string;
  readonly folder: string;
  /** What the app's `accounts.signIn` takes as `route`: STARTTLS, or direct TLS. */
  readonly route: { readonly host: string; readonly port: number };
  readonly directRoute: { readonly host: string; readonly port: number; readonly directTls: true };
  /** Makes an account; name and password are random when not given. Throws when the name is taken. */
  register(account?: { readonly user?: string; readonly password?: string }): Promise<{ address: string; user: string; password: string }>;
  remove(user: string): Promise<void>;
  /** Puts a contact with a mutual subscription into an account's roster (of this side only). */
  contact(user: string, contact: string, name?: string): Promise<void>;
  /** Publishes the name that an account chose for itself (XEP-0172). */
  nick(user: string, name: string): Promise<void>;
  /** Puts messages between two accounts of this server into both archives, as if sent at those times (whole seconds); archives keep the order of storing. */
  archive(messages: readonly PastMessage[]): Promise<void>;
  /** A room loses an occupant without a word to anybody, as after a restart of its service. */
  forget(room: string, nickname: string): Promise<void>;
  /** Drops the connections of a bare or full address without a word; answers how many there were. */
  cut(address: string): Promise<number>;
  /** Writes raw XML on the streams of a bare or full address, outside stream management's count; answers how many there were. */
  inject(address: string, xml: string): Promise<number>;
  /** The full addresses that are signed in (or wait to be resumed) under a bare one. */
  sessions(address: string): Promise<readonly string[]>;
  /** Ends the process, by SIGKILL when asked, without starting it again. */
  down(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void>;
  /** Starts it on the same ports with the same data. */
  up(): Promise<void>;
  restart(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void>;
  /** Ends the process and removes the folder. */
  stop(): Promise<void>;
  log(): Promise<string>;
}

/** Addresses are bare; `at` is milliseconds since 1970. */
export interface PastMessage {
  readonly from: string;
  readonly to: string;
  readonly body: string;
  readonly at: number;
  readonly id?: string;
}

const READY_MS = 30_000;
const BINARIES = ['/usr/bin/prosody', '/usr/local/bin/prosody', '/opt/homebrew/bin/prosody'];

/** Undefined where Prosody is not installed. */
export const findProsody = (): string | undefined => BINARIES.find(path => existsSync(path));

/**
 * A private Prosody on loopback, with its own configuration, data folder, ports and authority. It ends with this process, however that ends.
 * @throws when Prosody is not installed or does not come up; the message holds the end of its log.
 */
export async function startProsody(options: ProsodyOptions = {}): Promise<Prosody> {
  const binary = findProsody();
  if (binary === undefined) throw new Error('Prosody is not installed (Debian: apt install prosody prosody-modules lua-dbi-sqlite3)');
  const owner = await serverUser('prosody');
  const folder = options.folder ?? (await mkdtemp(join(owner ? '/tmp' : tmpdir(), 'balcony-prosody-')));
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const domain = options.domain ?? 'verona.test';
  const certificate = options.certificate ?? (await makeCertificate({ names: [domain, `*.${domain}`, 'localhost', HOST] }));
  const place = { binary, folder, owner, domain, authority: certificate.authority, token: randomBytes(24).toString('hex') };
  // Between finding a free port and taking it somebody else may have taken it.
  for (let left = 4; ; left -= 1) {
    const server = await prepare(options, place, certificate);
    try {
      await server.up();
      return server;
    } catch (error) {
      await server.down('SIGKILL');
      if (left > 0 && String(error).includes('already in use')) continue;
      await server.stop();
      throw error;
    }
  }
}

async function prepare(options: ProsodyOptions, place: Omit<Place, 'ports'>, certificate: Certificate): Promise<PrivateProsody> {
  const [c2s = 0, tls = 0, http = 0, https = 0] = await freePorts(4);
  const ports = { c2s, tls, http, https };
  const files = {
    'prosody.cfg.lua': prosodyConfig(options, { ...place, ports, owner: place.owner?.name }),
    'server.pem': certificate.certificate,
    'server.key': certificate.key,
    'ca.pem': certificate.authority,
    'modules/mod_test_control.lua': TEST_CONTROL,
    'prosody.log': '',
    'data/': '',
  };
  await writeFolder(place.folder, files, place.owner);
  return new PrivateProsody({ ...place, ports });
}

interface Place {
  readonly binary: string;
  readonly folder: string;
  readonly owner: Owner | undefined;
  readonly ports: ProsodyPorts;
  readonly token: string;
  readonly domain: string;
  readonly authority: string;
}

class PrivateProsody implements Prosody {
  readonly #place: Place;
  #kept: Kept | undefined;
  readonly host = HOST;
  readonly domain: string;
  readonly ca: string;
  readonly folder: string;

  constructor(place: Place) {
    this.#place = place;
    this.domain = place.domain;
    this.ca = place.authority;
    this.folder = place.folder;
  }
  get port(): number {
    return this.#place.ports.c2s;
  }
  get tlsPort(): number {
    return this.#place.ports.tls;
  }
  get httpPort(): number {
    return this.#place.ports.http;
  }
  get httpsPort(): number {
    return this.#place.ports.https;
  }
  get webSocketUrl(): string {
    return `wss://${HOST}:${this.httpsPort}/xmpp-websocket`;
  }
  get boshUrl(): string {
    return `https://${HOST}:${this.httpsPort}/http-bind`;
  }
  get caFile(): string {
    return join(this.folder, 'ca.pem');
  }
  get route(): { host: string; port: number } {
    return { host: HOST, port: this.port };
  }
  get directRoute(): { host: string; port: number; directTls: true } {
    return { host: HOST, port: this.tlsPort, directTls: true };
  }

  async register(account: { user?: string; password?: string } = {}): Promise<{ address: string; user: string; password: string }> {
    const user = account.user ?? `juliet-${randomBytes(4).toString('hex')}`;
    const password = account.password ?? randomUUID();
    await this.#command('register', { user, password });
    return { address: `${user}@${this.domain}`, user, password };
  }
  async remove(user: string): Promise<void> {
    await this.#command('remove', { user });
  }
  async contact(user: string, contact: string, name?: string): Promise<void> {
    await this.#command('contact', { user, contact, name });
  }
  async forget(room: string, nickname: string): Promise<void> {
    await this.#command('forget', { room, nickname });
  }
  async nick(user: string, name: string): Promise<void> {
    await this.#command('nick', { user, name });
  }
  async archive(messages: readonly PastMessage[]): Promise<void> {
    await this.#command('archive', { messages: messages.map(message => ({ ...message, at: Math.floor(message.at / 1000) })) });
  }
  async cut(address: string): Promise<number> {
    return (await this.#command('cut', { address })).count ?? 0;
  }
  async inject(address: string, xml: string): Promise<number> {
    return (await this.#command('inject', { address, xml })).count ?? 0;
  }
  async sessions(address: string): Promise<readonly string[]> {
    const { names } = await this.#command('sessions', { address });
    return Array.isArray(names) ? names : []; // an empty Lua table is an object in JSON
  }

  async up(): Promise<void> {
    const { binary, folder, owner, ports } = this.#place;
    const kept = startKept({ command: [binary, '-F', '--config', join(folder, 'prosody.cfg.lua')], folder, owner });
    this.#kept = kept;
    const limit = performance.now() + READY_MS;
    while (!(await this.#isReady(ports))) {
      if (!kept.running || performance.now() > limit) throw new Error(`Prosody did not start:\n${(await this.log()).slice(-2000)}`);
      await new Promise(resolve => setTimeout(resolve, 25));
    }
  }

  async #isReady(ports: ProsodyPorts): Promise<boolean> {
    const log = await this.log();
    // Prosody goes on when a port is taken, and somebody else would answer on it.
    if (log.includes('already in use')) throw new Error('a port of Prosody is already in use');
    return (await Promise.all(Object.values(ports).map(answers))).every(Boolean);
  }

  async down(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    await this.#kept?.end(signal);
    this.#kept = undefined;
  }
  async restart(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    await this.down(signal);
    await this.up();
  }
  async stop(): Promise<void> {
    await this.down('SIGKILL');
    await rm(this.folder, { recursive: true, force: true, maxRetries: 3 });
  }
  async log(): Promise<string> {
    // What it says before it has read its configuration goes to the other file.
    const texts = ['output.log', 'prosody.log'].map(name => readFile(join(this.folder, name), 'utf8').catch(() => ''));
    return (await Promise.all(texts)).join('');
  }

  async #command(name: string, body: object): Promise<{ count?: number; names?: readonly string[] }> {
    const { ports, token } = this.#place;
    const response = await fetch(`http://${HOST}:${ports.http}/test-control/${name}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      body: JSON.stringify(body),
    });
    const answer: unknown = response.ok ? await response.json() : { error: `HTTP ${response.status}` };
    if (typeof answer !== 'object' || answer === null || 'error' in answer) throw new Error(`Prosody refused to ${name}: ${JSON.stringify(answer)}`);
    return answer;
  }
}
