import type { Clock } from '../../base/clock.ts';
import { attr, el, type Element } from '../element.ts';
import { bareOf } from '../jid.ts';
import { NS } from '../ns.ts';
import type { Dialogue } from './dialogue.ts';
import type { Established, Session } from './establish.ts';
import type { HandledQueue } from './handled-queue.ts';
import { Pulse } from './pulse.ts';
import { readCount, type SentQueue } from './sent-queue.ts';
import { StreamProblem } from './transport.ts';

/** Ask the server to acknowledge after so many stanzas, or so long after the first that it was not asked about. */
const BURST = 25;
const IDLE = 250;

export interface Loss {
  /** `ended`: by the server, with a stream error or without; `count`: the server's count cannot be; `handler`: we could not handle what came. */
  readonly cause: 'cut' | 'ended' | 'count' | 'handler' | 'dead';
  readonly problem: StreamProblem;
}
export interface LiveOptions {
  readonly dialogue: Dialogue;
  readonly clock: Clock;
  readonly session: Session;
  readonly sent: SentQueue;
  readonly handled: HandledQueue;
  readonly freshId: () => string;
  readonly onAcked: (stanza: Element) => void;
  /** Once. */
  readonly onLost: (loss: Loss) => void;
}

const STANZAS = new Set(['message', 'presence', 'iq']);
const isStanza = (element: Element): boolean => STANZAS.has(element.name) && (element.getNS() ?? NS.client) === NS.client;

/** A connection in its working phase: stanzas both ways, acknowledged both ways (XEP-0198 §4), and found dead when it is. */
export class Live {
  readonly #options: LiveOptions;
  readonly #managed: boolean;
  readonly #pulse: Pulse;
  #lost = false;
  #unasked = 0;
  #cancelAsk: (() => void) | undefined;
  /** Without stream management: a ping, and how much was written before it. */
  #ping: { readonly id: string; readonly written: number } | undefined;
  /** Stanzas to be handled still before the server's last question is answered in full. */
  #owed = 0;

  constructor(options: LiveOptions) {
    this.#options = options;
    this.#managed = options.session.management !== undefined;
    this.#pulse = new Pulse({
      clock: options.clock,
      probe: () => this.#ask(),
      onDead: () => this.#lose({ cause: 'dead', problem: new StreamProblem('timeout', 'the server has fallen silent') }),
    });
  }

  /** Takes what has come by now, then all that comes. */
  start(early: Established['early']): void {
    for (const { element, counted } of early) this.#receive(element, counted);
    this.#options.dialogue.takeOver(
      element => this.#receive(element, true),
      problem => this.#lose(endedBy(problem)),
    );
  }

  /** Writes a stanza that stands in the queue already. */
  write(stanza: Element): void {
    this.#options.dialogue.send(stanza);
    this.#unasked++;
    if (this.#unasked >= BURST) this.#ask();
    else this.#cancelAsk ??= this.#options.clock.after(IDLE, () => this.#ask());
  }

  tellState(active: boolean): void {
    if (this.#options.session.clientState) this.#options.dialogue.send(el(active ? 'active' : 'inactive', NS.clientState));
  }

  /** Without a sign of life within `limit` milliseconds the connection counts as lost. */
  check(limit: number): void {
    this.#pulse.check(limit);
  }

  /** A stanza was handled. */
  handledOne(): void {
    if (this.#owed > 0 && --this.#owed === 0) this.#acknowledge();
  }

  /** Drops the connection without acknowledging what could not be handled. */
  giveUp(error: unknown): void {
    const reason = error instanceof Error ? error.message : 'unknown';
    this.#lose({ cause: 'handler', problem: new StreamProblem('server-error', `a stanza could not be handled: ${reason}`) });
  }

  /** A clean end; the last acknowledgement first (XEP-0198 §4). */
  async close(limit: number): Promise<void> {
    if (this.#lost) return;
    this.#quiet();
    if (this.#managed) this.#acknowledge();
    await this.#options.dialogue.transport.close(limit);
  }

  #receive(element: Element, counted: boolean): void {
    if (this.#lost) return;
    this.#pulse.heard();
    if (isStanza(element)) {
      if (!this.#isPong(element)) this.#options.handled.push(element, counted && this.#managed);
    } else if (this.#managed && element.getNS() === NS.streamManagement) this.#manage(element);
    // Features after a resumption, and what else no stanza is, are let pass: XEP-0198 §6.2 forbids them, some servers send them.
  }

  #manage(element: Element): void {
    if (element.getName() === 'r') {
      this.#acknowledge();
      this.#owed = this.#options.handled.pending;
    } else if (element.getName() === 'a') {
      const h = readCount(attr(element, 'h'));
      const taken = h === undefined ? undefined : this.#options.sent.take(h);
      if (taken) this.#acked(taken);
      else this.#miscounted(h);
    }
  }

  #acked(taken: readonly Element[]): void {
    for (const stanza of taken) this.#options.onAcked(stanza);
  }

  #acknowledge(): void {
    this.#options.dialogue.send(el('a', NS.streamManagement, { h: String(this.#options.handled.handled) }));
  }

  #ask(): void {
    this.#cancelAsk?.();
    this.#cancelAsk = undefined;
    this.#unasked = 0;
    if (this.#managed) return this.#options.dialogue.send(el('r', NS.streamManagement));
    // XEP-0199: an answered ping says that what was sent before it has arrived (RFC 6120 §10.1, in order).
    if (this.#ping) return;
    this.#ping = { id: this.#options.freshId(), written: this.#options.sent.written };
    this.#options.dialogue.send(el('iq', NS.client, { type: 'get', id: this.#ping.id, to: this.#domain }, el('ping', NS.ping)));
  }

  /** An error is an answer too. Only our own server can give it. */
  #isPong(element: Element): boolean {
    const ping = this.#ping;
    if (!ping || element.name !== 'iq' || attr(element, 'id') !== ping.id || !['result', 'error'].includes(attr(element, 'type') ?? '')) return false;
    const from = attr(element, 'from');
    if (from !== undefined && from !== this.#domain && bareOf(from) !== bareOf(this.#options.session.address)) return false;
    this.#ping = undefined;
    this.#acked(this.#options.sent.take(ping.written) ?? []);
    if (this.#options.sent.outstanding > 0) this.#cancelAsk ??= this.#options.clock.after(IDLE, () => this.#ask());
    return true;
  }

  get #domain(): string {
    const bare = bareOf(this.#options.session.address) ?? '';
    return bare.slice(bare.indexOf('@') + 1);
  }

  #miscounted(h: number | undefined): void {
    sendMiscounted(this.#options.dialogue, h, this.#options.sent.written);
    this.#lose({ cause: 'count', problem: new StreamProblem('bad-stream', 'the server counts stanzas that were never sent') }, 'say goodbye');
  }

  #quiet(): void {
    this.#lost = true;
    this.#pulse.stop();
    this.#cancelAsk?.();
  }

  #lose(loss: Loss, how?: 'say goodbye'): void {
    if (this.#lost) return;
    this.#quiet();
    if (how) void this.#options.dialogue.transport.close(1000);
    else this.#options.dialogue.transport.destroy();
    this.#options.onLost(loss);
  }
}

/** A connection that broke says nothing against the server; a stream that it ended does, and is not begun again at once. */
function endedBy(problem: StreamProblem | undefined): Loss {
  if (!problem) return { cause: 'ended', problem: new StreamProblem('server-error', 'the server closed the stream') };
  return { cause: problem.problem === 'refused' || problem.problem === 'timeout' ? 'cut' : 'ended', problem };
}

/** XEP-0198 §7. */
export function sendMiscounted(dialogue: Dialogue, h: number | undefined, written: number): void {
  const count = el('handled-count-too-high', NS.streamManagement, { h: String(h ?? 0), 'send-count': String(written) });
  dialogue.send(el('stream:error', undefined, { 'xmlns:stream': NS.streams }, el('undefined-condition', NS.streamErrors), count));
}
