import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { echo } from '../../../native/peer/sound.ts';
import { readWav } from '../../../native/peer/wav.ts';
import type { AccountId, BareJid, CallId } from '../../../preload/contract/ids.ts';
import type { Log } from '../../base/log.ts';
import type { Phone } from '../desk-parts.ts';
import type { CallSession } from '../signalling.ts';
import { AnsweringMachine, type Recording } from './answering-machine.ts';
import { deliver, type Put } from './deliver.ts';
import { NativeEngine, type Voice } from './native-engine.ts';

/** What its owner has set. */
export interface PhonePlan {
  readonly does: 'echo' | 'machine';
  /** Whose calls it takes: of all who may see our presence, or of these addresses. */
  readonly answers: 'contacts' | ReadonlySet<string>;
  readonly afterMs: number;
  /** A WAV file that is played first. */
  readonly greeting: string | undefined;
  /** Who gets what was recorded; undefined: the account that was called. A call of this address records a new greeting. */
  readonly owner: BareJid | undefined;
}
export interface PhoneParts {
  readonly log: Log;
  /** Here it keeps a greeting that was recorded. */
  readonly folder: string;
  readonly session: (account: AccountId) => CallSession | undefined;
  readonly sharesPresence: (account: AccountId, peer: BareJid) => boolean;
  readonly nameOf: (account: AccountId, peer: BareJid) => string;
  readonly hangUp: (call: CallId) => void;
  readonly put: (account: AccountId) => Put;
}

type Ringing = Parameters<Phone['takes']>[0];

const MOST_CALLS = 4;
const ECHO_AFTER_MS = 500;
const MOST_MESSAGE_MS = 3 * 60_000;
const MOST_GREETING_MS = 60_000;
const OWN_GREETING = 'greeting.wav';

/** A phone without a user. It decides from what its owner has set, and from nothing that a caller says. */
export class HeadlessPhone implements Phone {
  readonly #plan: PhonePlan;
  readonly #parts: PhoneParts;
  readonly #engine: NativeEngine;
  readonly #taken = new Map<CallId, Ringing>();
  #greeting: Int16Array | undefined;

  private constructor(plan: PhonePlan, parts: PhoneParts, greeting: Int16Array | undefined) {
    this.#plan = plan;
    this.#parts = parts;
    this.#greeting = greeting;
    this.#engine = new NativeEngine(call => this.#voiceOf(call));
  }

  /** @throws WavProblem where the greeting is no sound, and what the file system says where it cannot be read */
  static async open(plan: PhonePlan, parts: PhoneParts): Promise<HeadlessPhone> {
    const own = plan.greeting === undefined ? await readFile(join(parts.folder, OWN_GREETING)).catch(() => undefined) : await readFile(plan.greeting);
    return new HeadlessPhone(plan, parts, plan.does === 'machine' && own ? readWav(own) : undefined);
  }

  takes(call: Ringing): ReturnType<Phone['takes']> {
    const { answers, afterMs } = this.#plan;
    const may = answers === 'contacts' ? this.#parts.sharesPresence(call.account, call.peer) : answers.has(call.peer);
    if (!may || this.#engine.legs >= MOST_CALLS) return undefined;
    for (const [id] of this.#taken) if (this.#taken.size >= MOST_CALLS) this.#taken.delete(id);
    this.#taken.set(call.id, call);
    return { engine: this.#engine, afterMs };
  }
  dispose(): void {
    this.#engine.dispose();
  }

  #voiceOf(id: CallId): Voice | undefined {
    const call = this.#taken.get(id);
    this.#taken.delete(id);
    if (!call) return undefined;
    if (this.#plan.does === 'echo') {
      const parrot = echo(ECHO_AFTER_MS);
      return { audio: parrot, ear: parrot };
    }
    const isOwner = call.peer === this.#plan.owner;
    const machine = new AnsweringMachine({
      greeting: isOwner ? undefined : this.#greeting,
      limitMs: isOwner ? MOST_GREETING_MS : MOST_MESSAGE_MS,
      full: () => this.#parts.hangUp(id),
    });
    const over = (): void => {
      const recording = machine.recording();
      if (!recording) return;
      const kept = isOwner ? this.#keepGreeting(recording) : this.#hand(call, recording);
      kept.catch((error: unknown) => this.#parts.log.error('what was said to the answering machine could not be kept', error));
    };
    return { audio: machine.audio, ear: machine.ear, over };
  }

  async #keepGreeting({ wav }: Recording): Promise<void> {
    await writeFile(join(this.#parts.folder, OWN_GREETING), wav, { mode: 0o600 });
    this.#greeting = readWav(wav);
  }

  async #hand({ account, peer }: Ringing, { wav, lengthMs }: Recording): Promise<void> {
    const session = this.#parts.session(account);
    if (!session) throw new Error('there is no connection to hand it over');
    const text = `Voice message from ${this.#parts.nameOf(account, peer)}, ${length(lengthMs)}`;
    const file = { name: 'voice-message.wav', size: wav.length, type: 'audio/wav', bytes: wav };
    await deliver(session, { to: this.#plan.owner ?? session.address, file, text }, this.#parts.put(account));
  }
}

const length = (milliseconds: number): string => {
  const seconds = Math.round(milliseconds / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
};
