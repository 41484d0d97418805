import type { Unsubscribe } from '../../../preload/contract/define.ts';
import type { CertificateInfo } from '../../../preload/contract/wire.ts';
import type { Clock } from '../../base/clock.ts';
import { Emitter } from '../../base/emitter.ts';
import { Element } from '../element.ts';
import { NS } from '../ns.ts';
import { asProblem } from './connection-problem.ts';
import { blanked } from './secrets.ts';
import { problemOf } from './stream-error.ts';
import { StreamProblem, type Transport } from './transport.ts';
import { XmlViolation } from './xml-violation.ts';

const FEATURES_MS = 20_000;
const CLOSE_MS = 2000;
/** Elements that came before anybody listened. A server has no reason to send more than a few. */
const BACKLOG = 1000;

/** How a stream is written on its socket: as one long document (RFC 6120 §4) or one document a frame (RFC 7395 §3). */
export interface Framing {
  readonly header: string;
  readonly footer: string;
  stanza(element: Element): string;
  /** What comes in from now on belongs to a new stream. `write` throws XmlViolation. */
  reader(events: ReaderEvents): Reader;
}
export interface ReaderEvents {
  readonly opened: (head: Element) => void;
  readonly element: (element: Element) => void;
  readonly ended: () => void;
}
export interface Reader {
  write(bytes: Uint8Array): void;
  stop(): void;
}
/** What carries bytes. Nothing here throws, whatever has become of it. */
export interface Pipe {
  start(events: { readonly received: (bytes: Uint8Array) => void; readonly closed: (error: Error | undefined) => void }): void;
  write(text: string): void;
  /** Flushes what was written, then closes. */
  end(): void;
  destroy(): void;
  /** Stops listening and leaves the socket open. */
  release(): void;
}

export interface XmlStreamOptions extends Pick<Transport, 'kind' | 'bindings'> {
  readonly certificate: CertificateInfo | undefined;
  readonly pipe: Pipe;
  readonly framing: Framing;
  readonly clock: Clock;
  readonly log: (line: string) => void;
}

interface Opening {
  readonly resolve: (features: Element) => void;
  readonly reject: (problem: StreamProblem) => void;
}

export class XmlStream implements Transport {
  readonly kind: Transport['kind'];
  readonly bindings: Transport['bindings'];
  readonly certificate: CertificateInfo | undefined;
  readonly #options: XmlStreamOptions;
  readonly #elements = new Emitter<Element>();
  readonly #closed = new Emitter<StreamProblem | undefined>();
  readonly #traffic = new Emitter<{ readonly direction: 'in' | 'out'; readonly xml: string }>();
  /** Kept until the first listener comes: it would miss what happened while the way was found. */
  #earlyElements: Element[] | undefined = [];
  #earlyTraffic: { readonly direction: 'in' | 'out'; readonly xml: string }[] | undefined = [];
  #reader: Reader | undefined;
  #opening: Opening | undefined;
  #primed: Element | undefined;
  #closing: Promise<void> | undefined;
  #end: { readonly problem: StreamProblem | undefined } | undefined;

  constructor(options: XmlStreamOptions) {
    this.kind = options.kind;
    this.bindings = options.bindings;
    this.certificate = options.certificate;
    this.#options = options;
    options.pipe.start({
      received: bytes => this.#received(bytes),
      closed: error => {
        if (this.#closing) this.#finish(undefined);
        else this.#finish(error ? asProblem(error) : new StreamProblem('refused', 'the server ended the connection'));
      },
    });
  }

  /** Opens the stream ahead of the first `open`, which then answers at once. */
  async prime(): Promise<Element> {
    this.#primed = await this.#open();
    return this.#primed;
  }

  open(): Promise<Element> {
    const features = this.#primed;
    this.#primed = undefined;
    return features && !this.#end ? Promise.resolve(features) : this.#open();
  }

  #open(): Promise<Element> {
    if (this.#end || this.#closing) return Promise.reject(this.#end?.problem ?? new StreamProblem('refused', 'the stream has ended'));
    if (this.#opening) return Promise.reject(new Error('the stream is being opened already'));
    const { framing, clock } = this.#options;
    this.#reader?.stop();
    this.#reader = framing.reader({
      opened: head => this.#tell('in', headText(head)),
      element: element => this.#element(element),
      ended: () => this.#endedByServer(),
    });
    const features = new Promise<Element>((resolve, reject) => {
      const cancel = clock.after(FEATURES_MS, () => this.#give(new StreamProblem('timeout', 'the server does not answer')));
      this.#opening = { resolve: element => (cancel(), resolve(element)), reject: problem => (cancel(), reject(problem)) };
    });
    this.#write(framing.header);
    return features;
  }

  send(element: Element): void {
    if (this.#end || this.#closing) return;
    this.#write(this.#options.framing.stanza(element), element);
  }

  onElement(listener: (element: Element) => void): Unsubscribe {
    const early = this.#earlyElements;
    this.#earlyElements = undefined;
    return listen(this.#elements, listener, early ?? []);
  }

  onTraffic(listener: (direction: 'in' | 'out', xml: string) => void): Unsubscribe {
    const early = this.#earlyTraffic;
    this.#earlyTraffic = undefined;
    return listen(this.#traffic, ({ direction, xml }) => listener(direction, xml), early ?? []);
  }

  onClosed(listener: (problem: StreamProblem | undefined) => void): Unsubscribe {
    return listen(this.#closed, listener, this.#end ? [this.#end.problem] : []);
  }

  close(limit = CLOSE_MS): Promise<void> {
    if (this.#end) return Promise.resolve();
    this.#closing ??= new Promise(resolve => {
      const cancel = this.#options.clock.after(limit, () => this.#finish(undefined));
      this.#closed.on(() => (cancel(), resolve()));
      this.#write(this.#options.framing.footer);
    });
    return this.#closing;
  }

  destroy(): void {
    this.#options.pipe.destroy();
    this.#finish(new StreamProblem('refused', 'the connection was dropped'));
  }

  /** Hands the socket on, for TLS: not a byte that came before is looked at after this (RFC 6120 §5.4.3.3). */
  release(): void {
    this.#reader?.stop();
    this.#options.pipe.release();
    this.#end ??= { problem: undefined };
  }

  #received(bytes: Uint8Array): void {
    if (this.#end) return;
    try {
      this.#reader?.write(bytes);
    } catch (error) {
      if (error instanceof XmlViolation) this.#give(new StreamProblem('bad-stream', error.message), error.condition);
      else this.#give(new StreamProblem('bad-stream', String(error)), 'undefined-condition');
    }
  }

  #element(element: Element): void {
    if (this.#end) return;
    this.#tell('in', element);
    if (element.is('error', NS.streams)) return this.#give(problemOf(element));
    if (element.is('features', NS.streams) && this.#opening) {
      const { resolve } = this.#opening;
      this.#opening = undefined;
      return resolve(element);
    }
    if (!this.#earlyElements) return this.#elements.emit(element);
    if (this.#earlyElements.length >= BACKLOG) return this.#give(new StreamProblem('bad-stream', 'the server talks before it is asked'), 'policy-violation');
    this.#earlyElements.push(element);
  }

  #endedByServer(): void {
    // RFC 6120 §4.4: who is told goodbye says goodbye.
    if (!this.#closing) this.#write(this.#options.framing.footer);
    this.#finish(this.#opening ? new StreamProblem('server-error', 'the server ended the stream') : undefined);
  }

  /** Ends the stream for a reason, with a stream error when it is the server's fault (RFC 6120 §4.9.1). */
  #give(problem: StreamProblem, condition?: string): void {
    if (this.#end) return;
    if (condition !== undefined) this.#write(this.#options.framing.stanza(streamError(condition)));
    if (!this.#closing) this.#write(this.#options.framing.footer);
    this.#finish(problem);
  }

  #finish(problem: StreamProblem | undefined): void {
    if (this.#end) return;
    this.#end = { problem };
    this.#reader?.stop();
    this.#options.pipe.end();
    this.#opening?.reject(problem ?? new StreamProblem('refused', 'the stream was closed'));
    this.#opening = undefined;
    if (problem) this.#options.log(`the stream ended: ${problem.problem} (${problem.message})`);
    this.#closed.emit(problem);
  }

  #write(text: string, element?: Element): void {
    this.#options.pipe.write(text);
    this.#tell('out', element ?? text);
  }

  #tell(direction: 'in' | 'out', what: Element | string): void {
    if (this.#traffic.size === 0 && !this.#earlyTraffic) return;
    const one = { direction, xml: typeof what === 'string' ? what : blanked(what) };
    if (!this.#earlyTraffic) this.#traffic.emit(one);
    else if (this.#earlyTraffic.push(one) > BACKLOG) this.#earlyTraffic.shift();
  }
}

const headText = (head: Element): string => (head.is('stream', NS.streams) ? head.toString().replace(/\/>$/, '>') : head.toString());

const streamError = (condition: string): Element => {
  const error = new Element('stream:error', { 'xmlns:stream': NS.streams });
  error.append(new Element(condition, { xmlns: NS.streamErrors }));
  return error;
};

/** What was missed comes first, and not before the caller has got hold of the answer. */
function listen<Payload>(emitter: Emitter<Payload>, listener: (payload: Payload) => void, missed: readonly Payload[]): Unsubscribe {
  let live = true;
  let waiting = missed.length > 0 ? [...missed] : undefined;
  const off = emitter.on(payload => (waiting ? void waiting.push(payload) : listener(payload)));
  queueMicrotask(() => {
    try {
      for (const payload of waiting ?? []) if (live) listener(payload);
    } finally {
      waiting = undefined;
    }
  });
  return () => {
    live = false;
    off();
  };
}
