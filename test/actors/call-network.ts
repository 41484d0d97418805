import { execFile, spawn } from 'node:child_process';
import { randomBytes, randomInt } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A computer of the network: programs that are started through it see its addresses and no others. */
export interface Computer {
  readonly name: string;
  /** Undefined where the network has only the other kind. */
  readonly ipv4: string | undefined;
  readonly ipv6: string | undefined;
  /** The address of this process as that computer sees it: servers listen there. */
  readonly server: string;
  /** Stands before a command line. */
  readonly through: readonly string[];
  /** A program that runs another one there, for those who take one path and no arguments. */
  wrapper(program: string): Promise<string>;
  /** Another address takes the place of the present one, as when one walks from one network into the next. Answers with the new one. */
  move(): Promise<string>;
}
export interface CallNetwork {
  readonly computers: readonly [Computer, Computer];
  /** Where servers of this process listen to be seen by all computers. */
  readonly servers: readonly string[];
  stop(): Promise<void>;
}
export interface CallNetworkOptions {
  readonly family?: 'both' | 'ipv4' | 'ipv6';
  /** Each computer in a network of its own: they reach the servers, but not each other. */
  readonly apart?: boolean;
}

/** Undefined: it can. WebRTC leaves loopback addresses out, so calls need others. */
export const whyNoCallNetwork = (): string | undefined => {
  if (process.platform !== 'linux' || !['/sbin/ip', '/usr/sbin/ip'].some(path => existsSync(path))) return 'network namespaces need Linux and iproute2';
  return process.getuid?.() === 0 ? undefined : 'network namespaces need root';
};

/** Removes what was made when it is told to, or when this process is gone. */
const KEEPER =
  'read -r order; for name in $1; do ip link del "$name"; done 2>/dev/null; for name in $2; do ip netns del "$name"; done 2>/dev/null; rm -rf "$3"';

/** Two computers with addresses of their own, joined by a bridge on which this process has an address too. */
export async function startCallNetwork({ family = 'both', apart = false }: CallNetworkOptions = {}): Promise<CallNetwork> {
  const id = randomBytes(3).toString('hex');
  const folder = await mkdtemp(join(tmpdir(), 'balcony-network-'));
  const places = [0, 1].map(index => new Place({ id, index, family, folder, segment: apart ? index : 0 }));
  const bridges = [...new Set(places.map(({ bridge }) => bridge))];
  const keeper = spawn('/bin/sh', ['-c', KEEPER, 'keeper', bridges.join(' '), places.map(({ name }) => name).join(' '), folder], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  const stopped = new Promise<void>(resolve => void keeper.once('exit', () => resolve()));
  const stop = async (): Promise<void> => {
    keeper.ref();
    keeper.stdin.end('end\n');
    await stopped;
  };
  keeper.unref();
  try {
    const segments = new Map<string, Segment>();
    for (const place of places) {
      const segment = segments.get(place.bridge) ?? (await makeBridge(place.bridge, family));
      segments.set(place.bridge, segment);
      await place.join(segment);
    }
    const [one, other] = places as [Place, Place];
    if (apart) await one.keepApart(other);
    return {
      computers: [one, other],
      servers: [...segments.values()].flatMap(({ ipv4, ipv6 }) => [ipv4, ipv6].filter(address => address !== undefined)),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** One network: the addresses of this process in it, and what all addresses in it begin with. */
interface Segment {
  readonly prefix4: string;
  readonly prefix6: string;
  readonly ipv4: string | undefined;
  readonly ipv6: string | undefined;
}

async function makeBridge(bridge: string, family: CallNetworkOptions['family']): Promise<Segment> {
  const [high, low] = [randomInt(16, 250), randomInt(1, 250)];
  const segment = { prefix4: `10.${high}.${low}.`, prefix6: `fd${high.toString(16).padStart(2, '0')}:${low.toString(16)}::` };
  await run('ip', ['link', 'add', bridge, 'type', 'bridge']);
  await run('ip', ['link', 'set', bridge, 'up']);
  const ipv4 = family === 'ipv6' ? undefined : `${segment.prefix4}1`;
  const ipv6 = family === 'ipv4' ? undefined : `${segment.prefix6}1`;
  if (ipv4) await run('ip', ['addr', 'add', `${ipv4}/24`, 'dev', bridge]);
  if (ipv6) await run('ip', ['-6', 'addr', 'add', `${ipv6}/64`, 'dev', bridge, 'nodad']);
  return { ...segment, ipv4, ipv6 };
}

class Place implements Computer {
  readonly name: string;
  readonly bridge: string;
  readonly #link: string;
  readonly #folder: string;
  readonly #family: CallNetworkOptions['family'];
  #segment: Segment | undefined;
  #host: number;

  constructor(about: {
    readonly id: string;
    readonly index: number;
    readonly segment: number;
    readonly folder: string;
    readonly family: CallNetworkOptions['family'];
  }) {
    this.name = `balcony-${about.id}-${about.index}`;
    // The kernel takes 15 characters for the name of a link.
    this.bridge = `bcb${about.id}${about.segment}`;
    this.#link = `bcl${about.id}${about.index}`;
    this.#folder = about.folder;
    this.#family = about.family;
    this.#host = about.index + 2;
  }
  get ipv4(): string | undefined {
    return this.#segment && this.#family !== 'ipv6' ? `${this.#segment.prefix4}${this.#host}` : undefined;
  }
  get ipv6(): string | undefined {
    return this.#segment && this.#family !== 'ipv4' ? `${this.#segment.prefix6}${this.#host}` : undefined;
  }
  get server(): string {
    return this.#segment?.ipv4 ?? this.#segment?.ipv6 ?? '';
  }
  get through(): readonly string[] {
    return ['ip', 'netns', 'exec', this.name];
  }

  async join(segment: Segment): Promise<void> {
    this.#segment = segment;
    await run('ip', ['netns', 'add', this.name]);
    await run('ip', ['link', 'add', this.#link, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', this.name]);
    await run('ip', ['link', 'set', this.#link, 'master', this.bridge, 'up']);
    await this.#ip('link', 'set', 'lo', 'up');
    await this.#ip('link', 'set', 'eth0', 'up');
    await this.#addresses('add');
  }
  /** Neither finds a way to the other, whatever this computer forwards. Both find servers at the address that the first one has of us. */
  async keepApart(other: Place): Promise<void> {
    await this.#cannotReach(other);
    await other.#cannotReach(this);
    const [server, way] = [this.#segment, other.#segment];
    if (server?.ipv4 && way?.ipv4) await other.#ip('route', 'add', `${server.ipv4}/32`, 'via', way.ipv4);
    if (server?.ipv6 && way?.ipv6) await other.#ip('-6', 'route', 'add', `${server.ipv6}/128`, 'via', way.ipv6);
  }
  async #cannotReach(other: Place): Promise<void> {
    if (other.ipv4) await this.#ip('route', 'add', 'unreachable', `${other.#segment?.prefix4}0/24`);
    if (other.ipv6) await this.#ip('-6', 'route', 'add', 'unreachable', `${other.#segment?.prefix6}/64`);
  }
  async wrapper(program: string): Promise<string> {
    const path = join(this.#folder, `${this.name}-${randomBytes(3).toString('hex')}`);
    await writeFile(path, `#!/bin/sh\nexec ${this.through.join(' ')} ${program} "$@"\n`);
    await chmod(path, 0o755);
    return path;
  }
  async move(): Promise<string> {
    await this.#addresses('del');
    this.#host += 50;
    await this.#addresses('add');
    return this.ipv4 ?? this.ipv6 ?? '';
  }

  async #addresses(what: 'add' | 'del'): Promise<void> {
    const segment = this.#segment;
    if (this.ipv4) await this.#ip('addr', what, `${this.ipv4}/24`, 'dev', 'eth0');
    if (this.ipv6) await this.#ip('-6', 'addr', what, `${this.ipv6}/64`, 'dev', 'eth0', ...(what === 'add' ? ['nodad'] : []));
    // A way to everywhere: programs ask the system which address they would have on the way out.
    if (what === 'add' && segment?.ipv4) await this.#ip('route', 'replace', 'default', 'via', segment.ipv4);
    if (what === 'add' && segment?.ipv6) await this.#ip('-6', 'route', 'replace', 'default', 'via', segment.ipv6);
  }
  async #ip(...args: string[]): Promise<void> {
    await run('ip', ['-n', this.name, ...args]);
  }
}
