import { createHash, randomBytes } from 'node:crypto';
import { parse } from 'sdp-transform';
import { openPeer, type FoundCandidate, type Peer as Voice } from '../../native/peer/peer.ts';
import { tone } from '../../native/peer/sound.ts';
import { ToneMeter } from '../../native/peer/tone-meter.ts';
import { candidateOf, candidatesIn, contentsOf, groupOf, jingle, sdpOf, type Saying } from './jingle-words.ts';
import { startPeer, xml, type Element, type Peer, type PeerOptions, type PeerServer } from './peer.ts';

const JMI = 'urn:xmpp:jingle-message:0';
const RTP = 'urn:xmpp:jingle:apps:rtp:1';
const ICE = 'urn:xmpp:jingle:transports:ice-udp:1';
const INFO = 'urn:xmpp:jingle:apps:rtp:info:1';
const DISCO = 'http://jabber.org/protocol/disco#info';
const ERRORS = 'urn:ietf:params:xml:ns:xmpp-stanzas';

/** How one kind of client speaks, as far as it matters to others. */
export interface Manners {
  readonly node: string;
  readonly identity: { readonly category: string; readonly type: string; readonly name: string };
  readonly features: readonly string[];
  readonly saying: Saying;
  /** Says that the media share a transport. */
  readonly bundle: boolean;
  readonly muxOptional?: boolean;
  readonly messageType: 'chat' | 'normal';
  readonly saysRinging: boolean;
  /** Says `accept` to its other devices. */
  readonly saysAccept: boolean;
  readonly proposalId?: (sid: string) => string;
  /** Proceeds at once; that it rings, and that somebody has answered, it says in the session. */
  readonly ringsInSession?: boolean;
  /** An added content is agreed to by a whole session-accept, in both directions. */
  readonly acceptsWhole?: boolean;
  /** What it writes into every action as `initiator`; default: who began. */
  readonly initiatorIsSelf?: boolean;
  /** What it would answer with an error, and then hang up; undefined: all is well. */
  readonly refuses: (heard: Element, call: { readonly proposed: readonly string[]; readonly contents: readonly string[] }) => string | undefined;
}

/** A client that is not ours on a real server, with real media: it does what its kind does, and notes what its kind would not bear. */
export class JinglePeer {
  readonly stanzas: Peer;
  readonly ear = new ToneMeter();
  /** Everything of calls that the other side has said, in its order. */
  readonly transcript: Element[] = [];
  /** What it would not have borne. */
  readonly faults: string[] = [];
  readonly #manners: Manners;
  readonly #hertz: number;
  readonly #as: string | undefined;
  #voice: Voice | undefined;
  #connected = Promise.withResolvers<void>();
  /** The own description as it is now. */
  #local = '';
  #contents: string[] = [];
  /** What the other side has described, whole. */
  #remote: Element[] = [];
  #initiator = false;
  #proposed: string[] = [];
  #waiting: FoundCandidate[] | undefined = [];
  #mayAnswer = Promise.withResolvers<void>();
  #answersNext = false;
  /** Candidates that are not its own, told beside each of those that are. */
  alsoTells: readonly string[] = [];
  /** Begins its calls with a moving picture. */
  offersPicture = false;
  sid = '';
  theirs = '';

  /** `as`: the full address that it speaks for, where it is a part of the server and not an account. */
  static async start(
    server: PeerServer,
    options: PeerOptions & { readonly manners: Manners; readonly hertz?: number; readonly as?: string },
  ): Promise<JinglePeer> {
    const stanzas = await startPeer(server, { ...options, available: false });
    const peer = new JinglePeer(stanzas, options.manners, options.hertz ?? 880, options.as);
    stanzas.onHeard(heard => void peer.#hear(heard).catch((error: unknown) => peer.faults.push(String(error))));
    const { node } = options.manners;
    if (options.as === undefined)
      stanzas.send(xml('presence', {}, xml('c', { xmlns: 'http://jabber.org/protocol/caps', hash: 'sha-1', node, ver: peer.#ver() })));
    return peer;
  }
  private constructor(stanzas: Peer, manners: Manners, hertz: number, as: string | undefined) {
    this.stanzas = stanzas;
    this.#as = as;
    this.#manners = manners;
    this.#hertz = hertz;
  }
  get connected(): Promise<void> {
    return this.#connected.promise;
  }
  get voice(): Voice {
    if (!this.#voice) throw new Error('there is no call');
    return this.#voice;
  }

  /** Proposes to a bare address; goes on by itself once somebody proceeds. */
  call(to: string, media: readonly string[] = ['audio']): void {
    this.#begin(randomBytes(16).toString('base64url'));
    this.#proposed = [...media];
    const id = this.#manners.proposalId?.(this.sid) ?? `jm-propose-${this.sid}`;
    const described = media.map(kind => xml('description', { xmlns: RTP, media: kind }));
    this.#send(
      xml(
        'message',
        { to, id, type: this.#manners.messageType },
        xml('propose', { xmlns: JMI, id: this.sid }, ...described),
        xml('request', { xmlns: 'urn:xmpp:receipts' }),
      ),
    );
  }
  /** Takes the call that rings, or the next one. */
  answer(): void {
    this.#answersNext = true;
    this.#mayAnswer.resolve();
  }
  reject(): void {
    this.say('reject');
    this.#end();
  }
  retract(to: string): void {
    this.say('retract', to);
    this.#end();
  }
  hangUp(reason = 'success'): void {
    void this.request('session-terminate', xml('reason', {}, xml(reason)));
    this.#end();
  }
  info(name: string, attributes: Readonly<Record<string, string>> = {}): Promise<Element> {
    return this.request('session-info', xml(name, { xmlns: INFO, ...attributes }));
  }
  say(what: string, to = this.theirs, ...more: Element[]): void {
    this.#send(xml('message', { to, type: this.#manners.messageType, id: `jm-${what}-${this.sid}` }, xml(what, { xmlns: JMI, id: this.sid }, ...more)));
  }
  request(action: string, ...children: Element[]): Promise<Element> {
    const self = this.#manners.initiatorIsSelf ? { initiator: this.#full, responder: this.theirs } : {};
    const whole = action === 'session-initiate' ? { initiator: this.#full } : {};
    return this.stanzas.iq(
      xml(
        'iq',
        { type: 'set', to: this.theirs, ...(this.#as === undefined ? {} : { from: this.#as }) },
        jingle(action, this.sid, { ...whole, ...self }, ...children),
      ),
    );
  }
  /** Shows a moving picture from now on. */
  async addVideo(): Promise<void> {
    await this.voice.setPicture(true);
    const before = new Set(this.#contents);
    this.#local = await this.voice.offer();
    const added = this.#mine().filter(({ attrs }) => !before.has(String(attrs['name'])));
    this.#contents = [...this.#contents, ...added.map(({ attrs }) => String(attrs['name']))];
    await this.request('content-add', ...added, ...this.#group());
  }
  /** New credentials for all contents, and no candidates yet. */
  async restart(): Promise<void> {
    this.#waiting = [];
    const offer = await this.voice.offer({ restart: true });
    this.#local = offer;
    const bare = contentsOf(offer, this.#manners.saying).map(content => {
      const transport = content.getChild('transport');
      return xml('content', { ...content.attrs }, xml('transport', { xmlns: ICE, ufrag: transport?.attrs['ufrag'], pwd: transport?.attrs['pwd'] }));
    });
    await this.request('transport-info', ...bare);
    this.#release();
  }
  /** What the other side has said with this action, or under this name in a message; waits for it. */
  async said(what: string): Promise<Element> {
    return this.stanzas.wait(heard => heard.getChild('jingle')?.attrs['action'] === what || heard.getChild(what, JMI) !== undefined);
  }
  async stop(): Promise<void> {
    this.#end();
    await this.stanzas.stop();
  }

  async #hear(heard: Element): Promise<void> {
    const isIq = heard.is('iq');
    if (isIq && heard.attrs['type'] === 'get') return this.#tellOfSelf(heard);
    const message = isIq ? undefined : heard.getChildElements().find(child => child.attrs['xmlns'] === JMI);
    const action = isIq && heard.attrs['type'] === 'set' ? heard.getChild('jingle') : undefined;
    if (!message && !action) return;
    this.transcript.push(heard);
    const refused = this.#manners.refuses(heard, { proposed: this.#proposed, contents: this.#contents });
    if (refused !== undefined) this.faults.push(`${refused}: ${heard.toString()}`);
    if (message) return this.#hearMessage(message, String(heard.attrs['from']), heard);
    this.#reply(heard, refused === undefined);
    if (action && refused === undefined) await this.#hearAction(action, String(heard.attrs['from']));
  }
  #reply({ attrs }: Element, well: boolean): void {
    const wrong = xml('error', { type: 'cancel' }, xml('bad-request', { xmlns: ERRORS }));
    this.#send(xml('iq', { type: well ? 'result' : 'error', id: attrs['id'], to: attrs['from'] }, ...(well ? [] : [wrong])));
  }

  async #hearMessage(message: Element, from: string, stanza: Element): Promise<void> {
    if (message.name === 'propose') {
      this.#begin(String(message.attrs['id']));
      this.theirs = from;
      this.#proposed = message.getChildren('description').map(({ attrs }) => String(attrs['media']));
      if (this.#manners.saysRinging) this.say('ringing');
      if (stanza.getChild('request')) this.#send(xml('message', { to: from }, xml('received', { xmlns: 'urn:xmpp:receipts', id: stanza.attrs['id'] })));
      if (!this.#manners.ringsInSession) await this.#mayAnswer.promise;
      if (this.#manners.saysAccept) this.say('accept', this.stanzas.address);
      this.say('proceed');
    } else if (message.name === 'proceed' && message.attrs['id'] === this.sid) {
      this.theirs = from;
      await this.#initiate();
    }
  }

  async #hearAction(action: Element, from: string): Promise<void> {
    const contents = action.getChildren('content');
    switch (action.attrs['action']) {
      case 'session-initiate':
        this.theirs = from;
        return this.#accept(contents);
      case 'session-accept':
      case 'content-accept':
        this.#describedBy(contents);
        return this.voice.accept(this.#remoteSdp('answer'));
      case 'content-add':
        this.#describedBy(contents);
        return this.#agree(contents);
      case 'transport-info':
        for (const content of contents) for (const candidate of candidatesIn(content)) await this.#tryOne(content, candidate);
        return;
      case 'session-terminate':
        this.#end();
    }
  }
  #describedBy(contents: readonly Element[]): void {
    const names = new Set(contents.map(({ attrs }) => String(attrs['name'])));
    // In the place it had, or at the end.
    const kept = this.#remote.map(one => contents.find(({ attrs }) => attrs['name'] === one.attrs['name']) ?? one);
    const known = new Set(this.#remote.map(({ attrs }) => String(attrs['name'])));
    this.#remote = [...kept, ...contents.filter(({ attrs }) => names.has(String(attrs['name'])) && !known.has(String(attrs['name'])))];
    this.#contents = this.#remote.map(({ attrs }) => String(attrs['name']));
  }
  #remoteSdp(type: 'offer' | 'answer'): string {
    const sdp = sdpOf(this.#remote, { type, initiator: !this.#initiator, bundle: this.#manners.bundle });
    return this.#manners.saying.mux === false ? sdp.replaceAll('a=rtcp-mux\r\n', '') : sdp;
  }
  /** Says yes to what was added. */
  async #agree(added: readonly Element[]): Promise<void> {
    this.#local = await this.voice.answer(this.#remoteSdp('offer'));
    const mine = this.#mine();
    const names = new Set(added.map(({ attrs }) => String(attrs['name'])));
    if (this.#manners.acceptsWhole) await this.request('session-accept', ...mine, ...this.#group());
    else await this.request('content-accept', ...mine.filter(({ attrs }) => names.has(String(attrs['name']))));
  }
  #mine(): Element[] {
    return contentsOf(this.#local, {
      ...this.#manners.saying,
      nameOf: ({ mid }, index) => this.#contents[index] ?? this.#manners.saying.nameOf?.({ mid } as never, index) ?? String(mid),
    });
  }
  async #tryOne(content: Element, candidate: string): Promise<void> {
    const ufrag = String(content.getChild('transport')?.attrs['ufrag'] ?? '');
    await this.voice.addCandidate({ mid: String(content.attrs['name']), candidate, ufrag }).catch(() => {});
  }

  async #initiate(): Promise<void> {
    this.#initiator = true;
    if (this.offersPicture) await this.voice.setPicture(true);
    this.#local = await this.voice.offer();
    const contents = this.#mine();
    this.#contents = contents.map(({ attrs }) => String(attrs['name']));
    await this.request('session-initiate', ...contents, ...this.#group());
    this.#release();
  }
  async #accept(contents: readonly Element[]): Promise<void> {
    this.#describedBy(contents);
    if (this.#manners.ringsInSession) {
      await this.info('ringing');
      await this.#mayAnswer.promise;
    }
    this.#answersNext = false;
    this.#local = await this.voice.answer(this.#remoteSdp('offer'));
    await this.request('session-accept', ...this.#mine(), ...this.#group());
    this.#release();
  }
  #group(): Element[] {
    return this.#manners.bundle ? [groupOf(this.#contents)] : [];
  }

  get #full(): string {
    return this.#as ?? this.stanzas.full;
  }
  /** Out of the mouth that it speaks for. */
  #send(stanza: Element): void {
    if (this.#as !== undefined) stanza.attrs['from'] = this.#as;
    this.stanzas.send(stanza);
  }
  #begin(sid: string): void {
    this.#end();
    this.sid = sid;
    this.#waiting = [];
    this.#contents = [];
    this.#remote = [];
    this.#initiator = false;
    this.#connected = Promise.withResolvers<void>();
    this.#mayAnswer = Promise.withResolvers<void>();
    if (this.#answersNext) this.#mayAnswer.resolve();
    this.#voice = openPeer(
      { audio: tone(this.#hertz), ear: this.ear, muxOptional: this.#manners.muxOptional ?? false },
      {
        candidate: found => this.#found(found),
        path: state => state === 'connected' && this.#connected.resolve(),
      },
    );
  }
  #found(found: FoundCandidate): void {
    if (!/ udp /i.test(found.candidate)) return;
    if (this.#waiting) this.#waiting.push(found);
    else this.#tell(found);
  }
  /** The description is out: candidates may follow, one by one. */
  #release(): void {
    const waiting = this.#waiting ?? [];
    this.#waiting = undefined;
    for (const found of waiting) this.#tell(found);
  }
  #tell({ mid, candidate, ufrag }: FoundCandidate): void {
    const { media } = parse(this.#local);
    const index = media.findIndex(one => String(one.mid) === mid);
    const pwd = media[index]?.icePwd ?? '';
    const content = { creator: this.#manners.saying.creator ?? 'initiator', name: this.#contents[index] ?? mid };
    for (const one of [...this.alsoTells, candidate])
      void this.request('transport-info', xml('content', content, xml('transport', { xmlns: ICE, ufrag, pwd }, candidateOf(one)))).catch(() => {});
  }
  #end(): void {
    this.#voice?.close();
    this.#voice = undefined;
  }

  #tellOfSelf(request: Element): void {
    const query = request.getChild('query', DISCO);
    const { identity, features } = this.#manners;
    const answer = { type: 'result', id: request.attrs['id'], to: request.attrs['from'], from: request.attrs['to'] };
    if (query) {
      const says = [xml('identity', identity), ...features.map(feature => xml('feature', { var: feature }))];
      this.stanzas.send(xml('iq', answer, xml('query', { xmlns: DISCO, ...(query.attrs['node'] ? { node: query.attrs['node'] } : {}) }, ...says)));
    } else {
      this.stanzas.send(xml('iq', { ...answer, type: 'error' }, xml('error', { type: 'cancel' }, xml('service-unavailable', { xmlns: ERRORS }))));
    }
  }
  /** XEP-0115 §5.1 */
  #ver(): string {
    const { identity, features } = this.#manners;
    return createHash('sha1')
      .update([`${identity.category}/${identity.type}//${identity.name}`, ...features.toSorted(), ''].join('<'))
      .digest('base64');
  }
}
