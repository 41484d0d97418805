import { createServer, type Server, type TLSSocket } from 'node:tls';
import xml, { Parser, type Element } from '@xmpp/xml';
import { makeCertificate, type Certificate } from '../../main/demo/certificates.ts';

export interface EvilOptions {
  /** Default `verona.test`. */
  readonly domain?: string;
  /** A certificate of one's own, such as an expired one. */
  readonly certificate?: Certificate;
  /** Mechanisms of classic SASL on offer; every password is right. Default `['PLAIN']`. */
  readonly mechanisms?: readonly string[];
  /** Features of the server and account that it tells of (XEP-0030). */
  readonly features?: readonly string[];
  /** Speaks first about every stanza of a signed-in client: an answer, `'silence'`, or undefined for the usual one. */
  readonly answer?: (stanza: Element, client: EvilClient) => Element | string | undefined;
}

/** A client's connection, from the server's side. */
export interface EvilClient {
  readonly full: string;
  readonly bare: string;
  readonly heard: readonly Element[];
  /** Puts raw text on the stream: half a stanza, a stanza from anybody, or no XML at all. */
  write(text: string): void;
  /** The first stanza heard so far, or from now on, that fits. Throws when nothing does for 20 seconds or the connection ends. */
  wait(fits: (stanza: Element) => boolean): Promise<Element>;
  cut(): void;
}

export interface EvilServer {
  readonly domain: string;
  readonly host: string;
  readonly port: number;
  readonly ca: string;
  readonly route: { readonly host: string; readonly port: number; readonly directTls: true };
  /** The next client that signs in, or one that has and was not handed out yet. */
  client(): Promise<EvilClient>;
  stop(): Promise<void>;
}

const HOST = '127.0.0.1';
const WAIT_MS = 20_000;
const SASL = 'urn:ietf:params:xml:ns:xmpp-sasl';
const BIND = 'urn:ietf:params:xml:ns:xmpp-bind';

/** An XMPP server that lies: direct TLS, lets everybody in, and then says what the test wants, from whomever the test wants. */
export async function startEvilServer(options: EvilOptions = {}): Promise<EvilServer> {
  const domain = options.domain ?? 'verona.test';
  const { certificate, key, authority } = options.certificate ?? (await makeCertificate({ names: [domain] }));
  const ready: Session[] = [];
  const asking: ((client: EvilClient) => void)[] = [];
  const sockets = new Set<TLSSocket>();
  const server: Server = createServer({ cert: certificate, key, ALPNProtocols: ['xmpp-client'] }, socket => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    const session = new Session(socket, { ...options, domain }, () => {
      const next = asking.shift();
      if (next) next(session);
      else ready.push(session);
    });
  });
  server.on('tlsClientError', () => {});
  await new Promise<void>(resolve => void server.listen(0, HOST, resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    domain,
    host: HOST,
    port,
    ca: authority,
    route: { host: HOST, port, directTls: true },
    client: () =>
      new Promise(resolve => {
        const next = ready.shift();
        if (next) resolve(next);
        else asking.push(resolve);
      }),
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise(resolve => server.close(resolve));
    },
  };
}

class Session implements EvilClient {
  readonly heard: Element[] = [];
  full = '';
  readonly #socket: TLSSocket;
  readonly #options: EvilOptions & { readonly domain: string };
  readonly #onReady: () => void;
  readonly #waiting = new Set<() => void>();
  #parser = new Parser();
  #user: string | undefined;
  #closed = false;

  constructor(socket: TLSSocket, options: EvilOptions & { readonly domain: string }, onReady: () => void) {
    this.#socket = socket;
    this.#options = options;
    this.#onReady = onReady;
    socket.setEncoding('utf8');
    socket.on('data', (text: string) => this.#parser.write(text));
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      this.#closed = true;
      this.#wake();
    });
    this.#listen();
  }
  get bare(): string {
    return `${this.#user ?? ''}@${this.#options.domain}`;
  }
  write(text: string): void {
    if (!this.#closed) this.#socket.write(text);
  }
  cut(): void {
    this.#socket.destroy();
  }
  async wait(fits: (stanza: Element) => boolean): Promise<Element> {
    const limit = AbortSignal.timeout(WAIT_MS);
    for (;;) {
      const found = this.heard.find(fits);
      if (found) return found;
      if (this.#closed || limit.aborted) throw new Error(`nothing fitted among: ${this.heard.slice(-5).join('\n')}`);
      await new Promise<void>(resolve => {
        this.#waiting.add(resolve);
        limit.addEventListener('abort', () => resolve(), { once: true });
      });
    }
  }

  #listen(): void {
    this.#parser.on('start', () => this.#greet());
    this.#parser.on('element', (element: Element) => this.#take(element));
    this.#parser.on('end', () => this.#socket.end('</stream:stream>'));
    this.#parser.on('error', () => this.#socket.destroy());
  }
  #greet(): void {
    const mechanisms = (this.#options.mechanisms ?? ['PLAIN']).map(name => xml('mechanism', {}, name));
    const features = this.#user === undefined ? xml('mechanisms', { xmlns: SASL }, ...mechanisms) : xml('bind', { xmlns: BIND });
    this.write(
      `<?xml version="1.0"?><stream:stream xmlns="jabber:client" xmlns:stream="http://etherx.jabber.org/streams" version="1.0" id="evil" from="${this.#options.domain}">`,
    );
    this.write(`<stream:features>${features.toString()}</stream:features>`);
  }
  #take(element: Element): void {
    if (this.#user === undefined) return this.#letIn(element);
    const bind = element.getChild('bind', BIND);
    if (bind && this.full === '') return this.#bind(element, bind);
    this.heard.push(element);
    this.#wake();
    const answer = this.#options.answer?.(element, this) ?? this.#usual(element);
    if (answer !== undefined && answer !== 'silence') this.write(answer.toString());
  }
  #letIn(element: Element): void {
    if (!element.is('auth')) return;
    this.#user = Buffer.from(element.text(), 'base64').toString().split('\0')[1] ?? 'nobody';
    this.#parser = new Parser();
    this.#listen();
    this.write(`<success xmlns="${SASL}"/>`);
  }
  #bind(request: Element, bind: Element): void {
    this.full = `${this.bare}/${bind.getChildText('resource') ?? 'evil'}`;
    this.write(xml('iq', { type: 'result', id: request.attrs['id'] }, xml('bind', { xmlns: BIND }, xml('jid', {}, this.full))).toString());
    this.#onReady();
  }
  /** What any server says: an empty roster, its features, and `service-unavailable` to the rest. */
  #usual(stanza: Element): Element | undefined {
    if (!stanza.is('iq') || !['get', 'set'].includes(String(stanza.attrs['type']))) return undefined;
    const reply = { id: stanza.attrs['id'], from: stanza.attrs['to'], to: this.full };
    const query = stanza.getChild('query');
    if (query?.attrs['xmlns'] === 'jabber:iq:roster') return xml('iq', { ...reply, type: 'result' }, xml('query', { xmlns: 'jabber:iq:roster' }));
    if (query?.attrs['xmlns'] === 'http://jabber.org/protocol/disco#info') {
      const features = (this.#options.features ?? []).map(name => xml('feature', { var: name }));
      return xml(
        'iq',
        { ...reply, type: 'result' },
        xml('query', { xmlns: query.attrs['xmlns'] }, xml('identity', { category: 'server', type: 'im' }), ...features),
      );
    }
    return xml(
      'iq',
      { ...reply, type: 'error' },
      xml('error', { type: 'cancel' }, xml('service-unavailable', { xmlns: 'urn:ietf:params:xml:ns:xmpp-stanzas' })),
    );
  }
  #wake(): void {
    for (const resolve of this.#waiting) resolve();
    this.#waiting.clear();
  }
}
