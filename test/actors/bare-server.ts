// A server that knows no XMPP: the test writes byte by byte what it says, before TLS and inside it.
import { createServer, type Server, type Socket } from 'node:net';
import { createSecureContext, TLSSocket, type TLSSocketOptions } from 'node:tls';
import type { Certificate } from '../../main/demo/certificates.ts';

export const STREAM = `<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' id='s1' from='verona.test' version='1.0'>`;
/** The end of the client's header. */
export const HEADER_END = 'xmlns:stream="http://etherx.jabber.org/streams">';
export const OFFER_TLS = `<stream:features><starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'><required/></starttls></stream:features>`;
export const PROCEED = `<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>`;
export const FEATURES = `<stream:features><mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><mechanism>SCRAM-SHA-1</mechanism></mechanisms></stream:features>`;

/** One connection, seen from the server. */
export class Line {
  readonly socket: Socket;
  /** Everything the client has said on this line, as text. */
  heard = '';
  closed = false;
  #wake: (() => void)[] = [];

  constructor(socket: Socket) {
    this.socket = socket;
    socket.setEncoding('utf8');
    socket.on('error', () => {});
    socket.on('data', (text: string) => {
      this.heard += text;
      this.#stir();
    });
    socket.on('close', () => {
      this.closed = true;
      this.#stir();
    });
  }
  write(text: string | Uint8Array): void {
    if (!this.socket.destroyed) this.socket.write(text);
  }
  /** Resolves when the client has said this, and forgets what was said up to there. */
  async hears(part: string): Promise<void> {
    await this.#until(() => this.heard.includes(part), part);
    this.heard = this.heard.slice(this.heard.indexOf(part) + part.length);
  }
  async end(): Promise<void> {
    while (!this.closed) await new Promise<void>(resolve => this.#wake.push(resolve));
  }
  /** Takes the part of the server in a TLS handshake; the new line has heard nothing yet. */
  encrypt(certificate: Certificate, options: TLSSocketOptions = {}): Line {
    this.socket.removeAllListeners('data');
    return new Line(new TLSSocket(this.socket, { isServer: true, secureContext: contextOf(certificate), ...options }));
  }

  async #until(fits: () => boolean, what: string): Promise<void> {
    while (!fits()) {
      if (this.closed) throw new Error(`the client went away without saying ${what}, but ${this.heard}`);
      await new Promise<void>(resolve => this.#wake.push(resolve));
    }
  }
  #stir(): void {
    for (const wake of this.#wake.splice(0)) wake();
  }
}

const contextOf = ({ certificate, key }: Certificate): ReturnType<typeof createSecureContext> => createSecureContext({ cert: certificate, key });

export interface BareServer {
  readonly port: number;
  /** All lines so far. */
  readonly lines: readonly Line[];
  /** What became of the script on each line. */
  readonly scripts: readonly Promise<void>[];
  stop(): Promise<void>;
}

/** Listens on loopback; `script` runs for each connection. Its failure is found in `scripts`. */
export async function startBareServer(script: (line: Line) => Promise<void> | void): Promise<BareServer> {
  const lines: Line[] = [];
  const scripts: Promise<void>[] = [];
  const server: Server = createServer(socket => {
    const line = new Line(socket);
    lines.push(line);
    const run = (async () => script(line))();
    run.catch(() => {});
    scripts.push(run);
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    lines,
    scripts,
    async stop() {
      for (const { socket } of lines) socket.destroy();
      await new Promise(resolve => server.close(resolve));
    },
  };
}

/** STARTTLS up to the encrypted line, on which the client's header was heard. */
export async function upgraded(line: Line, certificate: Certificate): Promise<Line> {
  await line.hears(HEADER_END);
  line.write(STREAM + OFFER_TLS);
  await line.hears('<starttls xmlns="urn:ietf:params:xml:ns:xmpp-tls"/>');
  line.write(PROCEED);
  return line.encrypt(certificate);
}

/** A whole server up to its first features. Answers with the encrypted line. */
export async function greeted(line: Line, certificate: Certificate, features = FEATURES): Promise<Line> {
  const secure = await upgraded(line, certificate);
  await secure.hears(HEADER_END);
  secure.write(STREAM + features);
  return secure;
}
