import type { Socket } from 'node:net';
import type { Clock } from '../../base/clock.ts';
import { child, el, type Element } from '../element.ts';
import { NS } from '../ns.ts';
import { documentFraming, socketPipe } from './tcp-stream.ts';
import { onAbort, withLimit } from './time-limit.ts';
import { StreamProblem, type Limits } from './transport.ts';
import { XmlStream } from './xml-stream.ts';

const ANSWER_MS = 20_000;

export interface StartTlsOptions {
  readonly domain: string;
  readonly limits: Limits;
  readonly clock: Clock;
  readonly signal: AbortSignal | undefined;
  readonly log: (line: string) => void;
}

/**
 * Asks for TLS on a clear socket (RFC 6120 §5.4) and leaves the socket ready for the handshake; whatever else came in the clear is thrown away.
 * @throws StreamProblem 'no-encryption' when it is not on offer, with nothing more said to the server
 */
export async function startTls(socket: Socket, { domain, limits, clock, signal, log }: StartTlsOptions): Promise<void> {
  const framing = documentFraming(domain, undefined, limits);
  const stream = new XmlStream({ kind: 'starttls', bindings: new Map(), certificate: undefined, pipe: socketPipe(socket, clock), framing, clock, log });
  const forget = onAbort(signal, () => stream.destroy());
  try {
    const features = await stream.open();
    if (!child(features, 'starttls', NS.tls)) throw new StreamProblem('no-encryption', 'the server offers no encryption');
    await withLimit(clock, ANSWER_MS, proceed(stream), 'no answer to STARTTLS');
  } catch (error) {
    stream.destroy();
    throw error;
  } finally {
    forget();
  }
}

const proceed = (stream: XmlStream): Promise<void> =>
  new Promise((resolve, reject) => {
    stream.onClosed(problem => reject(problem ?? new StreamProblem('no-encryption', 'the server ended the stream instead of starting TLS')));
    stream.onElement((answer: Element) => {
      if (answer.is('proceed', NS.tls)) {
        // At once: what stands behind it in the same packet may be anybody's.
        stream.release();
        resolve();
      } else {
        reject(
          new StreamProblem('no-encryption', answer.is('failure', NS.tls) ? 'the server refuses to start TLS' : 'the server talks instead of starting TLS'),
        );
      }
    });
    stream.send(el('starttls', NS.tls));
  });
