// XEP-0045: Multi-User Chat, version 1.35.5 (2026-05-03): messages in rooms (§7.4, §7.5, §8.1)
import { originId, type BareJid, type OriginId } from '../../../../preload/contract/ids.ts';
import { attr, child, el, ownChild, type Element } from '../../element.ts';
import type { Incoming } from '../../feature.ts';
import { bareOf, resourceOf } from '../../jid.ts';
import { NS } from '../../ns.ts';
import { mentionElements, readMentions } from '../mentions/mentions.codec.ts';
import { messageType, readBody, readThread } from '../messaging/messaging.codec.ts';
import { readOccupantId } from '../occupants/occupants.codec.ts';
import { readOriginId, saneId } from '../stanza-ids/stanza-ids.codec.ts';
import { mucUser } from './muc.codec.ts';
import type { Mention, RoomMessage } from './muc.types.ts';
import { occupantAddress } from './values.ts';

const MOST_SUBJECT = 4000;

/** §8.1: a subject beside a body is only a heading. `''`: it was taken away. */
export function readSubject(message: Element): string | undefined {
  if (ownChild(message, 'body')) return undefined;
  return ownChild(message, 'subject')?.text().trim().slice(0, MOST_SUBJECT).toWellFormed();
}

/**
 * Whose private message this is (§7.5), whichever way it went; undefined: it is none. The room marks them with its `<x/>`, which nobody
 * else can do under an address of the room.
 */
export function privateOccupant({ stanza, from, to, mine }: Incoming): string | undefined {
  const x = mucUser(stanza);
  const type = messageType(stanza);
  const talk = (type === 'chat' || type === 'normal') && x && !x.getChild('invite') && !x.getChild('decline');
  return talk ? resourceOf(mine ? to : from) : undefined;
}

/** The id that the sender gave it: services may give the stanza another (§7.4). */
function senderId(message: Element): OriginId | undefined {
  const own = saneId(attr(child(message, 'origin-id', NS.stanzaIds), 'id'));
  return own === undefined ? readOriginId(message) : originId(own);
}

/** XEP-0313 §6.1.2: who wrote it, where the archive tells. What comes live may hold an `<x/>` of its sender's invention. */
function archivedAddress({ stanza, arrival }: Incoming): BareJid | undefined {
  const archived = arrival === 'catch-up' || arrival === 'history';
  return archived ? bareOf(attr(mucUser(stanza)?.getChild('item'), 'jid')) : undefined;
}

/** A text for all in the room; undefined where there is none. */
export function readRoomMessage(message: Incoming): RoomMessage | undefined {
  const { stanza, peer, archiveId } = message;
  const body = readBody(stanza);
  if (body === undefined) return undefined;
  return {
    body,
    originId: senderId(stanza),
    archiveId,
    occupantId: readOccupantId(stanza),
    address: archivedAddress(message),
    private: false,
    mentions: readMentions(stanza, body, peer),
    thread: readThread(stanza),
  };
}

/** A text between us and one occupant; the caller knows that it is one. */
export function readPrivateMessage({ stanza, archiveId }: Incoming): RoomMessage | undefined {
  const body = readBody(stanza);
  if (body === undefined) return undefined;
  return {
    body,
    originId: readOriginId(stanza),
    archiveId,
    occupantId: readOccupantId(stanza),
    address: undefined,
    private: true,
    mentions: [],
    thread: readThread(stanza),
  };
}

export interface OutgoingRoomMessage {
  readonly room: BareJid;
  readonly id: OriginId;
  readonly body: string;
  readonly mentions?: readonly Mention[] | undefined;
  readonly thread?: string | undefined;
}

/** A text for all in the room (§7.4); `Session.sendMessage` adds its origin-id. */
export const roomMessage = ({ room, id, body, mentions, thread }: OutgoingRoomMessage): Element =>
  el(
    'message',
    NS.client,
    { to: room, type: 'groupchat', id },
    el('body', undefined, {}, body),
    thread === undefined ? undefined : el('thread', undefined, {}, thread),
    ...mentionElements(mentions ?? [], room),
  );

/** To one occupant alone (§7.5). The mark tells our own other devices what the copy is. */
export const privateMessage = (message: { readonly room: BareJid; readonly nickname: string; readonly id: OriginId; readonly body: string }): Element =>
  el(
    'message',
    NS.client,
    { to: occupantAddress(message.room, message.nickname), type: 'chat', id: message.id },
    el('body', undefined, {}, message.body),
    el('x', NS.mucUser),
  );

/** §8.1; `''` takes it away. */
export const subjectMessage = (room: BareJid, subject: string, id: OriginId): Element =>
  el('message', NS.client, { to: room, type: 'groupchat', id }, el('subject', undefined, {}, subject));
