// What is said in and about rooms (XEP-0045), as typed values between the codecs and the rooms.
import type { BareJid, OriginId } from '../../../../preload/contract/ids.ts';
import type { Affiliation, Hat, Role } from '../../../../preload/contract/rooms.ts';
import type { Availability } from '../../../../preload/contract/contacts.ts';

/** One `item` of `muc#user` or `muc#admin`. */
export interface RoomItem {
  readonly affiliation: Affiliation | undefined;
  readonly role: Role | undefined;
  /** Real address, with its resource where it has one; only where the room shows it. */
  readonly address: string | undefined;
  /** A new nickname (status 303), or whom an admin item speaks of. */
  readonly nickname: string | undefined;
  readonly actor: { readonly nickname: string | undefined; readonly address: BareJid | undefined } | undefined;
  readonly reason: string | undefined;
}

/** Presence of somebody in a room (§7.2, §7.14); `type="error"` is a `RoomRefusal`. */
export interface OccupantPresence {
  readonly gone: boolean;
  readonly item: RoomItem;
  /** §15.6.2: 110 is ourselves, 303 renamed, 307 kicked, 301 banned, … at most 16. */
  readonly statuses: readonly number[];
  readonly availability: Availability;
  readonly text: string | undefined;
  /** XEP-0421; only of a room that announces it, which the rooms check. */
  readonly occupantId: string | undefined;
  /** XEP-0317; only of a room that announces it, which the rooms check. */
  readonly hats: readonly Hat[];
  /** SHA-1 of the picture (XEP-0153); `''`: none; undefined: nothing said. */
  readonly avatar: string | undefined;
  readonly idleSince: number | undefined;
  readonly destroyed: { readonly movedTo: BareJid | undefined; readonly reason: string | undefined; readonly password: string | undefined } | undefined;
}

/** Why the room does not let us in, or does not do what was asked by presence (§7.2.6 to §7.2.13, §7.6). */
export interface RoomRefusal {
  readonly condition: string;
  readonly text: string | undefined;
  /** Of `gone` (RFC 6120 §8.3.3.5): where the room is now. */
  readonly movedTo: BareJid | undefined;
}

/** A span of the body that means a person, or everybody (XEP-0372, XEP-0513). Code points, end exclusive. */
export interface Mention {
  readonly begin: number;
  readonly end: number;
  readonly nickname: string | undefined;
  readonly occupantId: string | undefined;
  readonly address: BareJid | undefined;
  readonly everybody: boolean;
}

/** A text in a room, or a private one to us by an occupant. */
export interface RoomMessage {
  readonly body: string;
  readonly originId: OriginId | undefined;
  /** Given by the room itself (XEP-0359 §6); of the archive where it came out of it. */
  readonly archiveId: string | undefined;
  readonly occupantId: string | undefined;
  /** Only where the room shows it, e.g. in its archive (XEP-0313 §6.1.2). */
  readonly address: BareJid | undefined;
  readonly private: boolean;
  readonly mentions: readonly Mention[];
  readonly thread: string | undefined;
}

/** A moderator took a message away (XEP-0425, both namespaces); always said by the room itself. */
export interface Moderation {
  /** The room's id of the message. */
  readonly archiveId: string;
  readonly by: { readonly nickname: string | undefined; readonly occupantId: string | undefined };
  readonly reason: string | undefined;
}

/** An invitation, by the room for somebody (§7.8.2) or by them directly (XEP-0249). */
export interface RoomInvitation {
  readonly room: BareJid;
  readonly by: BareJid;
  readonly direct: boolean;
  readonly reason: string | undefined;
  readonly password: string | undefined;
  readonly thread: string | undefined;
}

/** A room that the user keeps (XEP-0402, XEP-0048). */
export interface Bookmark {
  readonly room: BareJid;
  readonly name: string | undefined;
  readonly autojoin: boolean;
  readonly nickname: string | undefined;
  readonly password: string | undefined;
  /** XEP-0469 */
  readonly pinned: boolean;
  /** XEP-0492 */
  readonly notify: 'always' | 'on-mention' | 'never' | undefined;
  /** The `extensions` element as it came, as XML: what others put there is kept (XEP-0402 §3.2). */
  readonly extensions: string | undefined;
}

/** What a room says of itself by disco#info with `muc#roominfo` (§6.4). */
export interface RoomInfo {
  readonly name: string | undefined;
  readonly description: string | undefined;
  readonly subject: string | undefined;
  readonly occupants: number | undefined;
  readonly language: string | undefined;
  /** SHA-1 hex of its picture (XEP-0486). */
  readonly avatar: string | undefined;
  readonly features: ReadonlySet<string>;
  /** XEP-0500: seconds between two messages of one person. */
  readonly slowSeconds?: number | undefined;
  /** Who may change the subject: occupants, too (`muc#roominfo_changesubject`, `muc#roomconfig_changesubject`). */
  readonly occupantsMayChangeSubject: boolean | undefined;
}

/** Somebody without voice asks for it (§8.6): the form to be answered. */
export interface VoiceRequest {
  readonly address: string | undefined;
  readonly nickname: string;
  readonly role: string;
}
