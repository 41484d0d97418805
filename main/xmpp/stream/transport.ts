import type { Route } from '../../../preload/contract/accounts.ts';
import type { Unsubscribe } from '../../../preload/contract/define.ts';
import type { CertificateInfo, ConnectionProblem } from '../../../preload/contract/wire.ts';
import type { Element } from '../element.ts';

/** Why a stream could not be had, or ended. `text` is the server's own words, for the log and the detail line. */
export class StreamProblem extends Error {
  override readonly name = 'StreamProblem';
  readonly problem: ConnectionProblem;
  readonly certificate: CertificateInfo | undefined;
  constructor(problem: ConnectionProblem, text?: string, certificate?: CertificateInfo) {
    super(text ?? problem);
    this.problem = problem;
    this.certificate = certificate;
  }
}

export type BindingName = 'tls-exporter' | 'tls-server-end-point' | 'tls-unique';

/** An open, encrypted and checked way to a server. STARTTLS is done before anybody holds one of these. */
export interface Transport {
  readonly kind: 'tls' | 'starttls' | 'websocket';
  /** Channel bindings this connection can prove (RFC 9266, RFC 5929), by name; empty on WebSocket. */
  readonly bindings: ReadonlyMap<BindingName, Uint8Array>;
  readonly certificate: CertificateInfo | undefined;
  /** Opens the stream, or opens it again after SASL, and answers with `<stream:features/>`. */
  open(): Promise<Element>;
  /** Writes at once. Throws nothing: a closed transport swallows it, and `onClosed` has told why. */
  send(element: Element): void;
  /**
   * Every element of the stream, in order, but the features that `open` answers with. Features that the server sends unasked, as it does after a
   * SASL2 success (XEP-0388 §2.6.1), come here.
   */
  onElement(listener: (element: Element) => void): Unsubscribe;
  /** Once: undefined for a clean end by either side; a stream error of the server is one of the problems, and no element. */
  onClosed(listener: (problem: StreamProblem | undefined) => void): Unsubscribe;
  onTraffic(listener: (direction: 'in' | 'out', xml: string) => void): Unsubscribe;
  /** Sends the stream's end and closes the socket; waits at most `limit` milliseconds for the other side. */
  close(limit?: number): Promise<void>;
  /** Drops the socket without a word, as a cut cable does. */
  destroy(): void;
}

/** Caps for what a server may send (bytes of one stanza, levels, children of one element). */
export interface Limits {
  readonly stanzaBytes: number;
  readonly depth: number;
  readonly children: number;
}
export const LIMITS: Limits = { stanzaBytes: 1024 * 1024, depth: 64, children: 10_000 };

export interface TransportOptions {
  readonly domain: string;
  /** Bare address for `from` of the stream's header, once TLS is up: SASL2 and FAST need it (XEP-0484 §5.1). Undefined before sign-up. */
  readonly from?: string;
  readonly route: Route;
  readonly authorities?: readonly string[];
  readonly limits?: Limits;
  readonly signal?: AbortSignal;
  readonly log: (line: string) => void;
}

export type OpenTransport = (options: TransportOptions) => Promise<Transport>;
