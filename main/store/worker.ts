import type { Request } from './protocol.ts';
import { StoreThreadServer } from './thread.ts';
import { threadPort } from './thread-port.ts';

const port = threadPort();
const server = new StoreThreadServer();
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only our own client holds the other end
port.onMessage(message => port.send(server.handle(message as Request)));
