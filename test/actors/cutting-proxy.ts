import { connect, createServer, type Server, type Socket } from 'node:net';

interface Pair {
  readonly client: Socket;
  readonly server: Socket;
}
export interface CuttingProxy {
  readonly host: string;
  readonly port: number;
  /** Connections that were ever taken. */
  readonly taken: number;
  /** Drops every connection now, mid-byte where it happens to be. Answers how many there were. */
  cut(): number;
  /** Cuts once after so many bytes more have gone through, in either direction; resolves then. */
  cutAfter(bytes: number): Promise<void>;
  close(): Promise<void>;
}

/** A wire to a server on loopback that can be cut, as a cable is: with a reset, without a goodbye. */
export async function startCuttingProxy(target: { readonly host: string; readonly port: number }): Promise<CuttingProxy> {
  const proxy = new Wire(target);
  await proxy.listen();
  return proxy;
}

class Wire implements CuttingProxy {
  readonly host = '127.0.0.1';
  readonly #target: { readonly host: string; readonly port: number };
  readonly #server: Server;
  readonly #pairs = new Set<Pair>();
  #taken = 0;
  #left = Infinity;
  #onCut: (() => void) | undefined;

  constructor(target: { readonly host: string; readonly port: number }) {
    this.#target = target;
    this.#server = createServer(client => this.#join(client));
  }
  get port(): number {
    const address = this.#server.address();
    return typeof address === 'object' && address ? address.port : 0;
  }
  get taken(): number {
    return this.#taken;
  }
  listen(): Promise<void> {
    return new Promise((resolve, reject) => this.#server.once('error', reject).listen(0, this.host, resolve));
  }
  cut(): number {
    const count = this.#pairs.size;
    for (const pair of [...this.#pairs]) {
      pair.client.resetAndDestroy();
      pair.server.resetAndDestroy();
    }
    this.#pairs.clear();
    return count;
  }
  cutAfter(bytes: number): Promise<void> {
    this.#left = bytes;
    return new Promise(resolve => (this.#onCut = resolve));
  }
  async close(): Promise<void> {
    this.cut();
    await new Promise(resolve => this.#server.close(resolve));
  }

  #join(client: Socket): void {
    this.#taken++;
    const server = connect(this.#target);
    const pair = { client, server };
    this.#pairs.add(pair);
    const end = () => {
      this.#pairs.delete(pair);
      client.destroy();
      server.destroy();
    };
    for (const [from, to] of [
      [client, server],
      [server, client],
    ] as const) {
      from.on('data', (bytes: Buffer) => this.#pass(bytes, to));
      from.on('error', end).on('close', end);
    }
  }

  #pass(bytes: Buffer, to: Socket): void {
    if (bytes.length < this.#left) {
      this.#left -= bytes.length;
      to.write(bytes);
      return;
    }
    // The first part still goes through: a cut falls anywhere, not between messages.
    to.write(bytes.subarray(0, this.#left));
    this.#left = Infinity;
    const onCut = this.#onCut;
    this.#onCut = undefined;
    this.cut();
    onCut?.();
  }
}
