import type { BareJid } from '../../preload/contract/ids.ts';
import { FailureError } from '../../preload/contract/wire.ts';
import type { StoredMessage } from '../store/api.ts';
import { blockElement, unblockElement } from '../xmpp/features/blocking/blocking.codec.ts';
import { NS } from '../xmpp/ns.ts';
import type { Session } from '../xmpp/session.ts';

export interface RoomReport {
  readonly why: 'spam' | 'abuse';
  readonly text?: string | undefined;
  /** They are to stay away from us, everywhere. */
  readonly block: boolean;
}

/**
 * Our server is told of who they really are, so that needs their address. A report is part of a block (XEP-0377 §5), which is lifted
 * again for who wants to go on reading them: unless they were blocked before.
 */
export async function report(
  session: Pick<Session, 'supports' | 'iq'>,
  { sender, archiveId }: Pick<StoredMessage, 'sender' | 'archiveId'>,
  room: BareJid,
  { why, text, block }: RoomReport,
  isBlocked: (address: BareJid) => boolean,
): Promise<void> {
  const address = sender?.address;
  const takes = session.supports(NS.reporting, 'server');
  if (address === undefined || !session.supports(NS.blocking, 'server') || (!takes && !block)) throw new FailureError({ code: 'unsupported' });
  const messages = archiveId === undefined ? [] : [{ id: archiveId, by: room }];
  const lifts = !block && !isBlocked(address);
  await session.iq('set', undefined, blockElement([address], takes ? { reason: why, text, messages } : undefined));
  if (lifts) await session.iq('set', undefined, unblockElement([address]));
}
