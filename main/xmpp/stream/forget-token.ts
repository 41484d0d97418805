import { domainOf, localOf } from '../jid.ts';
import { authenticate } from './authenticate.ts';
import type { StreamDeps } from './create-stream.ts';
import { Dialogue } from './dialogue.ts';
import { readOffer } from './offers.ts';
import type { StreamOptions } from './stream.ts';

/**
 * Signs in once with the token, so that the server forgets it (XEP-0484 §4.6), and closes: when an account is taken off this computer. Does nothing
 * without a token, or where the server no longer offers its mechanism. Throws as a sign-in does.
 */
export async function forgetToken(options: Omit<StreamOptions, 'keep'>, deps: StreamDeps, signal?: AbortSignal): Promise<void> {
  const token = options.credentials.fast;
  if (!token || token.expiry <= deps.clock.now()) return;
  const transport = await deps.openTransport({
    domain: domainOf(options.address) ?? '',
    from: options.address,
    route: options.route,
    ...(options.authorities ? { authorities: options.authorities } : {}),
    ...(signal ? { signal } : {}),
    log: options.log,
  });
  try {
    const dialogue = new Dialogue(transport, deps.clock);
    const offer = readOffer(await transport.open());
    if (!offer?.inline.fast.includes(token.mechanism)) return;
    await authenticate(dialogue, offer, {
      user: localOf(options.address) ?? '',
      // Nothing but the token: whoever is asked to forget is not to be shown the password.
      credentials: { fast: token },
      device: options.device,
      now: deps.clock.now(),
      nonce: '',
      inline: [],
      invalidate: true,
    });
  } finally {
    await transport.close(2000);
  }
}
