// An occupant of a room with an implementation that others wrote: slixmpp, in Debian's own Python (slixmpp-occupant.py).
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Emitter } from '../../main/base/emitter.ts';
import { heard } from './heard.ts';
import type { Prosody } from './prosody.ts';

const PYTHON = '/usr/bin/python3';
export const findSlixmpp = (): boolean => existsSync(PYTHON) && existsSync('/usr/lib/python3/dist-packages/slixmpp');

export interface SlixmppEvent {
  readonly event: 'ready' | 'failed' | 'message' | 'subject' | 'presence' | 'moderated' | 'roster' | 'done' | 'refused' | 'ended';
  readonly nickname?: string;
  readonly nicknames?: readonly string[];
  readonly body?: string;
  /** Of a message, in the room's archive. */
  readonly id?: string | null;
  readonly text?: string;
  readonly by?: string;
  readonly sender?: string;
  readonly gone?: boolean;
  readonly role?: string;
  readonly codes?: readonly number[];
  readonly reason?: string | null;
  readonly order?: string;
  readonly condition?: string;
}
export interface SlixmppOccupant {
  readonly address: string;
  /** The next event that fits, also one that came before. */
  sees(fits: (event: SlixmppEvent) => boolean): Promise<SlixmppEvent>;
  order(order: { readonly do: 'join' | 'say' | 'subject' | 'kick' | 'moderate' | 'roster' } & Readonly<Record<string, string>>): void;
  stop(): Promise<void>;
}

export async function startSlixmpp(server: Pick<Prosody, 'register' | 'route' | 'ca'>, room: string, nickname: string): Promise<SlixmppOccupant> {
  const folder = await mkdtemp(join(tmpdir(), 'balcony-slixmpp-'));
  const ca = join(folder, 'ca.pem');
  await writeFile(ca, server.ca);
  const { address, password } = await server.register();
  const settings = JSON.stringify({ address, password, room, nickname, ca, ...server.route });
  const script = join(import.meta.dirname, 'slixmpp-occupant.py');
  // Ends with us, even when we are killed.
  const child = spawn('setpriv', ['--pdeathsig', 'TERM', PYTHON, script, settings], { stdio: ['pipe', 'pipe', 'inherit'] });
  const events = new Emitter<SlixmppEvent>();
  const before: SlixmppEvent[] = [];
  const tell = (event: SlixmppEvent): void => {
    before.push(event);
    events.emit(event);
  };
  createInterface(child.stdout).on('line', line => tell(JSON.parse(line) as SlixmppEvent));
  const ended = once(child, 'exit').then(() => tell({ event: 'ended' }));
  const sees: SlixmppOccupant['sees'] = async fits => before.find(fits) ?? heard(events.on, fits);
  const occupant: SlixmppOccupant = {
    address,
    sees,
    order: order => void child.stdin.write(`${JSON.stringify(order)}\n`),
    async stop() {
      child.kill();
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
  const { event } = await sees(one => ['ready', 'failed', 'ended'].includes(one.event));
  if (event === 'ready') return occupant;
  await occupant.stop();
  throw new Error(`slixmpp: ${event}`);
}
