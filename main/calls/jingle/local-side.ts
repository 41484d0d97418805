// What the engine made, said to the peer: whole at first, afterwards only what changed.
import type { Content, JingleAction, RtpDescription, Senders } from '../../xmpp/features/jingle/jingle.types.ts';
import { candidateToTell, groupsToSay, rejection, sayable, sayAction, stub, wholeContent } from './outgoing.ts';
import { readSdp, type SdpLine } from './sdp.ts';
import { changeLines, end, go, openLines, otherRole, type Line, type LocalCandidate, type Outcome, type SessionView, type Step } from './session-view.ts';
import { wholeRemote } from './whole.ts';

const send = (said: JingleAction): Step => ({ do: 'send', said });

const newLine = ({ mid, closed, content }: SdpLine): Line => ({
  mid,
  name: mid,
  theirName: mid,
  media: content.description?.media ?? 'audio',
  closed,
  senders: content.senders,
  local: content,
  remote: undefined,
  remoteSetup: undefined,
  oldUfrags: [],
});

/** Takes an offer of the engine. Where nothing of it needs the peer, it is answered at once in the peer's name. */
export function localOffer(view: SessionView, sdp: string, candidates: readonly LocalCandidate[] = []): Outcome {
  const read = readSdp(sdp, view.role);
  if (!read) return end('failed-application');
  if (view.answering.length > 0 || view.stage === 'initiated') return go({ ...view, offerAgain: true });
  if (view.stage === 'active') return laterOffer(view, read.lines, candidates);
  if (view.role !== 'initiator') return end('failed-application');
  const begun: SessionView = { ...view, stage: 'initiated', lines: read.lines.map(newLine) };
  const contents = openLines(begun).map(line => wholeContent(begun, line, candidates, true));
  const said = sayAction(begun, 'session-initiate', contents, groupsToSay(begun));
  return go({ ...begun, offering: { before: [], sent: [said], waiting: ['session'] } }, send(said));
}

interface Change {
  readonly line: Line;
  readonly said: JingleAction | undefined;
  readonly waiting: string | undefined;
}

/** While an offer is in the air, a newer one takes its place: what it adds is said as well. */
function laterOffer(view: SessionView, offered: readonly SdpLine[], candidates: readonly LocalCandidate[]): Outcome {
  const restarts = view.profile.restart && offered.some((one, at) => isRestarted(view.lines[at], one));
  const shape = offered.map((one, at) => placed(view.lines[at], one));
  const shaped: SessionView = { ...view, lines: shape };
  const changes = shape.map((line, at) => changeOf(shaped, view.lines[at], line, candidates));
  const lines = changes.map(one => one.line);
  const { offering = { before: view.lines, sent: [], waiting: [] } } = view;
  const waiting = [...new Set([...offering.waiting, ...changes.flatMap(one => one.waiting ?? []), ...(restarts ? ['restart'] : [])])];
  const next: SessionView = { ...view, lines };
  const sent = [...(restarts ? [restartAction(next)] : []), ...changes.flatMap(one => one.said ?? [])];
  return waiting.length > 0 ? go({ ...next, offering: { ...offering, sent: [...offering.sent, ...sent], waiting } }, ...sent.map(send)) : answerOffer(next);
}

const isRestarted = (old: Line | undefined, { mid, closed, content }: SdpLine): boolean =>
  old?.mid === mid && !closed && !old.closed && old.local?.transport?.ufrag !== content.transport?.ufrag;

/** An m-line that was closed may be another's now. */
const placed = (old: Line | undefined, offered: SdpLine): Line =>
  old?.mid === offered.mid ? { ...old, closed: old.closed || offered.closed, local: offered.content } : newLine(offered);

/** XEP-0176 §5.9: all contents, new credentials, no candidates; the key stays and is not said again. */
function restartAction(view: SessionView): JingleAction {
  const contents = openLines(view)
    .filter(line => line.remote)
    .map(line => stub(line, { transport: line.local?.transport && { ...line.local.transport, fingerprint: undefined, candidates: [] } }));
  return sayAction(view, 'transport-info', contents);
}

function changeOf(view: SessionView, old: Line | undefined, line: Line, candidates: readonly LocalCandidate[]): Change {
  const isOld = old?.mid === line.mid && old.name === line.name;
  if (!isOld) return line.closed ? { line, said: undefined, waiting: undefined } : addition(view, line, candidates);
  if (line.closed) return old.closed ? { line, said: undefined, waiting: undefined } : removal(view, line);
  // An answer of ours may have taken less than they allow: only what changed since is told.
  const wanted = line.local?.senders ?? line.senders;
  return wanted === line.senders || wanted === old.local?.senders ? { line, said: undefined, waiting: undefined } : modification(view, line, wanted);
}

function addition(view: SessionView, line: Line, candidates: readonly LocalCandidate[]): Change {
  const { profile } = view;
  if (!profile.add) return { line: { ...line, closed: true }, said: undefined, waiting: undefined };
  const whole = wholeContent(view, line, candidates, true);
  const content: Content =
    profile.addTransport === 'stub'
      ? { ...whole, transport: { ufrag: undefined, pwd: undefined, fingerprint: undefined, candidates: [], options: [] } }
      : whole;
  return { line, said: sayAction(view, 'content-add', [content], groupsToSay(view)), waiting: `add:${line.name}` };
}

function removal(view: SessionView, line: Line): Change {
  if (view.profile.remove) return { line, said: sayAction(view, 'content-remove', [stub(line)]), waiting: `sent:content-remove:${line.name}` };
  return { ...modification(view, line, otherRole(view.role)), line: { ...line, senders: 'none' } };
}

/** Bits of `senders`: who of the two sends. */
const sendsIn = (senders: Senders, who: 'initiator' | 'responder'): boolean => senders === 'both' || senders === who;

/** Some peers hear only of what we ourselves send (Conversations), some of nothing at all. */
function modification(view: SessionView, line: Line, wanted: Senders): Change {
  const { profile, role } = view;
  const theirs = otherRole(role);
  const [mine, back] = [sendsIn(wanted, role), sendsIn(profile.modify === 'own-sending' ? line.senders : wanted, theirs)];
  const senders: Senders = mine ? (back ? 'both' : role) : back ? theirs : 'none';
  const said = sayable(senders, profile, role);
  if (profile.modify === 'none' || said === line.senders) return { line, said: undefined, waiting: undefined };
  return {
    line: { ...line, senders: said },
    said: sayAction(view, 'content-modify', [stub(line, { senders: said })]),
    waiting: `sent:content-modify:${line.name}`,
  };
}

/** Nothing is waited for any more: the peer's description as it is now answers the engine's offer. */
export function answerOffer(view: SessionView): Outcome {
  const whole = wholeRemote({ ...view, offering: undefined }, 'answer');
  const steps: readonly Step[] = view.offerAgain ? [whole.step, { do: 'offer', restart: false }] : [whole.step];
  return go({ ...whole.view, offerAgain: false }, ...steps);
}

/** Takes the engine's answer to the oldest offer of theirs. */
export function localAnswer(view: SessionView, sdp: string, candidates: readonly LocalCandidate[] = []): Outcome {
  const read = readSdp(sdp, view.role);
  const [answered, ...answering] = view.answering;
  if (!read || !answered) return end('failed-application');
  const local: SessionView = changeLines({ ...view, answering, stage: 'active', offerAgain: false }, line =>
    agreed(
      line,
      read.lines.find(one => one.mid === line.mid),
    ),
  );
  const again: readonly Step[] = view.offerAgain && answering.length === 0 ? [{ do: 'offer', restart: false }] : [];
  if (openLines(local).length === 0) return end('incompatible-parameters');
  const next: SessionView = answering.length > 0 ? { ...local, offerAgain: view.offerAgain } : local;
  if (answered.to === 'session') return go(next, send(wholeAccept(next, candidates)), ...again);
  if (answered.to === 'add') return go(next, ...addAnswers(next, answered.names, candidates).map(send), ...again);
  return go(next, ...again);
}

/** What both can do: later descriptions in the peer's name hold no more (RFC 3264 §8). */
function agreed(line: Line, answer: SdpLine | undefined): Line {
  if (!answer || line.closed) return line;
  const setup = answer.content.transport?.fingerprint?.setup;
  return {
    ...line,
    closed: answer.closed,
    local: answer.content,
    senders: line.local ? line.senders : answer.content.senders,
    remote: line.remote && { ...line.remote, description: inCommon(line.remote.description, answer.content.description) },
    remoteSetup: line.remoteSetup ?? (setup === 'passive' ? 'active' : 'passive'),
  };
}

function inCommon(theirs: RtpDescription | undefined, ours: RtpDescription | undefined): RtpDescription | undefined {
  const ids = new Set(ours?.payloads.map(one => one.id));
  const payloads = theirs?.payloads.filter(one => ids.has(one.id)) ?? [];
  return theirs && payloads.length > 0 ? { ...theirs, payloads } : theirs;
}

/** Exactly the contents that were offered: what is not wanted is said by who sends, never by leaving it out. */
function wholeAccept(view: SessionView, candidates: readonly LocalCandidate[]): JingleAction {
  const contents = openLines(view).map(line => wholeContent(view, line, candidates, false));
  const names = openLines(view).flatMap(line => (view.bundle.includes(line.mid) ? [line.name] : []));
  return sayAction(view, 'session-accept', contents, names.length > 0 ? [{ semantics: 'BUNDLE', names }] : []);
}

function addAnswers(view: SessionView, names: readonly string[], candidates: readonly LocalCandidate[]): readonly JingleAction[] {
  const added = view.lines.filter(line => names.includes(line.name));
  const rejected = added.filter(line => line.closed);
  const rejections = rejected.map(line => rejection(view, stub(line), 'failed-application'));
  if (rejected.length === added.length) return rejections;
  if (view.profile.addAnswer === 'session-accept') return [...rejections, wholeAccept(view, candidates)];
  const accepts = added
    .filter(line => !line.closed)
    .map(line => sayAction(view, 'content-accept', [wholeContent(view, line, candidates, false)], view.bundle.includes(line.mid) ? groupsToSay(view) : []));
  return [...rejections, ...accepts];
}

/** One candidate, one IQ, with the credentials that it belongs to. */
export function localCandidate(view: SessionView, report: LocalCandidate): Outcome {
  const line = view.lines.find(one => one.mid === report.mid);
  const candidate = candidateToTell(view, report);
  if (!line?.local?.transport || !candidate) return go(view);
  const transport = { ...line.local.transport, fingerprint: undefined, options: [], candidates: [candidate] };
  return go(view, send(sayAction(view, 'transport-info', [stub(line, { transport })])));
}
