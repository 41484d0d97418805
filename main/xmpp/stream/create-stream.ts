import { randomBytes } from 'node:crypto';
import type { Clock } from '../../base/clock.ts';
import { Emitter } from '../../base/emitter.ts';
import type { Unsubscribe } from '../../../preload/contract/define.ts';
import type { ConnectionProblem } from '../../../preload/contract/wire.ts';
import type { Element } from '../element.ts';
import { domainOf, localOf } from '../jid.ts';
import { TokenRefused } from './authenticate.ts';
import { Backoff } from './backoff.ts';
import { Dialogue } from './dialogue.ts';
import { establish, type Established, type Session } from './establish.ts';
import { HandledQueue } from './handled-queue.ts';
import { Live, sendMiscounted, type Loss } from './live.ts';
import { withoutToken } from './sasl/credentials.ts';
import { SentQueue } from './sent-queue.ts';
import type { Credentials, Stream, StreamOptions, StreamState } from './stream.ts';
import { StreamProblem, type OpenTransport, type Transport } from './transport.ts';

export interface Random {
  /** At least 0, less than 1; for the jitter. */
  unit(): number;
  /** Unpredictable; for nonces and ids. */
  bytes(count: number): Uint8Array;
}
export const systemRandom: Random = { unit: Math.random, bytes: randomBytes };

export interface StreamDeps {
  readonly openTransport: OpenTransport;
  readonly clock: Clock;
  readonly random: Random;
}

/** Only the user can help: a new password, another look at who answers there, the other client closed. Everything else is tried again. */
const FOR_THE_USER: ReadonlySet<ConnectionProblem> = new Set(['not-authorized', 'weak-mechanism', 'server-not-proven', 'account-disabled', 'conflict']);
/** An administrator can help, so it is tried again, but seldom. */
const SLOW: ReadonlySet<ConnectionProblem> = new Set([
  'no-encryption',
  'certificate-expired',
  'certificate-other-name',
  'certificate-unknown-issuer',
  'certificate-invalid',
]);
/** A connection that has lasted so long was a good one, whatever ended it. */
const LASTED = 60_000;
/** An attempt younger than this is not begun anew by `retryNow`. */
const FRESH = 5000;
const PROBE_LIMIT = 10_000;
const CLOSE_LIMIT = 2000;

interface Attempt {
  readonly abort: AbortController;
  readonly startedAt: number;
  transport: Transport | undefined;
}

export const createStream = (options: StreamOptions, deps: StreamDeps): Stream => new KeptStream(options, deps);

class KeptStream implements Stream {
  readonly #options: StreamOptions;
  readonly #deps: StreamDeps;
  readonly #sent = new SentQueue();
  readonly #handled: HandledQueue;
  readonly #backoff: Backoff;
  readonly #states = new Emitter<StreamState>();
  readonly #acks = new Emitter<Element>();
  readonly #traffic = new Emitter<{ readonly direction: 'in' | 'out'; readonly xml: string }>();
  #handler: ((stanza: Element) => Promise<void>) | undefined;
  #state: StreamState = { state: 'offline' };
  #credentials: Credentials;
  #wanted = false;
  #active = true;
  #session: Session | undefined;
  #live: Live | undefined;
  #attempt: Attempt | undefined;
  #cancelRetry: (() => void) | undefined;
  #onlineAt = 0;
  #lostAt = 0;

  constructor(options: StreamOptions, deps: StreamDeps) {
    this.#options = options;
    this.#deps = deps;
    this.#credentials = options.credentials;
    this.#backoff = new Backoff(() => deps.random.unit());
    this.#handled = new HandledQueue({
      handle: async stanza => this.#handler?.(stanza),
      onFailed: error => this.#couldNotHandle(error),
      onHandled: () => this.#live?.handledOne(),
    });
  }

  get state(): StreamState {
    return this.#state;
  }
  readonly onState = this.#states.on;
  readonly onAcked = this.#acks.on;

  onStanza(handler: (stanza: Element) => Promise<void>): void {
    this.#handler = handler;
  }
  onTraffic(listener: (direction: 'in' | 'out', xml: string) => void): Unsubscribe {
    return this.#traffic.on(({ direction, xml }) => listener(direction, xml));
  }

  start(): void {
    if (this.#wanted) return;
    this.#wanted = true;
    void this.#connect();
  }

  async stop(): Promise<void> {
    this.#wanted = false;
    this.#dropAttempt();
    const live = this.#live;
    this.#live = undefined;
    this.#forgetSession();
    // What was not handled by now was not acknowledged either: the server keeps it.
    this.#handled.drop();
    await live?.close(CLOSE_LIMIT);
    if (!this.#wanted && this.#state.state !== 'offline') this.#become({ state: 'offline' });
  }

  retryNow(): void {
    if (!this.#wanted) return;
    if (this.#live) this.#live.check(PROBE_LIMIT);
    else if (!this.#attempt || this.#deps.clock.now() - this.#attempt.startedAt >= FRESH) void this.#connect();
  }

  send(stanza: Element): boolean {
    if (this.#live) {
      if (!this.#sent.add(stanza, true)) return false;
      this.#live.write(stanza);
      return true;
    }
    return this.#wanted && this.#mayResume() && this.#sent.add(stanza, false);
  }

  setActive(active: boolean): void {
    if (this.#active === active) return;
    this.#active = active;
    this.#live?.tellState(active);
  }

  #mayResume(): boolean {
    const management = this.#session?.management;
    if (management?.id === undefined) return false;
    return management.max === undefined || this.#deps.clock.now() - this.#lostAt < management.max * 1000;
  }

  #forgetSession(): void {
    this.#session = undefined;
    this.#sent.restart();
  }

  #dropAttempt(): void {
    this.#cancelRetry?.();
    this.#cancelRetry = undefined;
    this.#attempt?.abort.abort();
    this.#attempt?.transport?.destroy();
    this.#attempt = undefined;
  }

  async #connect(): Promise<void> {
    this.#dropAttempt();
    const attempt: Attempt = { abort: new AbortController(), startedAt: this.#deps.clock.now(), transport: undefined };
    this.#attempt = attempt;
    this.#become({ state: 'connecting' });
    try {
      // The count that a resumption tells the server must hold the stanza that is in hand now.
      await this.#handled.idle();
      const { dialogue, established } = await this.#establish(attempt);
      if (this.#attempt !== attempt) return;
      await this.#keep(established.credentials);
      if (this.#attempt === attempt) this.#goOnline(dialogue, established);
    } catch (error) {
      attempt.transport?.destroy();
      if (this.#attempt !== attempt) return;
      this.#attempt = undefined;
      this.#retryAfter(error instanceof StreamProblem ? error : unexpected(error));
    }
  }

  async #establish(attempt: Attempt): Promise<{ readonly dialogue: Dialogue; readonly established: Established }> {
    try {
      return await this.#establishOnce(attempt);
    } catch (error) {
      if (!(error instanceof TokenRefused) || this.#attempt !== attempt) throw error;
      this.#options.log(`the token was refused (${error.message}); signing in without it`);
      this.#credentials = withoutToken(this.#credentials);
      attempt.transport?.destroy();
      return this.#establishOnce(attempt);
    }
  }

  async #establishOnce(attempt: Attempt): Promise<{ readonly dialogue: Dialogue; readonly established: Established }> {
    const { options, deps } = { options: this.#options, deps: this.#deps };
    const transport = await deps.openTransport({
      domain: domainOf(options.address) ?? '',
      from: options.address,
      route: options.route,
      ...(options.authorities ? { authorities: options.authorities } : {}),
      signal: attempt.abort.signal,
      log: options.log,
    });
    if (this.#attempt !== attempt) {
      transport.destroy();
      throw new StreamProblem('timeout', 'called off');
    }
    attempt.transport = transport;
    transport.onTraffic((direction, xml) => this.#traffic.emit({ direction, xml }));
    const dialogue = new Dialogue(transport, deps.clock);
    const features = await transport.open();
    const id = this.#mayResume() ? this.#session?.management?.id : undefined;
    const established = await establish({
      dialogue,
      features,
      address: options.address,
      who: {
        user: localOf(options.address) ?? '',
        credentials: this.#credentials,
        device: options.device,
        now: deps.clock.now(),
        nonce: Buffer.from(deps.random.bytes(24)).toString('base64'),
      },
      resume: id === undefined ? undefined : { id, handled: this.#handled.handled },
      active: this.#active,
      freshId: this.#freshId,
    });
    return { dialogue, established };
  }

  readonly #freshId = (): string => Buffer.from(this.#deps.random.bytes(12)).toString('base64url');

  /** They stay good in memory when they cannot be kept: being online is worth more. */
  async #keep(credentials: Credentials): Promise<void> {
    this.#credentials = credentials;
    try {
      await this.#options.keep(credentials);
    } catch (error) {
      this.#options.log(`the credentials could not be kept: ${error instanceof Error ? error.message : 'unknown'}`);
    }
  }

  #goOnline(dialogue: Dialogue, established: Established): void {
    const resumed = established.session === 'resumed';
    const session = established.session === 'resumed' ? this.#resume(dialogue, established.h) : this.#beginAnew(established.session, established.h);
    const live = new Live({
      dialogue,
      session,
      clock: this.#deps.clock,
      sent: this.#sent,
      handled: this.#handled,
      freshId: this.#freshId,
      onAcked: stanza => this.#acks.emit(stanza),
      onLost: loss => this.#lost(live, loss),
    });
    this.#attempt = undefined;
    this.#live = live;
    this.#onlineAt = this.#deps.clock.now();
    // First what is left of the old session, then what anybody says about the new one.
    if (resumed) for (const stanza of this.#sent.rewrite()) live.write(stanza);
    if (!this.#active && !established.stateTold) live.tellState(false);
    this.#options.log(resumed ? 'resumed' : `online as ${session.address}`);
    this.#become({ state: 'online', address: session.address, resumed, features: session.features });
    if (this.#live === live) live.start(established.early);
  }

  #resume(dialogue: Dialogue, h: number | undefined): Session {
    const session = this.#session;
    const taken = h === undefined ? undefined : this.#sent.take(h);
    if (!session || !taken) {
      sendMiscounted(dialogue, h, this.#sent.written);
      // It closes by itself, so that the error is not lost with the socket.
      if (this.#attempt) this.#attempt.transport = undefined;
      void dialogue.transport.close(1000);
      this.#forgetSession();
      throw new StreamProblem('bad-stream', 'the server counts stanzas that were never sent');
    }
    for (const stanza of taken) this.#acks.emit(stanza);
    return session;
  }

  /** What the server did take over of the last session is acknowledged; the rest is for the outbox above to send again (XEP-0198 §5, failed). */
  #beginAnew(session: Session, h: number | undefined): Session {
    const taken = h === undefined ? undefined : this.#sent.take(h);
    for (const stanza of taken ?? []) this.#acks.emit(stanza);
    this.#sent.restart();
    this.#handled.restart();
    this.#session = session;
    return session;
  }

  #couldNotHandle(error: unknown): void {
    this.#options.log(`a stanza could not be handled: ${error instanceof Error ? error.message : 'unknown'}`);
    this.#live?.giveUp(error);
  }

  #lost(live: Live, loss: Loss): void {
    if (this.#live !== live) return;
    this.#live = undefined;
    const now = this.#deps.clock.now();
    this.#lostAt = now;
    if (loss.cause === 'count') this.#forgetSession();
    // What waits for the handler was not acknowledged: after a resumption it comes again. Without one it is all we have, and is handled.
    if (this.#session?.management?.id !== undefined) this.#handled.drop();
    if (loss.cause === 'cut' || loss.cause === 'dead' || now - this.#onlineAt >= LASTED) this.#backoff.reset();
    this.#retryAfter(loss.problem);
  }

  #retryAfter(problem: StreamProblem): void {
    const { problem: name, message, certificate } = problem;
    const forTheUser = FOR_THE_USER.has(name);
    if (forTheUser) this.#forgetSession();
    const delay = forTheUser ? undefined : this.#backoff.next(SLOW.has(name));
    const retryAt = delay === undefined ? undefined : this.#deps.clock.now() + delay;
    if (delay !== undefined) this.#cancelRetry = this.#deps.clock.after(delay, () => void this.#connect());
    this.#options.log(`${name}: ${message}${delay === undefined ? '' : `; again in ${delay} ms`}`);
    this.#become({
      state: 'waiting',
      problem: name,
      ...(message === name ? {} : { detail: message }),
      ...(certificate ? { certificate } : {}),
      ...(retryAt === undefined ? {} : { retryAt }),
    });
  }

  #become(state: StreamState): void {
    this.#state = state;
    this.#states.emit(state);
  }
}

const unexpected = (error: unknown): StreamProblem => new StreamProblem('server-error', error instanceof Error ? error.message : 'unknown');
