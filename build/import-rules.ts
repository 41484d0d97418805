/** Who may import whom (docs/architecture.md), as data: `oxlint.config.ts` makes overrides of it, `import-rules.test.ts` breaks each one. */
export interface Pattern {
  readonly regex?: string;
  readonly group?: string[];
  readonly allowTypeImports?: boolean;
  readonly message: string;
}
export interface ImportRule {
  readonly files: readonly string[];
  readonly except?: readonly string[];
  readonly patterns: readonly Pattern[];
}

/** The seven uses: none imports another. */
export const USES = ['chat', 'presence', 'rooms', 'calls', 'places', 'devices', 'flows'] as const;
const ROOMS = ['xmpp', 'omemo', 'store', 'accounts', 'services', 'rpc', 'host', 'demo', ...USES];
const but = (...own: string[]): string[] => ROOMS.filter(room => !own.includes(room));

/** A relative path that climbs and then enters one of these. */
const into = (...names: string[]): string => String.raw`(^|/)\.\./(${names.join('|')})(/|\.ts$)`;
const NODE = '^(node:|bun:)|^(fs|net|tls|dns|http|https|crypto|os|path|child_process|worker_threads|ws|socks)(/|$)';

export const ELECTRON: Pattern = { regex: '^electron($|/)', message: 'Only the Electron host, its entry and the preload know Electron.' };
const OUT: Pattern = { regex: into('renderer', 'build', 'test'), message: 'Nothing in main stands on the page, the tools or the tests.' };
const NATIVE: Pattern = { regex: into('native'), message: 'Only the store and the calls reach a compiled addon.' };
const ENTRY: Pattern = {
  regex: into('app', String.raw`entry\.node`, String.raw`entry\.electron`),
  message: 'The composition root builds the rooms; no room knows it.',
};
const HANDED_IN: Pattern = { regex: into('host'), allowTypeImports: true, message: 'A capability is handed in: import its type only.' };
const PAGE: Pattern = {
  regex: `^electron($|/)|${NODE}|${into('main', 'native', 'build', 'test')}`,
  message: 'The renderer speaks to main only through the contract.',
};
const HOST: Pattern = { regex: into(...but('host', 'store')), message: 'A host knows the contract, never the domain.' };
const HOST_STORE: Pattern = { group: ['**/store/*', '!**/store/worker-runner.ts'], message: 'Of the store, a host knows only how to run its thread.' };

const room = (name: string, ...patterns: Pattern[]): ImportRule => ({ files: [`main/${name}/**`], patterns: [ELECTRON, OUT, ENTRY, ...patterns] });

/** Later ones win where two match: an override replaces a rule's options. */
export const IMPORT_RULES: readonly ImportRule[] = [
  {
    files: ['preload/**'],
    except: ['preload/preload.ts'],
    patterns: [
      {
        regex: `^(electron|react|react-dom)($|/)|${NODE}|${into('main', 'renderer', 'native', 'build', 'test')}`,
        message: 'The contract belongs to no process.',
      },
    ],
  },
  {
    files: ['preload/preload.ts'],
    patterns: [{ regex: `${NODE}|${into('main', 'renderer', 'native', 'build', 'test')}`, message: 'The preload hands over one port and nothing else.' }],
  },
  {
    files: ['renderer/**'],
    patterns: [
      PAGE,
      { group: ['**/preload/contract/*', '!**/preload/contract/wire.ts'], allowTypeImports: true, message: 'Validators run in main: import types only.' },
    ],
  },
  // The gallery's people have branded names, as the store's rows have; it never goes into a package.
  { files: ['renderer/gallery/**'], patterns: [PAGE] },
  {
    files: ['renderer/ui/**'],
    patterns: [PAGE, { regex: `preload/contract|${into('views', 'model', 'rpc', 'calls', 'gallery')}`, message: 'What stands in ui/ knows no domain word.' }],
  },
  { files: ['main/**'], except: ['main/entry.electron.ts', 'main/host/electron/**'], patterns: [ELECTRON, OUT, NATIVE] },
  { files: ['main/entry.electron.ts'], patterns: [OUT, NATIVE] },
  room('base', NATIVE, { regex: `${NODE}|${into(...ROOMS)}`, message: 'base does no I/O and knows no domain word.' }),
  room('xmpp', NATIVE, {
    regex: `${NODE}|^better-sqlite3|${into(...but('xmpp'))}`,
    message: 'The protocol layer is pure: no store, host or Node; time and randomness are passed in.',
  }),
  // A feature is named for what it does, as a use may be: `../presence` is the feature beside it, and the use is further up.
  room('xmpp/features', NATIVE, {
    regex: `${NODE}|^better-sqlite3|${into(...but('xmpp', 'presence'))}|${into(String.raw`\.\./presence`)}`,
    message: 'The protocol layer is pure: no store, host or Node; time and randomness are passed in.',
  }),
  room('xmpp/stream', NATIVE, {
    regex: `^better-sqlite3|${into(...but('xmpp'))}`,
    message: 'A stream knows the network and the protocol, nothing above them.',
  }),
  room('omemo', NATIVE, { regex: into(...but('omemo', 'xmpp')), message: 'Encryption stands on the protocol alone.' }),
  room('store', HANDED_IN, { regex: `^@xmpp/|${into(...but('store', 'host'))}`, message: 'The store knows rows, not stanzas.' }),
  room('demo', NATIVE, { regex: into(...but('demo')), message: 'The demo server is a peer: it knows nothing of the app.' }),
  room('rpc', NATIVE, { regex: into(...but('rpc')), message: 'The door knows the contract, never the domain.' }),
  room('host', NATIVE, HOST, HOST_STORE),
  { files: ['main/host/electron/**'], patterns: [OUT, ENTRY, NATIVE, HOST, HOST_STORE] },
  ...USES.map(use =>
    room(use, ...(use === 'calls' ? [] : [NATIVE]), HANDED_IN, {
      regex: into('services', 'rpc', 'accounts', 'demo', ...USES.filter(other => other !== use)),
      message: 'A use does not import another use, nor what stands above it; what two share moves down.',
    }),
  ),
  room('accounts', NATIVE, HANDED_IN, { regex: into('services', 'rpc', 'demo'), message: 'Accounts stand under the services.' }),
  room('services', NATIVE, HANDED_IN, { regex: into('rpc', 'demo'), message: 'A service is the domain on one side and the contract on the other.' }),
  {
    files: ['native/**'],
    patterns: [ELECTRON, { regex: into('main', 'renderer', 'preload', 'build', 'test'), message: 'A compiled addon stands alone behind its typed face.' }],
  },
];
