// What is said of our own description, as this kind of peer can bear it.
import type { Content, ContentAction, Group, JingleAction, Payload, Reason, Role, RtpDescription, Senders } from '../../xmpp/features/jingle/jingle.types.ts';
import { mayBeTold, readCandidateLine, withoutOrigin } from './candidates.ts';
import type { Profile } from './profile.ts';
import { componentsOf, openLines, otherRole, type Line, type LocalCandidate, type SessionView } from './session-view.ts';

/** An action that speaks of contents. */
export type ContentSaid = Extract<JingleAction, { readonly contents: readonly Content[] }>;

export function sayAction(view: SessionView, action: ContentAction, contents: readonly Content[], groups: readonly Group[] = []): ContentSaid {
  const { sid, own, role } = view;
  return {
    action,
    sid,
    // XEP-0166 §7.1: each names itself in the action by which it joins.
    initiator: action === 'session-initiate' ? own : undefined,
    responder: action === 'session-accept' && role === 'responder' ? own : undefined,
    contents,
    groups,
    reason: undefined,
  };
}

/** Only a name and whatever is to be said of it. */
export const stub = (line: Line, over: Partial<Content> = {}): Content => ({
  name: line.name,
  // Who added it is known by its name; Dino and Conversations refuse anything else here.
  creator: 'initiator',
  senders: 'both',
  category: undefined,
  description: undefined,
  transport: undefined,
  ...over,
});

/** What may be said of who sends, where some words are refused or misread. */
export function sayable(senders: Senders, profile: Profile, role: Role): Senders {
  if (profile.senders === 'both-only') return 'both';
  return senders === 'none' && profile.senders === 'not-none' ? otherRole(role) : senders;
}

const AUDIO = ['opus', 'red', 'g722', 'pcmu', 'pcma', 'telephone-event'];
const PICTURE = ['vp8', 'vp9', 'h264'];
const valueOf = (payload: Payload, name: string): string | undefined => payload.parameters.find(one => one.name === name)?.value;

/** Of a picture's codecs the plainest of each, and what repairs it. H.264 as everybody decodes it: constrained baseline, packetization 1. */
function commonVideo(payloads: readonly Payload[]): readonly Payload[] {
  const kept = PICTURE.flatMap(name => {
    const found = payloads.filter(one => one.name.toLowerCase() === name);
    const plain = found.find(one => name !== 'h264' || (valueOf(one, 'profile-level-id')?.startsWith('42e0') && valueOf(one, 'packetization-mode') === '1'));
    return plain ?? found[0] ?? [];
  });
  const ids = new Set(kept.map(one => String(one.id)));
  return payloads.filter(one => kept.includes(one) || (one.name.toLowerCase() === 'rtx' && ids.has(valueOf(one, 'apt') ?? '')));
}

function payloadsFor(description: RtpDescription, profile: Profile): readonly Payload[] {
  const { media, payloads } = description;
  const known = media === 'audio' ? payloads.filter(one => AUDIO.includes(one.name.toLowerCase())) : commonVideo(payloads);
  const kept = profile.codecs === 'common' && known.length > 0 ? known : payloads;
  const opus = kept.filter(one => one.name.toLowerCase() === 'opus').map(one => withDtx(one, profile));
  return [...opus, ...kept.filter(one => one.name.toLowerCase() !== 'opus')];
}

const withDtx = (opus: Payload, profile: Profile): Payload =>
  profile.dtx && valueOf(opus, 'usedtx') === undefined ? { ...opus, parameters: [...opus.parameters, { name: 'usedtx', value: '1' }] } : opus;

/** A content of ours, whole. `trimmed`: an offer, which may hold back what nobody needs; an answer says what was agreed. */
export function wholeContent(view: SessionView, line: Line, candidates: readonly LocalCandidate[], trimmed: boolean): Content {
  const { local } = line;
  const { description, transport } = local ?? stub(line);
  const { profile, role } = view;
  return {
    ...stub(line, local),
    name: line.name,
    senders: sayable(line.senders, profile, role),
    description: description && { ...description, payloads: payloadsFor(description, trimmed ? profile : { ...profile, codecs: 'all' }) },
    transport: transport && { ...transport, candidates: candidates.flatMap(one => (one.mid === line.mid ? (candidateToTell(view, one) ?? []) : [])) },
  };
}

/** A candidate as it may be told now; undefined: of no open line, of credentials that are past, or none of the peer's business. */
export function candidateToTell(view: SessionView, { mid, candidate, ufrag }: LocalCandidate) {
  const line = openLines(view).find(one => one.mid === mid);
  const read = readCandidateLine(candidate);
  if (!line || !read || line.local?.transport?.ufrag !== ufrag || !mayBeTold(read, componentsOf(view, line), view.relayOnly)) return undefined;
  return view.relayOnly ? withoutOrigin(read) : read;
}

/** XEP-0338 §2: the group is named whole, in whichever action. */
export function groupsToSay(view: SessionView): readonly Group[] {
  const names = openLines(view).map(line => line.name);
  return view.profile.bundle ? [{ semantics: 'BUNDLE', names }] : [];
}

/** A content that will not be (XEP-0166 §7.2.4). */
export const rejection = (view: SessionView, content: Content, reason: Reason): JingleAction => ({
  ...sayAction(view, 'content-reject', [content]),
  reason: { reason, text: undefined },
});
