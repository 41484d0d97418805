import { setTimeout as pause } from 'node:timers/promises';
import { answers } from '../../main/demo/keeper.ts';
import { startPeer, type Peer, type PeerOptions, type PeerServer } from './peer.ts';

/** A part of the server (XEP-0114), as soon as it takes any: it is ready for clients before. */
export async function startComponent(server: PeerServer, options: PeerOptions & { readonly componentPort: number }): Promise<Peer> {
  while (!(await answers(options.componentPort))) await pause(20);
  return startPeer(server, options);
}
