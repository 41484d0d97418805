// What each kind of peer puts on the wire (docs/interop.md), what the engine gets of it, and what is said to that peer. Files: cases/README.md.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import engine from 'wrtc';
import { expect, onTestFinished, test } from 'vitest';
import { decodeJingle, encodeJingle } from '../../xmpp/features/jingle/jingle.codec.ts';
import type { JingleAction } from '../../xmpp/features/jingle/jingle.types.ts';
import { childrenOf, type Element } from '../../xmpp/element.ts';
import { parseXml } from '../../xmpp/xml.fixture.ts';
import { localAnswer, localCandidate, localOffer } from './local-side.ts';
import type { PeerKind } from './profile.ts';
import { remoteAction } from './remote-side.ts';
import { beginSession, type Outcome, type SessionView, type Step } from './session-view.ts';
import { JULIET, profileFor, ROMEO } from './two-sides.fixture.ts';

const file = (name: string): string => join(import.meta.dirname, 'cases', name);
const read = (name: string): string => readFileSync(file(name), 'utf8');
const heard = (name: string): JingleAction => decodeJingle(parseXml(read(`${name}.xml`)))!;

const begin = (role: 'initiator' | 'responder', kind: PeerKind): SessionView =>
  beginSession({ sid: 's1', role, own: JULIET, peer: ROMEO, profile: profileFor(kind), relayOnly: false, ownAddresses: ['192.0.2.2'] });

type Gone = Extract<Outcome, { go: true }>;
const gone = (outcome: Outcome): Gone => {
  if (!outcome.go) throw new Error(JSON.stringify(outcome));
  return outcome;
};

/** As it stands in the files: one element on a line. */
function indented(element: Element, depth = 0): string {
  const children = childrenOf(element);
  const open = element.toString().replace(/>.*$/su, '').replace(/\/$/, '');
  const pad = '  '.repeat(depth);
  if (children.length === 0) return `${pad}${element.toString()}\n`;
  return `${pad}${open}>\n${children.map(child => indented(child, depth + 1)).join('')}${pad}</${element.name}>\n`;
}

const shown = (step: Step): string => {
  if (step.do === 'send') return indented(encodeJingle(step.said));
  if (step.do === 'remote') return `${step.type}\n${step.sdp.replaceAll('\r\n', '\n')}`;
  return `${JSON.stringify(step)}\n`;
};
const steps = (outcome: Outcome): string => gone(outcome).steps.map(shown).join('');

const CALLING: readonly PeerKind[] = ['dino', 'conversations', 'movim', 'monal', 'gateway'];

test.each(CALLING)('a call from %s: its whole description for the engine, which takes it', async kind => {
  const outcome = remoteAction(begin('responder', kind), heard(`${kind}.initiate`));
  await expect(steps(outcome)).toMatchFileSnapshot(file(`${kind}.initiate.engine.txt`));
  const [remote] = gone(outcome).steps;
  if (remote?.do !== 'remote') throw new Error('no description');
  const pc = new engine.RTCPeerConnection();
  onTestFinished(() => pc.close());
  await pc.setRemoteDescription({ type: remote.type, sdp: remote.sdp });
  const answer = await pc.createAnswer();
  const accept = gone(localAnswer(gone(outcome).view, answer.sdp ?? '')).steps[0];
  if (accept?.do !== 'send' || !('contents' in accept.said)) throw new Error('no answer');
  // Exactly what was offered: none left out, none with nobody sending.
  const offered = heard(`${kind}.initiate`);
  expect(accept.said.action).toBe('session-accept');
  expect(accept.said.contents.map(one => one.name)).toEqual('contents' in offered && offered.contents.map(one => one.name));
  expect(accept.said.contents.map(one => one.creator)).toEqual(accept.said.contents.map(() => 'initiator'));
  expect(accept.said.contents.every(one => one.transport?.fingerprint?.setup === 'active')).toBe(true);
  expect(accept.said.groups).toHaveLength(profileFor(kind).bundle && 'groups' in offered ? offered.groups.length : 0);
});

const OFFERED: Readonly<Record<string, 'audio' | 'video'>> = {
  own: 'video',
  dino: 'video',
  conversations: 'video',
  movim: 'video',
  monal: 'audio',
  gateway: 'audio',
  unknown: 'video',
};

test.each(Object.entries(OFFERED))('a call to %s: what is said', async (kind, media) => {
  const outcome = localOffer(begin('initiator', kind as PeerKind), read(`browser.${media}.sdp`));
  await expect(steps(outcome)).toMatchFileSnapshot(file(`${kind}.offer.out.xml`));
});

const offered = (kind: PeerKind, media: 'audio' | 'video' = 'audio'): SessionView =>
  gone(localOffer(begin('initiator', kind), read(`browser.${media}.sdp`))).view;

test.each(CALLING)('%s answers: its whole description for the engine', async kind => {
  const outcome = remoteAction(offered(kind), heard(`${kind}.accept`));
  await expect(steps(outcome)).toMatchFileSnapshot(file(`${kind}.accept.engine.txt`));
});

const inCall = (kind: PeerKind): SessionView => gone(remoteAction(offered(kind), heard(`${kind}.accept`))).view;

test.each(['dino', 'conversations'] as const)('%s adds a picture', async kind => {
  await expect(steps(remoteAction(inCall(kind), heard(`${kind}.add`)))).toMatchFileSnapshot(file(`${kind}.add.engine.txt`));
});

test.each(['dino', 'conversations', 'movim'] as const)('a picture is added in a call with %s', async kind => {
  const asked = gone(localOffer(inCall(kind), read('browser.video.sdp')));
  await expect(asked.steps.map(shown).join('')).toMatchFileSnapshot(file(`${kind}.add.out.xml`));
  if (kind === 'conversations') return;
  await expect(steps(remoteAction(asked.view, heard(`${kind}.accept-picture`)))).toMatchFileSnapshot(file(`${kind}.accept-picture.engine.txt`));
});

test.each(['monal', 'gateway'] as const)('to %s no picture is offered: the engine hears at once that there will be none', kind => {
  const outcome = gone(localOffer(inCall(kind), read('browser.video.sdp')));
  expect(outcome.steps.map(step => step.do)).toEqual(['remote']);
  expect(outcome.steps.map(shown).join('')).toContain('m=video 0 ');
  expect(outcome.view.lines.map(line => line.closed)).toEqual([false, true]);
});

// What Dino 0.4.2 really sent (cases/README.md): by its sources alone nobody would have known where its candidates stand, or in which order its words.
test.each(['initiate', 'initiate-both'])('a call from Dino as it was heard (%s): the engine takes it, and what is answered', async name => {
  const outcome = remoteAction(begin('responder', 'dino'), heard(`dino.captured.${name}`));
  await expect(steps(outcome)).toMatchFileSnapshot(file(`dino.captured.${name}.engine.txt`));
  const [remote] = gone(outcome).steps;
  if (remote?.do !== 'remote') throw new Error('no description');
  const pc = new engine.RTCPeerConnection();
  onTestFinished(() => pc.close());
  await pc.setRemoteDescription({ type: remote.type, sdp: remote.sdp });
  const both = name.endsWith('both');
  const answer = read(`browser.${both ? 'video' : 'audio'}.sdp`)
    .replaceAll('actpass', 'active')
    .replace('a=mid:0', 'a=mid:audio')
    .replace('a=mid:1', 'a=mid:video')
    .replace(/a=group:BUNDLE.*\r?\n/, '');
  await expect(steps(localAnswer(gone(outcome).view, answer))).toMatchFileSnapshot(file(`dino.captured.${name}.out.xml`));
});

test.each([
  ['accept', 'audio'],
  ['accept-both', 'video'],
] as const)('Dino answers as it was heard (%s), and says another candidate later', async (name, media) => {
  const outcome = remoteAction(offered('dino', media), heard(`dino.captured.${name}`));
  await expect(steps(outcome)).toMatchFileSnapshot(file(`dino.captured.${name}.engine.txt`));
  if (media === 'audio') expect(steps(remoteAction(gone(outcome).view, heard('dino.captured.info')))).toContain('198.51.100.1');
});

test('Dino as it was heard adds a picture, takes ours and says who sends it, mutes itself, and goes', async () => {
  const talking = gone(remoteAction(offered('dino'), heard('dino.captured.accept'))).view;
  await expect(steps(remoteAction(talking, heard('dino.captured.add')))).toMatchFileSnapshot(file('dino.captured.add.engine.txt'));
  const asked = gone(localOffer(talking, read('browser.video.sdp'))).view;
  const modified = gone(remoteAction(asked, heard('dino.captured.modify'))).view;
  await expect(steps(remoteAction(modified, heard('dino.captured.accept-picture')))).toMatchFileSnapshot(file('dino.captured.accept-picture.engine.txt'));
  expect(heard('dino.captured.mute')).toMatchObject({ action: 'session-info', info: { info: 'mute' } });
  expect(heard('dino.captured.terminate')).toMatchObject({ action: 'session-terminate', reason: { reason: 'success' } });
});

test('Dino’s candidates for RTCP, and Movim’s hidden ones, are not tried', () => {
  expect(gone(remoteAction(gone(remoteAction(begin('responder', 'dino'), heard('dino.initiate'))).view, heard('dino.candidates'))).steps).toEqual([]);
  expect(gone(remoteAction(inCall('movim'), heard('movim.candidates'))).steps).toEqual([]);
});

test('Conversations begins the path anew: the engine answers, and its first candidate is the answer', () => {
  const { view, steps: asked } = gone(remoteAction(inCall('conversations'), heard('conversations.restart')));
  expect(asked.map(shown).join('')).toContain('a=ice-ufrag:newU');
  const answer = read('browser.audio.sdp').replaceAll('jlt1', 'jlt2').replaceAll('actpass', 'active');
  const answered = gone(localAnswer(view, answer));
  expect(answered.steps).toEqual([]);
  const candidate = 'candidate:1 1 udp 2122194687 192.0.2.2 43610 typ host generation 0 ufrag jlt2 network-id 1';
  const told = gone(localCandidate(answered.view, { mid: '0', candidate, ufrag: 'jlt2' }));
  expect(told.steps.map(shown).join('')).toMatch(/action="transport-info"[^]*ufrag="jlt2" pwd="[^]*ip="192.0.2.2"/);
  expect(told.steps.map(shown).join('')).not.toContain('fingerprint');
});

test('a gateway names its content as it likes, and gets telephone keys', () => {
  const view = inCall('gateway');
  expect(view.lines).toMatchObject([{ mid: '0', name: '0', theirName: 'audio' }]);
  const candidate = 'candidate:1 2 udp 2122194687 192.0.2.2 43611 typ host generation 0';
  expect(gone(localCandidate(view, { mid: '0', candidate, ufrag: 'jlt1' })).steps).toHaveLength(1);
});
