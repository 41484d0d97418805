import { join } from 'node:path';

/** A value in Prosody's configuration, which is Lua. */
export type ConfigValue = string | number | boolean | readonly ConfigValue[] | { readonly [key: string]: ConfigValue };

export interface ProsodyOptions {
  /** Default `verona.test`. */
  readonly domain?: string;
  /** Further addresses to listen on; `127.0.0.1` always. */
  readonly interfaces?: readonly string[];
  /** Modules on top of the usual ones, by their Prosody names. */
  readonly modules?: readonly string[];
  /** Usual or built-in modules to leave out: `['sasl2']` also takes what stands on it, `['tls']` makes a server without STARTTLS. */
  readonly disabled?: readonly string[];
  /** `invite`: only with a token (XEP-0401). Default `open`. */
  readonly registration?: 'open' | 'closed' | 'invite';
  /** How long a cut session waits to be resumed; default 600. */
  readonly resumeSeconds?: number;
  /** `SHA-256` offers SCRAM-SHA-256 instead of SCRAM-SHA-1; `plain` keeps passwords and so offers all that Prosody knows. */
  readonly passwords?: 'SHA-1' | 'SHA-256' | 'plain';
  /** More settings, for all hosts: `{ archive_expires_after: '1w' }`. */
  readonly settings?: Readonly<Record<string, ConfigValue>>;
  /** Where rooms are: `rooms.` before the domain unless told otherwise; false: nowhere. */
  readonly rooms?: false | { readonly address?: string; readonly modules?: readonly string[]; readonly settings?: Readonly<Record<string, ConfigValue>> };
  /** Lua text put at the end, inside the virtual host: `Component` lines may follow. */
  readonly lua?: string;
  readonly logLevel?: 'debug' | 'info' | 'warn';
  /** A certificate of one's own, such as an expired one; else one for the domain by a throw-away authority. */
  readonly certificate?: { readonly certificate: string; readonly key: string; readonly authority: string };
  /** Made under the system's folder for temporary files when not given; removed by `stop` in both cases. */
  readonly folder?: string;
}

export interface ProsodyPorts {
  readonly c2s: number;
  readonly tls: number;
  readonly http: number;
  readonly https: number;
}

const USUAL = [
  'roster', 'saslauth', 'tls', 'disco', 'carbons', 'pep', 'private', 'blocklist', 'vcard4', 'vcard_legacy', 'version', 'uptime', 'time', 'ping',
  'register', 'mam', 'smacks', 'csi_simple', 'bookmarks', 'websocket', 'bosh', 'lastactivity', 'invites', 'invites_adhoc', 'admin_adhoc',
  'sasl2', 'sasl2_bind2', 'sasl2_fast', 'sasl2_sm', 'user_account_management', 'test_control',
] as const; // prettier-ignore

/** An archive of each room, pictures, and messages that a moderator takes away. */
const ROOM_MODULES = ['muc_mam', 'vcard_muc', 'muc_moderation'] as const;

/** What falls with it: a module that Prosody would otherwise load again as a dependency. */
const STANDS_ON: Readonly<Record<string, readonly string[]>> = {
  sasl2: ['sasl2_bind2', 'sasl2_fast', 'sasl2_sm'],
  smacks: ['sasl2_sm'],
  pep: ['bookmarks', 'vcard4', 'vcard_legacy'],
  invites: ['invites_adhoc'],
};

interface Place {
  readonly folder: string;
  readonly ports: ProsodyPorts;
  readonly token: string;
  /** The user to be, where we are root. */
  readonly owner: string | undefined;
}

/** The whole configuration file, in Lua. */
export function prosodyConfig(options: ProsodyOptions, place: Place): string {
  const domain = options.domain ?? 'verona.test';
  const settings: Record<string, ConfigValue> = { ...fixed(domain, place), ...chosen(options), ...options.settings };
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${lua(value)}`);
  lines.push(`log = { { levels = { min = ${lua(options.logLevel ?? 'info')} }, to = "file", filename = ${lua(join(place.folder, 'prosody.log'))} } }`);
  lines.push(`VirtualHost ${lua(domain)}`, options.lua ?? '', ...roomsOf(options, domain));
  return `${lines.join('\n')}\n`;
}

function roomsOf({ rooms = {} }: ProsodyOptions, domain: string): readonly string[] {
  if (rooms === false) return [];
  const settings: Record<string, ConfigValue> = {
    name: 'Rooms',
    modules_enabled: rooms.modules ?? ROOM_MODULES,
    muc_log_expires_after: 'never',
    max_archive_query_results: 250,
    ...rooms.settings,
  };
  return [`Component ${lua(rooms.address ?? `rooms.${domain}`)} "muc"`, ...Object.entries(settings).map(([name, value]) => `${name} = ${lua(value)}`)];
}

const fixed = (domain: string, { folder, ports, token, owner }: Place): Record<string, ConfigValue> => ({
  ...(owner === undefined ? {} : { prosody_user: owner, prosody_group: owner }),
  pidfile: join(folder, 'prosody.pid'),
  data_path: join(folder, 'data'),
  plugin_paths: [join(folder, 'modules')],
  certificates: folder,
  ssl: { certificate: join(folder, 'server.pem'), key: join(folder, 'server.key') },
  c2s_ports: [ports.c2s],
  c2s_direct_tls_ports: [ports.tls],
  http_ports: [ports.http],
  https_ports: [ports.https],
  s2s_ports: [],
  s2s_direct_tls_ports: [],
  http_default_host: domain,
  consider_websocket_secure: true,
  // With the internal storage, paging through a long archive takes minutes.
  storage: 'sql',
  sql: { driver: 'SQLite3', database: join(folder, 'data', 'prosody.sqlite') },
  default_archive_policy: true,
  archive_expires_after: 'never',
  max_archive_query_results: 250,
  // The sasl2 module of Prosody 0.12 forgets to lift this one for who has signed in: no avatar and no long message would get through.
  c2s_unauthed_stanza_size_limit: 256 * 1024,
  test_control_token: token,
});

function chosen(options: ProsodyOptions): Record<string, ConfigValue> {
  const { registration = 'open', passwords = 'SHA-1', disabled = [], modules = [], interfaces = [], resumeSeconds = 600 } = options;
  const off = new Set(disabled.flatMap(name => [name, ...(STANDS_ON[name] ?? [])]));
  const registering = { open: ['register_ibr'], invite: ['register_ibr', 'invites_register'], closed: [] }[registration];
  return {
    modules_enabled: [...USUAL, ...registering, ...modules].filter(name => !off.has(name)),
    modules_disabled: ['s2s', ...off],
    interfaces: ['127.0.0.1', ...interfaces],
    authentication: passwords === 'plain' ? 'internal_plain' : 'internal_hashed',
    ...(passwords === 'plain' ? {} : { password_hash: passwords }),
    c2s_require_encryption: !off.has('tls'),
    allow_unencrypted_plain_auth: off.has('tls'),
    allow_registration: registration !== 'closed',
    registration_invite_only: registration === 'invite',
    smacks_hibernation_time: resumeSeconds,
  };
}

function lua(value: ConfigValue): string {
  if (typeof value === 'string') return `"${[...Buffer.from(value)].map(byte => `\\${String(byte).padStart(3, '0')}`).join('')}"`;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (isList(value)) return `{ ${value.map(lua).join(', ')} }`;
  return `{ ${Object.entries(value)
    .map(([key, item]) => `[${lua(key)}] = ${lua(item)}`)
    .join(', ')} }`;
}
const isList = (value: ConfigValue): value is readonly ConfigValue[] => Array.isArray(value);
