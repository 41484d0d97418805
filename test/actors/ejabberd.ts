import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeCertificate } from '../../main/demo/certificates.ts';
import { answers, freePorts, HOST, serverUser, startKept, writeFolder, type Kept } from '../../main/demo/keeper.ts';

export interface Ejabberd {
  readonly domain: string;
  readonly host: string;
  readonly port: number;
  readonly tlsPort: number;
  readonly ca: string;
  readonly caFile: string;
  readonly route: { readonly host: string; readonly port: number };
  readonly directRoute: { readonly host: string; readonly port: number; readonly directTls: true };
  /** Makes an account; name and password are random when not given. */
  register(account?: { readonly user?: string; readonly password?: string }): Promise<{ address: string; user: string; password: string }>;
  down(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void>;
  up(): Promise<void>;
  restart(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void>;
  stop(): Promise<void>;
  log(): Promise<string>;
  /** A room takes an occupant for gone, as when the way between two servers was cut. The occupant is told, but for who has blocked the room. */
  forget(room: string, nickname: string): Promise<void>;
  /** By the one who runs the server. */
  destroyRoom(room: string): Promise<void>;
  /** The service of rooms ends and begins, and nothing else does. */
  restartRooms(): Promise<void>;
  /** What the last picture of a sign-up form says (XEP-0158), to who can read it. */
  pictureText(): Promise<string>;
}

const READY_MS = 90_000;
const LIBRARIES = '/usr/lib/x86_64-linux-gnu:/usr/lib/aarch64-linux-gnu:/usr/lib/ejabberd';

/** One grey dot, PNG. */
const PICTURE = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==';

export const findEjabberd = (): boolean => existsSync('/usr/sbin/ejabberdctl') && existsSync('/usr/bin/erl');

/** A private ejabberd on loopback: the second opinion, which differs from Prosody exactly where clients break. It ends with this process. */
export async function startEjabberd(): Promise<Ejabberd> {
  const owner = await serverUser('ejabberd');
  const folder = await mkdtemp(join(owner ? '/tmp' : tmpdir(), 'balcony-ejabberd-'));
  const domain = 'mantua.test';
  const [port = 0, tlsPort = 0, apiPort = 0] = await freePorts(3);
  const { certificate, key, authority } = await makeCertificate({ names: [domain, `*.${domain}`, HOST] });
  const files = {
    'ejabberd.yml': configuration({ folder, domain, port, tlsPort, apiPort }),
    'server.pem': certificate + key,
    'ca.pem': authority,
    'ejabberd.log': '',
    'picture.sh': `#!/bin/sh\nprintf %s "$1" >${folder}/picture.txt\nbase64 -d <<END\n${PICTURE}\nEND\n`,
    'spool/': '',
  };
  await writeFolder(folder, files, owner);
  await chmod(join(folder, 'picture.sh'), 0o755);
  let kept: Kept | undefined;
  const log = async (): Promise<string> =>
    (await Promise.all(['output.log', 'ejabberd.log'].map(name => readFile(join(folder, name), 'utf8').catch(() => '')))).join('');

  const api = async (command: string, body: object): Promise<unknown> => {
    const response = await fetch(`http://${HOST}:${apiPort}/api/${command}`, { method: 'POST', body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`ejabberd refused to ${command}: ${response.status} ${await response.text()}`);
    return response.json();
  };
  const placeOf = (room: string): { name: string; service: string } => {
    const [name = '', service = ''] = room.split('@');
    return { name, service };
  };
  const up = async (): Promise<void> => {
    // Without a node name Erlang opens no port of its own.
    kept = startKept({
      command: ['/usr/bin/erl', '-noinput', '-mnesia', 'dir', `"${join(folder, 'spool')}"`, '-s', 'ejabberd'],
      folder,
      owner,
      env: {
        EJABBERD_CONFIG_PATH: join(folder, 'ejabberd.yml'),
        EJABBERD_LOG_PATH: join(folder, 'ejabberd.log'),
        ERL_LIBS: LIBRARIES,
        ERL_CRASH_DUMP_BYTES: '0',
      },
    });
    const limit = performance.now() + READY_MS;
    while (!(await Promise.all([port, tlsPort, apiPort].map(answers))).every(Boolean)) {
      if (!kept.running || performance.now() > limit) throw new Error(`ejabberd did not start:\n${(await log()).slice(-2000)}`);
      await new Promise(resolve => setTimeout(resolve, 50));
    }
  };
  const down = async (signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> => {
    await kept?.end(signal);
    kept = undefined;
  };
  const stop = async (): Promise<void> => {
    await down('SIGKILL');
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  };
  await up().catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  return {
    domain,
    host: HOST,
    port,
    tlsPort,
    ca: authority,
    caFile: join(folder, 'ca.pem'),
    route: { host: HOST, port },
    directRoute: { host: HOST, port: tlsPort, directTls: true },
    async register({ user = `juliet-${randomBytes(4).toString('hex')}`, password = randomUUID() } = {}) {
      await api('register', { user, host: domain, password });
      return { address: `${user}@${domain}`, user, password };
    },
    down,
    up,
    async restart(signal) {
      await down(signal);
      await up();
    },
    async forget(room, nickname) {
      const occupants = (await api('get_room_occupants', placeOf(room))) as readonly { readonly jid: string; readonly nick: string }[];
      const from = occupants.find(({ nick }) => nick === nickname)?.jid;
      if (from === undefined) throw new Error(`${nickname} is not in ${room}`);
      await api('send_stanza', { from, to: `${room}/${nickname}`, stanza: '<presence type="unavailable"/>' });
    },
    async destroyRoom(room) {
      await api('destroy_room', placeOf(room));
    },
    async restartRooms() {
      await api('restart_module', { host: domain, module: 'mod_muc' });
    },
    stop,
    log,
    pictureText: () => readFile(join(folder, 'picture.txt'), 'utf8'),
  };
}

function configuration(place: {
  readonly folder: string;
  readonly domain: string;
  readonly port: number;
  readonly tlsPort: number;
  readonly apiPort: number;
}): string {
  const { folder, domain, port, tlsPort, apiPort } = place;
  return JSON.stringify({
    loglevel: 'info',
    hosts: [domain],
    certfiles: [join(folder, 'server.pem')],
    listen: [
      { port, ip: HOST, module: 'ejabberd_c2s', starttls: true, starttls_required: true, access: 'c2s', max_stanza_size: 524_288 },
      // TLS 1.2, under which it can bind a sign-in to its connection; by the other port it has TLS 1.3 and cannot.
      { port: tlsPort, ip: HOST, module: 'ejabberd_c2s', tls: true, access: 'c2s', max_stanza_size: 524_288, protocol_options: ['no_tlsv1_3'] },
      { port: apiPort, ip: HOST, module: 'ejabberd_http', request_handlers: { '/api': 'mod_http_api' } },
    ],
    captcha_cmd: join(folder, 'picture.sh'),
    registration_timeout: 'infinity',
    auth_method: 'internal',
    auth_password_format: 'scram',
    acl: { local: { user_regexp: '' }, loopback: { ip: ['127.0.0.0/8'] } },
    access_rules: { c2s: { allow: 'all' }, local: { allow: 'local' }, trusted_network: { allow: 'loopback' } },
    api_permissions: { 'everything from here': { from: ['mod_http_api'], who: { ip: '127.0.0.1/8' }, what: '*' } },
    modules: {
      mod_adhoc: {},
      mod_admin_extra: {},
      mod_avatar: {},
      mod_blocking: {},
      mod_caps: {},
      mod_carboncopy: {},
      mod_client_state: {},
      mod_disco: {},
      mod_http_api: {},
      mod_last: {},
      mod_mam: { default: 'always', assume_mam_usage: true },
      mod_muc: {
        host: `rooms.${domain}`,
        access: 'local',
        access_create: 'local',
        access_persistent: 'local',
        default_room_options: { mam: true, persistent: true },
      },
      mod_muc_admin: {},
      mod_offline: {},
      mod_ping: {},
      mod_privacy: {},
      mod_private: {},
      mod_pubsub: { plugins: ['flat', 'pep'], force_node_config: {} },
      mod_register: { ip_access: 'trusted_network', captcha_protected: true },
      mod_roster: { versioning: true },
      mod_stream_mgmt: { resend_on_timeout: 'if_offline', resume_timeout: 300 },
      mod_time: {},
      mod_vcard: {},
      mod_vcard_xupdate: {},
      mod_version: {},
    },
  });
}
