import { echo } from '../../../native/peer/sound.ts';
import type { AccountId, BareJid, CallId } from '../../../preload/contract/ids.ts';
import type { Log } from '../../base/log.ts';
import type { Phone } from '../desk-parts.ts';
import type { CallSession } from '../signalling.ts';
import { AnsweringMachine, type Recording } from './answering-machine.ts';
import { deliver, type Put } from './deliver.ts';
import { MOST_GREETING_MS, type Greeting } from './greeting.ts';
import { NativeEngine, type Voice } from './native-engine.ts';

/** What its owner has set. */
export interface PhonePlan {
  readonly does: 'echo' | 'machine';
  /** Whose calls it takes: of all who may see our presence, or of these addresses. */
  readonly answers: 'contacts' | ReadonlySet<string>;
  readonly afterMs: number;
  /** Who gets what was recorded; undefined: the account that was called. A call of this address records a new greeting. */
  readonly owner: BareJid | undefined;
}
export interface PhoneParts {
  readonly log: Log;
  /** As it is now; undefined: it is off. */
  readonly plan: () => PhonePlan | undefined;
  /** The plan is that of the command line, and the settings are not asked. */
  readonly fixed: boolean;
  readonly greeting: Greeting;
  readonly session: (account: AccountId) => CallSession | undefined;
  readonly sharesPresence: (account: AccountId, peer: BareJid) => boolean;
  readonly nameOf: (account: AccountId, peer: BareJid) => string;
  readonly hangUp: (call: CallId) => void;
  readonly put: (account: AccountId) => Put;
}

type Ringing = Parameters<Phone['takes']>[0];
/** A call with what its owner had set when it came. */
interface Taken {
  readonly call: Ringing;
  readonly plan: PhonePlan;
}

const MOST_CALLS = 4;
const ECHO_AFTER_MS = 500;
const MOST_MESSAGE_MS = 3 * 60_000;

/** A phone without a user. It decides from what its owner has set, and from nothing that a caller says. */
export class HeadlessPhone implements Phone {
  readonly #parts: PhoneParts;
  readonly #engine: NativeEngine;
  readonly #taken = new Map<CallId, Taken>();

  constructor(parts: PhoneParts) {
    this.#parts = parts;
    this.#engine = new NativeEngine(call => this.#voiceOf(call));
  }

  get fixed(): boolean {
    return this.#parts.fixed;
  }
  get greeting(): Greeting {
    return this.#parts.greeting;
  }

  takes(call: Ringing): ReturnType<Phone['takes']> {
    const plan = this.#parts.plan();
    if (!plan) return undefined;
    const { answers, afterMs } = plan;
    const may = answers === 'contacts' ? this.#parts.sharesPresence(call.account, call.peer) : answers.has(call.peer);
    if (!may || this.#engine.legs >= MOST_CALLS) return undefined;
    for (const [id] of this.#taken) if (this.#taken.size >= MOST_CALLS) this.#taken.delete(id);
    this.#taken.set(call.id, { call, plan });
    return { engine: this.#engine, afterMs };
  }
  dispose(): void {
    this.#engine.dispose();
  }

  #voiceOf(id: CallId): Voice | undefined {
    const taken = this.#taken.get(id);
    this.#taken.delete(id);
    if (!taken) return undefined;
    const { call, plan } = taken;
    if (plan.does === 'echo') {
      const parrot = echo(ECHO_AFTER_MS);
      return { audio: parrot, ear: parrot };
    }
    const isOwner = call.peer === plan.owner;
    const machine = new AnsweringMachine({
      greeting: isOwner ? undefined : this.greeting.sound,
      limitMs: isOwner ? MOST_GREETING_MS : MOST_MESSAGE_MS,
      full: () => this.#parts.hangUp(id),
    });
    const over = (): void => {
      const recording = machine.recording();
      if (!recording) return;
      const kept = isOwner ? this.greeting.keep(recording.sound) : this.#hand(taken, recording);
      kept.catch((error: unknown) => this.#parts.log.error('what was said to the answering machine could not be kept', error));
    };
    return { audio: machine.audio, ear: machine.ear, over };
  }

  async #hand({ call: { account, peer }, plan }: Taken, { wav, lengthMs }: Recording): Promise<void> {
    const session = this.#parts.session(account);
    if (!session) throw new Error('there is no connection to hand it over');
    const text = `Voice message from ${this.#parts.nameOf(account, peer)}, ${length(lengthMs)}`;
    const file = { name: 'voice-message.wav', size: wav.length, type: 'audio/wav', bytes: wav };
    await deliver(session, { to: plan.owner ?? session.address, file, text }, this.#parts.put(account));
  }
}

const length = (milliseconds: number): string => {
  const seconds = Math.round(milliseconds / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
};
