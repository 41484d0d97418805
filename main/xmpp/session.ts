import { Emitter } from '../base/emitter.ts';
import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { AccountId, BareJid } from '../../preload/contract/ids.ts';
import { FailureError } from '../../preload/contract/wire.ts';
import { ArchiveQueries } from './archive-queries.ts';
import { attr, childrenOf, el, type Element } from './element.ts';
import { Refusal, type Effect, type Feature, type Incoming } from './feature.ts';
import { clientCaps, discoAnswer } from './own-disco.ts';
import { IqDesk } from './iq-desk.ts';
import { bareOf, resourceOf } from './jid.ts';
import { NS } from './ns.ts';
import { decorate, filterLive, runFeatures, type PipelineContext } from './pipeline.ts';
import { readEvent } from './features/pubsub/pubsub.codec.ts';
import { readDiscoInfo } from './features/disco/disco.codec.ts';
import type { Stream, StreamState } from './stream/stream.ts';

/** What one stanza meant: the effects to carry out, and the message that they came from where it was one. */
export interface Heard {
  readonly session: Session;
  readonly effects: readonly Effect[];
  readonly message: Incoming | undefined;
}

export interface SessionOptions {
  readonly account: AccountId;
  readonly address: BareJid;
  readonly stream: Stream;
  readonly features: readonly Feature[];
  /** At the start of every session from nothing. No stanza of it is handled before this has resolved; where it fails, it is done again. */
  readonly prepare?: (session: Session) => Promise<void>;
  /** Carries effects out; a stanza counts as handled when it resolves. */
  readonly carryOut: (heard: Heard) => Promise<void>;
  readonly sharesPresence: (peer: BareJid) => boolean;
  readonly software: { readonly name: string; readonly version: string; readonly os: string | undefined };
  readonly sha1: (text: string) => string;
  readonly randomId: () => string;
  readonly clock: Clock;
  readonly log: Log;
}

/** One account's stream with meaning: asks the features what stanzas say, correlates requests, knows what the server can. */
export class Session {
  readonly account: AccountId;
  readonly address: BareJid;
  readonly domain: string;
  readonly archive: ArchiveQueries;
  readonly #o: SessionOptions;
  readonly #iqs: IqDesk;
  readonly #state = new Emitter<StreamState>();
  readonly #acked = new Emitter<Element>();
  #fullAddress: string | undefined;
  #beginning = 0;
  #prepared: Promise<void> | undefined;
  #accountFeatures: ReadonlySet<string> = new Set();
  #serverFeatures: ReadonlySet<string> = new Set();

  constructor(options: SessionOptions) {
    this.#o = options;
    this.account = options.account;
    this.address = options.address;
    this.domain = options.address.slice(options.address.indexOf('@') + 1);
    this.#iqs = new IqDesk({ send: stanza => options.stream.send(stanza), own: options.address, clock: options.clock, randomId: options.randomId });
    this.archive = new ArchiveQueries(this, options.randomId);
    options.stream.onStanza(stanza => this.#handle(stanza));
    options.stream.onAcked(stanza => {
      this.#iqs.acknowledged(stanza);
      this.#acked.emit(stanza);
    });
    options.stream.onState(state => this.#changed(state));
    // A first sign-in is tried before there is anything that could listen.
    if (this.online) this.#changed(options.stream.state);
  }

  readonly onState = this.#state.on;
  readonly onAcked = this.#acked.on;

  get stream(): Stream {
    return this.#o.stream;
  }
  get online(): boolean {
    return this.#o.stream.state.state === 'online';
  }
  /** With its resource; undefined while there never was a session. */
  get fullAddress(): string | undefined {
    return this.#fullAddress;
  }
  /** Counts the sessions that started from nothing: what was begun under another number is out of date. */
  get beginning(): number {
    return this.#beginning;
  }
  randomId(): string {
    return this.#o.randomId();
  }

  /** Announced for the account itself (`of: 'account'`) or by its server. */
  supports(feature: string, of: 'account' | 'server' = 'account'): boolean {
    return (of === 'account' ? this.#accountFeatures : this.#serverFeatures).has(feature);
  }

  /** Caps of this client, to be put into presence (XEP-0115). */
  caps(): Element {
    return clientCaps(this.#o.features, this.#o.software, this.#o.sha1);
  }

  send(stanza: Element): boolean {
    return this.#o.stream.send(stanza);
  }

  /** Adds what the features add, then sends. */
  sendMessage(message: Element, peer: BareJid): boolean {
    return this.send(decorate(message, peer, this.pipeline()));
  }

  /** Answers with the whole `<iq type="result"/>`; fails with a FailureError: `stanza-error` or `offline`. */
  iq(type: 'get' | 'set', to: string | undefined, payload: Element, limit?: number): Promise<Element> {
    return this.#iqs.ask(type, to, payload, limit);
  }

  /** Features of another entity, straight from it. */
  async disco(address: string, node?: string): Promise<ReadonlySet<string>> {
    const answer = await this.iq('get', address, el('query', NS.discoInfo, { node }));
    return new Set(readDiscoInfo(answer)?.features);
  }

  /** Asks what account and server can do: first thing in every fresh session. A server that answers nothing can nothing. */
  async discover(): Promise<void> {
    const none = (): ReadonlySet<string> => new Set();
    const [own, server] = await Promise.all([this.disco(this.address).catch(none), this.disco(this.domain).catch(none)]);
    this.#accountFeatures = own;
    this.#serverFeatures = server;
  }

  pipeline(): PipelineContext {
    return { own: this.address, features: this.#o.features, archiveIds: this.supports(NS.stanzaIds), sharesPresence: this.#o.sharesPresence };
  }

  #changed(state: StreamState): void {
    if (state.state === 'online') {
      this.#fullAddress = state.address;
      this.#iqs.boundAs(state.address);
      if (state.resumed) this.#iqs.release();
      else this.#beginAnew();
    } else this.#iqs.hold();
    if (state.state === 'offline' || (state.state === 'waiting' && state.retryAt === undefined)) this.#iqs.dropAll();
    this.#state.emit(state);
  }

  #beginAnew(): void {
    this.#beginning += 1;
    this.#iqs.dropAll();
    this.#iqs.release();
    this.#prepared = undefined;
    this.#prepare().catch((error: unknown) => this.#o.log.warn('a session could not be prepared yet', error));
  }

  #prepare(): Promise<void> {
    this.#prepared ??= Promise.resolve(this.#o.prepare?.(this)).catch((error: unknown) => {
      this.#prepared = undefined;
      throw error;
    });
    return this.#prepared;
  }

  async #handle(stanza: Element): Promise<void> {
    await this.#prepare();
    if (stanza.name === 'iq') return this.#iq(stanza);
    if (stanza.name === 'presence') return this.#presence(stanza);
    if (stanza.name === 'message') return this.#message(stanza);
  }

  async #message(stanza: Element): Promise<void> {
    if (this.archive.take(stanza)) return;
    const event = readEvent(stanza);
    if (event) return this.#event(stanza, event);
    const message = filterLive(stanza, this.pipeline());
    if (!message) {
      this.#o.log.warn('a message with a forged wrapping was dropped');
      return;
    }
    await this.#carryOut(runFeatures(message, this.#o.features), message);
  }

  async #event(stanza: Element, event: NonNullable<ReturnType<typeof readEvent>>): Promise<void> {
    const from = bareOf(attr(stanza, 'from') ?? this.address);
    if (from === undefined) return;
    const heard = { from, own: from === this.address, ...event };
    await this.#carryOut(this.#o.features.flatMap(feature => feature.event?.(heard) ?? []));
  }

  async #presence(stanza: Element): Promise<void> {
    const from = attr(stanza, 'from') ?? this.address;
    const peer = bareOf(from);
    if (peer === undefined) return;
    const presence = { stanza, from, peer, resource: resourceOf(from) ?? '' };
    await this.#carryOut(this.#o.features.flatMap(feature => feature.presence?.(presence) ?? []));
  }

  async #iq(stanza: Element): Promise<void> {
    const type = attr(stanza, 'type');
    if (type === 'result' || type === 'error') return this.#iqs.answered(stanza);
    if (type !== 'get' && type !== 'set') return;
    const answer = this.#answerTo(stanza, type);
    const refusal = answer && 'effects' in answer && answer.effects ? await this.#carryOut(answer.effects).catch(asRefusal) : undefined;
    this.#iqs.reply(stanza, refusal ?? answer ?? { error: 'service-unavailable' });
  }

  #answerTo(stanza: Element, type: 'get' | 'set') {
    const payload = childrenOf(stanza)[0];
    const from = attr(stanza, 'from') ?? this.address;
    const peer = bareOf(from);
    if (!payload || peer === undefined) return { error: 'bad-request', type: 'modify' as const };
    const trusted = from === this.address || from === this.domain;
    const sharesPresence = peer === this.address || this.#o.sharesPresence(peer);
    const disco = discoAnswer(this.#o.features, this.#o.software, this.#o.sha1);
    const context = {
      account: this.account,
      now: this.#o.clock.now(),
      zoneOffset: -new Date(this.#o.clock.now()).getTimezoneOffset(),
      software: this.#o.software,
      disco,
    };
    for (const feature of this.#o.features) {
      const answer = feature.iq?.({ type, from, trusted, sharesPresence, payload }, context);
      if (answer) return answer;
    }
    return undefined;
  }

  async #carryOut(effects: readonly Effect[], message?: Incoming): Promise<void> {
    if (effects.length > 0) await this.#o.carryOut({ session: this, effects, message });
  }
}

/** Condition of an error reply, for callers that go on without. */
export const conditionOf = (error: unknown): string | undefined =>
  error instanceof FailureError && error.failure.code === 'stanza-error' ? error.failure.condition : undefined;

function asRefusal(error: unknown): Refusal['answer'] {
  if (error instanceof Refusal) return error.answer;
  throw error;
}
