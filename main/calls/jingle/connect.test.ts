// Two engines that know each other only by Jingle XML: what the keeper makes of it must be taken by both.
import engine from 'wrtc';
import { expect, onTestFinished, test } from 'vitest';
import { localOffer } from './local-side.ts';
import { driving } from './native.fixture.ts';
import type { PeerKind } from './profile.ts';
import { join, KINDS, profileFor, quiet as bothQuiet, Side } from './two-sides.fixture.ts';

class Native extends Side {
  readonly pc: RTCPeerConnection;
  readonly connected: Promise<void>;

  constructor(role: 'initiator' | 'responder', kind: PeerKind) {
    const pc = new engine.RTCPeerConnection();
    super(driving(pc), role, kind);
    this.pc = pc;
    const reached = Promise.withResolvers<void>();
    pc.addEventListener('connectionstatechange', () => {
      if (pc.connectionState === 'connected') reached.resolve();
    });
    this.connected = reached.promise;
    onTestFinished(() => pc.close());
  }
}

function pair(kind: PeerKind): { juliet: Native; romeo: Native; quiet: () => Promise<void> } {
  const [juliet, romeo] = [new Native('initiator', kind), new Native('responder', kind)];
  join(juliet, romeo);
  return { juliet, romeo, quiet: () => bothQuiet(juliet, romeo) };
}

/** The answer to new credentials comes with the first candidate, which an engine finds in its own time. */
const answered = ({ juliet, romeo, quiet }: ReturnType<typeof pair>): Promise<void> =>
  expect
    .poll(async () => {
      await quiet();
      return [juliet, romeo].every(side => side.view.offering === undefined && side.view.answering.length === 0);
    })
    .toBe(true);

async function inCall(kind: PeerKind, media: readonly ('audio' | 'video')[] = ['audio']): Promise<ReturnType<typeof pair>> {
  const both = pair(kind);
  for (const one of media) both.juliet.pc.addTransceiver(one);
  both.juliet.do(() => both.juliet.offer());
  await Promise.all([both.juliet.connected, both.romeo.connected]);
  await both.quiet();
  return both;
}

test.each(KINDS)('sound to a peer of kind %s', async kind => {
  const { juliet, romeo } = pair(kind);
  juliet.pc.addTransceiver('audio');
  juliet.do(() => juliet.offer());
  await Promise.all([juliet.connected, romeo.connected]);
  expect(juliet.view.lines).toMatchObject([{ mid: '0', closed: false, senders: expect.any(String) }]);
});

test.each(KINDS.filter(kind => profileFor(kind).add))('sound, and then a picture from either side, with a peer of kind %s', async kind => {
  const { juliet, romeo, quiet } = pair(kind);
  juliet.pc.addTransceiver('audio');
  juliet.do(() => juliet.offer());
  await Promise.all([juliet.connected, romeo.connected]);
  await quiet();
  for (const side of [juliet, romeo]) {
    side.pc.addTransceiver('video');
    side.do(() => side.offer());
    await quiet();
    expect([juliet.pc.signalingState, romeo.pc.signalingState]).toEqual(['stable', 'stable']);
  }
  expect(juliet.view.lines.filter(line => !line.closed)).toHaveLength(3);
  expect(romeo.view.lines.map(line => line.mid)).toEqual(juliet.view.lines.map(line => line.mid));
  expect(juliet.view.bundle).toHaveLength(profileFor(kind).bundle ? 3 : 0);
});

test('both add a picture at the same moment: the initiator’s goes first, the other follows', async () => {
  const { juliet, romeo, quiet } = await inCall('own');
  for (const side of [juliet, romeo]) {
    side.pc.addTransceiver('video');
    side.do(() => side.offer());
  }
  await quiet();
  expect(juliet.refusals).toEqual(['tie-break']);
  expect(romeo.refusals).toEqual([]);
  expect(juliet.view.lines.filter(line => !line.closed)).toHaveLength(3);
  expect(romeo.view.lines.map(line => line.mid)).toEqual(juliet.view.lines.map(line => line.mid));
  expect(juliet.actions).toEqual(['session-initiate', 'content-add', 'content-accept']);
  expect([juliet.pc.signalingState, romeo.pc.signalingState]).toEqual(['stable', 'stable']);
});

test.each(['juliet', 'romeo'] as const)('%s begins the path anew: new credentials on both sides, one answer, no other word', async name => {
  const sides = await inCall('own', ['audio', 'video']);
  const [side, other] = name === 'juliet' ? [sides.juliet, sides.romeo] : [sides.romeo, sides.juliet];
  const before = [side, other].map(one => one.ufrag('0'));
  const words = [side.actions.length, other.actions.length];
  side.do(() => side.offer(true));
  await answered(sides);
  expect([side, other].map(one => one.ufrag('0')).filter(ufrag => before.includes(ufrag))).toEqual([]);
  expect(side.view.lines.map(line => line.remote?.transport?.ufrag)).toEqual(['0', '1'].map(mid => other.ufrag(mid)));
  expect([side.actions.length, other.actions.length]).toEqual(words);
  expect([side.view.offering, side.view.answering]).toEqual([undefined, []]);
  expect(side.pc.signalingState).toBe('stable');
});

test('two offers are asked for at once: both changes arrive, and one answer is made of what comes back', async () => {
  const { juliet, romeo, quiet } = await inCall('own');
  juliet.pc.addTransceiver('video');
  juliet.do(() => juliet.offer());
  juliet.do(() => {
    juliet.pc.addTransceiver('video');
    return juliet.offer();
  });
  await quiet();
  expect(juliet.actions).toEqual(['session-initiate', 'content-add', 'content-add']);
  expect(romeo.view.lines.map(line => line.closed)).toEqual([false, false, false]);
  expect([juliet.pc.signalingState, romeo.pc.signalingState]).toEqual(['stable', 'stable']);
});

test('an offer that was made while theirs was on its way to the engine is void, and made anew', async () => {
  const { juliet, romeo, quiet } = await inCall('own');
  juliet.pc.addTransceiver('video');
  romeo.pc.addTransceiver('video');
  const late = await romeo.engine.offer(false);
  const { answer } = romeo.engine;
  Object.assign(romeo.engine, {
    // The engine reports its offer, which is no more, before its answer.
    answer: () => {
      romeo.do(() => romeo.apply(localOffer(romeo.view, late)));
      Object.assign(romeo.engine, { answer });
      return answer();
    },
  });
  juliet.do(() => juliet.offer());
  await quiet();
  expect(juliet.view.lines.filter(line => !line.closed)).toHaveLength(3);
  expect(romeo.actions).toEqual(['session-accept', 'content-accept', 'content-add']);
  expect([juliet.pc.signalingState, romeo.pc.signalingState]).toEqual(['stable', 'stable']);
});

test('both begin the path anew at the same moment: the initiator’s goes first', async () => {
  const { juliet, romeo, quiet } = await inCall('own');
  for (const side of [juliet, romeo]) side.do(() => side.offer(true));
  await answered({ juliet, romeo, quiet });
  expect(juliet.refusals).toEqual(['tie-break']);
  expect(juliet.view.lines[0]?.remote?.transport?.ufrag).toBe(romeo.ufrag('0'));
  expect(romeo.view.lines[0]?.remote?.transport?.ufrag).toBe(juliet.ufrag('0'));
  expect([juliet.pc.signalingState, romeo.pc.signalingState]).toEqual(['stable', 'stable']);
});

test('to Dino a path is not begun anew, and nothing is said of it', async () => {
  const { juliet, romeo, quiet } = await inCall('dino');
  const words = juliet.sent.length;
  juliet.do(() => juliet.offer(true));
  await quiet();
  expect(juliet.sent.slice(words).filter(xml => !xml.includes('candidate'))).toEqual([]);
  expect(romeo.view.lines[0]?.oldUfrags).toEqual([]);
});

test.each(['juliet', 'romeo'] as const)('%s stops the picture: the other hears of it, and it can come back', async name => {
  const sides = await inCall('own', ['audio', 'video']);
  const [side, other] = name === 'juliet' ? [sides.juliet, sides.romeo] : [sides.romeo, sides.juliet];
  const [, video] = side.pc.getTransceivers();
  const mine = name === 'juliet' ? 'initiator' : 'responder';
  for (const [direction, senders] of [
    ['inactive', 'none'],
    ['sendonly', mine],
  ] as const) {
    video!.direction = direction;
    side.do(() => side.offer());
    await sides.quiet();
    expect(other.view.lines[1]?.senders).toBe(senders);
    expect(side.pc.signalingState).toBe('stable');
  }
});

test('a picture that is removed leaves its place; the next one gets a name of its own', async () => {
  const { juliet, romeo, quiet } = await inCall('own', ['audio', 'video']);
  juliet.pc.getTransceivers()[1]!.stop();
  juliet.do(() => juliet.offer());
  await quiet();
  expect(romeo.view.lines.map(line => line.closed)).toEqual([false, true]);
  romeo.pc.addTransceiver('video');
  romeo.do(() => romeo.offer());
  await quiet();
  expect(juliet.view.lines.filter(line => !line.closed).map(line => line.media)).toEqual(['audio', 'video']);
  // Romeo’s engine puts it where the old one was, Juliet’s behind it: only names are told.
  expect(juliet.actions.at(-1)).toBe('content-accept');
  expect([juliet.pc.signalingState, romeo.pc.signalingState]).toEqual(['stable', 'stable']);
});
