import { child } from '../../element.ts';
import type { Effect, Feature, Incoming } from '../../feature.ts';
import { resourceOf } from '../../jid.ts';
import { NS } from '../../ns.ts';
import { readError } from '../errors/errors.codec.ts';
import { readOriginId } from '../stanza-ids/stanza-ids.codec.ts';
import { messageType, readBody, readThread } from './messaging.codec.ts';

/** A private message of a room's occupant (XEP-0045 §7.5): not between two people, and not under the room's address. */
function isFromRoom({ stanza, from, to, mine }: Incoming): boolean {
  return child(stanza, 'x', NS.mucUser) !== undefined && resourceOf(mine ? to : from) !== undefined;
}

export const messaging: Feature = {
  xeps: [{ number: '0245', version: '1.0', status: 'complete', note: '/me is text until it is shown.' }],
  advertises: [],

  message(message: Incoming): readonly Effect[] {
    const { stanza, peer, mine, arrival } = message;
    const type = messageType(stanza);
    if (type === 'error') {
      const error = readError(stanza);
      const id = readOriginId(stanza);
      // What the archive tells of old errors has been told before.
      if (!error || id === undefined || mine || arrival === 'history') return [];
      return [{ do: 'message-failed', peer, id, condition: error.condition, text: error.text }];
    }
    const body = readBody(stanza);
    if (body === undefined || type === 'groupchat' || isFromRoom(message)) return [];
    return [{ do: 'store-message', body, originId: readOriginId(stanza), thread: readThread(stanza) }];
  },
};
