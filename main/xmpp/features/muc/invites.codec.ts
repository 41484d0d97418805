// XEP-0045: Multi-User Chat, version 1.35.5 (2026-05-03): mediated invitations (§7.8.2); XEP-0249: Direct MUC Invitations, version 1.2 (2011-09-22)
import type { BareJid } from '../../../../preload/contract/ids.ts';
import { attr, child, el, type Element } from '../../element.ts';
import type { Incoming } from '../../feature.ts';
import { bareOf, isBare, localOf } from '../../jid.ts';
import { NS } from '../../ns.ts';
import { messageType } from '../messaging/messaging.codec.ts';
import { mucUser } from './muc.codec.ts';
import type { RoomInvitation } from './muc.types.ts';
import { passwordIn, roomIn, shortText } from './values.ts';

const MOST_THREAD = 256;
const threadIn = (text: string | undefined): string | undefined => (text !== undefined && text.length > 0 && text.length <= MOST_THREAD ? text : undefined);

/**
 * A room, or its occupant (§7.9 shows both), says that somebody invites us. A person's client has a resource, so a bare sender is a
 * service; under a full address only an occupant of a room could say it, and who that is the room does not vouch for.
 */
function readMediated({ stanza, from, peer }: Incoming): RoomInvitation | undefined {
  const x = mucUser(stanza);
  const invite = x?.getChild('invite');
  if (!x || !invite || !isBare(from, peer) || roomIn(peer) === undefined) return undefined;
  return {
    room: peer,
    by: bareOf(attr(invite, 'from')) ?? peer,
    direct: false,
    reason: shortText(invite.getChild('reason')?.text()),
    password: passwordIn(x.getChild('password')?.text()),
    thread: threadIn(attr(invite.getChild('continue'), 'thread')),
  };
}

/** By a person, under their own address: not out of a room, where the sender would be nobody we could name. */
function readDirect({ stanza, peer }: Incoming): RoomInvitation | undefined {
  const x = child(stanza, 'x', NS.conference);
  const room = roomIn(attr(x, 'jid'));
  if (!x || room === undefined || room === peer || localOf(peer) === undefined || mucUser(stanza)) return undefined;
  return {
    room,
    by: peer,
    direct: true,
    reason: shortText(attr(x, 'reason')),
    password: passwordIn(attr(x, 'password')),
    thread: threadIn(attr(x, 'thread')),
  };
}

/** An invitation to a room; of mediated and direct in one stanza, as old services send it, the first counts. */
export function readInvitation(message: Incoming): RoomInvitation | undefined {
  const type = messageType(message.stanza);
  if (message.mine || (type !== 'normal' && type !== 'chat' && type !== 'headline')) return undefined;
  return readMediated(message) ?? readDirect(message);
}

/** A room says that somebody does not want to come. */
export function readDecline({ stanza, from, peer, mine }: Incoming): { readonly by: BareJid; readonly reason: string | undefined } | undefined {
  const decline = mucUser(stanza)?.getChild('decline');
  const by = bareOf(attr(decline, 'from'));
  return decline && by !== undefined && !mine && isBare(from, peer) ? { by, reason: shortText(decline.getChild('reason')?.text()) } : undefined;
}

const reasonElement = (reason: string | undefined): Element | undefined => (reason ? el('reason', undefined, {}, reason) : undefined);

/** Invites through the room (§7.8.2), which lets a members-only room make them members; one message for all of them (§7.9). */
export const mediatedInvitation = (room: BareJid, invitees: readonly BareJid[], reason?: string): Element =>
  el('message', NS.client, { to: room }, el('x', NS.mucUser, {}, ...invitees.map(to => el('invite', undefined, { to }, reasonElement(reason)))));

/** Invites by ourselves (XEP-0249 §2): arrives where strangers such as the room are kept out. */
export const directInvitation = (
  to: BareJid,
  { room, reason, password }: { readonly room: BareJid; readonly reason?: string | undefined; readonly password?: string | undefined },
): Element => el('message', NS.client, { to }, el('x', NS.conference, { jid: room, reason, password }));

/** Only for a mediated one: who was invited directly says nothing (XEP-0249 §2). */
export const declineMessage = (room: BareJid, by: BareJid, reason?: string): Element =>
  el('message', NS.client, { to: room }, el('x', NS.mucUser, {}, el('decline', undefined, { to: by }, reasonElement(reason))));
