// The keeper of one session's descriptions: WebRTC wants whole documents, Jingle sends what changed. Pure: every function takes a view
// and answers with the next one and the steps to carry out, in their order. How it is used:
//
//   beginSession({sid, role, own, peer, profile, relayOnly, ownAddresses})   one view per session (here)
//   localOffer(view, sdp, candidates?)    the engine made an offer, which is session-initiate at first, later deltas    (local-side.ts)
//   localAnswer(view, sdp, candidates?)   the engine answered the oldest `remote` offer                                (local-side.ts)
//   localCandidate(view, report)          one candidate of the engine                                                  (local-side.ts)
//   remoteAction(view, said)              what the peer said; `refuse` is the IQ's error, `end` terminates after its result (remote-side.ts)
//   delivered(view, said) / refused(view, said)   the answer to the IQ of a `send` step, with the same `said`           (remote-side.ts)
//
// Steps: `send` is one Jingle IQ to the peer; all others are commands for the engine. After a step `offer` the engine's description comes
// back through localOffer. An offer that the engine made while a `remote` offer was on its way to it is void: the engine rolls it back
// by itself (RTCPeerConnection of a browser does, that of wrtc has to be told), reports it before its answer, and is asked for another
// one afterwards. Ask for an offer of your own only while isSettled(view); of two that were asked for at once the later one counts.
// `candidates` are what a peer that wants them in its first description gets (profile.gatherFirst): collect up to 2 s before localOffer
// or localAnswer. session-info and session-terminate are not its matter.
import type { MediaCommand } from '../../../preload/contract/media.ts';
import type { Refusal } from '../../xmpp/feature.ts';
import type { Candidate, Content, JingleAction, MediaKind, Reason, Role, Senders } from '../../xmpp/features/jingle/jingle.types.ts';
import type { Profile } from './profile.ts';

/** An m-line. Lines never move; a removed one stays, closed, until an offer puts another in its place. */
export interface Line {
  readonly mid: string;
  /** On the wire: as whoever added it called it. */
  readonly name: string;
  /** What the peer calls it: gateways answer with names of their own. */
  readonly theirName: string;
  readonly media: MediaKind;
  readonly closed: boolean;
  /** Who may send, as it was last said by either. */
  readonly senders: Senders;
  readonly local: Content | undefined;
  readonly remote: Content | undefined;
  /** Of the peer's end of the DTLS connection, once both have spoken (RFC 5763 §5). */
  readonly remoteSetup: 'active' | 'passive' | undefined;
  /** Credentials of the peer that were replaced: candidates that come with them are too late. */
  readonly oldUfrags: readonly string[];
}

/** An offer of ours that the engine waits to have answered. */
export interface Offering {
  readonly before: readonly Line[];
  /** What was sent for it: an answer to anything older, even of the same words, is not meant. */
  readonly sent: readonly JingleAction[];
  /** `session`, `add:<name>`, `sent:<action>:<name>` or `restart`: what is not answered yet. */
  readonly waiting: readonly string[];
}
/** Offers of theirs that the engine has not answered yet, oldest first. */
export type Answering = { readonly to: 'session' | 'change' | 'restart' } | { readonly to: 'add'; readonly names: readonly string[] };

export interface SessionView {
  readonly sid: string;
  readonly role: Role;
  /** Full addresses. */
  readonly own: string;
  readonly peer: string;
  readonly profile: Profile;
  readonly relayOnly: boolean;
  /** Addresses of this computer: no candidate may lead to its services. */
  readonly ownAddresses: readonly string[];
  readonly stage: 'new' | 'initiated' | 'active';
  readonly lines: readonly Line[];
  /** Mids that share one transport, as the peer agreed. */
  readonly bundle: readonly string[];
  /** Keys the peer named in its first description: no other is taken later. */
  readonly keys: readonly string[];
  readonly offering: Offering | undefined;
  readonly answering: readonly Answering[];
  /** The engine has changes to tell that were void when it told them. */
  readonly offerAgain: boolean;
  /** Candidates that came before the description that they belong to. */
  readonly early: readonly EarlyCandidate[];
  readonly triedCount: number;
  readonly version: number;
}
export interface EarlyCandidate {
  readonly name: string;
  readonly ufrag: string | undefined;
  readonly candidate: Candidate;
}
export interface LocalCandidate {
  readonly mid: string;
  readonly candidate: string;
  readonly ufrag: string;
}

export type Step = { readonly do: 'send'; readonly said: JingleAction } | Extract<MediaCommand, { readonly do: 'offer' | 'remote' | 'rollback' | 'candidate' }>;

export type Outcome =
  | { readonly go: true; readonly view: SessionView; readonly steps: readonly Step[] }
  /** The IQ is answered with this error; nothing is to be done, but the view may have learnt from it. */
  | { readonly go: false; readonly refuse: Refusal['answer']; readonly view: SessionView }
  /** Nothing can come of it: the IQ, where there is one, is answered with a result, then the session is terminated. */
  | { readonly go: false; readonly end: Reason };

export const go = (view: SessionView, ...steps: readonly Step[]): Outcome => ({ go: true, view, steps });
export const refuse = (view: SessionView, answer: Refusal['answer']): Outcome => ({ go: false, refuse: answer, view });
export const end = (reason: Reason): Outcome => ({ go: false, end: reason });

export function beginSession(about: Pick<SessionView, 'sid' | 'role' | 'own' | 'peer' | 'profile' | 'relayOnly' | 'ownAddresses'>): SessionView {
  return {
    ...about,
    stage: 'new',
    lines: [],
    bundle: [],
    keys: [],
    offering: undefined,
    answering: [],
    offerAgain: false,
    early: [],
    triedCount: 0,
    version: 1,
  };
}

export const otherRole = (role: Role): Role => (role === 'initiator' ? 'responder' : 'initiator');

export const openLines = (view: SessionView): readonly Line[] => view.lines.filter(line => !line.closed);

export const changeLines = (view: SessionView, change: (line: Line) => Line): SessionView => ({ ...view, lines: view.lines.map(change) });

/** Components of a content's transport: RTCP goes its own way where it is not multiplexed. */
export const componentsOf = (view: SessionView, line: Line): number => {
  const agreed = line.remote?.description?.rtcpMux;
  return view.profile.muxOptional && agreed !== true ? 2 : 1;
};

/** The peer takes telephone keys of ours (RFC 4733). */
export const takesTones = (view: SessionView): boolean =>
  openLines(view).some(line => line.remote?.description?.payloads.some(one => one.name.toLowerCase() === 'telephone-event') === true);

/** What the peer may show: a picture, a shared screen, or none. */
export function theirPicture(view: SessionView): 'off' | 'camera' | 'screen' {
  const their = otherRole(view.role);
  const shown = openLines(view).filter(line => line.media === 'video' && line.remote && (line.senders === 'both' || line.senders === their));
  if (shown.length === 0) return 'off';
  return shown.some(line => line.remote?.category === 'slides') ? 'screen' : 'camera';
}

/** Nothing is in the air: an offer may be asked of the engine. */
export const isSettled = (view: SessionView): boolean => view.stage === 'active' && !view.offering && view.answering.length === 0;

/** Our own side as it was before our offer; what the peer said meanwhile stays, and what we wanted is offered anew: but for a path, which theirs makes anew. */
export function rolledBack(view: SessionView): SessionView {
  const { offering } = view;
  if (!offering) return view;
  const kept = offering.before.map((old, at) => {
    const now = view.lines[at];
    return now?.mid === old.mid && now.name === old.name ? { ...now, local: old.local } : old;
  });
  const lines = [...kept, ...view.lines.slice(kept.length).filter(line => line.remote)];
  const offerAgain = view.offerAgain || offering.waiting.some(one => one !== 'restart');
  return { ...view, lines, offering: undefined, offerAgain };
}
