import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeCertificate } from './certificates.ts';
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
  /** Puts messages between two accounts of this server into both archives, as if sent at those times (whole seconds); archives keep the order of storing. */
  archive(messages: readonly PastMessage[]): Promise<void>;
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

const HOST = '127.0.0.1';
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
  const owner = await serverUser();
  const folder = options.folder ?? (await mkdtemp(join(owner ? '/tmp' : tmpdir(), 'balcony-prosody-')));
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const domain = options.domain ?? 'verona.test';
  const certificate = options.certificate ?? (await makeCertificate({ names: [domain, `*.${domain}`, 'localhost', HOST] }));
  const token = randomBytes(24).toString('hex');
  // Between finding a free port and taking it somebody else may have taken it.
  for (let left = 4; ; left -= 1) {
    const ports = await freePorts();
    await writeFolder(folder, prosodyConfig(options, { folder, ports, token, owner: owner?.name }), certificate, owner);
    const server = new PrivateProsody({ binary, folder, owner, ports, token, domain, authority: certificate.authority });
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

interface Owner {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
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
  #child: ChildProcess | undefined;
  #ended: Promise<void> = Promise.resolve();
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
    const child = spawn('/bin/sh', ['-c', KEEPER, 'keeper', binary, folder], {
      stdio: ['pipe', 'ignore', 'ignore'],
      detached: true, // Ctrl-C in a terminal reaches the demo, which then ends the server in its own order
      cwd: folder,
      env: { PATH: process.env['PATH'] ?? '/usr/bin:/bin', HOME: folder, LANG: 'C.UTF-8' },
      ...(owner === undefined ? {} : { uid: owner.uid, gid: owner.gid }),
    });
    this.#child = child;
    let running = true;
    this.#ended = new Promise(resolve => {
      const end = (): void => {
        running = false;
        resolve();
      };
      child.once('exit', end).once('error', end);
    });
    child.stdin?.on('error', () => {});
    child.unref();
    const limit = performance.now() + READY_MS;
    while (!(await this.#isReady(ports))) {
      if (!running || performance.now() > limit) throw new Error(`Prosody did not start:\n${(await this.log()).slice(-2000)}`);
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
    const child = this.#child;
    this.#child = undefined;
    if (!child) return;
    child.ref();
    child.stdin?.end(signal === 'SIGKILL' ? 'kill\n' : 'term\n');
    await this.#ended;
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

/**
 * Stands between us and the server: a closed pipe means that this process is gone, whatever ended it, and then the folder goes too.
 * `term` and `kill` are the orderly ways.
 */
const KEEPER = `
exec 3<&0
"$1" -F --config "$2/prosody.cfg.lua" >"$2/output.log" 2>&1 3<&- & server=$!
{ if read -r order <&3; then
    if [ "$order" = kill ]; then kill -9 $server; else kill -15 $server; fi
  else
    kill -9 $server; rm -rf "$2"
  fi
} 2>/dev/null &
wait $server
`;

/** Prosody refuses to be root; as root it is given the user of the package, else nobody. */
async function serverUser(): Promise<Owner | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const users = (await readFile('/etc/passwd', 'utf8')).split('\n').map(line => line.split(':'));
  const found = users.find(([name]) => name === 'prosody') ?? users.find(([name]) => name === 'nobody');
  if (!found) throw new Error('Prosody needs a user that is not root');
  return { name: found[0] ?? '', uid: Number(found[2]), gid: Number(found[3]) };
}

async function writeFolder(
  folder: string,
  config: string,
  certificate: { certificate: string; key: string; authority: string },
  owner: Owner | undefined,
): Promise<void> {
  await mkdir(join(folder, 'data'), { recursive: true });
  await mkdir(join(folder, 'modules'), { recursive: true });
  const files = {
    'prosody.cfg.lua': config,
    'server.pem': certificate.certificate,
    'server.key': certificate.key,
    'ca.pem': certificate.authority,
    'modules/mod_test_control.lua': TEST_CONTROL,
    'prosody.log': '',
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text, { mode: 0o600 });
  if (!owner) return;
  for (const name of [...(await readdir(folder)), 'modules/mod_test_control.lua']) await chown(join(folder, name), owner.uid, owner.gid);
  await chown(folder, owner.uid, owner.gid);
  await chmod(folder, 0o700);
}

async function freePorts(): Promise<ProsodyPorts> {
  const servers = [createServer(), createServer(), createServer(), createServer()];
  const ports = await Promise.all(
    servers.map(
      server =>
        new Promise<number>((resolve, reject) => {
          server.once('error', reject).listen(0, HOST, () => {
            const address = server.address();
            resolve(typeof address === 'object' && address ? address.port : 0);
          });
        }),
    ),
  );
  await Promise.all(servers.map(server => new Promise(resolve => server.close(resolve))));
  const [c2s = 0, tls = 0, http = 0, https = 0] = ports;
  return { c2s, tls, http, https };
}

const answers = (port: number): Promise<boolean> =>
  new Promise(resolve => {
    const socket = connect(port, HOST, () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
