import type { Effect, Feature, Incoming, IncomingEvent } from '../../feature.ts';
import { NS } from '../../ns.ts';
import { messageType } from '../messaging/messaging.codec.ts';
import { mucUser } from '../muc/muc.codec.ts';
import { readNickname } from './nickname.codec.ts';

/** In a subscription request the nickname travels with the request: see presence. */
export const nickname: Feature = {
  xeps: [{ number: '0172', version: '1.1', status: 'complete' }],
  advertises: [NS.nickname, `${NS.nickname}+notify`],

  message({ stanza, peer, mine, arrival }: Incoming): readonly Effect[] {
    const name = readNickname(stanza);
    const type = messageType(stanza);
    const first = arrival === 'live' || arrival === 'catch-up';
    // An occupant's name is not the room's.
    if (mucUser(stanza) || name === undefined || name === '' || mine || !first || type === 'error' || type === 'groupchat') return [];
    return [{ do: 'nickname', peer, nickname: name }];
  },

  event({ from, node, items, retracted }: IncomingEvent): readonly Effect[] {
    if (node !== NS.nickname || (items.length === 0 && retracted.length === 0)) return [];
    const name = readNickname(items.at(-1));
    return [{ do: 'nickname', peer: from, nickname: name === '' ? undefined : name }];
  },
};
