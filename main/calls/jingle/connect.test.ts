// Two engines that know each other only by Jingle XML: what the keeper makes of it must be taken by both.
import engine from 'wrtc';
import { expect, onTestFinished, test } from 'vitest';
import { decodeJingle, encodeJingle } from '../../xmpp/features/jingle/jingle.codec.ts';
import { parseXml } from '../../xmpp/xml.fixture.ts';
import { localAnswer, localCandidate, localOffer } from './local-side.ts';
import { profileOf, type PeerKind, type Profile } from './profile.ts';
import { delivered, remoteAction } from './remote-side.ts';
import { beginSession, type Outcome, type SessionView, type Step } from './session-view.ts';

const NODES: Readonly<Record<PeerKind, string>> = {
  own: 'https://balcony.im',
  dino: 'http://dino-im.org',
  conversations: 'http://conversations.im',
  movim: 'https://movim.eu/',
  monal: 'http://monal-im.org/',
  gateway: 'x',
  unknown: 'x',
};
const profileFor = (kind: PeerKind): Profile =>
  profileOf({ node: NODES[kind], features: new Set(), identities: kind === 'gateway' ? [{ category: 'gateway', type: 'pstn', name: undefined }] : [] });

/** A side of a call: an engine, a keeper, and a wire of XML to the other side. */
class Side {
  readonly pc = new engine.RTCPeerConnection();
  readonly sent: string[] = [];
  readonly #reached = Promise.withResolvers<void>();
  view: SessionView;
  peer: Side | undefined;
  #work: Promise<void> = Promise.resolve();

  constructor(role: 'initiator' | 'responder', kind: PeerKind) {
    const [own, peer] = role === 'initiator' ? ['juliet@capulet.lit/a', 'romeo@montague.lit/b'] : ['romeo@montague.lit/b', 'juliet@capulet.lit/a'];
    this.view = beginSession({ sid: 's1', role, own, peer, profile: profileFor(kind), relayOnly: false, ownAddresses: [] });
    this.pc.addEventListener('icecandidate', ({ candidate }) => {
      if (!candidate?.candidate) return;
      const { sdpMid, candidate: line } = candidate;
      this.do(() => this.apply(localCandidate(this.view, { mid: sdpMid ?? '', candidate: line, ufrag: this.ufrag(sdpMid ?? '') })));
    });
    this.pc.addEventListener('connectionstatechange', () => {
      if (this.pc.connectionState === 'connected') this.#reached.resolve();
    });
    onTestFinished(() => this.pc.close());
  }
  readonly connected = this.#reached.promise;

  ufrag(mid: string): string {
    return this.view.lines.find(line => line.mid === mid)?.local?.transport?.ufrag ?? '';
  }
  do(job: () => Promise<void> | void): void {
    this.#work = this.#work.then(job);
  }
  /** Everything that was begun has been done, on both sides. */
  async quiet(): Promise<void> {
    for (let before: unknown; before !== this.#work;) await (before = this.#work);
  }
  async offer(restart = false): Promise<void> {
    const offer = await this.pc.createOffer({ iceRestart: restart });
    await this.pc.setLocalDescription(offer);
    await this.apply(localOffer(this.view, offer.sdp ?? ''));
  }
  async apply(outcome: Outcome): Promise<void> {
    if (!outcome.go) throw new Error(JSON.stringify(outcome));
    this.view = outcome.view;
    for (const step of outcome.steps) await this.#carryOut(step);
  }
  async #carryOut(step: Step): Promise<void> {
    if (step.do === 'offer') return this.do(() => this.offer(step.restart));
    if (step.do === 'rollback') return this.pc.setLocalDescription({ type: 'rollback' });
    if (step.do === 'candidate') return this.pc.addIceCandidate({ candidate: step.candidate, sdpMid: step.mid, usernameFragment: step.ufrag });
    if (step.do === 'send') {
      const xml = encodeJingle(step.said).toString();
      this.sent.push(xml);
      const { peer } = this;
      peer?.do(async () => {
        await peer.apply(remoteAction(peer.view, decodeJingle(parseXml(xml))!));
        this.do(() => this.apply(delivered(this.view, step.said)));
      });
      return;
    }
    await this.pc.setRemoteDescription({ type: step.type, sdp: step.sdp });
    if (step.type === 'answer') return;
    const answer = await this.pc.createAnswer();
    await this.pc.setLocalDescription(answer);
    this.do(() => this.apply(localAnswer(this.view, answer.sdp ?? '')));
  }
}

function pair(kind: PeerKind): { juliet: Side; romeo: Side; quiet: () => Promise<void> } {
  const [juliet, romeo] = [new Side('initiator', kind), new Side('responder', kind)];
  juliet.peer = romeo;
  romeo.peer = juliet;
  const quiet = async (): Promise<void> => {
    for (let round = 0; round < 6; round += 1) {
      await juliet.quiet();
      await romeo.quiet();
    }
  };
  return { juliet, romeo, quiet };
}

const KINDS = Object.keys(NODES) as PeerKind[];

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
    expect(side.pc.signalingState).toBe('stable');
    expect(side.peer?.pc.signalingState).toBe('stable');
  }
  expect(juliet.view.lines.filter(line => !line.closed)).toHaveLength(3);
  expect(romeo.view.lines.map(line => line.mid)).toEqual(juliet.view.lines.map(line => line.mid));
  expect(juliet.view.bundle).toHaveLength(profileFor(kind).bundle ? 3 : 0);
});
