import { createSocket, type Socket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import { seeded } from './seeded.ts';

export interface Weather {
  /** Of 1: how many packets never arrive, each way. */
  readonly loss?: number;
  readonly delayMs?: number;
  /** Up to so much more than the delay, each packet for itself. */
  readonly jitterMs?: number;
  /** So much goes through, each way; what is more waits, and is lost when it would wait too long. */
  readonly kilobitsPerSecond?: number;
}
export interface LossyRelay {
  readonly host: string;
  readonly port: number;
  /** From now on. */
  become(weather: Weather): void;
  readonly passed: number;
  readonly dropped: number;
  stop(): Promise<void>;
}

/**
 * Stands in front of a UDP server and loses, delays and shuffles what goes through it, the same way in every run of a seed: for machines whose
 * kernel has no such queue of its own.
 */
export async function startLossyRelay(to: { readonly host: string; readonly port: number }, seed: number, weather: Weather = {}): Promise<LossyRelay> {
  const relay = new Relay(to, seeded(seed));
  relay.become(weather);
  await relay.start();
  return relay;
}

/** As long as the queue of a router may be. */
const LONGEST_QUEUE_MS = 250;

class Relay implements LossyRelay {
  readonly host: string;
  readonly #to: { readonly host: string; readonly port: number };
  readonly #random: () => number;
  readonly #front: Socket;
  /** One for each client, so that the server can tell them apart. */
  readonly #backs = new Map<string, Socket>();
  readonly #timers = new Set<NodeJS.Timeout>();
  #weather: Weather = {};
  /** When each way has sent what waits for it. */
  readonly #freeAt = { there: 0, back: 0 };
  passed = 0;
  dropped = 0;

  constructor(to: { readonly host: string; readonly port: number }, random: () => number) {
    this.#to = to;
    this.host = to.host;
    this.#random = random;
    this.#front = createSocket(isIPv6(to.host) ? 'udp6' : 'udp4');
  }
  get port(): number {
    return this.#front.address().port;
  }
  become(weather: Weather): void {
    this.#weather = weather;
  }
  async start(): Promise<void> {
    this.#front.on('message', (packet, { address, port }) => {
      const back = this.#backOf(address, port);
      this.#pass('there', packet.length, () => back.send(packet, this.#to.port, this.#to.host));
    });
    await new Promise<void>((resolve, reject) => {
      this.#front.once('error', reject).bind(0, this.host, resolve);
    });
  }
  async stop(): Promise<void> {
    for (const timer of this.#timers) clearTimeout(timer);
    for (const back of this.#backs.values()) back.close();
    await new Promise<void>(resolve => void this.#front.close(resolve));
  }

  #backOf(address: string, port: number): Socket {
    const key = `${address} ${port}`;
    const known = this.#backs.get(key);
    if (known) return known;
    const back = createSocket(isIPv6(this.host) ? 'udp6' : 'udp4');
    this.#backs.set(key, back);
    back.on('error', () => {}); // the server is gone: packets are lost, as packets are
    back.on('message', packet => this.#pass('back', packet.length, () => this.#front.send(packet, port, address)));
    return back;
  }
  #pass(way: 'there' | 'back', bytes: number, send: () => void): void {
    const { loss = 0, delayMs = 0, jitterMs = 0 } = this.#weather;
    const waitMs = this.#queue(way, bytes);
    const [lost, later] = [this.#random() < loss || waitMs === undefined, delayMs + this.#random() * jitterMs + (waitMs ?? 0)];
    if (lost) {
      this.dropped += 1;
      return;
    }
    this.passed += 1;
    if (later === 0) return send();
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      send();
    }, later);
    this.#timers.add(timer);
  }
  /** How long it takes until it has gone out; undefined: there is no more room. */
  #queue(way: 'there' | 'back', bytes: number): number | undefined {
    const { kilobitsPerSecond } = this.#weather;
    if (kilobitsPerSecond === undefined) return 0;
    const now = performance.now();
    const startsAt = Math.max(now, this.#freeAt[way]);
    if (startsAt - now > LONGEST_QUEUE_MS) return undefined;
    this.#freeAt[way] = startsAt + (bytes * 8) / kilobitsPerSecond;
    return this.#freeAt[way] - now;
  }
}
