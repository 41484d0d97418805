import { attr, child } from '../../element.ts';
import type { Effect, Feature, Incoming, IncomingPresence } from '../../feature.ts';
import { isBare, localOf, resourceOf } from '../../jid.ts';
import { NS } from '../../ns.ts';
import { readError } from '../errors/errors.codec.ts';
import { EVERYBODY } from '../mentions/mentions.codec.ts';
import { messageType } from '../messaging/messaging.codec.ts';
import { readModeration, readTombstone } from '../moderation/moderation.codec.ts';
import { readOriginId } from '../stanza-ids/stanza-ids.codec.ts';
import { readDecline, readInvitation } from './invites.codec.ts';
import { mucUser, readOccupantPresence, readRoomRefusal, readStatuses } from './muc.codec.ts';
import { privateOccupant, readPrivateMessage, readRoomMessage, readSubject } from './room-messages.codec.ts';
import { readVoiceRequest } from './voice.codec.ts';

/** What the room says in its own name: the sender has no nickname, which no occupant can bring about. */
function byTheRoom(message: Incoming): readonly Effect[] {
  const { stanza, peer, arrival } = message;
  const moderation = readModeration(stanza, peer);
  if (moderation) return [{ do: 'room-moderation', room: peer, said: moderation }];
  const x = mucUser(stanza);
  const statuses = x && arrival === 'live' ? readStatuses(x) : [];
  const said = readRoomMessage(message);
  return [
    ...(statuses.length > 0 ? [{ do: 'room-status' as const, room: peer, statuses }] : []),
    ...subject(message, undefined),
    ...(said ? [{ do: 'room-message' as const, room: peer, nickname: '', said }] : []),
  ];
}

/** An old subject that is read again is not the room's subject now: that one it tells when we enter (§7.2.15). */
function subject({ stanza, peer, arrival }: Incoming, nickname: string | undefined): readonly Effect[] {
  const text = arrival === 'live' ? readSubject(stanza) : undefined;
  return text === undefined ? [] : [{ do: 'room-subject', room: peer, nickname, subject: text }];
}

function byAnOccupant(message: Incoming, nickname: string): readonly Effect[] {
  const { stanza, peer, arrival, archiveId } = message;
  const said = readRoomMessage(message);
  if (said) return [{ do: 'room-message', room: peer, nickname, said }];
  // Only an archive puts a stone where a message was.
  const archived = arrival === 'catch-up' || arrival === 'history';
  const stone = archived && archiveId !== undefined ? readTombstone(stanza, archiveId) : undefined;
  return stone ? [{ do: 'room-moderation', room: peer, said: stone }] : subject(message, nickname);
}

function failed({ stanza, peer, mine, arrival }: Incoming): readonly Effect[] {
  const [error, id] = [readError(stanza), readOriginId(stanza)];
  if (!error || id === undefined || mine || arrival === 'history') return [];
  return [{ do: 'room-failed', room: peer, id, condition: error.condition, text: error.text }];
}

/** What may come of a room that we are not in, or of anybody. Told once: not when it is read again. */
function aside(message: Incoming): readonly Effect[] {
  const nickname = privateOccupant(message);
  if (nickname !== undefined) {
    const said = readPrivateMessage(message);
    return said ? [{ do: 'room-message', room: message.peer, nickname, said }] : [];
  }
  if (message.mine || message.arrival === 'history') return [];
  const invitation = readInvitation(message);
  if (invitation) return [{ do: 'room-invitation', said: invitation }];
  const declined = readDecline(message);
  if (declined) return [{ do: 'room-declined', room: message.peer, ...declined }];
  const asked = readVoiceRequest(message);
  return asked ? [{ do: 'room-asked', room: message.peer, said: asked }] : [];
}

/**
 * What is said in and about rooms. `room` is who said it, as the server stamped it; whether that is a room, and one that we are in, is
 * not known here. A `room-message` with the nickname `''` is the room's own word. A `room-failed` may be about a person's message, too.
 */
export const muc: Feature = {
  xeps: [
    { number: '0045', version: '1.35.5', status: 'complete' },
    { number: '0249', version: '1.2', status: 'complete' },
    { number: '0317', version: '0.3.1', status: 'partial', note: 'Hats are shown; they are given by the room’s own tools.' },
    { number: '0372', version: '0.5.0', status: 'partial', note: 'Mentions; everybody also as Fluux Messenger writes it (`urn:fluux:mentions:0`).' },
    { number: '0410', version: '1.1.0', status: 'complete' },
    { number: '0421', version: '1.0.1', status: 'complete' },
    { number: '0424', version: '0.4.2', status: 'partial', note: 'What archives leave of a message; own messages are not taken back yet.' },
    { number: '0425', version: '0.3.0', status: 'complete', note: 'Also the older namespace.' },
    { number: '0486', version: '0.1.0', status: 'complete' },
    { number: '0500', version: '0.1.1', status: 'partial', note: 'Told where the room is described; what comes too soon comes back.' },
    { number: '0513', version: '0.1.0', status: 'partial', note: 'People, and the whole room.' },
  ],
  advertises: [NS.muc, NS.conference, NS.references, NS.mentions, EVERYBODY],

  message(message: Incoming): readonly Effect[] {
    const type = messageType(message.stanza);
    if (type === 'error') return failed(message);
    if (type !== 'groupchat') return aside(message);
    if (message.mine) return [];
    if (isBare(message.from, message.peer)) return byTheRoom(message);
    // A name that cannot be one is nobody's, and certainly not the room's.
    const nickname = resourceOf(message.from);
    return nickname === undefined ? [] : byAnOccupant(message, nickname);
  },

  presence({ stanza, peer, resource }: IncomingPresence): readonly Effect[] {
    if (attr(stanza, 'type') === 'error') {
      // Services need not repeat what they answer (RFC 6120 §8.3.1). Nobody but rooms is sent presence under a full address.
      const ours = localOf(peer) !== undefined && (resource !== '' || child(stanza, 'x', NS.muc) !== undefined);
      const refusal = ours ? readRoomRefusal(stanza) : undefined;
      return refusal ? [{ do: 'room-refusal', room: peer, nickname: resource, said: refusal }] : [];
    }
    const said = resource === '' ? undefined : readOccupantPresence(stanza);
    return said ? [{ do: 'room-presence', room: peer, nickname: resource, said }] : [];
  },
};
