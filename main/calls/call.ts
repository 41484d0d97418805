import type { CallEnd, VideoSource } from '../../preload/contract/calls.ts';
import type { AccountId, BareJid, CallId, CallSid } from '../../preload/contract/ids.ts';
import { Refusal } from '../xmpp/feature.ts';
import { callMessageId } from '../xmpp/features/call-messages/call-messages.codec.ts';
import { refusals } from '../xmpp/features/jingle/refusals.ts';
import type { CallMessage, JingleAction, Reason } from '../xmpp/features/jingle/jingle.types.ts';
import { endOf, endOfCondition } from './call-ends.ts';
import { firstFacts, type CallFacts } from './call-facts.ts';
import { CallMachine } from './call-machine.ts';
import { CallMedia } from './call-media.ts';
import type { CallAbout, CallAsBegun, CallParts, Continued } from './call-parts.ts';
import type { CallEvent, CallState, Deed } from './call-state.ts';
import { CallTalk } from './call-talk.ts';
import { CallWords } from './call-words.ts';
import type { IceChoice } from './ice-servers.ts';
import type { MediaEngine } from './media-engine.ts';
import { Signals } from './signalling.ts';

/** One call: a state of the table, the words that are said for it, and the media that a servant carries. */
export class OneCall {
  readonly about: CallAbout;
  readonly #o: CallParts;
  readonly #signals: Signals;
  readonly #words: CallWords;
  readonly #machine: CallMachine;
  readonly #media: CallMedia;
  readonly #talk: CallTalk;
  #sid: CallSid;
  #theirs: string | undefined;
  #newSid: CallSid | undefined;
  #engine: MediaEngine | undefined;

  constructor(about: CallAbout, parts: CallParts) {
    this.about = about;
    this.#o = parts;
    this.#sid = about.sid;
    this.#theirs = about.theirs;
    const { clock, times, log, profile, ownAddresses } = parts;
    const { relayOnly, muxOptional } = about;
    this.#signals = new Signals({ session: parts.session, later: parts.later, requestLimit: times.request });
    this.#words = new CallWords(this.#signals, about.peer);
    const machine = new CallMachine({
      clock,
      times,
      log,
      state: about.first,
      facts: firstFacts(about, clock.now()),
      goesOn: about.continues?.hasTalked === true,
      carryOut: (deed, why) => this.#carryOut(deed, why),
      noPath: () => (media.hasRelay ? 'no-path' : 'no-relay'),
      connected: () => {
        // Who did not say in time what it is may be asked once more.
        if (this.#theirs !== undefined) void parts.learn(this.#theirs);
        if (machine.facts.muted) talk.tellMuted();
        if (machine.facts.held) talk.tellHeld();
      },
      changed: () => parts.changed(this),
      ended: () => {
        talk.close();
        this.#endEarlier();
        parts.ended(this);
      },
    });
    const failed = (why: CallEnd): unknown => machine.fire('media-failed', why);
    const media = new CallMedia({
      call: about.id,
      ice: parts.ice,
      relayOnly,
      muxOptional,
      report: report => talk.report(report),
      failed,
      gone: isForGood => this.#windowGone(isForGood),
    });
    const own = (): string => parts.session()?.fullAddress ?? '';
    const talk = new CallTalk({ machine, media, signals: this.#signals, clock, times, own, ownAddresses, profile, relayOnly });
    this.#machine = machine;
    this.#media = media;
    this.#talk = talk;
  }

  get id(): CallId {
    return this.about.id;
  }
  get account(): AccountId {
    return this.about.account;
  }
  get peer(): BareJid {
    return this.about.peer;
  }
  get sid(): CallSid {
    return this.#sid;
  }
  /** Full address of the device that we speak with. */
  get theirs(): string | undefined {
    return this.#theirs;
  }
  get state(): CallState {
    return this.#machine.state;
  }
  get isOver(): boolean {
    return this.#machine.isOver;
  }
  get isIncoming(): boolean {
    return this.#machine.isIncoming;
  }
  get isTalking(): boolean {
    return this.#machine.isTalking;
  }
  /** A new proposal of the same people may take its place. */
  get isReplaceable(): boolean {
    return this.#machine.takes('superseded');
  }
  /** Nobody has taken it yet. */
  get isProposed(): boolean {
    return this.#machine.isProposed;
  }
  get facts(): CallFacts {
    return this.#machine.facts;
  }
  /** In this session, or in one that it goes on with. */
  get hasTalked(): boolean {
    return this.#machine.hasTalked;
  }
  /** Nobody carries it, until somebody goes on with it. */
  get isWindowless(): boolean {
    return this.state === 'windowless';
  }
  /** By whom it was carried. */
  get engine(): MediaEngine | undefined {
    return this.#engine;
  }
  /** How it began. */
  get begun(): CallAsBegun {
    const { direction, wantsVideo, startedAt } = this.facts;
    return this.about.continues?.record ?? { sid: this.#sid, direction, video: wantsVideo, startedAt };
  }
  /** What another session would go on with. */
  get continued(): Continued {
    const { muted, held, video, talkedMs, connectedAt } = this.facts;
    const talkedNow = connectedAt === undefined ? 0 : this.#o.clock.now() - connectedAt;
    return {
      sid: this.#sid,
      record: this.begun,
      hasTalked: this.hasTalked,
      muted,
      held,
      video: video === 'camera' ? 'camera' : 'off',
      talkedMs: talkedMs + talkedNow,
      tell: this.#theirs,
    };
  }

  /** Begins to call. False: nobody carries the media. */
  propose(engine: MediaEngine): boolean {
    if (!this.#take(engine)) return false;
    this.#words.propose(this.#sid, this.about.wantsVideo, this.about.continues?.tell);
    this.#machine.begin(this.about.expectsReceipt ? [] : ['noDevice']);
    this.#open(this.about.wantsVideo ? 'camera' : 'off');
    return true;
  }

  /** Begins to ring here, by a proposal or by their session itself. @throws Refusal */
  ring(offer?: JingleAction): void {
    this.#machine.begin();
    this.#media.prepare();
    const theirs = this.#theirs;
    if (theirs === undefined) return;
    void this.#o.learn(theirs);
    if (offer) this.#talk.begin('responder', this.#sid, theirs).heard(offer);
    if (this.isOver) return;
    if (offer) this.#talk.info({ info: 'ringing' });
    // XEP-0353 §6: it reveals that we are here.
    else if (this.about.sharesPresence) this.#words.ringing(this.#sid, theirs);
  }

  /** The user takes it. */
  answer(engine: MediaEngine, video: boolean): void {
    if (!this.isIncoming) return;
    if (!this.#take(engine)) return void this.fire('media-failed', 'window-closed');
    this.fire('answer');
    this.#open(video ? 'camera' : 'off');
  }

  /** Both called at once and theirs counts: it goes on as theirs, answered, for both wanted it (XEP-0353 §4.1). */
  giveWay(sid: CallSid, theirs: string): void {
    if (!this.#machine.takes('gave-way')) return;
    this.#words.retract(this.#sid, 'expired', true);
    this.#sid = sid;
    this.#theirs = theirs;
    this.#machine.set({ direction: 'incoming' });
    this.fire('gave-way');
  }

  /** The same people begin anew: this one is an orphan (XEP-0353 §4.2). */
  supersede(by: CallSid): void {
    this.#newSid = by;
    this.fire('superseded');
  }

  setMuted(muted: boolean): void {
    this.#talk.setMuted(muted);
  }
  setHeld(held: boolean): void {
    this.#talk.setHeld(held);
  }
  setVideo(source: VideoSource): void {
    this.#talk.setVideo(source);
  }
  sendTones(tones: string): void {
    this.#talk.sendTones(tones);
  }
  setServers(choice: IceChoice): void {
    this.#media.setServers(choice);
  }

  /** The stream goes on where it was: a path that is sought may be sought again. */
  resumed(): void {
    if (this.state === 'reconnecting') this.#talk.restart();
  }

  /** Another own device has taken, or declined it. */
  taken(by: string, event: 'accepted-elsewhere' | 'rejected-elsewhere'): void {
    if (event === 'accepted-elsewhere' && !this.isTalking) this.#machine.set({ elsewhere: by });
    this.fire(event);
  }

  /** A stanza of ours came back. */
  bounced(id: string, condition: string): void {
    if (this.#isOurs(id, 'propose') || this.#isOurs(id, 'proceed')) this.fire('bounced', endOfCondition(condition));
  }
  received(id: string): void {
    if (this.#isOurs(id, 'propose')) this.fire('receipt');
  }

  /** Whatever waits to be said is said now: the stream is about to close. */
  flush(): void {
    this.#signals.flush();
  }

  fire(event: CallEvent, why?: CallEnd): boolean {
    return this.#machine.fire(event, why);
  }

  /** What was said by XEP-0353, by somebody who may. */
  heardMessage(said: CallMessage, from: string): void {
    if (said.kind === 'ringing' && this.fire('ringing')) void this.#o.learn(from);
    if (said.kind === 'proceed') this.#heardProceed(from);
    if (said.kind === 'retract') this.fire('retract');
    const isTheirs = from === this.#theirs;
    // Once one device has taken it, another that declines is late.
    if (said.kind === 'reject' && (this.isProposed || isTheirs)) this.fire('reject', this.#why(said.reason?.reason));
    if (said.kind === 'finish' && isTheirs) this.fire('finish', this.#why(said.reason?.reason));
  }

  /** A Jingle request of the device that we speak with. @throws Refusal */
  heardJingle(said: JingleAction): void {
    if (said.action !== 'session-initiate') return this.#talk.heard(said);
    const theirs = this.#theirs;
    if (theirs === undefined || !this.#machine.takes('initiate')) throw new Refusal(refusals.outOfOrder());
    this.#talk.begin('responder', this.#sid, theirs).heard(said);
    this.fire('initiate');
  }

  #take(engine: MediaEngine): boolean {
    this.#engine = engine;
    return this.#media.take(engine);
  }

  /** Its keys went with it: only a new session can go on, and not everybody takes one for that. */
  #windowGone(isForGood: boolean): void {
    const canGoOn = !isForGood && this.#theirs !== undefined && this.#o.profile(this.#theirs).migrates && this.#machine.takes('media-gone');
    if (canGoOn) this.fire('media-gone');
    else this.fire('media-failed', 'window-closed');
  }

  /** They were asked to go on, and nothing came of it: what they still have is over. */
  #endEarlier(): void {
    const { continues } = this.about;
    if (continues?.tell === undefined || this.facts.connectedAt !== undefined) return;
    this.#words.say('terminate', { sid: continues.sid, theirs: continues.tell, why: this.facts.end, own: undefined, newSid: undefined });
  }

  #heardProceed(from: string): void {
    // Without a resource there is no device to speak with.
    if (!from.includes('/')) return;
    if (this.isProposed) this.#theirs = from;
    this.fire('proceed');
  }

  #isOurs(id: string, kind: 'propose' | 'proceed'): boolean {
    return id === callMessageId({ kind, sid: this.#sid });
  }

  #open(video: VideoSource): void {
    this.#machine.set({ video });
    this.#talk.goOnAs(this.about.continues);
    this.#media.open(video).catch((error: unknown) => {
      this.#o.log.error('the media of a call could not be opened', error);
      this.fire('media-failed', 'failed');
    });
  }

  #why(reason: Reason | undefined): CallEnd {
    const why = endOf(reason, { direction: this.facts.direction, talked: this.#machine.hasTalked });
    return why === 'no-path' ? this.#talk.noPath : why;
  }

  #carryOut(deed: Deed, why: CallEnd | undefined): void {
    const [sid, theirs] = [this.#sid, this.#theirs];
    switch (deed) {
      case 'offer':
        return this.#offer();
      case 'initiate':
      case 'accept-session':
      case 'take-offer':
        return this.#talk.tell();
      case 'restart':
        return this.#talk.restart();
      case 'retract':
        return this.#words.retract(sid, why === 'no-answer' ? 'expired' : 'cancel');
      default:
        if (theirs !== undefined) this.#words.say(deed, { sid, theirs, why, own: this.#o.session()?.address, newSid: this.#newSid });
    }
  }

  #offer(): void {
    const theirs = this.#theirs;
    if (theirs === undefined) return;
    void this.#o.learn(theirs).then(() => {
      if (this.state === 'proceeding') this.#talk.begin('initiator', this.#sid, theirs).offer();
    });
  }
}
