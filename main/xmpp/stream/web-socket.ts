import { WebSocket, type RawData } from 'ws';
import type { TLSSocket } from 'node:tls';
import { escapeXML } from '@xmpp/xml';
import type { Clock } from '../../base/clock.ts';
import { Element } from '../element.ts';
import { NS } from '../ns.ts';
import { codeOf } from './connection-problem.ts';
import { parseDocument } from './parser.ts';
import { LANGUAGE, speakable } from './tcp-stream.ts';
import { StreamProblem, type Limits } from './transport.ts';
import type { Framing, Pipe, Reader, ReaderEvents } from './xml-stream.ts';
import { XmlViolation } from './xml-violation.ts';

const LINGER_MS = 1000;

/** One document a frame (RFC 7395 §3.3). */
export function frameFraming(domain: string, from: string | undefined, limits: Limits): Framing {
  const sender = from === undefined ? '' : ` from="${escapeXML(from)}"`;
  return {
    header: speakable(`<open xmlns="${NS.framing}" to="${escapeXML(domain)}"${sender} version="1.0" xml:lang="${LANGUAGE}"/>`),
    footer: `<close xmlns="${NS.framing}"/>`,
    stanza: element => speakable(standingAlone(element).toString()),
    reader: events => new FrameReader(limits, events),
  };
}

/** There is no root to inherit from (RFC 7395 §3.3.3). */
function standingAlone(element: Element): Element {
  if (element.attrs['xmlns'] !== undefined || element.name.includes(':')) return element;
  const copy = new Element(element.name, { xmlns: NS.client, ...element.attrs });
  copy.children = element.children;
  return copy;
}

class FrameReader implements Reader {
  readonly #limits: Limits;
  readonly #events: ReaderEvents;
  #stopped = false;
  #opened = false;

  constructor(limits: Limits, events: ReaderEvents) {
    this.#limits = limits;
    this.#events = events;
  }

  write(frame: Uint8Array): void {
    if (this.#stopped) return;
    const element = parseDocument(frame, this.#limits);
    if (element.is('open', NS.framing)) {
      if (this.#opened) throw new XmlViolation('bad-format', 'a stream in a stream');
      this.#opened = true;
      return this.#events.opened(element);
    }
    if (element.is('close', NS.framing)) {
      this.#stopped = true;
      return this.#events.ended();
    }
    if (!this.#opened) throw new XmlViolation('bad-format', 'no stream was opened');
    this.#events.element(element);
  }

  stop(): void {
    this.#stopped = true;
  }
}

/**
 * Speaks HTTP and the handshake over a socket that is encrypted and checked already.
 * @throws StreamProblem
 */
export function openWebSocket(url: URL, socket: TLSSocket, limits: Limits): Promise<WebSocket> {
  const webSocket = new WebSocket(url, ['xmpp'], {
    createConnection: () => socket,
    maxPayload: limits.stanzaBytes,
    perMessageDeflate: false,
    followRedirects: false,
  });
  return new Promise((resolve, reject) => {
    const fail = (error: Error): void => {
      webSocket.terminate();
      reject(new StreamProblem('server-error', error.message));
    };
    // Stays on: an error without a listener would end the process.
    webSocket.on('error', fail);
    socket.once('close', () => fail(new Error('the connection ended')));
    webSocket.once('open', () => resolve(webSocket));
  });
}

export function webSocketPipe(webSocket: WebSocket, clock: Clock): Pipe {
  let error: Error | undefined;
  // What ws refuses by itself: a frame over the cap, text that is no UTF-8, frames against RFC 6455.
  webSocket.on('error', one => (error ??= codeOf(one).startsWith('WS_ERR_') ? new StreamProblem('bad-stream', one.message) : one));
  return {
    start({ received, closed }) {
      webSocket.on('message', (data: RawData) => received(bytesOf(data)));
      webSocket.once('close', () => closed(error));
      if (webSocket.readyState === webSocket.CLOSED) queueMicrotask(() => closed(error));
    },
    write(text) {
      // ws throws only before the handshake, and calls back with the error after the end.
      if (webSocket.readyState === webSocket.OPEN) webSocket.send(text, () => {});
    },
    end() {
      if (webSocket.readyState === webSocket.CLOSED) return;
      const cancel = clock.after(LINGER_MS, () => webSocket.terminate());
      webSocket.once('close', cancel);
      webSocket.close(1000);
    },
    destroy: () => webSocket.terminate(),
    release: () => webSocket.removeAllListeners('message'),
  };
}

const bytesOf = (data: RawData): Uint8Array => (Array.isArray(data) ? Buffer.concat(data) : data instanceof ArrayBuffer ? new Uint8Array(data) : data);
