import { Emitter } from '../base/emitter.ts';
import type { VideoSource } from '../../preload/contract/calls.ts';
import { callId, callSid, type AccountId, type BareJid, type CallId } from '../../preload/contract/ids.ts';
import { FailureError } from '../../preload/contract/wire.ts';
import type { CallNews } from '../store/api.ts';
import type { JingleAction } from '../xmpp/features/jingle/jingle.types.ts';
import { Lately } from './admission.ts';
import { OneCall } from './call.ts';
import { outcomeOf } from './call-ends.ts';
import type { CallFacts } from './call-facts.ts';
import type { CallAbout, CallParts } from './call-parts.ts';
import type { CallDeskOptions, Phone } from './desk-parts.ts';
import { profileOf, type Profile } from './jingle/profile.ts';
import type { MediaEngine } from './media-engine.ts';
import { PastSessions } from './past-sessions.ts';

const UNKNOWN = profileOf({ node: undefined, features: new Set(), identities: [] });

/** All calls of now, by whom they were begun, and whatever becomes of them. */
export class CallDesk {
  readonly #o: CallDeskOptions;
  readonly #calls = new Map<CallId, OneCall>();
  readonly past: PastSessions;
  /** What each peer proposed here of late. */
  readonly lately = new Lately();
  readonly #visible = new Map<CallId, () => void>();
  readonly #answering = new Map<CallId, () => void>();
  readonly #recorded = new Set<CallId>();
  /** Those whose end nobody is told, because another goes on with them. */
  readonly #quiet = new Set<CallId>();
  readonly #stopWaiting: () => void;
  readonly #changed = new Emitter<CallFacts>();
  readonly #gone = new Emitter<CallId>();
  #phone: Phone | undefined;

  constructor(options: CallDeskOptions) {
    this.#o = options;
    this.past = new PastSessions(options.clock, options.times.remembered);
    options.ice.onRenewed(({ account, choice }) => {
      for (const call of this.of(account)) call.setServers(choice);
    });
    this.#stopWaiting = options.engine.onThere(() => this.#goOn());
  }

  readonly onChanged = this.#changed.on;
  /** Out of sight. */
  readonly onGone = this.#gone.on;

  /** From now on, it answers what it takes. */
  setPhone(phone: Phone): void {
    this.#phone = phone;
  }

  list(): readonly CallFacts[] {
    return [...this.#calls.values()].map(call => call.facts);
  }

  /** Those that are not over. */
  of(account: AccountId): readonly OneCall[] {
    return [...this.#calls.values()].filter(call => call.account === account && !call.isOver);
  }
  get ringing(): readonly OneCall[] {
    return [...this.#calls.values()].filter(call => call.isIncoming);
  }

  /** @throws FailureError offline, exists, unsupported */
  start(account: AccountId, peer: BareJid, video: boolean): CallFacts {
    const session = this.#o.session(account);
    if (!session?.online) throw new FailureError({ code: 'offline' });
    const already = this.of(account).find(call => call.peer === peer);
    // They were faster: whoever calls them back meanwhile has answered.
    if (already?.isIncoming) {
      this.answer(already.id, { video, others: 'hold' });
      return already.facts;
    }
    if (already) throw new FailureError({ code: 'exists' });
    if (peer === session.address || this.#o.people.isBlocked(account, peer)) throw new FailureError({ code: 'unsupported' });
    const isGateway = this.#o.isGateway(account, peer);
    const call = this.#make({
      account,
      peer,
      sid: callSid(crypto.randomUUID()),
      first: 'proposing',
      theirs: undefined,
      wantsVideo: video,
      expectsReceipt: !isGateway && this.#o.people.isMutual(account, peer),
    });
    if (!call.propose(this.#o.engine)) {
      this.#calls.delete(call.id);
      throw new FailureError({ code: 'unsupported' });
    }
    this.#holdOthers(call);
    this.#record(call, { outcome: 'open' });
    this.#changed.emit(call.facts);
    return call.facts;
  }

  /** A call of theirs begins to ring; `offer`: by their session itself. @throws Refusal */
  ring(about: Pick<CallAbout, 'account' | 'peer' | 'sid' | 'wantsVideo'> & { readonly theirs: string }, offer?: JingleAction): OneCall {
    const call = this.#make({ ...about, first: offer ? 'incoming-direct' : 'incoming', expectsReceipt: false });
    try {
      call.ring(offer);
    } catch (error) {
      this.#calls.delete(call.id);
      call.fire('media-failed', 'failed');
      throw error;
    }
    if (!call.isOver) this.#changed.emit(call.facts);
    this.#letPhoneTake(call);
    return call;
  }

  /** They go on by a new session: it is answered as what it goes on with was, and nobody hears it ring. Where nobody could carry it, it rings. */
  takeUp(about: Pick<CallAbout, 'account' | 'peer' | 'sid' | 'wantsVideo'> & { readonly theirs: string }, before: OneCall): void {
    const { continued } = before;
    const { engine } = this.#o;
    const end = (): void => this.#endQuietly(before, () => before.supersede(about.sid));
    // What a phone without a user had taken, that phone may take again: no window opens its microphone for it.
    if (before.engine !== engine || !engine.isThere) {
      end();
      this.#gone.emit(before.id);
      this.ring(about);
      return;
    }
    const call = this.#make({ ...about, first: 'incoming', expectsReceipt: false, continues: { ...continued, tell: undefined } });
    end();
    call.ring();
    if (!continued.held) this.#holdOthers(call);
    call.answer(engine, continued.video === 'camera');
    this.#gone.emit(before.id);
  }

  /** @throws FailureError not-found */
  answer(id: CallId, how: { readonly video: boolean; readonly others: 'hold' | 'end' }, engine: MediaEngine = this.#o.engine): void {
    const call = this.#get(id);
    if (!call.isIncoming) return;
    if (how.others === 'hold') this.#holdOthers(call);
    else for (const other of this.#calls.values()) if (other !== call && !other.isIncoming) other.fire('hang-up');
    this.lately.forgive(`${call.account} ${call.peer}`);
    call.answer(engine, how.video);
  }
  decline(id: CallId): OneCall {
    const call = this.#get(id);
    if (call.isIncoming) call.fire('decline');
    return call;
  }
  hangUp(id: CallId): void {
    const call = this.#get(id);
    if (!call.isOver) call.fire('hang-up');
  }
  setMuted(id: CallId, muted: boolean): void {
    this.#get(id).setMuted(muted);
  }
  setVideo(id: CallId, source: VideoSource): void {
    this.#get(id).setVideo(source);
  }
  /** Only one call is heard at a time: taking one up again holds the others. */
  setHeld(id: CallId, held: boolean): void {
    const call = this.#get(id);
    if (!held) this.#holdOthers(call);
    call.setHeld(held);
  }
  sendTones(id: CallId, tones: string): void {
    this.#get(id).sendTones(tones);
  }
  dismiss(id: CallId): void {
    if (this.#get(id).isOver) this.#forget(id);
  }

  /** The stream began anew: only who talks already can go on. */
  sessionBegan(account: AccountId): void {
    for (const call of this.of(account)) call.fire('offline');
  }
  sessionResumed(account: AccountId): void {
    for (const call of this.of(account)) call.resumed();
    this.#goOn();
  }
  /** The account is about to leave: those we speak with are told, those who ring may reach another device. */
  hangUpAll(account: AccountId): void {
    for (const call of this.of(account)) leave(call);
  }
  /** Switched off, or removed. */
  accountGone(account: AccountId): void {
    for (const call of this.of(account)) {
      call.fire('offline');
      if (!call.isOver) call.fire('hang-up');
    }
    this.#o.ice.letGo(account);
  }

  /** The app ends: so do the calls, but those that only ring, which another device may take. */
  close(): void {
    for (const call of this.#calls.values()) leave(call);
    for (const stop of [...this.#visible.values(), ...this.#answering.values()]) stop();
    this.#stopWaiting();
    this.#phone?.dispose?.();
    this.#o.ice.close();
    this.#o.callLog.close();
  }

  /** A window is there: what was carried by one that has gone goes on in it. */
  #goOn(): void {
    for (const call of [...this.#calls.values()]) {
      if (call.isWindowless && this.#o.engine.isThere && this.#o.session(call.account)?.online === true) this.#goOnWith(call);
    }
  }

  /** XEP-0353 §4.2, as the one who begins the new session. */
  #goOnWith(before: OneCall): void {
    const { account, peer, continued } = before;
    const wantsVideo = continued.video === 'camera';
    const call = this.#make({
      ...{ account, peer, wantsVideo, continues: continued },
      sid: callSid(crypto.randomUUID()),
      first: 'proposing',
      theirs: undefined,
      expectsReceipt: true,
    });
    if (!call.propose(this.#o.engine)) return void this.#calls.delete(call.id);
    this.#endQuietly(before, () => before.fire('went-on'));
    this.#changed.emit(call.facts);
    this.#gone.emit(before.id);
  }

  #endQuietly(call: OneCall, how: () => void): void {
    this.past.chain(call.account, call.peer, call.sid);
    this.#quiet.add(call.id);
    how();
    this.#quiet.delete(call.id);
  }

  #make(about: Pick<CallAbout, 'account' | 'peer' | 'sid' | 'first' | 'theirs' | 'wantsVideo' | 'expectsReceipt' | 'continues'>): OneCall {
    const { account, peer } = about;
    const isGateway = this.#o.isGateway(account, peer);
    const sharesPresence = this.#o.people.sharesPresence(account, peer);
    const relayOnly = this.#isRelayOnly(account, peer, sharesPresence || isGateway);
    const whole = { ...about, id: callId(this.#o.randomId()), relayOnly, sharesPresence, muxOptional: isGateway };
    const call = new OneCall(whole, this.#partsFor(whole));
    this.#calls.set(call.id, call);
    if (about.continues) this.past.chain(account, peer, about.sid);
    return call;
  }

  #isRelayOnly(account: AccountId, peer: BareJid, isKnown: boolean): boolean {
    const choice = this.#o.relays.of(account, peer);
    if (choice !== 'as-usual') return choice === 'always';
    const { relayAlways, relayForStrangers } = this.#o.settings();
    return relayAlways || (!isKnown && relayForStrangers);
  }

  #partsFor({ account, continues }: Pick<CallAbout, 'account' | 'continues'>): CallParts {
    const { clock, times, log, later, ownAddresses, ice, session } = this.#o;
    return {
      clock,
      // Nobody has to be fetched to it: who talked is there.
      times: continues ? { ...times, ringOut: times.goOn } : times,
      log,
      later,
      ownAddresses,
      session: () => session(account),
      ice: () => ice.of(account),
      profile: full => this.#profileOf(account, full),
      learn: full => this.#learn(account, full),
      changed: call => this.#tell(call),
      ended: call => this.#ended(call),
    };
  }

  #profileOf(account: AccountId, full: string): Profile {
    const info = this.#o.devices.known(account, full);
    return info ? profileOf(info) : UNKNOWN;
  }

  #learn(account: AccountId, full: string): Promise<void> {
    return new Promise(resolve => {
      const stop = this.#o.clock.after(this.#o.times.profile, resolve);
      void this.#o.devices.one(account, full).then(() => {
        stop();
        resolve();
      });
    });
  }

  #letPhoneTake(call: OneCall): void {
    const { id, account, peer, about } = call;
    const taken = call.isIncoming ? this.#phone?.takes({ id, account, peer, video: about.wantsVideo }) : undefined;
    if (!taken) return;
    const stop = this.#o.clock.after(taken.afterMs, () => {
      this.#answering.delete(id);
      call.answer(taken.engine, false);
    });
    this.#answering.set(id, stop);
  }

  #holdOthers(call: OneCall): void {
    for (const other of this.#calls.values()) if (other !== call && other.isTalking) other.setHeld(true);
  }

  #tell(call: OneCall): void {
    if (!this.#calls.has(call.id) || this.#quiet.has(call.id)) return;
    const { facts } = call;
    // Another window may be open: it need not be waited for.
    if (call.isWindowless) this.#o.later(() => this.#goOn());
    if (facts.connectedAt !== undefined && !this.#recorded.has(call.id)) {
      this.#recorded.add(call.id);
      this.#o.ice.keep(call.account);
      // Whatever becomes of this computer: they have talked.
      this.#record(call, { outcome: 'answered' });
    }
    this.#changed.emit(facts);
  }

  #ended(call: OneCall): void {
    const { id, account, peer, sid } = call;
    this.#answering.get(id)?.();
    this.#answering.delete(id);
    this.#recorded.delete(id);
    this.past.add(account, peer, sid);
    if (this.of(account).length === 0) this.#o.ice.letGo(account);
    if (!this.#calls.has(id)) return;
    if (this.#quiet.has(id)) return void this.#calls.delete(id);
    this.#recordEnd(call);
    this.#visible.set(
      id,
      this.#o.clock.after(this.#o.times.endedVisible, () => this.#forget(id)),
    );
  }

  #recordEnd(call: OneCall): void {
    const { facts } = call;
    const talked = call.hasTalked;
    const outcome = outcomeOf(facts.end ?? 'failed', { direction: facts.direction, talked });
    const lengthMs = talked ? facts.talkedMs + (facts.connectedAt === undefined ? 0 : (facts.endedAt ?? 0) - facts.connectedAt) : undefined;
    this.#record(call, { outcome, ...(lengthMs === undefined ? {} : { lengthMs }), ...(outcome === 'missed' ? { isNew: true } : {}) });
  }

  #record(call: OneCall, news: Pick<CallNews, 'outcome' | 'lengthMs' | 'isNew'>): void {
    const { account, peer, begun } = call;
    const whole: CallNews = { account, peer, ...begun, ...news };
    this.#o.callLog.own(whole).catch((error: unknown) => this.#o.log.error('a call could not be recorded', error));
  }

  #forget(id: CallId): void {
    this.#visible.get(id)?.();
    this.#visible.delete(id);
    if (this.#calls.delete(id)) this.#gone.emit(id);
  }

  #get(id: CallId): OneCall {
    const call = this.#calls.get(id);
    if (!call) throw new FailureError({ code: 'not-found' });
    return call;
  }
}

function leave(call: OneCall): void {
  if (!call.isOver && !call.isIncoming) call.fire('hang-up');
  call.flush();
}
