// What several codecs of rooms read: words, names and addresses of strangers, each with a limit.
import { AFFILIATIONS, ROLES, type Affiliation, type Role } from '../../../../preload/contract/rooms.ts';
import type { BareJid } from '../../../../preload/contract/ids.ts';
import { bareOf, composeJid, localOf, parseJid, resourceOf } from '../../jid.ts';

const MOST_TEXT = 1023;
const MOST_PASSWORD = 1023;

/** A reason, a status, a name: trimmed and cut; undefined where nothing is left. */
export function shortText(text: string | undefined, most = MOST_TEXT): string | undefined {
  const short = text?.trim().slice(0, most).toWellFormed();
  return short === '' ? undefined : short;
}

/** Taken as it is or not at all. */
export const passwordIn = (text: string | undefined): string | undefined =>
  text !== undefined && text.length > 0 && text.length <= MOST_PASSWORD ? text : undefined;

export const affiliationIn = (text: string | undefined): Affiliation | undefined => AFFILIATIONS.find(one => one === text);
export const roleIn = (text: string | undefined): Role | undefined => ROLES.find(one => one === text);

/** A nickname, prepared as the resource that it is; undefined where it cannot be one (XEP-0045 §4.1). */
export const nicknameIn = (text: string | undefined): string | undefined => (text === undefined || text === '' ? undefined : resourceOf(`a@b/${text}`));

/** With its resource where it has one, prepared. */
export function addressIn(text: string | undefined): string | undefined {
  const jid = parseJid(text ?? '');
  return jid && composeJid(jid);
}

/** The bare address of a room, which always has a local part (§4.1). */
export const roomIn = (text: string | undefined): BareJid | undefined => (localOf(text) === undefined ? undefined : bareOf(text));

/** Where an occupant is written to. */
export const occupantAddress = (room: BareJid, nickname: string): string => `${room}/${nickname}`;
