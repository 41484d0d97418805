import { connect as connectSocket, type Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { systemClock, type Clock } from '../../base/clock.ts';
import { asProblem, isUnreached, worst } from './connection-problem.ts';
import { asciiName, discover, lookupWith, systemResolver, type Resolver } from './discovery.ts';
import { Race, type Connect, type Connected, type Lookup, type Target } from './happy-eyeballs.ts';
import { findWebSockets } from './host-meta.ts';
import { ProxyShut, throughProxy, type Dial } from './proxy.ts';
import { secure } from './secure.ts';
import { startTls } from './start-tls.ts';
import { documentFraming, socketPipe } from './tcp-stream.ts';
import { onAbort } from './time-limit.ts';
import { LIMITS, StreamProblem, type OpenTransport, type Transport, type TransportOptions } from './transport.ts';
import { frameFraming, openWebSocket, webSocketPipe } from './web-socket.ts';
import { XmlStream } from './xml-stream.ts';

const KEEP_ALIVE_MS = 60_000;

/** What tests put in the place of the network. */
export interface Network {
  readonly resolver: Resolver;
  readonly clock: Clock;
  /** By address, or by the name of a proxy. */
  readonly dial: Dial;
  /** 0 up to 1. */
  readonly random: () => number;
}

const dialSystem: Dial = (host, port, signal) =>
  new Promise((resolve, reject) => {
    const socket = connectSocket({ host, port, noDelay: true, keepAlive: true, keepAliveInitialDelay: KEEP_ALIVE_MS });
    const forget = onAbort(signal, why => {
      socket.destroy();
      reject(why);
    });
    // Stays on: an error without a listener would end the process.
    socket.on('error', error => (forget(), reject(error)));
    socket.once('connect', () => (forget(), resolve(socket)));
  });

export const systemNetwork: Network = { resolver: systemResolver, clock: systemClock, dial: dialSystem, random: Math.random };

/**
 * Finds a domain's server, encrypts, checks the certificate and opens the stream; `open` of the answer has its features ready.
 * @throws StreamProblem, the most telling of all attempts, or the reason of `signal`
 */
export const openTransport: OpenTransport = options => openOver(systemNetwork, options);

export async function openOver(network: Network, options: TransportOptions): Promise<Transport> {
  const domain = asciiName(options.domain);
  if (domain === undefined) throw new StreamProblem('not-found', 'that is no domain');
  const { signal } = options;
  signal?.throwIfAborted();
  try {
    return await new Search(network, options, domain).run();
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  }
}

class Search {
  readonly #network: Network;
  readonly #options: TransportOptions;
  /** ASCII. */
  readonly #domain: string;
  readonly #problems: StreamProblem[] = [];
  readonly #connect: Connect;
  readonly #lookup: Lookup;

  constructor(network: Network, options: TransportOptions, domain: string) {
    const { proxy } = options.route;
    this.#network = network;
    this.#options = options;
    this.#domain = domain;
    this.#connect = proxy ? throughProxy(proxy, network.dial) : ({ address, target }, signal) => network.dial(address, target.port, signal);
    // A proxy resolves the names; asking for them here would tell the network what the proxy is to hide.
    this.#lookup = proxy ? async ({ host }, add) => add([host]) : lookupWith(network.resolver, network.clock);
  }

  async run(): Promise<Transport> {
    for (const targets of await this.#targets()) {
      const transport = await this.#try(targets);
      if (transport) return transport;
    }
    const { host, port, directTls } = this.#options.route;
    const byHand = host !== undefined || port !== undefined || directTls !== undefined;
    // XEP-0156 §3.2: only when the usual ways are exhausted. Where a server was met and found wanting, the user is told that.
    if (!byHand && this.#problems.every(problem => isUnreached(problem) && !(problem instanceof ProxyShut))) {
      const transport = await this.#tryWebSockets();
      if (transport) return transport;
    }
    throw worst(this.#problems);
  }

  async #targets(): Promise<Target[][]> {
    const { host, port, directTls, proxy } = this.#options.route;
    if (host === undefined && port === undefined && directTls === undefined && !proxy) {
      const { resolver, clock, random } = this.#network;
      return discover(this.#domain, resolver, clock, random, this.#options.log);
    }
    const name = host === undefined ? this.#domain : asciiName(host);
    if (name === undefined) throw new StreamProblem('not-found', 'that is no host');
    return [[{ host: name, port: port ?? (directTls === true ? 5223 : 5222), directTls: directTls === true }]];
  }

  async #try(targets: readonly Target[]): Promise<Transport | undefined> {
    const race = this.#race(targets);
    for (;;) {
      let connected: Connected;
      try {
        connected = await race.next();
      } catch (error) {
        this.#note(error);
        return undefined;
      }
      const { socket, endpoint } = connected;
      try {
        return await this.#establish(socket, endpoint.target);
      } catch (error) {
        socket.destroy();
        const problem = this.#note(error);
        this.#options.log(`${endpoint.target.host}:${endpoint.target.port} at ${endpoint.address}: ${problem.problem} (${problem.message})`);
        // Another address of the same host leads to the same server, unless it was the way that failed.
        if (!isUnreached(problem)) race.drop(endpoint.target);
      }
    }
  }

  #race(targets: readonly Target[]): Race {
    return new Race({ targets, connect: this.#connect, lookup: this.#lookup, clock: this.#network.clock, signal: this.#options.signal });
  }

  /** Keeps what went wrong, to tell the worst of it. @throws the reason of the signal */
  #note(error: unknown): StreamProblem {
    this.#options.signal?.throwIfAborted();
    const problem = asProblem(error);
    this.#problems.push(problem);
    return problem;
  }

  async #establish(raw: Socket, { directTls }: Target): Promise<Transport> {
    const { domain, from, authorities, signal, log, limits = LIMITS } = this.#options;
    const { clock } = this.#network;
    if (!directTls) await startTls(raw, { domain, limits, clock, signal, log });
    const { socket, certificate, bindings } = await secure(raw, {
      serverName: this.#domain,
      names: [this.#domain],
      protocol: directTls ? 'xmpp-client' : undefined,
      authorities,
      clock,
      signal,
    });
    const stream = new XmlStream({
      kind: directTls ? 'tls' : 'starttls',
      bindings,
      certificate,
      pipe: socketPipe(socket, clock),
      framing: documentFraming(domain, from, limits),
      clock,
      log,
    });
    return this.#primed(stream);
  }

  async #primed(stream: XmlStream): Promise<Transport> {
    const forget = onAbort(this.#options.signal, () => stream.destroy());
    try {
      await stream.prime();
      return stream;
    } finally {
      forget();
    }
  }

  async #tryWebSockets(): Promise<Transport | undefined> {
    const { log } = this.#options;
    const open = async (url: URL, signal: AbortSignal): Promise<TLSSocket> => {
      const { socket } = await this.#https(url, [], signal);
      return socket;
    };
    for (const url of await findWebSockets(this.#domain, { open, clock: this.#network.clock, log })) {
      try {
        return await this.#webSocket(url);
      } catch (error) {
        log(`${url.href}: ${this.#note(error).message}`);
      }
    }
    return undefined;
  }

  async #webSocket(url: URL): Promise<Transport> {
    const { domain, from, log, limits = LIMITS } = this.#options;
    const { clock } = this.#network;
    // XEP-0156 §3.2: the certificate may be for the host of the address or for the domain that vouches for it.
    const { socket, certificate } = await this.#https(url, [this.#domain], this.#options.signal);
    const webSocket = await openWebSocket(url, socket, limits);
    const pipe = webSocketPipe(webSocket, clock);
    const framing = frameFraming(domain, from, limits);
    return this.#primed(new XmlStream({ kind: 'websocket', bindings: new Map(), certificate, pipe, framing, clock, log }));
  }

  async #https(url: URL, names: readonly string[], signal: AbortSignal | undefined): ReturnType<typeof secure> {
    const host = asciiName(url.hostname) ?? '';
    const race = this.#race([{ host, port: url.port === '' ? 443 : Number(url.port), directTls: true }]);
    const { socket } = await race.next();
    const { clock } = this.#network;
    return secure(socket, { serverName: host, names: [host, ...names], protocol: 'http/1.1', authorities: this.#options.authorities, clock, signal });
  }
}
