import { childNamed, ownChild, type Element } from '../../element.ts';
import type { Effect, Feature, Incoming, Outgoing } from '../../feature.ts';
import { resourceOf } from '../../jid.ts';
import { NS } from '../../ns.ts';
import { messageType } from '../messaging/messaging.codec.ts';
import { privateOccupant } from '../muc/room-messages.codec.ts';
import { decodeChatState, encodeChatState } from './chat-states.codec.ts';

export const chatStates: Feature = {
  xeps: [{ number: '0085', version: '2.1', status: 'complete' }],
  advertises: [NS.chatStates],

  message(message: Incoming): readonly Effect[] {
    const { stanza, from, peer, mine, arrival, stamp } = message;
    const state = decodeChatState(stanza);
    const type = messageType(stanza);
    // Only what happens now: a state that was delayed, archived or copied (XEP-0280 §10.2) tells nothing of this moment.
    if (!state || mine || arrival !== 'live' || stamp !== undefined || type === 'error') return [];
    if (type !== 'groupchat') return privateOccupant(message) === undefined ? [{ do: 'typing', peer, state }] : [];
    const nickname = resourceOf(from);
    return nickname === undefined ? [] : [{ do: 'room-typing', room: peer, nickname, state }];
  },

  outgoing(message: Element, about: Outgoing) {
    // §5.1: a content message says that we are there; §9: only to who may know.
    const says = about.sharesPresence && ownChild(message, 'body') && messageType(message) === 'chat';
    if (says && !childNamed(message, NS.chatStates)) message.append(encodeChatState('active'));
    return message;
  },
};
