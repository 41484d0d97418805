import type { AccountFeature } from '../../preload/contract/accounts.ts';
import type { Session } from '../xmpp/session.ts';
import { NS } from '../xmpp/ns.ts';

/** What views may offer: each by the feature that the account or its server announces. */
export function featuresOf(session: Session): readonly AccountFeature[] {
  if (!session.online) return [];
  const known: readonly (readonly [AccountFeature, boolean])[] = [
    ['archive', session.supports(NS.archive)],
    ['blocking', session.supports(NS.blocking, 'server') || session.supports(NS.blocking)],
    ['carbons', session.supports(NS.carbons, 'server') || session.supports(NS.carbons)],
    ['change-password', session.supports(NS.register, 'server') || session.supports(NS.register)],
    ['delete-account', session.supports(NS.register, 'server') || session.supports(NS.register)],
    ['invite', session.supports(NS.commands, 'server')],
    ['profile', true],
    ['read-sync', session.supports(NS.pubsubPublishOptions)],
  ];
  return known.flatMap(([feature, there]) => (there ? [feature] : []));
}
