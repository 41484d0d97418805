import { z } from 'zod';
import { accountInput, type FormField, type FormPart } from './accounts.ts';
import { AVAILABILITY, type Availability } from './contacts.ts';
import { conversationInput, type Conversation } from './conversations.ts';
import { call, event, type Client } from './define.ts';
import { messageId, type AccountId, type BareJid, type ConversationId } from './ids.ts';
import type { Message } from './messages.ts';

export const ROLES = ['none', 'visitor', 'participant', 'moderator'] as const;
export type Role = (typeof ROLES)[number];
export const AFFILIATIONS = ['outcast', 'none', 'member', 'admin', 'owner'] as const;
export type Affiliation = (typeof AFFILIATIONS)[number];
/** A mark that a room gives people (XEP-0317). `hue`: degrees, 0 to 360. */
export interface Hat {
  readonly uri: string;
  readonly title: string;
  readonly hue: number | undefined;
}

/** Why we are not in a room that we want to be in. */
export type RoomTrouble =
  | 'password' // none, or a wrong one
  | 'members-only'
  | 'banned'
  | 'kicked'
  | 'nickname-taken'
  | 'nickname-refused' // registered names only, or locked
  | 'full'
  | 'not-found'
  | 'locked' // not set up yet by who made it
  | 'destroyed'
  | 'not-a-room'
  | 'affiliation' // it became members-only, or we are no member any more
  | 'service-down'
  | 'unreachable' // its server does not answer
  | 'refused';

/** What kind of place it is, by its configuration. */
export interface RoomNature {
  readonly membersOnly: boolean;
  readonly nonAnonymous: boolean;
  readonly moderated: boolean;
  readonly password: boolean;
  readonly persistent: boolean;
  readonly listed: boolean;
  readonly archived: boolean;
  /** Messages of others can be taken away (XEP-0425). */
  readonly canRetract: boolean;
}

export const NOTIFY = ['always', 'on-mention', 'never'] as const;
export type RoomNotify = (typeof NOTIFY)[number];

/** A room that the user keeps or is in. Its name, picture and unread count stand in its `Conversation`. */
export interface Room {
  readonly conversation: ConversationId;
  readonly account: AccountId;
  readonly address: BareJid;
  /** `outside`: the user left it, or the account is offline; `waiting`: it will be tried again by itself. */
  readonly state: 'outside' | 'joining' | 'joined' | 'waiting' | 'trouble';
  readonly trouble: RoomTrouble | undefined;
  /** What whoever put us out gave as a reason. */
  readonly reason: string | undefined;
  /** Who put us out, where the room tells. */
  readonly by: string | undefined;
  /** The room lives on under this address. */
  readonly movedTo: BareJid | undefined;
  readonly nickname: string;
  readonly role: Role;
  readonly affiliation: Affiliation;
  readonly name: string | undefined;
  readonly description: string | undefined;
  readonly subject: { readonly text: string; readonly by: string | undefined; readonly at: number | undefined } | undefined;
  readonly maySetSubject: boolean;
  readonly nature: RoomNature;
  /** Everybody waits so many seconds between two messages (XEP-0500). */
  readonly slowSeconds: number | undefined;
  readonly autojoin: boolean;
  readonly notify: RoomNotify;
  readonly occupants: number;
  /** Whom we see typing, at most three nicknames. */
  readonly typing: readonly string[];
  /** Messages that mean the user, since it was read. */
  readonly mentions: number;
  /** People who ask to become members, or for voice; for who may decide. */
  readonly asking: number;
}

/** Somebody in a room now. */
export interface Occupant {
  readonly nickname: string;
  /** The same as long as it is the same person: the room's id (XEP-0421), else the nickname. */
  readonly id: string;
  /** Real address, where the room shows it to us. */
  readonly address: BareJid | undefined;
  readonly role: Role;
  readonly affiliation: Affiliation;
  readonly availability: Availability;
  readonly status: string | undefined;
  readonly hats: readonly Hat[];
  readonly avatar: string | undefined;
  readonly self: boolean;
  /** Looks like another name in the room, or hides something: the address has to be looked at. */
  readonly misleading: boolean;
}

/** Who is somebody in a room by its lists: here or not. */
export interface Affiliated {
  readonly address: BareJid;
  readonly affiliation: Affiliation;
  readonly nickname: string | undefined;
  readonly reason: string | undefined;
}

/** Something that happened in a room beside messages; kept while the app runs, and for what moderators do, for good. */
export interface RoomNotice {
  readonly id: number;
  readonly conversation: ConversationId;
  readonly at: number;
  readonly what:
    | 'joined'
    | 'left'
    | 'renamed'
    | 'kicked'
    | 'banned'
    | 'removed' // by a change of membership
    | 'role'
    | 'affiliation'
    | 'subject'
    | 'config'
    | 'retracted'
    | 'destroyed';
  readonly who: string | undefined;
  /** New nickname, role, affiliation, subject. */
  readonly to: string | undefined;
  readonly by: string | undefined;
  readonly reason: string | undefined;
}

/** A room as a directory shows it. */
export interface ListedRoom {
  readonly address: BareJid;
  readonly name: string;
  readonly description: string | undefined;
  readonly occupants: number | undefined;
  readonly language: string | undefined;
  readonly avatar: string | undefined;
  readonly joined: boolean;
}

export interface RoomInvite {
  readonly id: string;
  readonly account: AccountId;
  readonly room: BareJid;
  readonly name: string | undefined;
  readonly by: BareJid;
  readonly byTitle: string;
  readonly reason: string | undefined;
  readonly at: number;
}

/** Somebody asks moderators for something. */
export interface RoomRequest {
  readonly id: string;
  readonly conversation: ConversationId;
  readonly kind: 'voice' | 'membership';
  readonly nickname: string;
  readonly address: string | undefined;
  readonly at: number;
}

/** Somebody who lets others know how far they have read (XEP-0333). */
export interface RoomReader {
  /** Of the person, not of the name: the room's id, or the real address where it shows it. */
  readonly id: string;
  readonly nickname: string;
  /** Of the last message that they have read. */
  readonly position: number;
}

export interface RoomConfig {
  readonly title: string | undefined;
  readonly instructions: string | undefined;
  readonly fields: readonly FormField[];
  readonly layout: readonly FormPart[] | undefined;
}

/** A message that means the user. */
export interface MentionHit {
  readonly message: Message;
  readonly conversation: Conversation;
}

export const ROOM_KINDS = ['group', 'channel', 'announcement'] as const;
/** `group`: private, members see each other; `channel`: public, listed; `announcement`: public, only moderators write. */
export type RoomKind = (typeof ROOM_KINDS)[number];

const line = z.string().max(1023);
const conversation = z.object({ conversation: conversationInput });
const nickname = z.string().min(1).max(256);
const address = z.string().min(1).max(3071);
const account = z.object({ account: accountInput });
const reason = line.optional();

export const rooms = {
  name: 'rooms',
  calls: {
    list: call<readonly Room[]>()(z.object({})),
    /** All that are in it now; with `onOccupants` after it, the view stays true. */
    occupants: call<readonly Occupant[]>()(conversation),
    notices: call<readonly RoomNotice[]>()(conversation),
    /** Others only, who go furthest first. */
    readers: call<readonly RoomReader[]>()(conversation),
    /** What moderators did, newest first, from the disk. */
    log: call<readonly RoomNotice[]>()(conversation.extend({ before: z.number().optional(), limit: z.int().min(1).max(200) })),

    /** Where rooms can be: the account's own services first. */
    services: call<readonly { readonly address: BareJid; readonly name: string | undefined }[]>()(account),
    /** Rooms of a service. `after`: of the page before. Empty `text`: all. */
    browse: call<{ readonly rooms: readonly ListedRoom[]; readonly after: string | undefined; readonly total: number | undefined }>()(
      account.extend({ service: address, text: line, after: z.string().max(4096).optional() }),
    ),
    /** A public directory of rooms everywhere (XEP-0433); `unsupported` where the account's server knows none. */
    search: call<{ readonly rooms: readonly ListedRoom[]; readonly after: string | undefined }>()(
      account.extend({ text: line, after: z.string().max(4096).optional() }),
    ),

    /** Resolves when the room has let us in; fails with `stanza-error` whose condition is a `RoomTrouble`. The room is kept (XEP-0402). */
    join: call<Conversation>()(
      account.extend({
        address,
        nickname: nickname.optional(),
        password: line.optional(),
        /** One that is not there yet is made, a public channel; else it is `not-found`. */
        make: z.boolean().optional(),
      }),
    ),
    /** Makes a room and sets it up; resolves when it is open. `service` undefined: the account's own. */
    create: call<Conversation>()(
      account.extend({
        kind: z.enum(ROOM_KINDS),
        name: z.string().min(1).max(256),
        description: line.optional(),
        address: address.optional(),
        service: address.optional(),
        nickname: nickname.optional(),
        invite: z.array(address).max(100).optional(),
      }),
    ),
    /** Out of it, not joined by itself any more; the history stays. */
    leave: call<void>()(conversation),
    /** Tries again: after trouble, with another password or nickname where given. */
    rejoin: call<void>()(conversation.extend({ nickname: nickname.optional(), password: line.optional() })),
    destroy: call<void>()(conversation.extend({ reason, movedTo: address.optional() })),

    setNickname: call<void>()(conversation.extend({ nickname })),
    setSubject: call<void>()(conversation.extend({ text: z.string().max(4000) })),
    setNotify: call<void>()(conversation.extend({ notify: z.enum(NOTIFY) })),
    setAutojoin: call<void>()(conversation.extend({ autojoin: z.boolean() })),
    rename: call<void>()(conversation.extend({ name: line })),
    setAvailability: call<void>()(conversation.extend({ availability: z.enum(AVAILABILITY) })),

    /** The room's settings as its form (XEP-0004, XEP-0122, XEP-0141); for owners. */
    config: call<RoomConfig>()(conversation),
    setConfig: call<void>()(conversation.extend({ values: z.record(z.string(), z.array(z.string().max(65_536)).max(1000)) })),
    /** PNG or JPEG, base64, already square; null removes it (XEP-0486). */
    setAvatar: call<void>()(
      conversation.extend({ picture: z.object({ type: z.enum(['image/png', 'image/jpeg']), data: z.base64().max(350_000) }).nullable() }),
    ),

    invite: call<void>()(conversation.extend({ addresses: z.array(address).min(1).max(100), reason })),
    invites: call<readonly RoomInvite[]>()(z.object({})),
    accept: call<Conversation>()(z.object({ invite: z.string().max(128), nickname: nickname.optional() })),
    decline: call<void>()(z.object({ invite: z.string().max(128), reason })),
    /** Asks for voice (§7.13), or to become a member (§7.10). */
    ask: call<void>()(conversation.extend({ for: z.enum(['voice', 'membership']) })),
    /** To become a member of a room that does not let us in. Resolves when the room has heard it: some make everybody one who asks. */
    askToJoin: call<void>()(account.extend({ address, nickname: nickname.optional() })),
    requests: call<readonly RoomRequest[]>()(conversation),
    answerRequest: call<void>()(conversation.extend({ request: z.string().max(128), grant: z.boolean() })),

    kick: call<void>()(conversation.extend({ nickname, reason })),
    setRole: call<void>()(conversation.extend({ nickname, role: z.enum(ROLES), reason })),
    /** By real address, or by the nickname of somebody who is here: then it is for whom the room shows the address. */
    setAffiliation: call<void>()(
      conversation.extend({ address: address.optional(), nickname: nickname.optional(), affiliation: z.enum(AFFILIATIONS), reason }),
    ),
    affiliated: call<readonly Affiliated[]>()(conversation.extend({ affiliation: z.enum(AFFILIATIONS) })),
    /** Takes somebody's message away for all (XEP-0425). */
    retract: call<void>()(conversation.extend({ message: z.int().positive().transform(messageId), reason })),
    /**
     * Tells our server about a message of somebody whose address the room shows (XEP-0377). A report travels with a block (XEP-0191), which
     * is taken back at once where `block` is false. `unsupported`: the address is not shown, or the server takes no reports.
     */
    report: call<void>()(
      conversation.extend({ message: z.int().positive().transform(messageId), why: z.enum(['spam', 'abuse']), text: line.optional(), block: z.boolean() }),
    ),

    /** To one occupant alone. */
    sendPrivate: call<Message>()(conversation.extend({ nickname, body: z.string().min(1).max(65_536) })),
    /** Newest first, over all rooms. `before`: row id of the last one shown. */
    mentions: call<{ readonly hits: readonly MentionHit[]; readonly more: boolean }>()(
      z.object({ before: z.number().optional(), limit: z.int().min(1).max(100) }),
    ),
  },
  events: {
    changed: event<Room>(),
    removed: event<ConversationId>(),
    /** Several at once, at most four times a second. `all`: whoever is not among them is gone. */
    occupants: event<{
      readonly conversation: ConversationId;
      readonly all: boolean;
      readonly changed: readonly Occupant[];
      readonly gone: readonly string[];
    }>(),
    notice: event<RoomNotice>(),
    /** Somebody has read further: all of them. */
    read: event<{ readonly conversation: ConversationId; readonly readers: readonly RoomReader[] }>(),
    invites: event<readonly RoomInvite[]>(),
    requests: event<{ readonly conversation: ConversationId; readonly requests: readonly RoomRequest[] }>(),
  },
} as const;

export type Rooms = Client<typeof rooms>;
