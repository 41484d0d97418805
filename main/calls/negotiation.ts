// Between the keeper of descriptions (jingle/), the engine and the wire: carries out the keeper's steps, in their order.
import type { Clock } from '../base/clock.ts';
import type { MediaCommand } from '../../preload/contract/media.ts';
import { Refusal } from '../xmpp/feature.ts';
import type { JingleAction, Reason } from '../xmpp/features/jingle/jingle.types.ts';
import { localAnswer, localCandidate, localOffer } from './jingle/local-side.ts';
import type { Profile } from './jingle/profile.ts';
import { delivered, refused, remoteAction } from './jingle/remote-side.ts';
import {
  beginSession,
  isSettled,
  openLines,
  takesTones,
  theirPicture,
  type LocalCandidate,
  type Outcome,
  type SessionView,
  type Step,
} from './jingle/session-view.ts';
import type { Refused } from './signalling.ts';
import type { CallTimes } from './timers.ts';

export interface NegotiationOptions {
  readonly session: Omit<Parameters<typeof beginSession>[0], 'profile'>;
  /** How the peer is to be spoken to, as far as it is known by now. */
  readonly profile: () => Profile;
  readonly clock: Clock;
  readonly times: CallTimes;
  readonly command: (command: MediaCommand) => void;
  readonly say: (said: JingleAction) => Promise<Refused>;
  /** The first description of ours is ready: `tell` says it. */
  readonly described: () => void;
  readonly changed: () => void;
  /** Nothing can come of it. */
  readonly end: (reason: Reason) => void;
  /** A request was refused without which there is no session, or the session is unknown there. */
  readonly refused: (refused: NonNullable<Refused>) => void;
}

const MOST_WAITING = 100;
/** Answered with these, a session is no more. */
const GONE: ReadonlySet<string> = new Set(['item-not-found']);

export class Negotiation {
  readonly #o: NegotiationOptions;
  #view: SessionView;
  /** Steps that wait for the call: their offer until the user takes it, ours until it is to be said. */
  #held: readonly Step[] | undefined;
  #first: { readonly type: 'offer' | 'answer'; readonly sdp: string } | undefined;
  #stopGathering: () => void = () => undefined;
  #waiting: readonly LocalCandidate[] = [];
  #again: 'change' | 'restart' | undefined;
  #videoMuted = false;
  #over = false;

  constructor(options: NegotiationOptions) {
    this.#o = options;
    this.#view = beginSession({ ...options.session, profile: options.profile() });
  }

  get profile(): Profile {
    return this.#view.profile;
  }
  /** A path that failed can be sought anew. */
  get canRestart(): boolean {
    return this.#view.profile.restart && this.#view.stage === 'active';
  }
  get takesTones(): boolean {
    return this.#view.stage === 'active' && takesTones(this.#view);
  }
  get takesVideo(): boolean {
    return this.#view.stage === 'active' && (this.profile.add || openLines(this.#view).some(line => line.media === 'video'));
  }
  get theirVideo(): 'off' | 'camera' | 'screen' {
    return this.#videoMuted || this.#view.stage !== 'active' ? 'off' : theirPicture(this.#view);
  }
  /** What the sound is called on the wire. */
  get audio(): string | undefined {
    return openLines(this.#view).find(line => line.media === 'audio')?.name;
  }
  get video(): string | undefined {
    return openLines(this.#view).find(line => line.media === 'video')?.name;
  }

  muteTheirVideo(muted: boolean): void {
    this.#videoMuted = muted;
  }

  /** Asks for our first offer. */
  offer(): void {
    this.#o.command({ do: 'offer', restart: false });
  }

  /** Lets go what was held: their offer to the engine, or our description to the peer. */
  tell(): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    this.#carryOut(held);
    this.#flush();
  }

  /** Something that we send has changed. */
  renegotiate(): void {
    this.#offerAgain('change');
  }

  restart(): void {
    this.#lookAgain();
    if (this.canRestart) this.#offerAgain('restart');
  }

  /** An action of the peer that we speak with. @throws Refusal */
  heard(said: JingleAction): void {
    this.#lookAgain();
    const outcome = remoteAction(this.#view, said);
    if (!outcome.go && 'refuse' in outcome) {
      this.#view = outcome.view;
      throw new Refusal(outcome.refuse);
    }
    if (said.action !== 'session-initiate') return this.#take(outcome);
    this.#hold(outcome);
    this.#o.changed();
  }

  /** A description that the engine made. */
  described(type: 'offer' | 'answer', sdp: string): void {
    if (this.#over) return;
    this.#lookAgain();
    if (this.#view.stage === 'active') this.#take(type === 'offer' ? localOffer(this.#view, sdp) : localAnswer(this.#view, sdp));
    else if (this.#first) return;
    else {
      this.#first = { type, sdp };
      if (!this.profile.gatherFirst) return this.#describeFirst();
      this.#stopGathering = this.#o.clock.after(this.#o.times.gather, () => this.#describeFirst());
    }
    this.#flush();
  }

  candidate(candidate: LocalCandidate): void {
    if (this.#over) return;
    if (this.#waiting.length < MOST_WAITING) this.#waiting = [...this.#waiting, candidate];
    this.#flush();
  }

  gathered(): void {
    if (this.#first && this.profile.gatherFirst) this.#describeFirst();
  }

  /** The engine could not take, or make, a description. */
  failed(): void {
    this.#o.end('failed-application');
  }

  close(): void {
    this.#over = true;
    this.#stopGathering();
  }

  /** A session may begin before its peer has told what it is: what is known later counts from then on. */
  #lookAgain(): void {
    if (this.profile.kind !== 'unknown') return;
    const { gatherFirst } = this.profile;
    this.#view = { ...this.#view, profile: { ...this.#o.profile(), gatherFirst } };
  }

  #describeFirst(): void {
    this.#stopGathering();
    const first = this.#first;
    if (!first || this.#over) return;
    this.#first = undefined;
    const now = this.profile.gatherFirst ? this.#waiting : [];
    if (this.profile.gatherFirst) this.#waiting = [];
    this.#hold(first.type === 'offer' ? localOffer(this.#view, first.sdp, now) : localAnswer(this.#view, first.sdp, now));
    if (!this.#over) this.#o.described();
  }

  #offerAgain(why: 'change' | 'restart'): void {
    if (this.#over) return;
    if (!isSettled(this.#view) || this.#again) {
      this.#again = why === 'restart' || this.#again === 'restart' ? 'restart' : 'change';
      return;
    }
    this.#o.command({ do: 'offer', restart: why === 'restart' });
  }

  #hold(outcome: Outcome): void {
    if (!outcome.go) return this.#end(outcome);
    this.#view = outcome.view;
    this.#held = [...(this.#held ?? []), ...outcome.steps];
  }

  #take(outcome: Outcome): void {
    if (!outcome.go) return this.#end(outcome);
    this.#view = outcome.view;
    if (this.#held) this.#held = [...this.#held, ...outcome.steps];
    else this.#carryOut(outcome.steps);
    this.#o.changed();
    this.#goOn();
  }

  /** What waited until nothing was in the air. */
  #goOn(): void {
    const again = this.#again;
    if (!again || !isSettled(this.#view)) return;
    this.#again = undefined;
    this.#o.command({ do: 'offer', restart: again === 'restart' });
  }

  #carryOut(steps: readonly Step[]): void {
    for (const step of steps) {
      if (step.do === 'send') this.#say(step.said);
      else this.#o.command(step);
    }
  }

  #say(said: JingleAction): void {
    void this.#o.say(said).then(answer => {
      if (this.#over) return;
      if (answer && isEssential(said.action, answer.condition)) return this.#o.refused(answer);
      this.#take(answer ? refused(this.#view, said) : delivered(this.#view, said));
    });
  }

  /** Candidates of a description that was said. */
  #flush(): void {
    if (this.#held || this.#first) return;
    const now = this.#waiting.filter(one => this.#isKnown(one));
    if (now.length === 0) return;
    this.#waiting = this.#waiting.filter(one => !now.includes(one));
    for (const one of now) this.#take(localCandidate(this.#view, one));
  }
  #isKnown({ mid, ufrag }: LocalCandidate): boolean {
    return this.#view.lines.some(line => line.mid === mid && line.local?.transport?.ufrag === ufrag);
  }

  #end(outcome: Extract<Outcome, { go: false }>): void {
    this.#o.end('end' in outcome ? outcome.end : 'failed-application');
  }
}

const isEssential = (action: JingleAction['action'], condition: string): boolean =>
  action === 'session-initiate' || action === 'session-accept' || GONE.has(condition);
