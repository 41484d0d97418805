import { createHash, randomBytes } from 'node:crypto';
import { connect as openPlain, type Socket } from 'node:net';
import { connect } from 'node:tls';
import xml, { Parser, type Element } from '@xmpp/xml';

export { xml, type Element };

/** Where a peer signs in; `startProsody` and `startEjabberd` have all of it. */
export interface PeerServer {
  readonly domain: string;
  readonly host: string;
  readonly tlsPort: number;
  readonly ca: string;
}
export interface PeerOptions {
  readonly address: string;
  readonly password: string;
  readonly resource?: string;
  /** Stays invisible when false. Default true. */
  readonly available?: boolean;
  /** Not an account but a part of the server, with its port for such (XEP-0114); `address` is a domain, and `password` its secret. */
  readonly componentPort?: number;
}

const WAIT_MS = 20_000;

/**
 * The other side of a conversation, without an app: signs in over direct TLS, says exactly what the test tells it, odd stanzas too,
 * and keeps what it has heard.
 */
export async function startPeer(server: PeerServer, options: PeerOptions): Promise<Peer> {
  const peer = new Peer(server, options);
  await peer.signIn();
  return peer;
}

export class Peer {
  readonly heard: Element[] = [];
  readonly address: string;
  readonly password: string;
  full = '';
  readonly #server: PeerServer;
  readonly #options: PeerOptions;
  readonly #waiting = new Set<() => void>();
  #told: ((element: Element) => void) | undefined;
  #socket: Socket;
  #parser = new Parser();
  #closed = false;

  constructor(server: PeerServer, options: PeerOptions) {
    this.#server = server;
    this.#options = options;
    this.address = options.address;
    this.password = options.password;
    this.#socket =
      options.componentPort === undefined
        ? connect({ host: server.host, port: server.tlsPort, servername: server.domain, ca: server.ca, ALPNProtocols: ['xmpp-client'] })
        : openPlain(options.componentPort, server.host);
    this.#socket.setEncoding('utf8'); // a streaming decoder: a character may lie across two packets
    this.#socket.on('data', (text: string) => this.#parser.write(text));
    this.#socket.on('error', () => this.#socket.destroy());
    this.#socket.on('close', () => {
      this.#closed = true;
      this.#wake();
    });
    this.#listen();
  }

  async signIn(): Promise<void> {
    if (this.#options.componentPort !== undefined) return this.#shakeHands();
    const { address, password, resource = `peer-${randomBytes(4).toString('hex')}`, available = true } = this.#options;
    const user = address.slice(0, address.indexOf('@'));
    this.#open();
    await this.#next('features');
    this.write(`<auth xmlns="urn:ietf:params:xml:ns:xmpp-sasl" mechanism="PLAIN">${Buffer.from(`\0${user}\0${password}`).toString('base64')}</auth>`);
    const answer = await this.wait(element => element.is('success') || element.is('failure'));
    if (!answer.is('success')) throw new Error(`${address} could not sign in: ${answer.toString()}`);
    this.heard.length = 0;
    this.#parser = new Parser();
    this.#listen();
    this.#open();
    await this.#next('features');
    const bound = await this.iq(xml('iq', { type: 'set' }, xml('bind', { xmlns: 'urn:ietf:params:xml:ns:xmpp-bind' }, xml('resource', {}, resource))));
    this.full = bound.getChild('bind')?.getChildText('jid') ?? '';
    await this.iq(xml('iq', { type: 'get' }, xml('query', { xmlns: 'jabber:iq:roster' }))); // else the server keeps roster news from us (RFC 6121 §2.1.6)
    if (available) this.send(xml('presence'));
  }

  /** XEP-0114 §3: as a part of the server. */
  async #shakeHands(): Promise<void> {
    const { address, password } = this.#options;
    const opened = new Promise<string>((resolve, reject) => {
      this.#parser.once('start', (stream: Element) => resolve(String(stream.attrs['id'])));
      this.#socket.once('close', () => reject(new Error(`${address} was not let in`)));
    });
    this.write(`<stream:stream to="${address}" xmlns="jabber:component:accept" xmlns:stream="http://etherx.jabber.org/streams">`);
    const id = await opened;
    this.write(`<handshake>${createHash('sha1').update(`${id}${password}`).digest('hex')}</handshake>`);
    await this.#next('handshake');
    this.full = address;
  }

  /** Writes an element; attributes are the test's own business. */
  send(stanza: Element): void {
    this.write(stanza.toString());
  }
  /** Writes anything at all. */
  write(text: string): void {
    if (!this.#closed) this.#socket.write(text);
  }
  /** A chat message; answers with its id. */
  say(to: string, body: string, ...more: Element[]): string {
    const id = randomBytes(8).toString('hex');
    this.send(xml('message', { to, id, type: 'chat' }, xml('body', {}, body), ...more));
    return id;
  }
  /** Resolves with a result, rejects with the text of an error. */
  async iq(request: Element): Promise<Element> {
    const id = randomBytes(8).toString('hex');
    request.attrs['id'] = id;
    this.send(request);
    const answer = await this.wait(element => element.is('iq') && element.attrs['id'] === id && ['result', 'error'].includes(String(element.attrs['type'])));
    if (answer.attrs['type'] === 'error') throw new Error(answer.toString());
    return answer;
  }
  /** The first thing heard so far, or from now on, that fits. Throws when the connection ends or nothing fits for 20 seconds. */
  async wait(fits: (element: Element) => boolean): Promise<Element> {
    const limit = AbortSignal.timeout(WAIT_MS);
    for (;;) {
      const found = this.heard.find(fits);
      if (found) return found;
      if (this.#closed) throw new Error(`${this.address} was cut off after: ${this.heard.slice(-3).join('\n')}`);
      if (limit.aborted) throw new Error(`${this.address} waited in vain; it heard: ${this.heard.slice(-5).join('\n')}`);
      await new Promise<void>(resolve => {
        this.#waiting.add(resolve);
        limit.addEventListener('abort', () => resolve(), { once: true });
      });
    }
  }
  /** Told of everything from now on; one listener. */
  onHeard(listener: (element: Element) => void): void {
    this.#told = listener;
  }
  /** The message with this body. */
  hears(body: string): Promise<Element> {
    return this.wait(element => element.is('message') && element.getChildText('body') === body);
  }
  /** A mutual subscription with another peer of this run. */
  async befriend(other: Peer): Promise<void> {
    for (const [one, two] of [
      [this, other],
      [other, this],
    ] as const) {
      one.send(xml('presence', { to: two.address, type: 'subscribe' }));
      await two.wait(element => element.is('presence') && element.attrs['type'] === 'subscribe' && element.attrs['from'] === one.address);
      two.send(xml('presence', { to: one.address, type: 'subscribed' }));
      await one.wait(element => element.is('presence') && element.attrs['type'] === 'subscribed' && element.attrs['from'] === two.address);
    }
  }
  /** Ends the stream, or drops the socket as a cut cable does. */
  async stop(how: 'close' | 'cut' = 'close'): Promise<void> {
    if (this.#closed) return;
    const closed = new Promise<void>(resolve => void this.#socket.once('close', () => resolve()));
    if (how === 'close') this.#socket.end('</stream:stream>');
    else this.#socket.destroy();
    await closed;
  }

  #open(): void {
    this.write(
      `<?xml version="1.0"?><stream:stream to="${this.#server.domain}" version="1.0" xml:lang="en" xmlns="jabber:client" xmlns:stream="http://etherx.jabber.org/streams">`,
    );
  }
  #listen(): void {
    this.#parser.on('element', (element: Element) => {
      this.heard.push(element);
      this.#told?.(element);
      this.#wake();
    });
    this.#parser.on('error', () => this.#socket.destroy());
  }
  #next(name: string): Promise<Element> {
    return this.wait(element => element.name === name || element.name === `stream:${name}`);
  }
  #wake(): void {
    for (const resolve of this.#waiting) resolve();
    this.#waiting.clear();
  }
}
