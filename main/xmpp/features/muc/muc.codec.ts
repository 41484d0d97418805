// XEP-0045: Multi-User Chat, version 1.35.5 (2026-05-03): presence in rooms (§7.2, §7.6, §7.7, §7.14)
import type { BareJid } from '../../../../preload/contract/ids.ts';
import { attr, child, childrenOf, el, ownChild, type Element } from '../../element.ts';
import { NS } from '../../ns.ts';
import { bareOf } from '../../jid.ts';
import { timeText } from '../delay/delay.codec.ts';
import { readError } from '../errors/errors.codec.ts';
import { readHats, readOccupantId } from '../occupants/occupants.codec.ts';
import { presenceElement, readPresence, type OwnPresenceInfo } from '../presence/presence.codec.ts';
import type { OccupantPresence, RoomItem, RoomRefusal } from './muc.types.ts';
import { addressIn, affiliationIn, nicknameIn, occupantAddress, passwordIn, roleIn, roomIn, shortText } from './values.ts';

const MOST_STATUSES = 16;
/** One for each client of somebody who is here with several under one name. */
const MOST_ITEMS = 16;

/** `<x/>` of what a room says of its occupants; undefined: this stanza is not about an occupant, or an error. */
export const mucUser = (stanza: Element): Element | undefined => child(stanza, 'x', NS.mucUser);

function readActor(item: Element): RoomItem['actor'] {
  const actor = item.getChild('actor');
  const [nickname, address] = [nicknameIn(attr(actor, 'nick')), bareOf(attr(actor, 'jid'))];
  return nickname === undefined && address === undefined ? undefined : { nickname, address };
}

/** One `item` of `muc#user` or `muc#admin`; words that are none count as not said. */
export const readItem = (item: Element): RoomItem => ({
  affiliation: affiliationIn(attr(item, 'affiliation')),
  role: roleIn(attr(item, 'role')),
  address: addressIn(attr(item, 'jid')),
  nickname: nicknameIn(attr(item, 'nick')),
  actor: readActor(item),
  reason: shortText(item.getChild('reason')?.text()),
});

const NOTHING_SAID: RoomItem = { affiliation: undefined, role: undefined, address: undefined, nickname: undefined, actor: undefined, reason: undefined };

/** Of several, which are clients of one person, the first counts; an address that only a later one shows is taken over. */
function readItems(x: Element): RoomItem {
  const items = x.getChildren('item').slice(0, MOST_ITEMS).map(readItem);
  const address = items.find(item => item.address !== undefined)?.address;
  return { ...(items[0] ?? NOTHING_SAID), address };
}

/** §15.6.2: what else there is to say, by number; each once. */
export function readStatuses(x: Element): readonly number[] {
  const codes = x
    .getChildren('status')
    .slice(0, MOST_STATUSES)
    .map(one => attr(one, 'code') ?? '');
  return [...new Set(codes.filter(code => /^[1-9]\d\d$/.test(code)).map(Number))];
}

function readDestroyed(x: Element): OccupantPresence['destroyed'] {
  const destroy = x.getChild('destroy');
  if (!destroy) return undefined;
  return {
    movedTo: roomIn(attr(destroy, 'jid')),
    reason: shortText(destroy.getChild('reason')?.text()),
    password: passwordIn(destroy.getChild('password')?.text()),
  };
}

/** Presence of somebody in a room; undefined where the stanza is not a room's, or is an error. From whom it is, is the caller's to know. */
export function readOccupantPresence(presence: Element): OccupantPresence | undefined {
  const x = mucUser(presence);
  const info = x && readPresence(presence);
  if (!x || !info) return undefined;
  return {
    gone: info.availability === 'offline',
    item: readItems(x),
    statuses: readStatuses(x),
    availability: info.availability,
    text: info.status,
    occupantId: readOccupantId(presence),
    hats: readHats(presence),
    avatar: info.vcardAvatar,
    idleSince: info.idleSince,
    destroyed: readDestroyed(x),
  };
}

/** RFC 6120 §8.3.3.5: `xmpp:` and where the room is now; some services write the bare address. */
function movedTo(error: Element | undefined): BareJid | undefined {
  const gone = error && childrenOf(error).find(one => one.getNS() === NS.stanzaErrors && ['gone', 'redirect'].includes(one.getName()));
  const [, address] = /^\s*(?:xmpp:)?([^?#\s]{1,3071})/i.exec(gone?.text() ?? '') ?? [];
  if (address === undefined) return undefined;
  try {
    return roomIn(decodeURIComponent(address));
  } catch {
    return undefined;
  }
}

/** Why a room refuses what we asked of it by presence; undefined where the stanza is no error. */
export function readRoomRefusal(presence: Element): RoomRefusal | undefined {
  const error = readError(presence);
  return error && { condition: error.condition, text: error.text, movedTo: movedTo(ownChild(presence, 'error')) };
}

/** How we are there, as for our contacts. */
type Own = Omit<OwnPresenceInfo, 'to'>;

export interface Joining {
  readonly room: BareJid;
  readonly nickname: string;
  readonly password?: string | undefined;
  /**
   * What the room is to repeat (§7.2.14): at most so many messages, or those since a time in milliseconds since 1970. Without it, as
   * much as the room likes. Services need not heed it.
   */
  readonly history?: { readonly most?: number; readonly since?: number } | undefined;
}

/** Asks to be let in (§7.2), or, when we are in, for everything again (§7.2.2). */
export function joinPresence({ room, nickname, password, history }: Joining, own: Own): Element {
  const since = history?.since === undefined ? undefined : timeText(history.since);
  // §7.2.14 names maxchars for nothing at all; services are known to heed either.
  const wanted = history && el('history', undefined, { maxchars: history.most === 0 ? '0' : undefined, maxstanzas: history.most?.toString(), since });
  const word = password === undefined || password === '' ? undefined : el('password', undefined, {}, password);
  const presence = roomPresence(room, nickname, own);
  presence.append(el('x', NS.muc, {}, wanted, word));
  return presence;
}

/** How we are, to the occupants of a room that we are in (§7.7). With another nickname than ours: takes that one (§7.6). */
export const roomPresence = (room: BareJid, nickname: string, own: Own): Element => presenceElement({ ...own, to: occupantAddress(room, nickname) });

/** §7.14 */
export const leavePresence = (room: BareJid, nickname: string, status?: string): Element =>
  presenceElement({ availability: 'offline', status, to: occupantAddress(room, nickname) });
