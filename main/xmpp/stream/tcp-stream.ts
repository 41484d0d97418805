import type { Socket } from 'node:net';
import { escapeXML } from '@xmpp/xml';
import type { Clock } from '../../base/clock.ts';
import { NS } from '../ns.ts';
import { XmlParser } from './parser.ts';
import type { Limits } from './transport.ts';
import type { Framing, Pipe } from './xml-stream.ts';

const LINGER_MS = 1000;
/** RFC 6120 §4.7.4; what a server says for people is in the language of the interface where it can be. */
export const LANGUAGE = 'en';

/** Characters XML cannot carry (XML 1.0 §2.2): one of them in a message would end the stream, and again with every new attempt to send it. */
// oxlint-disable-next-line no-control-regex
const UNSPEAKABLE = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;
export const speakable = (xml: string): string => xml.replace(UNSPEAKABLE, '\uFFFD');

/** The stream as one document (RFC 6120 §4.7). `from` is left out before TLS: it would be seen on the way. */
export function documentFraming(domain: string, from: string | undefined, limits: Limits): Framing {
  const sender = from === undefined ? '' : ` from="${escapeXML(from)}"`;
  const attributes = `to="${escapeXML(domain)}"${sender} version="1.0" xml:lang="${LANGUAGE}" xmlns="${NS.client}" xmlns:stream="${NS.streams}"`;
  return {
    header: `<?xml version="1.0"?><stream:stream ${speakable(attributes)}>`,
    footer: '</stream:stream>',
    stanza: element => speakable(element.toString()),
    reader: events => new XmlParser({ limits, root: 'stream' }, events),
  };
}

/** Over a connected socket, clear or encrypted. */
export function socketPipe(socket: Socket, clock: Clock): Pipe {
  let error: Error | undefined;
  let started: Parameters<Pipe['start']>[0] | undefined;
  const received = (bytes: Uint8Array): void => started?.received(bytes);
  const closed = (): void => started?.closed(error);
  // Without a listener an error ends the process, so this one stays.
  socket.on('error', one => (error ??= one));
  return {
    start(events) {
      started = events;
      socket.on('data', received);
      socket.once('close', closed);
      if (socket.destroyed) queueMicrotask(closed);
    },
    write(text) {
      if (!socket.writable) return;
      // What is said in one turn leaves in one piece.
      if (socket.writableCorked === 0) {
        socket.cork();
        process.nextTick(() => socket.uncork());
      }
      socket.write(text);
    },
    end() {
      if (socket.destroyed) return;
      const cancel = clock.after(LINGER_MS, () => socket.destroy());
      socket.once('close', cancel);
      socket.end();
    },
    destroy: () => void socket.destroy(),
    release() {
      started = undefined;
      socket.off('data', received);
      socket.off('close', closed);
    },
  };
}
