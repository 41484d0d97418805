import type { Effect, Feature, Incoming } from '../../feature.ts';
import { readError } from '../errors/errors.codec.ts';
import { mucUser } from '../muc/muc.codec.ts';
import { readVoiceRequest } from '../muc/voice.codec.ts';
import { readOriginId } from '../stanza-ids/stanza-ids.codec.ts';
import { messageType, readBody, readThread } from './messaging.codec.ts';

/** Private messages of occupants (XEP-0045 §7.5), and what rooms explain in words beside what they say: not between two people. */
const isOfRoom = (message: Incoming): boolean => mucUser(message.stanza) !== undefined || readVoiceRequest(message) !== undefined;

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
    if (body === undefined || type === 'groupchat' || isOfRoom(message)) return [];
    return [{ do: 'store-message', body, originId: readOriginId(stanza), thread: readThread(stanza) }];
  },
};
