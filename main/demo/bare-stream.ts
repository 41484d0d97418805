import { connect, type TLSSocket } from 'node:tls';
import xml, { Parser, type Element } from '@xmpp/xml';

export interface BareStreamOptions {
  readonly domain: string;
  readonly host: string;
  /** Direct TLS. */
  readonly tlsPort: number;
  /** PEM of the only authority that is believed. */
  readonly ca: string;
  readonly user: string;
  readonly password: string;
}
export interface BareStream {
  readonly send: (stanza: Element) => void;
  readonly close: () => void;
}

const NS_STREAM = 'http://etherx.jabber.org/streams';

/**
 * A stream to the demo's own server and no other: its authority is ours, and so are its accounts, so the password may go as it is.
 * @param onStanza everything that is heard once it is signed in
 * @throws when it cannot sign in
 */
export async function openBareStream(options: BareStreamOptions, onStanza: (stanza: Element) => void): Promise<BareStream> {
  const { domain, host, tlsPort: port, ca, user, password } = options;
  const socket = connect({ host, port, servername: domain, ca, ALPNProtocols: ['xmpp-client'] });
  socket.setEncoding('utf8'); // a character may lie across two packets
  const line = new Line(socket, domain);
  await line.open();
  line.send(xml('auth', { xmlns: 'urn:ietf:params:xml:ns:xmpp-sasl', mechanism: 'PLAIN' }, Buffer.from(`\0${user}\0${password}`).toString('base64')));
  const answer = await line.next();
  if (!answer.is('success')) throw new Error(`${user} could not sign in`);
  await line.open();
  line.send(xml('iq', { type: 'set', id: 'bind' }, xml('bind', { xmlns: 'urn:ietf:params:xml:ns:xmpp-bind' })));
  await line.next();
  line.listen(onStanza);
  return { send: stanza => line.send(stanza), close: () => socket.end('</stream:stream>') };
}

class Line {
  readonly #socket: TLSSocket;
  readonly #domain: string;
  #parser = new Parser();
  #heard: (stanza: Element) => void = () => undefined;
  #failed: (error: Error) => void = () => undefined;

  constructor(socket: TLSSocket, domain: string) {
    this.#socket = socket;
    this.#domain = domain;
    socket.on('data', (text: string) => this.#parser.write(text));
    socket.on('error', error => {
      this.#failed(error);
      socket.destroy();
    });
    socket.on('close', () => this.#failed(new Error('the server hung up')));
  }

  /** A new stream, on the same socket after the password too (RFC 6120 §6.4.6); resolves with its features. */
  open(): Promise<Element> {
    this.#parser = new Parser();
    this.#parser.on('element', (stanza: Element) => this.#heard(stanza));
    this.#parser.on('error', (error: Error) => this.#socket.destroy(error));
    this.#socket.write(`<?xml version="1.0"?><stream:stream to="${this.#domain}" version="1.0" xmlns="jabber:client" xmlns:stream="${NS_STREAM}">`);
    return this.next();
  }
  next(): Promise<Element> {
    return new Promise((resolve, reject) => {
      this.#heard = resolve;
      this.#failed = reject;
    });
  }
  listen(heard: (stanza: Element) => void): void {
    this.#heard = heard;
    this.#failed = () => undefined;
  }
  send(stanza: Element): void {
    if (this.#socket.writable) this.#socket.write(stanza.toString());
  }
}
