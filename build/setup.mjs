#!/usr/bin/env node
// @ts-check
// The first step of every command in package.json. Plain JavaScript without dependencies, because a fresh clone has nothing else and may have Node 20:
// it installs what is missing, then hands over to the Node of node_modules. When all is there it costs a few milliseconds.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
const SERVER = ['prosody', 'prosody-modules', 'lua-dbi-sqlite3', 'lua-unbound', 'openssl'];
const DISPLAY = ['xvfb', 'xauth', 'dbus', 'dunst', 'libnotify4', 'python3-dbus', 'python3-gi'];
/** Calls between computers: networks of their own, a relay, and Dino with sound that nobody hears. */
const CALLS = [
  'iproute2',
  'coturn',
  'dino-im',
  'openbox',
  'xdotool',
  'pulseaudio',
  'pulseaudio-utils',
  'gstreamer1.0-plugins-base',
  'gstreamer1.0-plugins-good',
  'gstreamer1.0-plugins-bad',
  'gstreamer1.0-pulseaudio',
  'gstreamer1.0-nice',
  'gstreamer1.0-gl',
  'gstreamer1.0-libav',
];

/** What each command runs, and the Debian packages it cannot do without. */
const COMMANDS = {
  start: { script: 'build/start.ts', packages: [] },
  serve: { script: 'build/serve.ts', packages: [] },
  demo: { script: 'build/demo.ts', packages: SERVER },
  check: { script: 'build/check.ts', packages: [] },
  test: { script: 'build/test.ts', packages: [...SERVER, 'chromium'] },
  interop: { script: 'build/interop.ts', packages: [...SERVER, ...DISPLAY, ...CALLS, 'chromium', 'ejabberd', 'python3-slixmpp'] },
  bench: { script: 'build/bench.ts', packages: [...SERVER, 'chromium'] },
  soak: { script: 'build/soak.ts', packages: SERVER },
  package: { script: 'build/package.ts', packages: [] },
};
/** Where there is no dpkg, a program in the PATH stands for its package; the others are parts of those. */
const PROGRAMS = { prosody: 'prosody', openssl: 'openssl', chromium: 'chromium', ejabberd: 'ejabberdctl', xvfb: 'Xvfb' };

/** @param {string} text */
const say = text => process.stderr.write(`${text}\n`);

/** @param {string} text @returns {never} */
function fail(text) {
  say(text);
  process.exit(1);
}

/** Whether node_modules holds what package-lock.json asks for; npm notes in a lock of its own what it has installed. */
function modulesAreCurrent() {
  const installed = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installed)) return false;
  const have = JSON.parse(readFileSync(installed, 'utf8')).packages;
  const want = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  return Object.entries(want).every(([path, entry]) => path === '' || entry.optional || entry.devOptional || have[path]?.version === entry.version);
}

function installModules() {
  say('Installing the packages of package-lock.json (npm ci) …');
  const npm = process.env.npm_execpath;
  const [command, args] = npm && /\.c?js$/.test(npm) ? [process.execPath, [npm]] : ['npm', []];
  const done = spawnSync(command, [...args, 'ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 2], // standard output belongs to the command: `serve` prints the launch URL there
    shell: process.platform === 'win32' && command === 'npm',
  });
  if (done.status !== 0) fail('npm ci failed; what it printed above says why.');
}

/** @param {readonly string[]} packages @returns {string[]} */
function missingOf(packages) {
  if (existsSync('/usr/bin/dpkg-query')) {
    const { stdout } = spawnSync('/usr/bin/dpkg-query', ['-W', '-f', '${Package} ${db:Status-Status}\n', ...packages], {
      encoding: 'utf8',
      env: { ...process.env, LC_ALL: 'C' },
    });
    const here = new Set(
      (stdout ?? '')
        .split('\n')
        .filter(line => line.endsWith(' installed'))
        .map(line => line.split(' ')[0]),
    );
    return packages.filter(name => !here.has(name));
  }
  const folders = (process.env.PATH ?? '').split(delimiter);
  const programs = /** @type {Record<string, string>} */ (PROGRAMS);
  return packages.filter(name => programs[name] && !folders.some(folder => existsSync(join(folder, programs[name]))));
}

/** @param {readonly string[]} packages */
function installPackages(packages) {
  const missing = missingOf(packages);
  if (missing.length === 0) return;
  const isRoot = process.getuid?.() === 0;
  const sudo = isRoot ? [] : ['sudo', '-n'];
  const may = existsSync('/usr/bin/apt-get') && (isRoot || spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status === 0);
  const advice = existsSync('/usr/bin/apt-get')
    ? `sudo apt-get install ${missing.join(' ')}`
    : `install ${missing.join(', ')} with your system's package manager`;
  if (!may) fail(`This command needs software that is not on this computer. Please run, then try again:\n  ${advice}`);
  say(`Installing ${missing.join(' ')} (apt) …`);
  // RUNLEVEL: the packages bring system services, and none of them shall start; ours are private ones.
  const command = [...sudo, 'env', 'DEBIAN_FRONTEND=noninteractive', 'RUNLEVEL=1', 'apt-get', '-o', 'DPkg::Lock::Timeout=300', '-qq'];
  /** @param {string[]} args */
  const apt = (...args) => spawnSync(command[0] ?? '', [...command.slice(1), ...args], { stdio: ['ignore', 'ignore', 2] }).status === 0;
  const install = () => apt('install', '-y', '--no-install-recommends', ...missing);
  if (!install() && !(apt('update') && install())) fail(`apt could not install them. Please run, then try again:\n  ${advice}`);
}

/** The Node that runs everything else. */
function findNode() {
  const own = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (existsSync(own)) return own;
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  return fail('The package "node" did not bring its program (are install scripts switched off?). Node 24 does as well.');
}

/** @param {string} script @param {string[]} args */
function handOver(script, args) {
  const node = findNode();
  const path = [join(root, 'node_modules', '.bin'), join(node, '..'), process.env.PATH ?? ''].join(delimiter);
  // What Node has compiled once it need not compile at every start.
  const env = { NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'compiled'), ...process.env, PATH: path };
  // The channel carries no message: when it closes, we are gone, and the command ends too.
  const child = spawn(node, [join(root, script), ...args], { stdio: ['inherit', 'inherit', 'inherit', 'ipc'], env });
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    // A terminal hands Ctrl-C to both of us.
    process.on(signal, () => void ((signal === 'SIGINT' && process.stdin.isTTY) || child.kill(signal)));
  }
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
}

const [name = '', ...args] = process.argv.slice(2);
if (name === '--packages') {
  installPackages(args);
} else {
  const command = /** @type {Record<string, { script: string, packages: string[] }>} */ (COMMANDS)[name];
  if (!command) fail(`No such command: ${name}. There are ${Object.keys(COMMANDS).join(', ')}.`);
  if (!modulesAreCurrent()) installModules();
  installPackages(command.packages);
  handOver(command.script, args);
}
