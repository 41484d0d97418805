import { once } from 'node:events';
import { expect, test } from 'vitest';
import { WebSocket as NodeWebSocket, WebSocketServer } from 'ws';
import type { Port } from '../../preload/contract/wire.ts';
import { portConformance, type Ends } from './port.conformance.ts';
import { reconnecting, type Socket } from './reconnecting.ts';

/** JSON in a later turn, in order: what every real port does. */
function memoryEnds(): Ends {
  const sides = [new Set<(message: unknown) => void>(), new Set<(message: unknown) => void>()] as const;
  const closes = new Set<() => void>();
  const deliver = (to: 0 | 1, json: string): void => queueMicrotask(() => sides[to].forEach(listen => listen(JSON.parse(json))));
  const end = (own: 0 | 1, other: 0 | 1): Port => ({
    send: message => deliver(other, JSON.stringify(message)),
    onMessage: listener => (sides[own].add(listener), () => void sides[own].delete(listener)),
  });
  return {
    page: { ...end(0, 1), onClose: listener => (closes.add(listener), () => void closes.delete(listener)) },
    main: end(1, 0),
    garble: raw => {
      if (isJson(raw)) deliver(0, raw);
    },
    cut: () => closes.forEach(listen => listen()),
    end: () => undefined,
  };
}

const isJson = (raw: string): boolean => {
  try {
    JSON.parse(raw);
    return true;
  } catch {
    return false;
  }
};

async function socketEnds(): Promise<Ends> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  const address = server.address();
  if (!address || typeof address === 'string') throw new Error('the server is not listening');
  const accepted = once(server, 'connection');
  let over = false;
  const open = (): Socket => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the browser's interface, which this class also has
    return new NodeWebSocket(`ws://127.0.0.1:${address.port}/rpc`) as unknown as Socket;
  };
  const page = reconnecting(open, (delay, callback) => void (over || setTimeout(callback, delay)));
  const [socket]: NodeWebSocket[] = await accepted;
  if (!socket) throw new Error('nobody connected');
  return {
    page,
    main: {
      send: message => socket.send(JSON.stringify(message)),
      onMessage: listener => {
        const forward = (data: unknown): void => listener(JSON.parse(String(data)));
        socket.on('message', forward);
        return () => void socket.off('message', forward);
      },
    },
    garble: raw => socket.send(raw),
    cut: () => {
      over = true;
      socket.terminate();
    },
    end: () => {
      over = true;
      server.clients.forEach(client => client.terminate());
      server.close();
    },
  };
}

portConformance('memory', async () => memoryEnds());
portConformance('WebSocket', socketEnds);

test('after the engine was restarted the same page talks to the new one', async () => {
  const sockets: NodeWebSocket[] = [];
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  server.on('connection', socket => sockets.push(socket));
  await once(server, 'listening');
  const address = server.address();
  if (!address || typeof address === 'string') throw new Error('the server is not listening');
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the browser's interface, which this class also has
  let over = false;
  const page = reconnecting(
    () => new NodeWebSocket(`ws://127.0.0.1:${address.port}/rpc`) as unknown as Socket,
    (_delay, callback) => void (over || queueMicrotask(callback)),
  );
  const { promise: back, resolve } = Promise.withResolvers<void>();
  page.onState(() => {
    if (page.snapshot().opened === 1 && page.snapshot().state === 'up') sockets[0]!.terminate();
    if (page.snapshot().opened === 2) resolve();
  });
  await back;
  const heard = new Promise(done => void page.onMessage(done));
  sockets[1]!.send(JSON.stringify({ t: 'event', service: 'desk', name: 'unread', payload: { count: 1 } }));
  expect(await heard).toMatchObject({ name: 'unread' });
  const closed = Promise.withResolvers<void>();
  page.onClose?.(closed.resolve);
  over = true;
  server.close();
  server.clients.forEach(client => client.terminate());
  await closed.promise;
});
