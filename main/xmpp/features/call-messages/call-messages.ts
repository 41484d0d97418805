import { child } from '../../element.ts';
import type { Effect, Feature, Incoming } from '../../feature.ts';
import { resourceOf } from '../../jid.ts';
import { NS } from '../../ns.ts';
import { messageType } from '../messaging/messaging.codec.ts';
import { decodeCallMessage } from './call-messages.codec.ts';

export const callMessages: Feature = {
  xeps: [{ number: '0353', version: '0.8.0', status: 'complete' }],
  advertises: [NS.callMessages],

  /** However it came: what is read again in the archive makes the history of calls. Whether it rings, `arrival` and `stamp` decide. */
  message({ stanza, from, to, mine }: Incoming): readonly Effect[] {
    const type = messageType(stanza);
    // Gateways say it in messages of type normal. Of a room's occupants nobody knows who they are.
    if (type !== 'chat' && type !== 'normal') return [];
    if (child(stanza, 'x', NS.mucUser) && resourceOf(mine ? to : from) !== undefined) return [];
    const said = decodeCallMessage(stanza);
    return said ? [{ do: 'call-message', said }] : [];
  },
};
