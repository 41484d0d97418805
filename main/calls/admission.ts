// Who may ring here. Pure: everything it depends on is asked for.
import type { BareJid } from '../../preload/contract/ids.ts';

/** What is known of a proposal when it comes. */
export interface Proposal {
  readonly peer: BareJid;
  /** Milliseconds since it was sent, as our own server says. */
  readonly age: number;
  readonly isBlocked: boolean;
  /** They may see our presence: what reveals it may be answered (XEP-0353 §6). */
  readonly sharesPresence: boolean;
  readonly ringForStrangers: boolean;
  /** Calls that ring here now. */
  readonly ringing: readonly { readonly peer: BareJid; readonly since: number }[];
  /** Proposals that this peer has made lately, since the user last answered one, with this one. */
  readonly lately: number;
  readonly maximalAge: number;
}
/**
 * `missed`: not a sound, but the history has it. `busy`: refused, and said so. `nothing`: as if nobody had called.
 * `replace`: the one of theirs that rings gives way, because they began anew.
 */
export type Admission = 'ring' | 'replace' | 'missed' | 'busy' | 'nothing';

/** So many different people may ring at once; nobody can answer more. */
const MOST_RINGING = 4;
/** A caller who began anew comes after a while; a flood comes at once. */
const ANEW_AFTER = 3_000;
/** Within a minute: whoever calls more often is not answered any more. */
const MOST_LATELY = 6;

export function admit(about: Proposal): Admission {
  if (about.isBlocked) return 'nothing';
  if (about.age > about.maximalAge) return 'missed';
  const isStranger = !about.sharesPresence;
  if (isStranger && !about.ringForStrangers) return about.lately > 1 ? 'nothing' : 'missed';
  const theirs = about.ringing.find(one => one.peer === about.peer);
  if (about.lately > MOST_LATELY) return isStranger ? 'nothing' : 'busy';
  if (theirs) return theirs.since >= ANEW_AFTER ? 'replace' : 'busy';
  return about.ringing.length >= MOST_RINGING ? 'busy' : 'ring';
}

/** Counts what one address proposed within a minute. */
export class Lately {
  readonly #times = new Map<string, readonly number[]>();

  /** Answers how many there were, with this one. */
  count(key: string, now: number): number {
    for (const [other, times] of this.#times) if ((times.at(-1) ?? 0) < now - 60_000) this.#times.delete(other);
    const times = [...(this.#times.get(key) ?? []).filter(at => at >= now - 60_000), now].slice(-100);
    this.#times.delete(key);
    if (this.#times.size < 1000) this.#times.set(key, times);
    return times.length;
  }
  /** Whom the user answered, here or on another device, floods nobody: what they proposed before that counts no more. */
  forgive(key: string): void {
    this.#times.delete(key);
  }
}

/** XEP-0353 §4.1: the lower id counts, by its octets; where they are the same, the lower address. */
export function isLower(mine: { readonly sid: string; readonly address: string }, theirs: { readonly sid: string; readonly address: string }): boolean {
  const order = Buffer.compare(Buffer.from(mine.sid), Buffer.from(theirs.sid)) || Buffer.compare(Buffer.from(mine.address), Buffer.from(theirs.address));
  return order < 0;
}
