import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { decodeJingle } from '../../xmpp/features/jingle/jingle.codec.ts';
import type { JingleAction } from '../../xmpp/features/jingle/jingle.types.ts';
import { parseXml } from '../../xmpp/xml.fixture.ts';
import { localAnswer, localCandidate, localOffer } from './local-side.ts';
import type { PeerKind } from './profile.ts';
import { delivered, refused, remoteAction } from './remote-side.ts';
import { beginSession, isSettled, takesTones, theirPicture, type Outcome, type SessionView } from './session-view.ts';
import { JULIET, profileFor, ROMEO } from './two-sides.fixture.ts';

const read = (name: string): string => readFileSync(join(import.meta.dirname, 'cases', name), 'utf8');
const xmlOf = (text: string): JingleAction => decodeJingle(parseXml(text))!;
const says = (name: string, change: (text: string) => string = text => text): JingleAction => xmlOf(change(read(`${name}.xml`)));
const [SOUND, PICTURE] = [read('browser.audio.sdp'), read('browser.video.sdp')];

const begin = (role: 'initiator' | 'responder', kind: PeerKind, relayOnly = false): SessionView =>
  beginSession({ sid: 's1', role, own: JULIET, peer: ROMEO, profile: profileFor(kind), relayOnly, ownAddresses: ['192.0.2.2'] });
const gone = (outcome: Outcome): Extract<Outcome, { go: true }> => {
  if (!outcome.go) throw new Error(JSON.stringify(outcome));
  return outcome;
};
const kinds = (outcome: Outcome): readonly string[] => gone(outcome).steps.map(step => (step.do === 'send' ? step.said.action : step.do));
const sent = (outcome: Outcome): readonly JingleAction[] => gone(outcome).steps.flatMap(step => (step.do === 'send' ? [step.said] : []));
const remote = (outcome: Outcome): string => gone(outcome).steps.flatMap(step => (step.do === 'remote' ? [step.sdp] : []))[0] ?? '';
const end = (outcome: Outcome): string | undefined => (!outcome.go && 'end' in outcome ? outcome.end : undefined);
const refusal = (outcome: Outcome): string | undefined => (!outcome.go && 'refuse' in outcome ? outcome.refuse.error : undefined);

const calling = (kind: PeerKind, sdp = SOUND): SessionView => gone(localOffer(begin('initiator', kind), sdp)).view;
/** In a call that we began, with a peer that answers as Conversations does. */
const inCall = (kind: PeerKind): SessionView => gone(remoteAction(calling(kind), says('conversations.accept'))).view;
/** In a call of sound that the peer began. */
const called = (kind: PeerKind): SessionView => {
  const view = gone(remoteAction(begin('responder', kind), says('monal.initiate'))).view;
  return gone(localAnswer(view, SOUND.replaceAll('actpass', 'active'))).view;
};

// Keys

test.each([
  ['no key at all', (text: string) => text.replace(/<fingerprint.*<\/fingerprint>/g, '')],
  ['a key by a hash that nobody trusts', (text: string) => text.replaceAll('sha-256', 'md5')],
  ['a key that is too short', (text: string) => text.replaceAll(':14:CD', '')],
])('a call with %s is not taken', (_what, change) => {
  expect(end(remoteAction(begin('responder', 'dino'), says('dino.initiate', change)))).toBe('security-error');
  expect(end(remoteAction(calling('dino', PICTURE), says('dino.accept', change)))).toBe('security-error');
});

test('one content without a key is as bad as all', () => {
  const half = (text: string): string => text.replace(/<fingerprint[^>]*>[^<]*<\/fingerprint>/, '');
  expect(end(remoteAction(begin('responder', 'dino'), says('dino.initiate', half)))).toBe('security-error');
});

test('a picture that is added under another key ends the call', () => {
  const otherKey = (text: string): string => text.replaceAll('9F:0B', '9F:0C');
  expect(end(remoteAction(inCall('dino'), says('dino.add', otherKey)))).toBe('security-error');
  const asked = gone(localOffer(inCall('dino'), PICTURE)).view;
  expect(end(remoteAction(asked, says('dino.accept-picture', otherKey)))).toBe('security-error');
});

test('a key in a transport-info is no key, before the answer or after', () => {
  const early = `<jingle xmlns='urn:xmpp:jingle:1' action='transport-info' sid='s1'><content name='0'><transport xmlns='urn:xmpp:jingle:transports:ice-udp:1'
    ufrag='cnvU' pwd='conversationsPwd1234567890'><fingerprint xmlns='urn:xmpp:jingle:apps:dtls:0' hash='sha-256' setup='actpass'>${'AA:'.repeat(31)}AA</fingerprint></transport></content></jingle>`;
  const before = gone(remoteAction(calling('gateway'), xmlOf(early))).view;
  const outcome = remoteAction(before, says('conversations.accept'));
  expect(remote(outcome)).not.toContain('AA:AA');
  expect(kinds(remoteAction(gone(outcome).view, xmlOf(early)))).toEqual([]);
});

// What is offered and answered

test('what is no call is not taken: no sound or picture, no path, no codec', () => {
  const view = begin('responder', 'own');
  expect(
    end(
      remoteAction(
        view,
        says('dino.initiate', text => text.replaceAll("media='audio'", "media='application'")),
      ),
    ),
  ).toBe('unsupported-applications');
  expect(
    end(
      remoteAction(
        view,
        says('dino.initiate', text => text.replaceAll('transports:ice-udp:1', 'transports:raw-udp:1')),
      ),
    ),
  ).toBe('unsupported-transports');
  expect(
    end(
      remoteAction(
        view,
        says('dino.initiate', text => text.replace(/<payload-type.*<\/payload-type>/g, '')),
      ),
    ),
  ).toBe('incompatible-parameters');
});

test('who is asked for a picture and has no camera says who sends, and leaves nothing out', () => {
  const view = gone(remoteAction(begin('responder', 'conversations'), says('conversations.initiate'))).view;
  const answer = PICTURE.replaceAll('actpass', 'active').replace(/(m=video[^]*)a=sendrecv/, '$1a=recvonly');
  const [accept] = sent(localAnswer(view, answer));
  expect(accept).toMatchObject({
    action: 'session-accept',
    responder: JULIET,
    contents: [
      { name: '0', senders: 'both' },
      { name: '1', senders: 'initiator' },
    ],
  });
});

test.each([
  ['dino', 'initiator'],
  ['movim', 'both'],
  ['own', 'none'],
] as const)('to %s, that nobody sends a picture is said as %s', (kind, senders) => {
  const view = gone(remoteAction(begin('responder', kind), says('conversations.initiate'))).view;
  const answer = PICTURE.replaceAll('actpass', 'active').replace(/(m=video[^]*)a=sendrecv/, '$1a=inactive');
  expect(sent(localAnswer(view, answer))).toMatchObject([{ contents: [{}, { senders }] }]);
});

test('an answer takes nothing that was not offered', () => {
  const oneWay = SOUND.replace('a=sendrecv', 'a=sendonly');
  expect(remote(remoteAction(calling('movim', oneWay), says('movim.accept')))).toContain('a=recvonly');
});

test('a content that is not answered is closed, and keeps its place', () => {
  const outcome = remoteAction(calling('own', PICTURE), says('conversations.accept'));
  expect(remote(outcome)).toMatch(/m=audio 9[^]*m=video 0 /);
  expect(gone(outcome).view.lines.map(line => line.closed)).toEqual([false, true]);
});

test('Dino says before its answer that it sends no picture: the answer is taken so', () => {
  const modify = xmlOf(
    `<jingle xmlns='urn:xmpp:jingle:1' action='content-modify' sid='s1'><content creator='initiator' name='1' senders='initiator'/></jingle>`,
  );
  const before = gone(remoteAction(calling('dino', PICTURE), modify));
  expect(before.steps).toEqual([]);
  expect(remote(remoteAction(before.view, says('movim.accept-picture')))).toMatch(/m=video[^]*a=recvonly/);
});

test('names that browsers do not take are kept on the wire, and packets are not sorted by them', () => {
  const odd = (text: string): string => text.replaceAll("name='0'", "name='the voice of Romeo himself'").replaceAll("name='1'", "name='x0'");
  const { view, steps } = gone(remoteAction(begin('responder', 'conversations'), says('conversations.initiate', odd)));
  const sdp = remote({ go: true, view, steps });
  expect(sdp).toMatch(/a=mid:x0\r\n[^]*a=mid:x1\r\n/);
  expect(sdp.match(/hdrext:sdes:mid/g)).toBeNull();
  const answer = PICTURE.replaceAll('actpass', 'active').replace('a=mid:0', 'a=mid:x0').replace('a=mid:1', 'a=mid:x1').replace('BUNDLE 0 1', 'BUNDLE x0 x1');
  const [accept] = sent(localAnswer(view, answer));
  expect(accept).toMatchObject({
    contents: [{ name: 'the voice of Romeo himself' }, { name: 'x0' }],
    groups: [{ names: ['the voice of Romeo himself', 'x0'] }],
  });
});

// Candidates

const HOST = 'candidate:1 1 udp 2122194687 192.0.2.2 43610 typ host generation 0 ufrag jlt1';
const RELAY = 'candidate:2 1 udp 41885439 203.0.113.9 51000 typ relay raddr 198.51.100.4 rport 40123 generation 0 ufrag jlt1';

test('each candidate goes alone, with both credentials and no key', () => {
  const [info] = sent(localCandidate(calling('own'), { mid: '0', candidate: HOST, ufrag: 'jlt1' }));
  expect(info).toMatchObject({
    action: 'transport-info',
    contents: [
      { name: '0', transport: { ufrag: 'jlt1', pwd: 'mQ0ZXPd30JjlkvkGLcdgVkkh', fingerprint: undefined, candidates: [{ ip: '192.0.2.2', port: 43_610 }] } },
    ],
  });
  for (const ufrag of ['old1', '']) expect(kinds(localCandidate(calling('own'), { mid: '0', candidate: HOST, ufrag }))).toEqual([]);
});

test('a stranger hears of the relay alone, and not from where it was asked', () => {
  const view = gone(localOffer(begin('initiator', 'own', true), SOUND)).view;
  expect(kinds(localCandidate(view, { mid: '0', candidate: HOST, ufrag: 'jlt1' }))).toEqual([]);
  const [info] = sent(localCandidate(view, { mid: '0', candidate: RELAY, ufrag: 'jlt1' }));
  expect(info).toMatchObject({ contents: [{ transport: { candidates: [{ ip: '203.0.113.9', relatedAddress: '0.0.0.0', relatedPort: 0 }] } }] });
  expect(JSON.stringify(gone(localOffer(begin('initiator', 'own', true), SOUND)).steps)).not.toContain('192.0.2.2');
});

test('who wants candidates in the first word gets them there', () => {
  const [initiate] = sent(localOffer(begin('initiator', 'movim'), SOUND, [{ mid: '0', candidate: HOST, ufrag: 'jlt1' }]));
  expect(initiate).toMatchObject({ contents: [{ transport: { candidates: [{ ip: '192.0.2.2' }] } }] });
});

test('candidates that come before the answer wait for it', () => {
  const early = says('conversations.restart', text =>
    text
      .replaceAll('newU', 'cnvU')
      .replace(
        '</transport>',
        `<candidate component='1' foundation='1' id='e1' ip='203.0.113.7' port='40000' priority='1' protocol='udp' type='host'/></transport>`,
      ),
  );
  const before = gone(remoteAction(calling('own'), early));
  expect(before.steps).toEqual([]);
  expect(kinds(remoteAction(before.view, says('conversations.accept')))).toEqual(['remote', 'candidate']);
});

test('no session makes this computer send packets to more than two hundred places', () => {
  let view = inCall('own');
  const many = Array.from(
    { length: 60 },
    (_, at) => `<candidate component='1' foundation='1' id='e${at}' ip='203.0.113.${at}' port='40000' priority='1' protocol='udp' type='host'/>`,
  );
  let tried = 0;
  for (let round = 0; round < 6; round += 1) {
    const outcome = gone(
      remoteAction(
        view,
        says('conversations.restart', text => text.replaceAll('newU', 'cnvU').replace('</transport>', `${many.join('')}</transport>`)),
      ),
    );
    tried += outcome.steps.length;
    ({ view } = outcome);
  }
  expect(tried).toBe(200);
});

// Changes in a running call

test('a picture that is refused, by word or by error, leaves the call as it was', () => {
  const asked = gone(localOffer(inCall('own'), PICTURE));
  const [add] = sent(asked);
  const byWord = remoteAction(asked.view, xmlOf(`<jingle xmlns='urn:xmpp:jingle:1' action='content-reject' sid='s1'><content name='1'/></jingle>`));
  for (const outcome of [byWord, refused(asked.view, add!)]) {
    expect(kinds(outcome)).toEqual(['remote']);
    expect(remote(outcome)).toMatch(/m=audio 9[^]*m=video 0 /);
    expect(isSettled(gone(outcome).view)).toBe(true);
  }
});

test('an answer to an older request of the same words is not taken for one to the new', () => {
  const [first] = sent(localOffer(inCall('own'), PICTURE));
  const again = gone(localOffer(inCall('own'), PICTURE)).view;
  expect(kinds(refused(again, first!))).toEqual([]);
});

const oneWayPicture = (view: SessionView): SessionView =>
  gone(
    remoteAction(
      gone(localOffer(view, PICTURE)).view,
      says('movim.accept-picture', text =>
        text.replace('session-accept', 'content-accept').replace(/<content creator='initiator' name='0'[^]*?<\/content>/, ''),
      ),
    ),
  ).view;
const without = PICTURE.replace(/(m=video[^]*)a=sendrecv/, '$1a=recvonly');

test.each([
  ['own', 'responder'],
  ['dino', 'responder'],
  ['conversations', 'responder'],
] as const)('%s hears that the camera is off', (kind, senders) => {
  const off = localOffer(oneWayPicture(inCall(kind)), without);
  expect(sent(off)).toMatchObject([
    { action: 'content-modify', contents: [{ name: '1', creator: 'initiator', senders, description: undefined, transport: undefined }] },
  ]);
  const [modify] = sent(off);
  expect(kinds(delivered(gone(off).view, modify!))).toEqual(['remote']);
});

test('Conversations may not be told what it has to send: that would end the call', () => {
  const none = PICTURE.replace(/(m=video[^]*)a=sendrecv/, '$1a=sendonly');
  const outcome = localOffer(oneWayPicture(inCall('conversations')), none);
  expect(kinds(outcome)).toEqual(['remote']);
});

test('what the peer modifies, the engine is offered; what it modifies twice, once', () => {
  const modify = xmlOf(`<jingle xmlns='urn:xmpp:jingle:1' action='content-modify' sid='s1'><content name='0' senders='responder'/></jingle>`);
  const outcome = gone(remoteAction(inCall('own'), modify));
  expect(remote(outcome)).toMatch(/a=sendonly/);
  expect(kinds(remoteAction(outcome.view, modify))).toEqual([]);
});

test('the last content that is removed takes the session with it', () => {
  const remove = xmlOf(`<jingle xmlns='urn:xmpp:jingle:1' action='content-remove' sid='s1'><content name='0'/></jingle>`);
  expect(end(remoteAction(inCall('own'), remove))).toBe('success');
});

test('another transport is not taken', () => {
  const replace = xmlOf(
    `<jingle xmlns='urn:xmpp:jingle:1' action='transport-replace' sid='s1'><content name='0'><transport xmlns='urn:xmpp:jingle:transports:ibb:1'/></content></jingle>`,
  );
  expect(sent(remoteAction(inCall('own'), replace))).toMatchObject([{ action: 'transport-reject', contents: [{ name: '0' }] }]);
});

test('an offer of ours that crosses theirs is made anew afterwards', () => {
  const asked = gone(localOffer(called('own'), PICTURE)).view;
  const crossing = gone(remoteAction(asked, says('dino.add')));
  expect(crossing.steps.map(step => step.do)).toEqual(['rollback', 'remote']);
  expect(crossing.view.lines.map(line => line.mid)).toEqual(['0', 'video']);
  const answer = PICTURE.replaceAll('actpass', 'active').replace('a=mid:1', 'a=mid:video');
  expect(kinds(localAnswer(crossing.view, answer))).toEqual(['content-accept', 'offer']);
});

test('an offer that the engine made while theirs was on its way to it is void, and made anew', () => {
  const asked = gone(remoteAction(inCall('own'), says('dino.add'))).view;
  const late = gone(localOffer(asked, PICTURE));
  expect(late.steps).toEqual([]);
  const answer = PICTURE.replaceAll('actpass', 'active').replace('a=mid:1', 'a=mid:video');
  expect(kinds(localAnswer(late.view, answer))).toEqual(['content-accept', 'offer']);
});

// Out of turn

test.each([
  ['an answer to nothing', begin('initiator', 'own'), 'conversations.accept', 'unexpected-request'],
  [
    'an answer to what they offered themselves',
    gone(remoteAction(begin('responder', 'own'), says('dino.initiate'))).view,
    'conversations.accept',
    'unexpected-request',
  ],
  ['a second answer', inCall('own'), 'conversations.accept', 'unexpected-request'],
  ['a second beginning', inCall('own'), 'dino.initiate', 'unexpected-request'],
  ['a picture before the call', calling('own'), 'dino.add', 'unexpected-request'],
  ['agreement to what was not asked', inCall('own'), 'dino.accept-picture', 'unexpected-request'],
  ['a content of a name that is taken', oneWayPicture(inCall('own')), 'conversations.add', 'bad-request'],
] as const)('%s is refused', (_what, view, name, condition) => {
  expect(refusal(remoteAction(view, says(name)))).toBe(condition);
});

// What may be asked of a session

test('whether keys can be sent, and whether there is a picture, is read off the session', () => {
  expect(takesTones(inCall('conversations'))).toBe(true);
  expect(takesTones(gone(remoteAction(calling('dino'), says('dino.accept'))).view)).toBe(false);
  expect(theirPicture(inCall('own'))).toBe('off');
  const added = gone(remoteAction(inCall('own'), says('dino.add'))).view;
  expect(theirPicture(added)).toBe('camera');
  const slides = (text: string): string => text.replace("media='video'>", "media='video'><category xmlns='urn:xmpp:jingle:apps:category:0' name='slides'/>");
  expect(theirPicture(gone(remoteAction(inCall('own'), says('dino.add', slides))).view)).toBe('screen');
});
