// What comes in about calls: to whom it belongs, whether they may say it, and whether it rings.
import { callSid, type AccountId, type BareJid } from '../../preload/contract/ids.ts';
import { Refusal, type Effect, type Incoming } from '../xmpp/feature.ts';
import { refusals } from '../xmpp/features/jingle/refusals.ts';
import type { CallMessage } from '../xmpp/features/jingle/jingle.types.ts';
import { bareOf, resourceOf } from '../xmpp/jid.ts';
import type { Heard } from '../xmpp/session.ts';
import { admit, isLower, type Admission } from './admission.ts';
import type { OneCall } from './call.ts';
import type { CallDesk } from './call-desk.ts';
import { CallWords } from './call-words.ts';
import type { CallDeskOptions } from './desk-parts.ts';
import { Signals } from './signalling.ts';

type Propose = Extract<CallMessage, { readonly kind: 'propose' }>;
type JingleEffect = Extract<Effect, { readonly do: 'jingle' }>;
/** What the history is told: nothing, all there is to know, or only what does not say how it ends. */
type ForLog = 'skip' | 'tell' | 'rings';

export class CallIntake {
  readonly #desk: CallDesk;
  readonly #o: CallDeskOptions;

  constructor(desk: CallDesk, options: CallDeskOptions) {
    this.#desk = desk;
    this.#o = options;
  }

  /** Carries out what one stanza said of calls. @throws Refusal what its request is answered with */
  async carryOut({ session: { account }, effects, message }: Heard): Promise<void> {
    for (const effect of effects) {
      if (effect.do === 'jingle') this.#jingle(account, effect);
      if (effect.do === 'services-changed') this.#o.ice.changed(account);
      if (effect.do === 'presence') this.#o.devices.heard(account, effect);
      if (!message) continue;
      if (effect.do === 'call-message') await this.#message(account, message, effect.said);
      if (message.arrival !== 'live') continue;
      if (effect.do === 'message-failed') for (const call of this.#with(account, effect.peer)) call.bounced(effect.id, effect.condition);
      if (effect.do === 'mark-delivered') for (const call of this.#with(account, effect.peer)) call.received(effect.id);
    }
  }

  async #message(account: AccountId, message: Incoming, said: CallMessage): Promise<void> {
    const forLog = message.mine ? this.#ours(account, message, said) : this.#theirs(account, message, said);
    if (forLog !== 'skip' && !this.#desk.past.isChained(account, message.peer, said.sid))
      await this.#o.callLog.heard(account, message, said, forLog === 'rings');
  }

  /** Another own device said it; or we did, and hear it again. */
  #ours(account: AccountId, { from, peer, arrival }: Incoming, { kind, sid }: CallMessage): ForLog {
    if (arrival === 'carbon-received') return 'skip';
    if (from === this.#o.session(account)?.fullAddress) return 'skip';
    const call = this.#desk.of(account).find(one => one.sid === sid && (one.peer === peer || kind === 'accept'));
    if (!call) return 'tell';
    const by = this.#o.devices.nameOf(account, from);
    if (kind === 'accept' || kind === 'proceed') {
      this.#desk.lately.forgive(`${account} ${call.peer}`);
      call.taken(by, 'accepted-elsewhere');
    }
    if (kind === 'reject') call.taken(by, 'rejected-elsewhere');
    return 'tell';
  }

  #theirs(account: AccountId, message: Incoming, said: CallMessage): ForLog {
    const { from, peer, arrival } = message;
    const call = this.#with(account, peer).find(one => one.sid === said.sid);
    if (said.kind === 'propose') return arrival === 'live' ? this.#proposed(account, message, said) : 'tell';
    if (!call) return said.kind === 'accept' ? 'skip' : 'tell';
    // What went to another own device is for that one, but that a caller gave up is for all.
    const isForUs = arrival === 'live' || (call.isIncoming && (said.kind === 'retract' || said.kind === 'finish'));
    if (isForUs) call.heardMessage(said, from);
    return 'rings';
  }

  #proposed(account: AccountId, message: Incoming, said: Propose): ForLog {
    const { from, peer } = message;
    const { sid } = said;
    if (this.#desk.past.has(account, peer, sid) || this.#with(account, peer).some(one => one.sid === sid)) return 'rings';
    const age = message.stamp === undefined ? 0 : this.#o.clock.now() - message.stamp;
    const mine = this.#with(account, peer).find(call => call.isProposed);
    if (mine && age <= this.#o.times.proposalAge) return this.#bothCalled(account, mine, from, sid);
    const others = this.#with(account, peer);
    const admission = this.#admit(account, peer, age, message.sharesPresence);
    if (admission === 'nothing') return 'skip';
    if (admission === 'missed') return 'tell';
    const about = { account, peer, sid: callSid(sid), theirs: from, wantsVideo: said.media.includes('video') };
    if (admission === 'busy' || others.some(call => !call.isReplaceable)) return this.#busy(about, message.sharesPresence);
    this.#takeTheirs(about, others);
    return 'rings';
  }

  /** They go on from another device, or after a crash: nobody wants to answer twice (XEP-0353 §4.2). */
  #takeTheirs(about: Parameters<CallDesk['takeUp']>[0], orphans: readonly OneCall[]): void {
    const answered = orphans.find(call => !call.isIncoming);
    for (const orphan of orphans) if (orphan !== answered) orphan.supersede(about.sid);
    if (answered) this.#desk.takeUp(about, answered);
    else this.#desk.ring(about);
  }

  #admit(account: AccountId, peer: BareJid, age: number, sharesPresence: boolean): Admission {
    const { clock, times, people, isGateway } = this.#o;
    const now = clock.now();
    return admit({
      peer,
      age,
      isBlocked: people.isBlocked(account, peer),
      sharesPresence: sharesPresence || isGateway(account, peer),
      ringForStrangers: this.#o.settings().ringForStrangers,
      ringing: this.#desk.ringing.map(call => ({ peer: call.peer, since: now - call.facts.startedAt })),
      lately: this.#desk.lately.count(`${account} ${peer}`, now),
      maximalAge: times.proposalAge,
    });
  }

  /** XEP-0353 §4.1 */
  #bothCalled(account: AccountId, mine: OneCall, theirs: string, sid: string): ForLog {
    const address = this.#o.session(account)?.address ?? '';
    if (isLower({ sid: mine.sid, address }, { sid, address: mine.peer })) this.#wordsFor(account, mine.peer).reject(callSid(sid), theirs, 'expired', true);
    else {
      const about = { account, peer: mine.peer, sid: mine.sid };
      mine.giveWay(callSid(sid), theirs);
      this.#o.callLog.remove(about).catch((error: unknown) => this.#o.log.error('a call that was none could not be removed', error));
    }
    return 'skip';
  }

  #busy(
    { account, peer, sid, theirs }: { readonly account: AccountId; readonly peer: BareJid; readonly sid: ReturnType<typeof callSid>; readonly theirs: string },
    tells: boolean,
  ): ForLog {
    if (tells) this.#wordsFor(account, peer).reject(sid, theirs, 'busy');
    // A flood of one is one missed call, and that one rings.
    return this.#desk.ringing.some(call => call.peer === peer) ? 'skip' : 'tell';
  }

  #jingle(account: AccountId, { from, sharesPresence, said }: JingleEffect): void {
    const peer = bareOf(from);
    const call = peer === undefined ? undefined : this.#with(account, peer).find(one => one.sid === said.sid);
    if (call && call.theirs === from) return call.heardJingle(said);
    const isNew = !call && peer !== undefined && said.action === 'session-initiate' && resourceOf(from) !== undefined;
    if (!sharesPresence) throw new Refusal(refusals.unavailable());
    if (!isNew || this.#desk.past.has(account, peer, said.sid)) throw new Refusal(refusals.unknownSession());
    this.#direct(account, peer, from, said);
  }

  /** A session that nobody proposed (XEP-0166 §6): it rings as any other call, and nothing is gathered before it is answered. */
  #direct(account: AccountId, peer: BareJid, theirs: string, said: JingleEffect['said']): void {
    if (said.action !== 'session-initiate') return;
    const address = this.#o.session(account)?.address ?? '';
    const mine = this.#with(account, peer).find(call => call.isProposed);
    if (mine && isLower({ sid: mine.sid, address }, { sid: said.sid, address: peer })) throw new Refusal(refusals.tieBreak());
    const admission = this.#admit(account, peer, 0, true);
    if (admission === 'nothing') throw new Refusal(refusals.unavailable());
    if (admission !== 'ring') throw new Refusal(refusals.tooMany());
    mine?.fire('hang-up');
    const wantsVideo = said.contents.some(one => one.description?.media === 'video');
    this.#desk.ring({ account, peer, sid: callSid(said.sid), theirs, wantsVideo }, said);
  }

  #with(account: AccountId, peer: BareJid): readonly OneCall[] {
    return this.#desk.of(account).filter(call => call.peer === peer);
  }

  #wordsFor(account: AccountId, peer: BareJid): CallWords {
    const { session, later, times } = this.#o;
    return new CallWords(new Signals({ session: () => session(account), later, requestLimit: times.request }), peer);
  }
}
