// The far side of the stream, scripted element by element: what no real server would do is what must be withstood.
import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';
import { Parser } from '@xmpp/xml';
import { attr, child, el, type Element } from '../../main/xmpp/element.ts';
import { NS } from '../../main/xmpp/ns.ts';
import { StreamProblem, type OpenTransport, type Transport, type TransportOptions } from '../../main/xmpp/stream/transport.ts';

/** Reads one element, in the namespace of a client's stream. */
export function read(text: string): Element {
  const parser = new Parser();
  let found: Element | undefined;
  let failed: Error | undefined;
  parser.on('error', (error: Error) => (failed = error));
  parser.on('element', (element: Element) => (found ??= element));
  parser.write(`<stream xmlns="jabber:client" xmlns:stream="${NS.streams}">${text}</stream>`);
  if (failed || !found) throw failed ?? new Error(`no element: ${text}`);
  return found;
}

type Ways = Pick<Transport, 'kind' | 'bindings'>;

/** One connection, held by the test at the server's end. */
export class ScriptedConnection implements Transport {
  readonly kind: Transport['kind'];
  readonly bindings: Transport['bindings'];
  readonly certificate = undefined;
  readonly options: TransportOptions;
  /** All that the client has ever sent here. */
  readonly sent: Element[] = [];
  /** Undefined while open. */
  ended: 'closed' | 'destroyed' | undefined;
  #unread: Element[] = [];
  #reader: ((element: Element) => void) | undefined;
  #features: Element[] = [];
  #opening: ((features: Element) => void) | undefined;
  #elements = new Set<(element: Element) => void>();
  #closed = new Set<(problem: StreamProblem | undefined) => void>();
  #whenEnded: (() => void)[] = [];

  constructor(options: TransportOptions, ways: Ways) {
    this.options = options;
    this.kind = ways.kind;
    this.bindings = ways.bindings;
  }

  // The client's end
  open(): Promise<Element> {
    const ready = this.#features.shift();
    if (ready) return Promise.resolve(ready);
    return new Promise(resolve => (this.#opening = resolve));
  }
  send(element: Element): void {
    if (this.ended) return;
    this.sent.push(element);
    const reader = this.#reader;
    this.#reader = undefined;
    if (reader) reader(element);
    else this.#unread.push(element);
  }
  onElement(listener: (element: Element) => void): () => void {
    this.#elements.add(listener);
    return () => void this.#elements.delete(listener);
  }
  onClosed(listener: (problem: StreamProblem | undefined) => void): () => void {
    this.#closed.add(listener);
    return () => void this.#closed.delete(listener);
  }
  onTraffic(): () => void {
    return () => undefined;
  }
  async close(): Promise<void> {
    this.#end('closed', undefined);
  }
  destroy(): void {
    this.#end('destroyed', new StreamProblem('refused', 'the connection was dropped'));
  }

  // The server's end
  features(features: Element | string): void {
    const element = typeof features === 'string' ? read(`<stream:features>${features}</stream:features>`) : features;
    const opening = this.#opening;
    this.#opening = undefined;
    if (opening) opening(element);
    else this.#features.push(element);
  }
  /** The server says this. */
  say(what: Element | string): void {
    const element = typeof what === 'string' ? read(what) : what;
    for (const listener of this.#elements) listener(element);
  }
  /** What the client says next. */
  async next(): Promise<Element> {
    return this.#unread.shift() ?? (await new Promise<Element>(resolve => (this.#reader = resolve)));
  }
  /** What the client has said by now and was not read yet. */
  unread(): readonly Element[] {
    return this.#unread.splice(0);
  }
  /** The cable is cut, or the server ends the stream with an error. */
  cut(problem = new StreamProblem('refused', 'ECONNRESET')): void {
    this.#end('destroyed', problem);
  }
  /** The server says goodbye. */
  goodbye(): void {
    this.#end('closed', undefined);
  }
  /** Resolves when the client has let go of the connection. */
  async end(): Promise<'closed' | 'destroyed'> {
    while (!this.ended) await new Promise<void>(resolve => this.#whenEnded.push(resolve));
    return this.ended;
  }

  #end(how: 'closed' | 'destroyed', problem: StreamProblem | undefined): void {
    if (this.ended) return;
    this.ended = how;
    for (const listener of this.#closed) listener(problem);
    for (const wake of this.#whenEnded.splice(0)) wake();
  }
}

/** A network with one server behind it: each connection is taken by the test. */
export class ScriptedNetwork {
  readonly ways: Ways;
  readonly connections: ScriptedConnection[] = [];
  /** The next attempts fail with these. */
  readonly failures: Error[] = [];
  #taken = 0;
  #wake: (() => void)[] = [];

  constructor(ways: Partial<Ways> = {}) {
    this.ways = { kind: 'tls', bindings: new Map(), ...ways };
  }
  readonly openTransport: OpenTransport = async options => {
    const failure = this.failures.shift();
    if (failure) throw failure;
    const connection = new ScriptedConnection(options, this.ways);
    this.connections.push(connection);
    for (const wake of this.#wake.splice(0)) wake();
    return connection;
  };
  /** The next connection that the client has opened. */
  async accept(): Promise<ScriptedConnection> {
    while (this.connections.length <= this.#taken) await new Promise<void>(resolve => this.#wake.push(resolve));
    const connection = this.connections[this.#taken++];
    if (!connection) throw new Error('unreachable');
    return connection;
  }
}

const DIGESTS = { 'SHA-1': ['sha1', 20], 'SHA-256': ['sha256', 32], 'SHA-512': ['sha512', 64] } as const;
export type Hash = keyof typeof DIGESTS;

export interface ServerScram {
  readonly hash: Hash;
  readonly password: string;
  readonly salt?: Uint8Array;
  readonly iterations?: number;
  /** More attributes for the first message: `,h=...`. */
  readonly extra?: string;
  /** Bytes of the channel binding, where one is used. */
  readonly binding?: Uint8Array;
}

/** SCRAM from the server's side (RFC 5802 §3), as a second opinion: it shares no line with the client's. */
export class ScramServer {
  readonly #options: ServerScram;
  readonly #hash: string;
  #header = '';
  #bare = '';
  #first = '';
  #nonce = '';

  constructor(options: ServerScram) {
    this.#options = options;
    this.#hash = DIGESTS[options.hash][0];
  }
  get header(): string {
    return this.#header;
  }
  challenge(clientFirst: Uint8Array): Buffer {
    const text = Buffer.from(clientFirst).toString('utf8');
    const at = text.indexOf('n=', text.indexOf(',') + 1);
    this.#header = text.slice(0, at);
    this.#bare = text.slice(at);
    this.#nonce = `${/r=([^,]*)/.exec(this.#bare)?.[1] ?? ''}${randomBytes(9).toString('base64')}`;
    const { salt = Buffer.from('salt of verona'), iterations = 4096, extra = '' } = this.#options;
    this.#first = `r=${this.#nonce},s=${Buffer.from(salt).toString('base64')},i=${iterations}${extra}`;
    return Buffer.from(this.#first);
  }
  /** The server's last message; undefined: wrong password. */
  verdict(clientFinal: Uint8Array): Buffer | undefined {
    const text = Buffer.from(clientFinal).toString('utf8');
    const [withoutProof = '', proof = ''] = text.split(',p=');
    const bound = Buffer.concat([Buffer.from(this.#header), this.#options.binding ?? Buffer.alloc(0)]).toString('base64');
    if (withoutProof !== `c=${bound},r=${this.#nonce}`) return undefined;
    const { salt = Buffer.from('salt of verona'), iterations = 4096, password } = this.#options;
    const salted = pbkdf2Sync(password.normalize('NFKC'), salt, iterations, DIGESTS[this.#options.hash][1], this.#hash);
    const hmac = (key: Uint8Array, what: string) => createHmac(this.#hash, key).update(what).digest();
    const message = `${this.#bare},${this.#first},${withoutProof}`;
    const clientKey = hmac(salted, 'Client Key');
    const signature = hmac(createHash(this.#hash).update(clientKey).digest(), message);
    const expected = Buffer.from(clientKey.map((byte, index) => byte ^ (signature[index] ?? 0)));
    if (!expected.equals(Buffer.from(proof, 'base64'))) return undefined;
    return Buffer.from(`v=${hmac(hmac(salted, 'Server Key'), message).toString('base64')}`);
  }
}

const bytesOf = (text: string | undefined): Buffer => Buffer.from(text ?? '', 'base64');
export const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

export interface Signing extends ServerScram {
  /** What is changed about the last message, to see that it is noticed. */
  readonly tamper?: (verdict: Buffer) => Buffer | undefined;
}

/** SASL2 by SCRAM up to its success, which is answered with `children`. Answers with the client's <authenticate/>. */
export async function signInSasl2(connection: ScriptedConnection, signing: Signing, children: readonly (Element | string)[] = []): Promise<Element> {
  const authenticate = await connection.next();
  const server = new ScramServer(signing);
  const first = bytesOf(child(authenticate, 'initial-response')?.text());
  connection.say(el('challenge', NS.sasl2, {}, base64(server.challenge(first))));
  const verdict = server.verdict(bytesOf((await connection.next()).text()));
  if (!verdict) {
    connection.say(el('failure', NS.sasl2, {}, el('not-authorized', NS.sasl)));
    return authenticate;
  }
  connection.say(success2(signing.tamper ? signing.tamper(verdict) : verdict, children));
  return authenticate;
}

export function success2(data: Uint8Array | undefined, children: readonly (Element | string)[]): Element {
  const additional = data === undefined ? undefined : el('additional-data', undefined, {}, base64(data));
  return el('success', NS.sasl2, {}, additional, ...children.map(one => (typeof one === 'string' ? read(one) : one)));
}

/** Classic SASL by SCRAM up to its success. Answers with the client's <auth/>. */
export async function signInClassic(connection: ScriptedConnection, signing: Signing): Promise<Element> {
  const auth = await connection.next();
  const server = new ScramServer(signing);
  connection.say(el('challenge', NS.sasl, {}, base64(server.challenge(bytesOf(auth.text())))));
  const verdict = server.verdict(bytesOf((await connection.next()).text()));
  if (!verdict) connection.say(el('failure', NS.sasl, {}, el('not-authorized', NS.sasl)));
  else {
    const told = signing.tamper ? signing.tamper(verdict) : verdict;
    connection.say(el('success', NS.sasl, {}, told && base64(told)));
  }
  return auth;
}

export const mechanisms2 = (names: readonly string[], inline = ''): string =>
  `<authentication xmlns="${NS.sasl2}">${names.map(name => `<mechanism>${name}</mechanism>`).join('')}<inline>${inline}</inline></authentication>`;
export const mechanisms = (names: readonly string[]): string =>
  `<mechanisms xmlns="${NS.sasl}">${names.map(name => `<mechanism>${name}</mechanism>`).join('')}</mechanisms>`;
export const bindingTypes = (names: readonly string[]): string =>
  `<sasl-channel-binding xmlns="${NS.channelBinding}">${names.map(type => `<channel-binding type="${type}"/>`).join('')}</sasl-channel-binding>`;
export const BIND2 = `<bind xmlns="${NS.bind2}"><inline><feature var="${NS.carbons}"/><feature var="${NS.clientState}"/><feature var="${NS.streamManagement}"/></inline></bind>`;
export const INLINE_RESUME = `<sm xmlns="${NS.streamManagement}"/>`;
export const AFTER = `<bind xmlns="${NS.bind}"/><sm xmlns="${NS.streamManagement}"/><csi xmlns="${NS.clientState}"/><ver xmlns="${NS.rosterVersions}"/>`;

/** Answers the client's bind and enable after classic SASL; without `enabled` it offers no stream management. */
export async function bindClassic(connection: ScriptedConnection, address: string, enabled?: string): Promise<void> {
  const bind = await connection.next();
  connection.say(el('iq', NS.client, { type: 'result', id: attr(bind, 'id') }, el('bind', NS.bind, {}, el('jid', undefined, {}, address))));
  if (enabled === undefined) return;
  await connection.next();
  connection.say(enabled);
}
