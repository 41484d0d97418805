// Candidates of the peer, and new credentials (XEP-0176 §5.8, §5.9).
import { refusals } from '../../xmpp/features/jingle/refusals.ts';
import type { Candidate, Content, Transport } from '../../xmpp/features/jingle/jingle.types.ts';
import { mayBeTried, writeCandidateLine } from './candidates.ts';
import { answerOffer } from './local-side.ts';
import type { ContentSaid } from './outgoing.ts';
import {
  changeLines,
  componentsOf,
  go,
  refuse,
  rolledBack,
  type EarlyCandidate,
  type Line,
  type Outcome,
  type SessionView,
  type Step,
} from './session-view.ts';
import { wholeRemote } from './whole.ts';

/** All that one session may make this computer send packets to. */
const MOST_TRIED = 200;
const MOST_EARLY = 100;

/** Adds commands for candidates to what an action came to. */
export function tryCandidates(outcome: Outcome, contents: readonly Content[]): Outcome {
  if (!outcome.go) return outcome;
  const found = contents.flatMap(one => (one.transport?.candidates ?? []).map(candidate => ({ name: one.name, ufrag: one.transport?.ufrag, candidate })));
  return found.reduce<Outcome>((done, one) => (done.go ? tryOne(done.view, done.steps, one) : done), outcome);
}

/** What came before the description it belongs to. */
export function handEarly(outcome: Outcome): Outcome {
  if (!outcome.go) return outcome;
  const known = (name: string): boolean => outcome.view.lines.some(line => line.theirName === name && line.remote);
  const [now, later] = [outcome.view.early.filter(one => known(one.name)), outcome.view.early.filter(one => !known(one.name))];
  const begin: Outcome = { ...outcome, view: { ...outcome.view, early: later } };
  return now.reduce<Outcome>((done, one) => (done.go ? tryOne(done.view, done.steps, one) : done), begin);
}

function tryOne(view: SessionView, steps: readonly Step[], { name, ufrag, candidate }: EarlyCandidate): Outcome {
  const line = view.lines.find(one => one.theirName === name && !one.closed);
  if (!line?.remote) return go(view, ...steps);
  const current = ufragOf(view, line);
  const isPast = ufrag !== undefined && ufrag !== current;
  if (current === undefined || isPast || view.triedCount >= MOST_TRIED || !mayBeTried(candidate, componentsOf(view, line), view.ownAddresses))
    return go(view, ...steps);
  const step: Step = { do: 'candidate', mid: line.mid, candidate: writeCandidateLine(candidate), ufrag: current };
  return go({ ...view, triedCount: view.triedCount + 1 }, ...steps, step);
}

function ufragOf(view: SessionView, line: Line): string | undefined {
  const own = line.remote?.transport?.ufrag;
  if (own !== undefined) return own;
  return view.lines.find(one => view.bundle.includes(one.mid) && one.remote?.transport?.ufrag !== undefined)?.remote?.transport?.ufrag;
}

/** Candidates are tried, new credentials begin a path anew; a key in a transport-info is no key (a gateway sends one too early). */
export function applyTransportInfo(view: SessionView, said: ContentSaid): Outcome {
  const restarting = said.contents.filter(one => isRestart(view, one));
  if (restarting.length > 0 && view.profile.restart) return restarted(view, said, restarting);
  const early = said.contents.flatMap(one => {
    const line = view.lines.find(known => known.theirName === one.name);
    return line?.remote ? [] : (one.transport?.candidates ?? []).map((candidate: Candidate) => ({ name: one.name, ufrag: one.transport?.ufrag, candidate }));
  });
  const kept: SessionView = { ...view, early: [...view.early, ...early].slice(0, MOST_EARLY) };
  return tryCandidates(go(kept), said.contents);
}

function isRestart(view: SessionView, { name, transport }: Content): boolean {
  const line = view.lines.find(one => one.theirName === name && !one.closed);
  if (!line?.remote || transport?.ufrag === undefined || transport.pwd === undefined) return false;
  return transport.ufrag !== ufragOf(view, line) && !line.oldUfrags.includes(transport.ufrag);
}

function restarted(view: SessionView, said: ContentSaid, contents: readonly Content[]): Outcome {
  const ours = view.offering?.waiting.includes('restart') === true;
  const isBare = contents.every(one => one.transport?.candidates.length === 0);
  // An answer comes with its first candidate; an offer comes without. Of two offers at once the initiator's goes first.
  const answers = ours && !isBare;
  if (!answers && !isBare && view.profile.restartIsBare) return go(view);
  if (view.offering && !answers && view.role === 'initiator') return refuse(contents.reduce(withoutCredentials, view), refusals.tieBreak());
  const fresh = contents.reduce(withCredentials, view);
  if (answers) return tryCandidates(answered(fresh), said.contents);
  const base = rolledBack(fresh);
  const whole = wholeRemote({ ...base, answering: [...base.answering, { to: 'restart' }] }, 'offer');
  const steps: readonly Step[] = view.offering ? [{ do: 'rollback' }, whole.step] : [whole.step];
  return tryCandidates(go(whole.view, ...steps), said.contents);
}

/** Credentials that were refused: their candidates, which are on their way, are too late. */
function withoutCredentials(view: SessionView, { name, transport }: Content): SessionView {
  const ufrag = transport?.ufrag;
  return ufrag === undefined
    ? view
    : changeLines(view, line => (line.theirName === name ? { ...line, oldUfrags: [...line.oldUfrags, ufrag].slice(-8) } : line));
}

/** The credentials of one content are those of all that share its transport. */
function withCredentials(view: SessionView, { name, transport }: Content): SessionView {
  const line = view.lines.find(one => one.theirName === name);
  const past = line && ufragOf(view, line);
  if (!line || !transport || past === undefined) return view;
  return changeLines(view, one => (one === line || ufragOf(view, one) === past ? refreshed(one, transport, past) : one));
}

const refreshed = (line: Line, { ufrag, pwd }: Transport, past: string): Line => ({
  ...line,
  oldUfrags: [...line.oldUfrags, past].slice(-8),
  remote: line.remote && {
    ...line.remote,
    transport: line.remote.transport?.ufrag === undefined ? line.remote.transport : { ...line.remote.transport, ufrag, pwd },
  },
});

function answered(view: SessionView): Outcome {
  const waiting = view.offering?.waiting.filter(one => one !== 'restart') ?? [];
  return waiting.length > 0 && view.offering ? go({ ...view, offering: { ...view.offering, waiting } }) : answerOffer(view);
}
