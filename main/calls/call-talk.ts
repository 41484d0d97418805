import type { Clock } from '../base/clock.ts';
import type { CallEnd, VideoSource } from '../../preload/contract/calls.ts';
import type { CallSid } from '../../preload/contract/ids.ts';
import type { MediaReport } from '../../preload/contract/media.ts';
import { Refusal } from '../xmpp/feature.ts';
import { refusals } from '../xmpp/features/jingle/refusals.ts';
import type { JingleAction, Reason, SessionInfo } from '../xmpp/features/jingle/jingle.types.ts';
import { endOf, endOfCondition } from './call-ends.ts';
import type { CallMachine } from './call-machine.ts';
import type { CallMedia } from './call-media.ts';
import type { Profile } from './jingle/profile.ts';
import { Negotiation } from './negotiation.ts';
import type { Signals } from './signalling.ts';
import type { CallTimes } from './timers.ts';

export interface CallTalkOptions {
  readonly machine: CallMachine;
  readonly media: CallMedia;
  readonly signals: Signals;
  readonly clock: Clock;
  readonly times: CallTimes;
  readonly own: () => string;
  readonly ownAddresses: () => readonly string[];
  readonly profile: (full: string) => Profile;
  readonly relayOnly: boolean;
}
type Report<Say extends MediaReport['say']> = Extract<MediaReport, { readonly say: Say }>;

/** After another network was taken, a path that goes is not waited for. */
const NETWORK_CHANGED = 30_000;

/** The session of one call (XEP-0166): what both describe, what the servant reports, and what is told beside it. */
export class CallTalk {
  readonly #o: CallTalkOptions;
  #negotiation: Negotiation | undefined;
  #theirs: string | undefined;
  #sid: CallSid | undefined;
  #pictureMuted = false;
  #networkAt = Number.NEGATIVE_INFINITY;

  constructor(options: CallTalkOptions) {
    this.#o = options;
  }

  /** A session with this device, which nothing has been said in yet. */
  begin(role: 'initiator' | 'responder', sid: CallSid, peer: string): Negotiation {
    this.#theirs = peer;
    this.#sid = sid;
    const { machine, media, signals, clock, times, relayOnly } = this.#o;
    const negotiation = new Negotiation({
      session: { sid, role, own: this.#o.own(), peer, relayOnly, ownAddresses: this.#o.ownAddresses() },
      profile: () => this.#o.profile(peer),
      clock,
      times,
      command: command => media.command(command),
      say: said => signals.request(peer, said),
      described: () => void machine.fire('described'),
      changed: () => this.#look(),
      end: reason => void machine.fire('media-failed', reason === 'success' ? 'hung-up' : endOf(reason, { direction: 'outgoing', talked: false })),
      refused: ({ condition, offline }) => void machine.fire('refused', offline || machine.isTalking ? 'connection-lost' : endOfCondition(condition)),
    });
    this.#negotiation = negotiation;
    return negotiation;
  }

  /** Says, or hands to the servant, what waits for the call's next state. */
  tell(): void {
    this.#negotiation?.tell();
  }
  restart(): void {
    this.#negotiation?.restart();
  }
  close(): void {
    this.#negotiation?.close();
    this.#o.media.close();
  }

  setMuted(muted: boolean): void {
    const { machine, media } = this.#o;
    if (machine.facts.muted === muted || machine.isOver) return;
    media.command({ do: 'muted', muted });
    machine.set({ muted });
    if (machine.isTalking) this.tellMuted();
  }
  /** What was chosen before there was anybody to tell. */
  tellMuted(): void {
    const { profile, audio } = this.#negotiation ?? {};
    if (profile?.mute) this.info({ info: this.#o.machine.facts.muted ? 'mute' : 'unmute', name: audio, creator: 'initiator' });
  }

  /** Silent from its first moment, where what it goes on with was. */
  goOnAs(before: { readonly muted: boolean; readonly held: boolean } | undefined): void {
    if (before?.muted) this.#o.media.command({ do: 'muted', muted: true });
    if (before?.held) this.#o.media.command({ do: 'held', held: true });
  }

  setHeld(held: boolean): void {
    const { machine, media } = this.#o;
    if (machine.facts.held === held || !machine.isTalking) return;
    media.command({ do: 'held', held });
    machine.set({ held });
    this.tellHeld();
  }
  tellHeld(): void {
    if (this.#negotiation?.profile.hold) this.info({ info: this.#o.machine.facts.held ? 'hold' : 'unhold' });
  }
  setVideo(source: VideoSource): void {
    if (!this.#o.machine.isOver && !this.#o.machine.isIncoming) this.#o.media.command({ do: 'video', source });
  }
  sendTones(tones: string): void {
    if (this.#o.machine.isTalking) this.#o.media.command({ do: 'tones', tones });
  }

  /** Why there was none, whichever side noticed first: a relay of ours would have helped. */
  get noPath(): CallEnd {
    return this.#o.media.hasRelay ? 'no-path' : 'no-relay';
  }

  /** XEP-0167 §8. What comes back says nothing that would change anything. */
  info(info: SessionInfo): void {
    if (this.#theirs === undefined || this.#sid === undefined) return;
    void this.#o.signals.request(this.#theirs, { action: 'session-info', sid: this.#sid, info, unknown: false });
  }

  /** A Jingle request within the session. @throws Refusal */
  heard(said: JingleAction): void {
    const { machine } = this.#o;
    const negotiation = this.#negotiation;
    if (!machine.isInSession || !negotiation) throw new Refusal(refusals.unknownSession());
    if (said.action === 'session-terminate') return this.#terminated(said.reason?.reason);
    if (said.action === 'session-info') return this.#informed(said);
    const isAnswer = said.action === 'session-accept' && machine.takes('accept');
    // A second answer is one to what was added (Movim), or none.
    if (said.action === 'session-accept' && !isAnswer && !machine.isTalking) throw new Refusal(refusals.outOfOrder());
    negotiation.heard(said);
    if (isAnswer) machine.fire('accept');
  }

  readonly report = (report: MediaReport): void => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what it says names the entry that takes it
    (this.#reports[report.say] as (report: MediaReport) => void)(report);
  };

  readonly #reports: { readonly [Say in MediaReport['say']]: (report: Report<Say>) => void } = {
    opened: () => undefined,
    description: ({ type, sdp }) => this.#negotiation?.described(type, sdp),
    candidate: ({ mid, candidate, ufrag }) => this.#negotiation?.candidate({ mid, candidate, ufrag }),
    gathered: () => this.#negotiation?.gathered(),
    path: ({ state }) => this.#path(state),
    network: () => this.#network(),
    video: ({ source, negotiate }) => {
      const before = this.#o.machine.facts.video;
      this.#o.machine.set({ video: source });
      if (negotiate) this.#negotiation?.renegotiate();
      if ((before === 'off') !== (source === 'off')) this.#tellPicture(source === 'off');
    },
    problem: ({ problem }) => this.#problem(problem),
  };

  /** A picture that stops is agreed on still, and comes back without an offer: only a word says that it is gone. */
  #tellPicture(muted: boolean): void {
    const { profile, video } = this.#negotiation ?? {};
    if (!profile?.mute || video === undefined || !this.#o.machine.isTalking || muted === this.#pictureMuted) return;
    this.#pictureMuted = muted;
    this.info({ info: muted ? 'mute' : 'unmute', name: video, creator: 'initiator' });
  }

  #path(state: Report<'path'>['state']): void {
    const { machine } = this.#o;
    const canRestart = machine.isTalking && this.#negotiation?.canRestart === true;
    if (state === 'connected') machine.fire('path-up');
    if (state === 'failed') machine.fire(canRestart ? 'path-failed' : 'path-dead', this.noPath);
    if (state !== 'disconnected') return;
    machine.fire('path-down');
    if (this.#o.clock.now() - this.#networkAt < NETWORK_CHANGED) this.#network();
  }

  #network(): void {
    this.#networkAt = this.#o.clock.now();
    if (this.#o.machine.state === 'reconnecting') this.restart();
  }

  #problem(problem: Report<'problem'>['problem']): void {
    const { machine } = this.#o;
    if (problem === 'microphone-denied' || problem === 'no-microphone') machine.fire('media-failed', 'microphone');
    else if (problem === 'engine') machine.fire('media-failed', 'failed');
    else if (problem === 'negotiation') this.#negotiation?.failed();
    else machine.set({ video: 'off' });
  }

  #terminated(reason: Reason | undefined): void {
    const { machine } = this.#o;
    const why = endOf(reason, { direction: machine.facts.direction, talked: machine.hasTalked });
    if (!machine.fire('terminate', why === 'no-path' ? this.noPath : why)) throw new Refusal(refusals.unknownSession());
  }

  #informed({ info, unknown }: Extract<JingleAction, { action: 'session-info' }>): void {
    if (unknown) throw new Refusal(refusals.unsupportedInfo());
    if (!info) return; // XEP-0166 §6.8: asks whether we are there
    if ('name' in info) this.#muted(info);
    else if (info.info === 'ringing') this.#o.machine.fire('ringing-info');
    else this.#o.machine.set({ theyHold: info.info === 'hold' });
  }

  #muted({ info, name }: Extract<SessionInfo, { info: 'mute' | 'unmute' }>): void {
    const muted = info === 'mute';
    if (name === undefined || name === this.#negotiation?.audio) return this.#o.machine.set({ theyMuted: muted });
    this.#negotiation?.muteTheirVideo(muted);
    this.#look();
  }

  /** What the descriptions say now. */
  #look(): void {
    const { takesTones = false, takesVideo = false, theirVideo = 'off' } = this.#negotiation ?? {};
    this.#o.machine.set({ takesTones, takesVideo, theirVideo });
  }
}
