import type { Client, ServiceSpec, Unsubscribe } from '../../preload/contract/define.ts';
import { FailureError, type Failure, type Port } from '../../preload/contract/wire.ts';

/** A port that may go away; one that cannot (the preload's, which lives as long as the window) leaves `onClose` out. */
export interface LinkPort extends Port {
  onClose?(listener: () => void): Unsubscribe;
}
export type Connect = <S extends ServiceSpec>(service: S['name']) => Client<S>;

interface Pending {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: FailureError) => void;
}
type Listener = (payload: unknown) => void;

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
const eventOf = (property: string): string => property.charAt(2).toLowerCase() + property.slice(3);

/**
 * The page's half of the one RPC: `connect(port)<typeof accounts>('accounts')` is a client of that service.
 * Calls reject with a FailureError; what is pending when the port closes rejects with `offline`.
 */
export function connect(port: LinkPort): Connect {
  const pending = new Map<number, Pending>();
  const listeners = new Map<string, Set<Listener>>();
  let lastId = 0;

  const settle = (id: unknown): Pending | undefined => {
    const waiting = typeof id === 'number' ? pending.get(id) : undefined;
    if (waiting && typeof id === 'number') pending.delete(id);
    return waiting;
  };
  port.onMessage(message => {
    if (!isRecord(message)) return;
    if (message['t'] === 'ok') settle(message['id'])?.resolve(message['value']);
    else if (message['t'] === 'fail') settle(message['id'])?.reject(new FailureError(failureOf(message['failure'])));
    else if (message['t'] === 'event') tell(listeners.get(`${String(message['service'])}.${String(message['name'])}`), message['payload']);
  });
  port.onClose?.(() => {
    const cut = [...pending.values()];
    pending.clear();
    cut.forEach(({ reject }) => reject(new FailureError({ code: 'offline' })));
  });

  const run = (service: string, method: string, input: unknown): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const id = ++lastId;
      pending.set(id, { resolve, reject });
      try {
        port.send({ t: 'call', id, service, method, input });
      } catch (error) {
        pending.delete(id);
        reject(error instanceof FailureError ? error : new FailureError({ code: 'offline' }));
      }
    });
  const listen = (key: string, listener: Listener): Unsubscribe => {
    const own = listeners.get(key) ?? new Set();
    listeners.set(key, own.add(listener));
    return () => void own.delete(listener);
  };

  return <S extends ServiceSpec>(service: S['name']): Client<S> => {
    const client = clientOf(property =>
      /^on[A-Z]/.test(property)
        ? (listener: Listener) => listen(`${service}.${eventOf(property)}`, listener)
        : (input: unknown) => run(service, property, input),
    );
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it answers what the contract of this name declares
    return client as Client<S>;
  };
}

/** Makes each member once: the same function each time, so that it can stand in the dependencies of an effect. */
function clientOf(make: (property: string) => unknown): object {
  const members = new Map<string, unknown>();
  return new Proxy(
    {},
    {
      get(_target, property) {
        // A client that answered `then` would be taken for a promise: `await client` would wait for ever.
        if (typeof property !== 'string' || property === 'then') return undefined;
        if (!members.has(property)) members.set(property, make(property));
        return members.get(property);
      },
    },
  );
}

/** Main is trusted for what it says, but a failure without a code could not be told to anybody. */
function failureOf(failure: unknown): Failure {
  if (!isRecord(failure) || typeof failure['code'] !== 'string') return { code: 'internal' };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- results come from main and are trusted; the code is there
  return failure as unknown as Failure;
}

function tell(listeners: ReadonlySet<Listener> | undefined, payload: unknown): void {
  for (const listener of listeners ?? []) {
    try {
      listener(payload);
    } catch (error) {
      // One listener's bug must not keep the others from hearing; it still reaches the page's error log.
      queueMicrotask(() => {
        throw error;
      });
    }
  }
}
