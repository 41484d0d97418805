import { Emitter } from '../base/emitter.ts';
import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import { callSid, type AccountId, type BareJid } from '../../preload/contract/ids.ts';
import type { CallNews, Store, StoredCall } from '../store/api.ts';
import type { Effect, Incoming } from '../xmpp/feature.ts';
import type { CallMessage } from '../xmpp/features/jingle/jingle.types.ts';
import { follow, newsOf, type Trace } from './call-trace.ts';
import type { CallTimes } from './timers.ts';

export interface CallLogOptions {
  readonly store: Pick<Store, 'putCall' | 'callRecord' | 'removeCall' | 'markCallsSeen'>;
  readonly clock: Clock;
  readonly times: CallTimes;
  readonly log: Log;
  /** Somebody whose calls are not even told of. */
  readonly isRefused: (account: AccountId, peer: BareJid) => boolean;
}
export interface Missed {
  readonly call: StoredCall;
  /** It came out of the archive after an absence. */
  readonly arrived: 'live' | 'catch-up';
}

const MOST_TRACES = 2000;
const MOST_SID = 256;

/** The history of calls of all own devices: from what happened here, and from the messages that every device and the archive have. */
export class CallLog {
  readonly #o: CallLogOptions;
  readonly #traces = new Map<string, Trace>();
  /** Sessions that went on with an earlier one (XEP-0353 §4.2), by the key of the first: one call, and one line. */
  readonly #firsts = new Map<string, string>();
  readonly #settling = new Map<string, () => void>();
  readonly #told = new Set<string>();
  readonly #recorded = new Emitter<StoredCall>();
  readonly #removed = new Emitter<{ readonly record: number }>();
  readonly #missed = new Emitter<Missed>();
  readonly #seen = new Emitter<void>();

  constructor(options: CallLogOptions) {
    this.#o = options;
  }

  readonly onRecorded = this.#recorded.on;
  readonly onRemoved = this.#removed.on;
  readonly onMissed = this.#missed.on;
  /** The user has looked at the history. */
  readonly onSeen = this.#seen.on;

  close(): void {
    for (const stop of this.#settling.values()) stop();
    this.#settling.clear();
  }

  forget(account: AccountId): void {
    for (const kept of [this.#traces, this.#firsts]) for (const key of kept.keys()) if (key.startsWith(`${account} `)) kept.delete(key);
  }

  /** What a call of this device came to. */
  async own(news: CallNews): Promise<void> {
    this.#unsettle(keyOf(news.account, news.peer, news.sid));
    await this.#put(news, 'live');
  }

  /** A message that came now. `rings`: a call of this device has it in hand, and will say how it ended. */
  async heard(account: AccountId, message: Incoming, said: CallMessage, rings: boolean): Promise<void> {
    const key = this.#follow(account, message, said);
    if (key === undefined) return;
    const trace = this.#traces.get(key);
    const news = trace && newsOf(trace);
    // While it is in hand, the end is not told beforehand.
    if (rings && news !== 'never') return;
    await this.#keep(key, 'live');
    if (news !== undefined && news !== 'never' && news.outcome === 'open' && news.direction === 'incoming') this.#settle(key, 'live');
  }

  /** A page of the archive, whatever is newer than it having been read before. */
  async page(account: AccountId, judged: readonly { readonly message: Incoming; readonly effects: readonly Effect[] }[]): Promise<void> {
    const touched = new Set<string>();
    for (const { message, effects } of judged) {
      for (const effect of effects) {
        const key = effect.do === 'call-message' ? this.#follow(account, message, effect.said) : undefined;
        if (key !== undefined) touched.add(key);
      }
    }
    for (const key of touched) {
      await this.#keep(key, 'catch-up');
      this.#settle(key, 'catch-up');
    }
  }

  /** There never was such a call. */
  async remove(about: { readonly account: AccountId; readonly peer: BareJid; readonly sid: string }): Promise<void> {
    const found = await this.#o.store.callRecord({ account: about.account, peer: about.peer, sid: callSid(about.sid) });
    if (found) await this.removeRecord(found.id);
  }

  async removeRecord(record: number): Promise<void> {
    await this.#o.store.removeCall({ record });
    this.#removed.emit({ record });
  }

  async markSeen(): Promise<void> {
    for (const call of await this.#o.store.markCallsSeen()) this.#recorded.emit(call);
    this.#seen.emit();
  }

  #follow(account: AccountId, { peer, mine, stamp, arrival }: Incoming, said: CallMessage): string | undefined {
    if (said.kind === 'accept' || said.sid.length > MOST_SID || (!mine && this.#o.isRefused(account, peer))) return undefined;
    const at = Math.min(stamp ?? this.#o.clock.now(), this.#o.clock.now());
    const own = keyOf(account, peer, said.sid);
    const key = this.#firsts.get(own) ?? own;
    // What began the later session, and how, is nothing new; when it ended is.
    if (key !== own && said.kind !== 'finish') return undefined;
    const before = this.#traces.get(key) ?? { account, peer, sid: callSid(said.sid), video: false, firstAt: at, isNew: false };
    this.#traces.delete(key);
    this.#traces.set(key, follow(before, { said, mine, at, arrival }));
    keepNewest(this.#traces);
    if (before.proceededAt !== undefined) this.#join(account, peer, said, key);
    return key;
  }

  /** A session goes on with one that was answered: it is no call of its own. */
  #join(account: AccountId, peer: BareJid, said: CallMessage, first: string): void {
    const sid = said.kind === 'finish' ? said.migratedTo : undefined;
    if (sid === undefined) return;
    const key = keyOf(account, peer, sid);
    // Nobody takes a call back by going round in a circle.
    if (key === first) return;
    this.#firsts.set(key, first);
    keepNewest(this.#firsts);
    this.#unsettle(key);
    if (!this.#traces.delete(key)) return;
    this.remove({ account, peer, sid }).catch((error: unknown) => this.#o.log.error('a session that was no call could not be removed', error));
  }

  /** Nobody said anything more: it was missed, as soon as nobody can be ringing any more. */
  #settle(key: string, arrived: Missed['arrived']): void {
    const trace = this.#traces.get(key);
    const news = trace && newsOf(trace);
    if (!trace || news === undefined || news === 'never' || news.outcome !== 'open' || news.direction !== 'incoming') return;
    this.#unsettle(key);
    const { clock, times } = this.#o;
    const age = clock.now() - trace.firstAt;
    const stop = clock.after(age >= times.proposalAge ? times.settle : times.proposalAge - age, () => {
      this.#settling.delete(key);
      const now = this.#traces.get(key);
      const still = now && newsOf(now);
      if (!now || still === undefined || still === 'never' || still.outcome !== 'open') return;
      this.#put({ ...still, outcome: 'missed', isNew: now.isNew }, arrived).catch((error: unknown) =>
        this.#o.log.error('a missed call could not be kept', error),
      );
    });
    this.#settling.set(key, stop);
  }

  #unsettle(key: string): void {
    this.#settling.get(key)?.();
    this.#settling.delete(key);
  }

  async #keep(key: string, arrived: Missed['arrived']): Promise<void> {
    const trace = this.#traces.get(key);
    const news = trace && newsOf(trace);
    if (!trace || news === undefined) return;
    if (news === 'never') await this.remove(trace);
    else await this.#put(news, arrived);
  }

  async #put(news: CallNews, arrived: Missed['arrived']): Promise<void> {
    const call = await this.#o.store.putCall(news);
    this.#recorded.emit(call);
    const key = keyOf(news.account, news.peer, news.sid);
    if (call.outcome !== 'missed' || !call.isNew || this.#told.has(key)) return;
    this.#told.add(key);
    if (this.#told.size > MOST_TRACES) this.#told.clear();
    this.#missed.emit({ call, arrived });
  }
}

function keepNewest(kept: Map<string, unknown>): void {
  for (const oldest of kept.keys()) {
    if (kept.size <= MOST_TRACES) break;
    kept.delete(oldest);
  }
}

const keyOf = (account: AccountId, peer: BareJid, sid: string): string => `${account} ${peer} ${sid}`;
