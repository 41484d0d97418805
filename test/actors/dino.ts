import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startKept, type Kept } from '../../main/demo/keeper.ts';
import { FRAME_SAMPLES, Recorder } from '../../native/peer/sound.ts';
import { loudestTone, type MeasuredTone } from '../../native/peer/tone-meter.ts';
import type { Computer } from './call-network.ts';
import type { Prosody } from './prosody.ts';
import { pulses } from './voice-sample.ts';

const run = promisify(execFile);
const PROGRAMS = ['dino-im', 'Xvfb', 'openbox', 'dbus-run-session', 'pulseaudio', 'parec', 'pacat', 'xdotool'];

/** Undefined: it can. */
export const whyNoDino = (): string | undefined => {
  const missing = PROGRAMS.filter(name => !existsSync(join('/usr/bin', name)));
  return missing.length === 0 ? undefined : `${missing.join(', ')} not installed`;
};

/** Dino on a computer of its own, with a screen, a speaker and a microphone that nobody sees or hears. */
export interface Dino {
  /** Presses Accept, or Reject, on the call of this address that rings; resolves when it was there to be pressed. */
  answer(from: string): Promise<void>;
  decline(from: string): Promise<void>;
  /** Opens the conversation with an address and starts a call. */
  call(address: string): Promise<void>;
  hangUp(): Promise<void>;
  /** Shows the first conversation of its list, as soon as there is one. */
  openFirst(): Promise<void>;
  /** Writes into the conversation that is shown; its commands too. */
  write(text: string): Promise<void>;
  /** Speaks a tone into its microphone, until the next one. */
  say(hertz: number): void;
  /** What its speaker plays now. */
  heardTone(): MeasuredTone;
  readonly folder: string;
  log(): Promise<string>;
  stop(): Promise<void>;
}

export interface DinoOptions {
  readonly computer: Computer;
  readonly server: Prosody;
  readonly account: { readonly address: string; readonly password: string };
  /** It has been here before, and knows what its archive had until then. Where it never was, version 0.4.2 fetches the newest page and no more. */
  readonly knownUntil?: number;
  /** Its log tells what comes and goes on its stream. */
  readonly prints?: boolean;
}
const READY_MS = 60_000;
const [WIDTH, HEIGHT] = [1200, 800];

export async function startDino(options: DinoOptions): Promise<Dino> {
  const folder = await mkdtemp(join(tmpdir(), 'balcony-dino-'));
  await writeFiles(folder, options);
  const kept = startKept({
    // With the first process of a process namespace all others in it end.
    command: [...options.computer.through, 'unshare', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc', '/bin/sh', join(folder, 'run.sh')],
    folder,
    owner: undefined,
  });
  const dino = new DinoDesktop(folder, kept);
  try {
    await dino.ready();
  } catch (error) {
    await dino.stop();
    throw error;
  }
  return dino;
}

async function writeFiles(folder: string, { computer, server, account, knownUntil, prints }: DinoOptions): Promise<void> {
  const system = await readFile('/etc/ssl/certs/ca-certificates.crt', 'utf8').catch(() => '');
  const files = {
    'authorities.crt': `${system}\n${server.ca}`,
    hosts: `127.0.0.1 localhost ${server.domain}\n`,
    'resolv.conf': 'nameserver 127.0.0.1\noptions timeout:1 attempts:1\n',
    // It knows no other way to a server than by name and the usual port.
    'way.mjs': `
      import { connect, createServer } from 'node:net';
      createServer(inner => {
        const outer = connect(${server.port}, ${JSON.stringify(computer.server)});
        inner.pipe(outer).pipe(inner);
        inner.on('error', () => outer.destroy());
        outer.on('error', () => inner.destroy());
      }).listen(5222, '127.0.0.1');`,
    'account.mjs': `
      import { DatabaseSync } from 'node:sqlite';
      const [path] = process.argv.slice(2);
      const database = new DatabaseSync(path);
      database.prepare('INSERT INTO account (bare_jid, resourcepart, password, alias, enabled) VALUES (?, ?, ?, ?, 1)')
        .run(${JSON.stringify(account.address)}, 'dino.test', ${JSON.stringify(account.password)}, 'Romeo');
      const known = ${JSON.stringify(knownUntil === undefined ? null : Math.floor(knownUntil / 1000))};
      if (known !== null)
        database.prepare("INSERT INTO mam_catchup (account_id, server_jid, from_end, from_id, from_time, to_id, to_time) VALUES (1, ?, 1, 'first', ?, 'last', ?)")
          .run(${JSON.stringify(account.address)}, known, known);
      database.close();`,
    'pulse.pa': [
      `load-module module-native-protocol-unix auth-anonymous=1 socket=${join(folder, 'pulse')}`,
      'load-module module-null-sink sink_name=speaker',
      'load-module module-null-sink sink_name=voice',
      'load-module module-remap-source master=voice.monitor source_name=microphone source_properties=device.description=Microphone',
      'set-default-sink speaker',
      'set-default-source microphone',
    ].join('\n'),
    'run.sh': script(folder, prints === true ? 'stdbuf -oL dino-im --print-xmpp=all' : 'dino-im'),
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  for (const name of ['home', 'runtime', 'screen']) await mkdir(join(folder, name), { mode: 0o700 });
}

const script = (folder: string, command: string): string => `
cd ${folder}
mount --make-rprivate /
mount --bind authorities.crt /etc/ssl/certs/ca-certificates.crt
mount --bind hosts /etc/hosts
mount --bind resolv.conf /etc/resolv.conf
export HOME=${folder}/home XDG_RUNTIME_DIR=${folder}/runtime PULSE_SERVER=unix:${folder}/pulse LANG=C.UTF-8
export GDK_BACKEND=x11 GSK_RENDERER=cairo GTK_A11Y=none NO_AT_BRIDGE=1
${process.execPath} way.mjs &
Xvfb -displayfd 3 -screen 0 ${WIDTH}x${HEIGHT}x24 -nolisten tcp -ac -fbdir screen 3>display &
pulseaudio -n --daemonize=no --exit-idle-time=-1 --disallow-exit -F pulse.pa &
until [ -s display ] && [ -S pulse ]; do sleep 0.1; done
export DISPLAY=:$(cat display)
openbox &
# The first start makes its database.
dbus-run-session -- dino-im & first=$!
until [ -s home/.local/share/dino/dino.db-wal ] || [ -s home/.local/share/dino/dino.db ]; do sleep 0.2; done
sleep 2
kill $first; wait $first
${process.execPath} --disable-warning=ExperimentalWarning account.mjs home/.local/share/dino/dino.db
echo ready
mkfifo open
exec dbus-run-session -- /bin/sh -c '${command} & while read uri < open; do dino-im "$uri"; done; wait'
`;

class DinoDesktop implements Dino {
  readonly folder: string;
  readonly #kept: Kept;
  readonly #heard = new Recorder({ limitMs: 500, latest: true });
  #ear: ChildProcess | undefined;
  #voice: ChildProcess | undefined;

  constructor(folder: string, kept: Kept) {
    this.folder = folder;
    this.#kept = kept;
  }
  get #env(): NodeJS.ProcessEnv {
    return { ...process.env, PULSE_SERVER: `unix:${join(this.folder, 'pulse')}` };
  }

  async ready(): Promise<void> {
    await this.#until('it was up', async () => (await this.log()).includes('ready'));
    const ear = spawn('parec', ['--device=speaker.monitor', '--format=s16le', '--rate=48000', '--channels=1', '--latency-msec=20'], {
      env: this.#env,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    this.#ear = ear;
    let rest = Buffer.alloc(0);
    ear.stdout.on('data', (bytes: Buffer) => {
      rest = Buffer.concat([rest, bytes]);
      for (; rest.length >= FRAME_SAMPLES * 2; rest = rest.subarray(FRAME_SAMPLES * 2)) {
        this.#heard.take(Int16Array.from({ length: FRAME_SAMPLES }, (_, index) => rest.readInt16LE(index * 2)));
      }
    });
  }
  heardTone(): MeasuredTone {
    return loudestTone(this.#heard.samples());
  }
  say(hertz: number): void {
    this.#voice?.kill();
    const sound = pulses(hertz);
    const voice = spawn('pacat', ['--device=voice', '--format=s16le', '--rate=48000', '--channels=1', '--latency-msec=50'], {
      env: this.#env,
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    this.#voice = voice;
    const bytes = Buffer.from(sound.buffer);
    const more = (): void => void (voice.stdin.writable && voice.stdin.write(bytes));
    voice.stdin.on('error', () => {}).on('drain', more);
    more();
  }

  async answer(from: string): Promise<void> {
    await this.#open(from);
    await this.#press('the button to accept', ACCEPT);
  }
  async decline(from: string): Promise<void> {
    await this.#open(from);
    await this.#press('the button to reject', REJECT);
  }
  hangUp(): Promise<void> {
    return this.#press('the button to hang up', REJECT);
  }
  async call(address: string): Promise<void> {
    await this.#open(address);
    // It is there as soon as Dino knows that the other side can be called; then a menu opens under it.
    await this.#until('the button to call was there', async () => (await this.#patch(CALL_BUTTON, 10, DARK)) > 20);
    await this.#click(CALL_BUTTON);
    await this.#until(
      'the menu of calls was there',
      async () => (await this.#patch(CALL_MENU, 6, WHITE)) > 20 && (await this.#patch(CALL_MENU, 30, DARK)) > 20,
    );
    await this.#click(AUDIO_CALL);
  }

  async openFirst(): Promise<void> {
    await this.#until('a conversation was there', async () => (await this.#patch(FIRST_CONVERSATION, 20, DARK)) > 20);
    await this.#click(FIRST_CONVERSATION);
    await this.#until('one could write', async () => (await this.#patch(SMILEY, 8, GREY)) > 20);
  }
  async write(text: string): Promise<void> {
    await this.#click(COMPOSER);
    await this.#xdotool('type', '--delay', '20', text);
    await this.#xdotool('key', 'Return');
  }

  log(): Promise<string> {
    return readFile(join(this.folder, 'output.log'), 'utf8').catch(() => '');
  }
  async stop(): Promise<void> {
    this.#ear?.kill();
    this.#voice?.kill();
    await this.#kept.end('SIGKILL');
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }

  /** Shows the conversation. */
  async #open(address: string): Promise<void> {
    await writeFile(join(this.folder, 'open'), `xmpp:${address}?message\n`);
  }
  /** The middle of the largest patch of a colour on the screen; pressed once it is there. */
  async #press(what: string, fits: Colour): Promise<void> {
    let at: { x: number; y: number } | undefined;
    await this.#until(`${what} was there`, async () => (at = await this.#find(fits)) !== undefined);
    if (at) await this.#click(at);
  }
  async #click({ x, y }: { readonly x: number; readonly y: number }): Promise<void> {
    await this.#xdotool('mousemove', String(x), String(y), 'click', '1');
  }
  async #xdotool(...words: readonly string[]): Promise<void> {
    const display = (await readFile(join(this.folder, 'display'), 'utf8')).trim();
    await run('xdotool', [...words], { env: { ...process.env, DISPLAY: `:${display}` } });
  }
  async #find(fits: Colour): Promise<{ x: number; y: number } | undefined> {
    const screen = await readFile(join(this.folder, 'screen', 'Xvfb_screen0'));
    const pixels = readScreen(screen);
    const found: { x: number; y: number }[] = [];
    for (let y = 0; y < HEIGHT; y += 2) for (let x = 0; x < WIDTH; x += 2) if (fits(pixels(x, y))) found.push({ x, y });
    if (found.length < 40) return undefined;
    const middle = (values: readonly number[]): number => values.toSorted((one, other) => one - other)[values.length >> 1] ?? 0;
    return { x: middle(found.map(({ x }) => x)), y: middle(found.map(({ y }) => y)) };
  }
  /** How many pixels around a place fit. */
  async #patch({ x: middleX, y: middleY }: Place, reach: number, fits: Colour): Promise<number> {
    const pixels = readScreen(await readFile(join(this.folder, 'screen', 'Xvfb_screen0')));
    let count = 0;
    for (let y = middleY - reach; y <= middleY + reach; y += 1) for (let x = middleX - reach; x <= middleX + reach; x += 1) if (fits(pixels(x, y))) count += 1;
    return count;
  }
  async #until(what: string, holds: () => Promise<boolean>): Promise<void> {
    const limit = performance.now() + READY_MS;
    while (!(await holds())) {
      if (performance.now() > limit || !this.#kept.running) throw new Error(`Dino: waited in vain until ${what}; it said:\n${(await this.log()).slice(-2000)}`);
      await new Promise(resolve => setTimeout(resolve, 100));
    }
  }
}

interface Place {
  readonly x: number;
  readonly y: number;
}
/** In a window as large as ours; the version of Debian 12 is the only one that is started here. */
const CALL_BUTTON: Place = { x: 977, y: 28 };
const CALL_MENU: Place = { x: 977, y: 96 };
const AUDIO_CALL: Place = { x: 977, y: 80 };
const FIRST_CONVERSATION: Place = { x: 130, y: 74 };
const COMPOSER: Place = { x: 700, y: 662 };
const SMILEY: Place = { x: 1163, y: 662 };

type Colour = (pixel: { readonly red: number; readonly green: number; readonly blue: number }) => boolean;
const near = (red: number, green: number, blue: number): Colour => {
  return pixel => Math.abs(pixel.red - red) + Math.abs(pixel.green - green) + Math.abs(pixel.blue - blue) < 24;
};
/** #3584e4 and #e01b24 of its style. */
const ACCEPT = near(0x35, 0x84, 0xe4);
const REJECT = near(0xe0, 0x1b, 0x24);

const DARK: Colour = ({ red, green, blue }) => red + green + blue < 300;
const GREY: Colour = ({ red, green, blue }) => red + green + blue < 500;
const WHITE: Colour = ({ red, green, blue }) => red + green + blue > 740;

/** XWD, as the virtual screen keeps it in a file: a header, a table of colours of 12 bytes each, then four bytes a pixel. */
function readScreen(file: Buffer): (x: number, y: number) => { red: number; green: number; blue: number } {
  const start = file.readUInt32BE(0) + file.readUInt32BE(76) * 12;
  const line = file.readUInt32BE(48);
  return (x, y) => {
    const at = start + y * line + x * 4;
    return { blue: file[at] ?? 0, green: file[at + 1] ?? 0, red: file[at + 2] ?? 0 };
  };
}
