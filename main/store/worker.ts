import type { Request } from './protocol.ts';
import { StoreThreadServer } from './thread.ts';
import { threadPort } from './thread-port.ts';

const port = threadPort();
const server = new StoreThreadServer();
let waiting: Request[] = [];
port.onMessage(message => {
  // What has come already is taken in before anything is done.
  if (waiting.length === 0) setImmediate(handleAll);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only our own client holds the other end
  waiting.push(message as Request);
});

function handleAll(): void {
  const requests = waiting;
  waiting = [];
  for (const reply of server.handleAll(requests)) port.send(reply);
}
