import { getCACertificates, setDefaultCACertificates } from 'node:tls';

import { client, xml } from '@xmpp/client';
import type { Prosody } from '../actors/prosody.ts';

export type BareClient = ReturnType<typeof client>;

/** A connection of the library alone, signed in and available. */
export async function bareClient(server: Prosody): Promise<BareClient> {
  setDefaultCACertificates([...getCACertificates('default'), server.ca]); // the library has no setting for it
  const { user, password } = await server.register();
  const xmpp = client({ service: `xmpp://127.0.0.1:${server.port}`, domain: server.domain, username: user, password });
  xmpp.reconnect.stop();
  // What it trips over when it ends is of no interest.
  xmpp.on('error', () => undefined);
  await xmpp.start();
  await xmpp.send(xml('presence'));
  return xmpp;
}
