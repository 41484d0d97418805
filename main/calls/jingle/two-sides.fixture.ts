// For tests: two sides of a call, each an engine and a keeper, joined by a wire of Jingle XML and nothing else.
import { decodeJingle, encodeJingle } from '../../xmpp/features/jingle/jingle.codec.ts';
import { parseXml } from '../../xmpp/xml.fixture.ts';
import { localAnswer, localCandidate, localOffer } from './local-side.ts';
import { profileOf, type PeerKind, type Profile } from './profile.ts';
import { delivered, refused, remoteAction } from './remote-side.ts';
import { beginSession, type LocalCandidate, type Outcome, type SessionView, type Step } from './session-view.ts';

/** The part of an RTCPeerConnection that a keeper drives. */
export interface TestEngine {
  readonly offer: (restart: boolean) => Promise<string>;
  readonly answer: () => Promise<string>;
  readonly remote: (type: 'offer' | 'answer', sdp: string) => Promise<void>;
  readonly rollback: () => Promise<void>;
  readonly candidate: (candidate: LocalCandidate) => Promise<void>;
  /** Candidates found, without credentials. */
  readonly onCandidate: (heard: (mid: string, line: string) => void) => void;
}

const NODES: Readonly<Record<PeerKind, string>> = {
  own: 'https://balcony.im',
  dino: 'http://dino-im.org',
  conversations: 'http://conversations.im',
  movim: 'https://movim.eu/',
  monal: 'http://monal-im.org/',
  gateway: 'x',
  unknown: 'x',
};
export const KINDS = ['own', 'dino', 'conversations', 'movim', 'monal', 'gateway', 'unknown'] as const;
export const profileFor = (kind: PeerKind): Profile =>
  profileOf({ node: NODES[kind], features: new Set(), identities: kind === 'gateway' ? [{ category: 'gateway', type: 'pstn', name: undefined }] : [] });

export const JULIET = 'juliet@capulet.lit/balcony';
export const ROMEO = 'romeo@montague.lit/orchard';

export class Side {
  readonly engine: TestEngine;
  readonly sent: string[] = [];
  readonly refusals: string[] = [];
  view: SessionView;
  peer: Side | undefined;
  /** Jobs that were begun. */
  done = 0;
  #work: Promise<void> = Promise.resolve();

  constructor(engine: TestEngine, role: 'initiator' | 'responder', kind: PeerKind) {
    this.engine = engine;
    const [own, peer] = role === 'initiator' ? [JULIET, ROMEO] : [ROMEO, JULIET];
    this.view = beginSession({ sid: 's1', role, own, peer, profile: profileFor(kind), relayOnly: false, ownAddresses: [] });
    engine.onCandidate((mid, candidate) => this.do(() => this.apply(localCandidate(this.view, { mid, candidate, ufrag: this.ufrag(mid) }))));
  }

  ufrag(mid: string): string {
    return this.view.lines.find(line => line.mid === mid)?.local?.transport?.ufrag ?? '';
  }
  /** Words but for candidates. */
  get actions(): readonly string[] {
    return this.sent.map(xml => /action="([^"]*)"/.exec(xml)?.[1] ?? '').filter(action => action !== 'transport-info');
  }
  do(job: () => Promise<void> | void): void {
    this.#work = this.#work.then(job);
    this.done += 1;
  }
  async settled(): Promise<void> {
    for (let before: unknown; before !== this.#work;) await (before = this.#work);
  }
  async offer(restart = false): Promise<void> {
    await this.apply(localOffer(this.view, await this.engine.offer(restart)));
  }
  async apply(outcome: Outcome): Promise<void> {
    if (!outcome.go) throw new Error(JSON.stringify(outcome));
    this.view = outcome.view;
    for (const step of outcome.steps) await this.#carryOut(step);
  }

  async #carryOut(step: Step): Promise<void> {
    if (step.do === 'send') return this.#send(step);
    if (step.do === 'offer') return this.do(() => this.offer(step.restart));
    if (step.do === 'rollback') return this.engine.rollback();
    if (step.do === 'candidate') return this.engine.candidate(step);
    await this.engine.remote(step.type, step.sdp);
    if (step.type === 'answer') return;
    const answer = await this.engine.answer();
    this.do(() => this.apply(localAnswer(this.view, answer)));
  }

  #send({ said }: Extract<Step, { do: 'send' }>): void {
    const xml = encodeJingle(said).toString();
    this.sent.push(xml);
    const { peer } = this;
    peer?.do(async () => {
      const heard = remoteAction(peer.view, decodeJingle(parseXml(xml))!);
      const isRefused = !heard.go && 'refuse' in heard;
      if (isRefused) {
        peer.view = heard.view;
        peer.refusals.push(heard.refuse.application?.getName() ?? heard.refuse.error);
      } else await peer.apply(heard);
      this.do(() => this.apply((isRefused ? refused : delivered)(this.view, said)));
    });
  }
}

export function join(juliet: Side, romeo: Side): void {
  juliet.peer = romeo;
  romeo.peer = juliet;
}

/** Resolves when neither side has anything to do that it knows of. */
export async function quiet(...sides: readonly Side[]): Promise<void> {
  for (let before = -1; ;) {
    for (const side of sides) await side.settled();
    const now = sides.reduce((sum, side) => sum + side.done, 0);
    if (now === before) return;
    before = now;
  }
}
