// What the peer said: checked, kept, and handed to the engine as a whole.
import { refusals } from '../../xmpp/features/jingle/refusals.ts';
import type { Content, JingleAction } from '../../xmpp/features/jingle/jingle.types.ts';
import { isMid } from '../../xmpp/features/jingle/values.ts';
import { applyTransportInfo, handEarly, tryCandidates } from './incoming-candidates.ts';
import { answerOffer } from './local-side.ts';
import { rejection, sayAction, type ContentSaid } from './outgoing.ts';
import { keysOf, isSecure } from './keys.ts';
import { changeLines, end, go, openLines, refuse, rolledBack, type Answering, type Line, type Outcome, type SessionView } from './session-view.ts';
import { wholeRemote } from './whole.ts';

type Handler = (view: SessionView, said: ContentSaid) => Outcome;

/** Applies an action of the peer's. The caller has checked that it is from the peer of this session. */
export function remoteAction(view: SessionView, said: JingleAction): Outcome {
  if (said.action === 'session-info' || said.action === 'session-terminate') return go(view);
  if (said.action !== 'session-initiate' && view.stage === 'new') return refuse(view, refusals.outOfOrder());
  return HANDLERS[said.action](view, said);
}

const HANDLERS: Readonly<Record<ContentSaid['action'], Handler>> = {
  'session-initiate': initiated,
  'session-accept': accepted,
  'content-add': added,
  'content-accept': contentAccepted,
  'content-reject': contentRejected,
  'content-modify': modified,
  'content-remove': removed,
  'transport-info': (view, said) => applyTransportInfo(view, said),
  // XEP-0167 §9: hints of what is sent; the streams themselves tell the same.
  'description-info': view => go(view),
  // XEP-0166 §7.2.15: this transport, or none.
  'transport-replace': (view, said) => go(view, { do: 'send', said: { ...sayAction(view, 'transport-reject', said.contents) } }),
  'transport-accept': view => refuse(view, refusals.outOfOrder()),
  'transport-reject': view => refuse(view, refusals.outOfOrder()),
};

/** Hands an offer of theirs to the engine. Their word goes before an offer of ours that is still in the air: that one is made anew. */
function offerToEngine(view: SessionView, answering: Answering): Outcome {
  const whole = wholeRemote(rolledBack(view), 'offer');
  const next: SessionView = { ...whole.view, answering: [...view.answering, answering] };
  return go(next, ...(view.offering ? [{ do: 'rollback' } as const] : []), whole.step);
}

const isSpokenOf = (content: Content): boolean =>
  content.description !== undefined && content.transport !== undefined && content.description.payloads.length > 0;

/** A name that browsers take for an m-line: theirs where it can be, else one made up. */
function midFor(name: string, taken: readonly string[]): string {
  if (isMid(name) && !taken.includes(name)) return name;
  for (let at = 0; ; at += 1) if (!taken.includes(`x${at}`)) return `x${at}`;
}

function linesOf(contents: readonly Content[], before: readonly Line[]): readonly Line[] {
  const lines = [...before];
  for (const content of contents) {
    const mid = midFor(
      content.name,
      lines.map(line => line.mid),
    );
    lines.push({
      mid,
      name: content.name,
      theirName: content.name,
      media: content.description?.media ?? 'audio',
      closed: false,
      senders: content.senders,
      local: undefined,
      remote: content,
      remoteSetup: undefined,
      oldUfrags: [],
    });
  }
  return lines;
}

/** Contents that share a transport: those the peer names, and those that come without one of their own, or with what is the bundle's already. */
function bundleOf(view: SessionView, said: ContentSaid): readonly string[] {
  const group = said.groups.find(one => one.semantics === 'BUNDLE')?.names;
  const shared = view.lines.flatMap(line => (view.bundle.includes(line.mid) ? (line.remote?.transport?.ufrag ?? []) : []));
  const isStub = ({ transport }: Content): boolean => transport?.ufrag === undefined || (!group && shared.includes(transport.ufrag));
  const stubs = view.lines.filter(line => said.contents.some(one => one.name === line.theirName && isStub(one))).map(line => line.mid);
  const named = group ? view.lines.filter(line => group.includes(line.theirName)).map(line => line.mid) : view.bundle;
  return view.lines.map(line => line.mid).filter(mid => named.includes(mid) || (stubs.includes(mid) && view.bundle.length > 0));
}

function initiated(view: SessionView, said: ContentSaid): Outcome {
  if (view.stage !== 'new' || view.role !== 'responder') return refuse(view, refusals.outOfOrder());
  if (said.contents.some(one => one.description === undefined)) return end('unsupported-applications');
  if (said.contents.some(one => one.transport === undefined)) return end('unsupported-transports');
  if (!said.contents.every(isSpokenOf)) return end('incompatible-parameters');
  const shaped: SessionView = { ...view, stage: 'initiated', lines: linesOf(said.contents, []), keys: keysOf(said.contents) };
  const begun: SessionView = { ...shaped, bundle: bundleOf(shaped, said) };
  if (!isSecure(begun, said.contents)) return end('security-error');
  return tryCandidates(offerToEngine(begun, { to: 'session' }), said.contents);
}

/** Whom a content of theirs answers: by name, else the only one of its kind that nothing answers by name. */
function answeredBy(view: SessionView, contents: readonly Content[]): (line: Line) => Content | undefined {
  const names = view.lines.map(line => line.name);
  const spare = contents.filter(one => !names.includes(one.name));
  return line => {
    const known = contents.find(one => one.name === line.name);
    if (known) return known;
    const kin = spare.filter(one => one.description?.media === line.media);
    const unanswered = openLines(view).filter(one => one.media === line.media && !contents.some(content => content.name === one.name));
    return kin.length === 1 && unanswered.length === 1 && unanswered[0] === line ? kin[0] : undefined;
  };
}

/** A line as their content answers it. Whoever answers an `actpass` connects, unless it says otherwise (RFC 5763 §5). */
const answered = (line: Line, content: Content): Line => ({
  ...line,
  theirName: content.name,
  senders: content.senders,
  remote: { ...content, description: content.description ?? line.remote?.description },
  remoteSetup: line.remoteSetup ?? (content.transport?.fingerprint?.setup === 'passive' ? 'passive' : 'active'),
});

function accepted(view: SessionView, said: ContentSaid): Outcome {
  if (view.stage === 'active' && view.profile.addAnswer === 'session-accept') return acceptedAgain(view, said);
  if (view.stage !== 'initiated' || view.role !== 'initiator') return refuse(view, refusals.outOfOrder());
  const answerOf = answeredBy(view, said.contents);
  const heard: SessionView = {
    ...changeLines(view, line => {
      const answer = answerOf(line);
      return answer && isSpokenOf(answer) ? answered(line, { ...answer, senders: meanwhile(line, answer) }) : { ...line, closed: true };
    }),
    stage: 'active',
    keys: keysOf(said.contents),
  };
  if (openLines(heard).length === 0) return end('failed-application');
  const active: SessionView = { ...heard, bundle: bundleOf(heard, said) };
  if (!isSecure(active, said.contents)) return end('security-error');
  return handEarly(tryCandidates(answerOffer(active), said.contents));
}

/** Dino says by content-modify, before it accepts, that it sends no picture. */
const meanwhile = (line: Line, answer: Content): Content['senders'] => (line.senders === line.local?.senders ? answer.senders : line.senders);

/** Movim answers a change in a running call as a whole. */
function acceptedAgain(view: SessionView, said: ContentSaid): Outcome {
  const waiting = view.offering?.waiting.filter(one => one.startsWith('add:')).map(one => one.slice('add:'.length)) ?? [];
  const contents = said.contents.filter(one => waiting.includes(one.name));
  return contents.length === 0 ? go(view) : contentAccepted(view, { ...said, contents });
}

function added(view: SessionView, said: ContentSaid): Outcome {
  if (view.stage !== 'active') return refuse(view, refusals.outOfOrder());
  // XEP-0166 §7.2.16: of two that say the same at once, the initiator goes first.
  const crossing = view.offering?.waiting.some(one => one.startsWith('add:')) === true;
  if (crossing && view.role === 'initiator') return refuse(view, refusals.tieBreak());
  const { lines } = rolledBack(view);
  const known = said.contents.filter(one => lines.some(line => line.theirName === one.name || line.name === one.name));
  const fresh = said.contents.filter(one => !known.includes(one));
  // Movim offers the whole again where it adds one.
  if (fresh.length === 0 || (known.length > 0 && view.profile.addAnswer !== 'session-accept')) return refuse(view, refusals.badRequest());
  if (!fresh.every(isSpokenOf) || lines.length + fresh.length > MOST_LINES)
    return go(
      view,
      ...fresh.map(
        one => ({ do: 'send', said: rejection(view, { ...one, description: undefined, transport: undefined }, 'unsupported-applications') }) as const,
      ),
    );
  const shaped: SessionView = { ...view, lines: linesOf(fresh, lines) };
  const next: SessionView = { ...shaped, bundle: bundleOf(shaped, said) };
  if (!isSecure(next, fresh)) return end('security-error');
  return tryCandidates(offerToEngine(next, { to: 'add', names: fresh.map(one => one.name) }), fresh);
}
const MOST_LINES = 16;

/** Takes away what was waited for; with nothing left, the engine's offer is answered. */
function settle(view: SessionView, done: readonly string[]): Outcome {
  const { offering } = view;
  if (!offering) return go(view);
  const waiting = offering.waiting.filter(one => !done.includes(one));
  return waiting.length > 0 ? go({ ...view, offering: { ...offering, waiting } }) : answerOffer(view);
}

const isAdding = (view: SessionView, name: string): boolean => view.offering?.waiting.includes(`add:${name}`) === true;

function contentAccepted(view: SessionView, said: ContentSaid): Outcome {
  if (!said.contents.every(one => isAdding(view, one.name))) return refuse(view, refusals.outOfOrder());
  if (!said.contents.every(isSpokenOf)) return refuse(view, refusals.badRequest());
  const heard = changeLines(view, line => {
    const answer = said.contents.find(one => one.name === line.name);
    return answer ? answered(line, { ...answer, senders: meanwhile(line, answer) }) : line;
  });
  const next: SessionView = { ...heard, bundle: bundleOf(heard, said) };
  if (!isSecure(next, said.contents)) return end('security-error');
  const names = said.contents.map(one => `add:${one.name}`);
  return handEarly(tryCandidates(settle(next, names), said.contents));
}

const close = (view: SessionView, names: readonly string[]): SessionView =>
  changeLines(view, line => (names.includes(line.theirName) ? { ...line, closed: true } : line));

function contentRejected(view: SessionView, said: ContentSaid): Outcome {
  const names = said.contents.map(one => one.name);
  if (!names.every(name => isAdding(view, name))) return refuse(view, refusals.outOfOrder());
  return settle(
    close(view, names),
    names.map(name => `add:${name}`),
  );
}

const lineOf = (view: SessionView, content: Content): Line | undefined => openLines(view).find(line => line.theirName === content.name);

function modified(view: SessionView, said: ContentSaid): Outcome {
  if (!said.contents.every(one => lineOf(view, one))) return refuse(view, refusals.badRequest());
  const crossing = said.contents.some(one => view.offering?.waiting.includes(`sent:content-modify:${one.name}`));
  if (crossing && view.role === 'initiator') return refuse(view, refusals.tieBreak());
  const next = changeLines(view, line => {
    const change = said.contents.find(one => one.name === line.theirName);
    return change && !line.closed ? { ...line, senders: change.senders } : line;
  });
  // While an answer is waited for, it takes this in.
  if (view.offering || view.stage !== 'active' || next.lines.every((line, at) => line.senders === view.lines[at]?.senders)) return go(next);
  return offerToEngine(next, { to: 'change' });
}

function removed(view: SessionView, said: ContentSaid): Outcome {
  const names = said.contents.map(one => one.name);
  if (!names.every(name => view.lines.some(line => line.theirName === name))) return refuse(view, refusals.badRequest());
  const next = close(view, names);
  // XEP-0166 §7.2.5: a session without contents is none.
  if (openLines(next).length === 0) return end('success');
  if (view.offering)
    return settle(
      next,
      names.map(name => `add:${name}`),
    );
  return view.stage === 'active' ? offerToEngine(next, { to: 'change' }) : go(next);
}

/** The peer has taken an action of ours. */
export function delivered(view: SessionView, said: JingleAction): Outcome {
  if (!view.offering?.sent.includes(said) || !('contents' in said)) return go(view);
  return settle(
    view,
    said.contents.map(one => `sent:${said.action}:${one.name}`),
  );
}

/** The peer refused an action of ours by an error: what it wanted is given up, the rest of the call goes on. */
export function refused(view: SessionView, said: JingleAction): Outcome {
  if (!view.offering?.sent.includes(said) || !('contents' in said)) return go(view);
  if (said.action === 'session-initiate') return end('failed-application');
  if (said.action === 'transport-info') return go(rolledBack(view), { do: 'rollback' });
  if (said.action !== 'content-add') return delivered(view, said);
  const names = said.contents.map(one => one.name);
  return settle(
    close(view, names),
    names.map(name => `add:${name}`),
  );
}
