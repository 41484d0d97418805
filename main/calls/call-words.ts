// XEP-0353: Jingle Message Initiation, and the end of a session (XEP-0166 §6.7): the sentences of a call.
import type { CallEnd } from '../../preload/contract/calls.ts';
import type { BareJid, CallSid } from '../../preload/contract/ids.ts';
import type { Reason } from '../xmpp/features/jingle/jingle.types.ts';
import { reasonOf } from './call-ends.ts';
import type { Signals } from './signalling.ts';

interface About {
  readonly sid: CallSid;
  /** Full address. */
  readonly theirs: string;
  readonly why: CallEnd | undefined;
  readonly own: BareJid | undefined;
  readonly newSid: CallSid | undefined;
}
type Word = 'accept' | 'reject' | 'finish' | 'terminate' | 'migrate';

const because = (reason: Reason): { readonly reason: Reason; readonly text: undefined } => ({ reason, text: undefined });

export class CallWords {
  readonly #signals: Signals;
  readonly #peer: BareJid;

  constructor(signals: Signals, peer: BareJid) {
    this.#signals = signals;
    this.#peer = peer;
  }

  /** `to`: the one device with which a call goes on; its account has others, where nothing is to ring. */
  propose(sid: CallSid, video: boolean, to: string = this.#peer): void {
    this.#signals.message(to, { kind: 'propose', sid, media: video ? ['audio', 'video'] : ['audio'] });
  }
  ringing(sid: CallSid, theirs: string): void {
    this.#signals.message(theirs, { kind: 'ringing', sid });
  }
  retract(sid: CallSid, reason: Reason, tieBreak = false): void {
    this.#signals.message(this.#peer, { kind: 'retract', sid, reason: because(reason), tieBreak, migratedTo: undefined });
  }

  reject(sid: CallSid, theirs: string, reason: Reason, tieBreak = false): void {
    this.#signals.message(theirs, { kind: 'reject', sid, reason: because(reason), tieBreak, migratedTo: undefined });
  }

  say(word: Word, { sid, theirs, why = 'failed', own, newSid }: About): void {
    const ended = { sid, reason: because(reasonOf(why)), tieBreak: false, migratedTo: undefined } as const;
    switch (word) {
      case 'accept':
        // Own devices that get no copy of the second learn it from the first (as Dino and Conversations do).
        if (own !== undefined) this.#signals.message(own, { kind: 'accept', sid });
        return this.#signals.message(theirs, { kind: 'proceed', sid });
      case 'reject':
        return this.#signals.message(theirs, { kind: 'reject', ...ended });
      case 'finish':
        return this.#signals.message(theirs, { kind: 'finish', ...ended });
      case 'migrate':
        return this.#signals.message(theirs, { kind: 'finish', ...ended, reason: because('expired'), migratedTo: newSid });
      case 'terminate':
        return void this.#signals.request(theirs, { action: 'session-terminate', sid, reason: because(reasonOf(why)) });
    }
  }
}
