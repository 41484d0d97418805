import { createHash, randomBytes } from 'node:crypto';
import { systemClock } from '../../main/base/clock.ts';
import { silentLog } from '../../main/base/log.ts';
import type { Feature } from '../../main/xmpp/feature.ts';
import { Session } from '../../main/xmpp/session.ts';
import { createStream, systemRandom } from '../../main/xmpp/stream/create-stream.ts';
import { openTransport } from '../../main/xmpp/stream/open-transport.ts';
import { accountId, bareJid } from '../../preload/contract/ids.ts';
import { heard } from '../actors/heard.ts';
import type { Prosody } from '../actors/prosody.ts';

export interface BareSession {
  readonly session: Session;
  readonly stop: () => Promise<void>;
}

/** The app's own stream and session, online, with nothing above them but what is told to `features`. */
export async function bareSession(
  server: Prosody,
  { address: user, password }: { readonly address: string; readonly password: string },
  features: readonly Pick<Feature, 'message' | 'presence'>[] = [],
): Promise<BareSession> {
  const address = bareJid(user);
  const options = {
    address,
    route: server.route,
    credentials: { password },
    keep: async () => undefined,
    device: { id: crypto.randomUUID(), software: 'bare', name: 'bare' },
    authorities: [server.ca],
    log: () => undefined,
  };
  const stream = createStream(options, { openTransport, clock: systemClock, random: systemRandom });
  const session = new Session({
    account: accountId(1),
    address,
    stream,
    features: features.map(feature => ({ xeps: [], advertises: [], ...feature })),
    carryOut: async () => undefined,
    sharesPresence: () => false,
    software: { name: 'bare', version: '0', os: undefined },
    sha1: text => createHash('sha1').update(text).digest('base64'),
    randomId: () => randomBytes(12).toString('base64url'),
    clock: systemClock,
    log: silentLog,
  });
  const online = heard(session.onState, state => state.state === 'online');
  stream.start();
  await online;
  return { session, stop: () => stream.stop() };
}
