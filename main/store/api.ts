import type { Route } from '../../preload/contract/accounts.ts';
import type { CallOutcome, CallRecord } from '../../preload/contract/calls.ts';
import type { ContactRequest, Profile } from '../../preload/contract/contacts.ts';
import type { Conversation, ConversationKind } from '../../preload/contract/conversations.ts';
import type { StoreState } from '../../preload/contract/desk.ts';
import type { AccountId, BareJid, CallSid, ConversationId, MessageId, OriginId } from '../../preload/contract/ids.ts';
import type { Delivery, Message, Page, Sender } from '../../preload/contract/messages.ts';
import type { RoomNotice, RoomReader } from '../../preload/contract/rooms.ts';

/** What the app asks of the store's thread. Every call is one transaction: all of it is on disk when the promise resolves, or none. */
export interface Store {
  // accounts
  accounts(): Promise<readonly AccountRow[]>;
  addAccount(input: { readonly address: BareJid; readonly device: string; readonly route: Route; readonly secrets: Uint8Array }): Promise<AccountRow>;
  editAccount(
    input: { readonly account: AccountId } & Partial<Pick<AccountRow, 'enabled' | 'name' | 'route' | 'secrets' | 'rosterVersion' | 'avatar'>>,
  ): Promise<AccountRow>;
  removeAccount(input: { readonly account: AccountId }): Promise<void>;

  // contacts: rows of the roster, and what is known of anybody
  contacts(input: { readonly account: AccountId }): Promise<readonly ContactRow[]>;
  /** `full`: whoever is not among the items leaves the roster. */
  putRoster(input: {
    readonly account: AccountId;
    readonly items: readonly RosterRow[];
    readonly full: boolean;
    readonly version: string | undefined;
  }): Promise<void>;
  /** Keeps a nickname, an avatar's hash or a profile of anybody, contact or not; a field that is absent stays. */
  putPerson(input: {
    readonly account: AccountId;
    readonly address: BareJid;
    readonly nickname?: string | null;
    readonly avatar?: string | null;
    readonly profile?: Profile | null;
  }): Promise<ContactRow>;
  person(input: { readonly account: AccountId; readonly address: BareJid }): Promise<ContactRow | undefined>;
  requests(): Promise<readonly ContactRequest[]>;
  putRequest(input: ContactRequest): Promise<void>;
  removeRequest(input: { readonly account: AccountId; readonly address: BareJid }): Promise<void>;
  blocked(input: { readonly account: AccountId }): Promise<readonly string[]>;
  /** Replaces the list. */
  putBlocked(input: { readonly account: AccountId; readonly addresses: readonly string[] }): Promise<void>;
  picture(input: { readonly hash: string }): Promise<{ readonly type: string; readonly bytes: Uint8Array } | undefined>;
  putPicture(input: { readonly hash: string; readonly type: string; readonly bytes: Uint8Array }): Promise<void>;

  // conversations
  conversations(): Promise<readonly ConversationRow[]>;
  conversation(input: { readonly conversation: ConversationId }): Promise<ConversationRow | undefined>;
  /** Finds or makes it. `kind` matters only when it is made. */
  startConversation(input: { readonly account: AccountId; readonly peer: BareJid; readonly kind: ConversationKind }): Promise<ConversationRow>;
  editConversation(
    input: { readonly conversation: ConversationId } & Partial<Pick<ConversationRow, 'kind' | 'pinned' | 'muted' | 'draft'>>,
  ): Promise<ConversationRow>;
  removeConversation(input: { readonly conversation: ConversationId }): Promise<void>;
  /** Moves the read mark forward, never back: to `upTo`, or to the newest message. Answers with what was read now, newest. */
  markRead(input: {
    readonly conversation: ConversationId;
    readonly upTo?: MessageId;
  }): Promise<{ readonly row: ConversationRow; readonly newest: StoredMessage | undefined; readonly moved: boolean }>;

  // messages
  receive(batch: Batch): Promise<Received>;
  /** Writes an own message into the outbox, takes the draft away, and answers with the row. */
  enqueue(input: {
    readonly conversation: ConversationId;
    readonly originId: OriginId;
    readonly body: string;
    readonly at: number;
    readonly sender?: Sender;
    readonly privateWith?: string;
  }): Promise<StoredMessage>;
  /** Own messages that the server has not taken over yet, in order. */
  outbox(input: { readonly account: AccountId }): Promise<readonly StoredMessage[]>;
  /** Forward only, own messages to this peer only. `upTo`: earlier own messages move along (a mark says "read up to here"). */
  advance(input: {
    readonly account: AccountId;
    readonly peer: BareJid;
    readonly id: OriginId;
    readonly to: Delivery;
    readonly upTo: boolean;
  }): Promise<readonly Message[]>;
  fail(input: { readonly account: AccountId; readonly peer: BareJid; readonly id: OriginId; readonly condition: string }): Promise<Message | undefined>;
  /** A failed message is queued again under its old id. */
  requeue(input: { readonly message: MessageId }): Promise<StoredMessage | undefined>;
  page(input: {
    readonly conversation: ConversationId;
    readonly before?: number;
    readonly after?: number;
    readonly around?: number;
    readonly limit: number;
  }): Promise<Page>;
  message(input: { readonly message: MessageId }): Promise<StoredMessage | undefined>;
  /** By our archive's id or by the sender's id, within one conversation's peer. */
  findMessage(input: {
    readonly account: AccountId;
    readonly peer: BareJid;
    readonly archiveId?: string;
    readonly originId?: OriginId;
  }): Promise<StoredMessage | undefined>;
  removeMessage(input: { readonly message: MessageId }): Promise<void>;
  /** Rows for an export, oldest first, in pages by row. */
  exportPage(input: {
    readonly conversation?: ConversationId;
    readonly after: number;
    readonly limit: number;
  }): Promise<readonly (Message & { readonly peer: BareJid; readonly account: BareJid })[]>;

  // archive
  /** Of the account's own archive, or of one room's. */
  gaps(input: { readonly account: AccountId; readonly room?: BareJid }): Promise<readonly Gap[]>;
  /** Remembers that there may be messages between `older` and now that we have not seen. Widens an open one at the newer end. */
  openGap(input: {
    readonly account: AccountId;
    readonly room?: BareJid;
    readonly olderThan: string | undefined;
    readonly newerThan: ArchivePoint | undefined;
  }): Promise<Gap>;
  /** The newest point of the account's archive that is stored without a gap before it. */
  newestArchived(input: { readonly account: AccountId; readonly room?: BareJid }): Promise<ArchivePoint | undefined>;
  oldestArchived(input: { readonly conversation: ConversationId }): Promise<ArchivePoint | undefined>;
  setArchiveComplete(input: { readonly conversation: ConversationId }): Promise<void>;

  // rooms
  rooms(): Promise<readonly RoomRow[]>;
  /** Finds or makes the room and its conversation, and changes what is given. */
  putRoom(input: { readonly account: AccountId; readonly address: BareJid } & Partial<Omit<RoomRow, 'account' | 'address' | 'conversation'>>): Promise<RoomRow>;
  /** Takes the text of a message away; by the room's id of it. Undefined: it is not here, the retraction waits until it comes. */
  retract(input: {
    readonly conversation: ConversationId;
    readonly archiveId: string;
    readonly by: string | undefined;
    readonly reason: string | undefined;
  }): Promise<Message | undefined>;
  /** Messages of others that mean the user, newest first; below this row id. */
  mentions(input: { readonly before?: number; readonly limit: number }): Promise<readonly StoredMessage[]>;
  addRoomNotice(input: Omit<RoomNotice, 'id'>): Promise<RoomNotice>;
  /** Somebody in a room has read up to its message of that id. True: further than was known. */
  putReader(input: { readonly conversation: ConversationId; readonly reader: string; readonly nickname: string; readonly archiveId: string }): Promise<boolean>;
  readers(input: { readonly conversation: ConversationId }): Promise<readonly RoomReader[]>;
  roomLog(input: { readonly conversation: ConversationId; readonly before?: number; readonly limit: number }): Promise<readonly RoomNotice[]>;

  // calls
  /** Finds the record by account, peer and sid, or makes it. What is known stays known: an outcome only moves on (see `CallNews`). */
  putCall(news: CallNews): Promise<StoredCall>;
  /** Newest first. */
  callRecords(input: { readonly conversation?: ConversationId; readonly before?: number; readonly limit: number }): Promise<readonly StoredCall[]>;
  callRecord(input: { readonly account: AccountId; readonly peer: BareJid; readonly sid: CallSid }): Promise<StoredCall | undefined>;
  markCallsSeen(): Promise<readonly StoredCall[]>;
  removeCall(input: { readonly record: number }): Promise<void>;
  missedCalls(): Promise<number>;

  // search, settings, small things
  find(input: { readonly query: FindQuery; readonly limit: number }): Promise<{
    readonly hits: readonly { readonly message: Message; readonly peer: BareJid; readonly account: AccountId; readonly snippet: string }[];
    readonly more: boolean;
  }>;
  setting(input: { readonly name: string }): Promise<string | undefined>;
  putSetting(input: { readonly name: string; readonly value: string }): Promise<void>;
  /** Features behind a verified caps hash (XEP-0115 §5.4): JSON. */
  caps(input: { readonly hash: string; readonly ver: string }): Promise<string | undefined>;
  putCaps(input: { readonly hash: string; readonly ver: string; readonly info: string }): Promise<void>;
}

/** The running store: its calls, its health, and the ways out when it is not well. */
export interface StoreClient extends Store {
  readonly state: StoreState;
  onState(listener: (state: StoreState) => void): () => void;
  /** Copies every readable message of a damaged store into a JSON-lines file. */
  rescue(toFolder: string): Promise<{ readonly path: string; readonly messages: number }>;
  /** Moves the damaged files aside, under a name with the time, and opens an empty store. */
  startAnew(): Promise<void>;
  retry(): Promise<StoreState>;
  close(): Promise<void>;
}

export interface AccountRow {
  readonly id: AccountId;
  readonly address: BareJid;
  readonly name: string | undefined;
  readonly enabled: boolean;
  readonly route: Route;
  /** UUID of this installation for this account. */
  readonly device: string;
  /** Sealed by the host; JSON of the stream's credentials within. */
  readonly secrets: Uint8Array;
  readonly rosterVersion: string | undefined;
  readonly avatar: string | undefined;
}
export interface RosterRow {
  readonly address: BareJid;
  readonly name: string | undefined;
  readonly groups: readonly string[];
  readonly subscription: 'none' | 'to' | 'from' | 'both' | 'remove';
  readonly pending: boolean;
}
export interface ContactRow extends Omit<RosterRow, 'subscription'> {
  readonly account: AccountId;
  readonly subscription: 'none' | 'to' | 'from' | 'both';
  /** False: known, but not in the roster. */
  readonly inRoster: boolean;
  readonly nickname: string | undefined;
  readonly avatar: string | undefined;
  readonly profile: Profile | undefined;
}
/** As the store knows it: without what lives in memory only (typing, title, avatar). */
export interface ConversationRow extends Omit<Conversation, 'title' | 'avatar' | 'typing'> {
  /** Newest position, for ordering; 0 while empty. */
  readonly position: number;
  readonly archiveComplete: boolean;
}
export interface StoredMessage extends Message {
  readonly account: AccountId;
  readonly peer: BareJid;
  readonly archiveId: string | undefined;
}
/** A room that the user keeps, is in, or was in. */
export interface RoomRow {
  readonly conversation: ConversationId;
  readonly account: AccountId;
  readonly address: BareJid;
  /** As the user or the bookmark has it; the room's own name stands in `info`. */
  readonly name: string | undefined;
  /** The one to join with; '' where the account's own is taken. */
  readonly nickname: string;
  readonly password: string | undefined;
  readonly autojoin: boolean;
  /** It stands in the bookmarks. */
  readonly kept: boolean;
  readonly notify: 'always' | 'on-mention' | 'never' | undefined;
  /** The bookmark's `extensions`, as XML. */
  readonly extensions: string | undefined;
  readonly subject: { readonly text: string; readonly by: string | undefined; readonly at: number | undefined } | undefined;
  /** What the room said of itself last, JSON of a RoomInfo. */
  readonly info: string | undefined;
  readonly avatar: string | undefined;
  /** Our own id in it (XEP-0421): past messages under it are ours. */
  readonly occupantId: string | undefined;
  readonly movedTo: BareJid | undefined;
}
export interface ArchivePoint {
  readonly id: string;
  readonly at: number;
}
/** Messages of the account's archive that may be missing: newer than `newerThan` (undefined: from the beginning), older than `olderThan` (undefined: up to now). */
export interface Gap {
  readonly id: number;
  readonly account: AccountId;
  readonly room: BareJid | undefined;
  readonly newerThan: ArchivePoint | undefined;
  readonly olderThan: string | undefined;
  readonly fetched: number;
}

/**
 * What is known of a call now. `open` (it was proposed, nobody knows more yet) gives way to anything; `missed` to `elsewhere`, `declined`
 * and `answered`, whose news may come later from the archive; nothing takes an answer back.
 */
export interface CallNews {
  readonly account: AccountId;
  readonly peer: BareJid;
  readonly sid: CallSid;
  readonly direction: 'outgoing' | 'incoming';
  readonly video: boolean;
  readonly startedAt: number;
  readonly outcome: CallOutcome | 'open';
  readonly lengthMs?: number;
  /** Missed while the user could not see it: counts until the calls are looked at. */
  readonly isNew?: boolean;
}
export interface StoredCall extends Omit<CallRecord, 'title' | 'avatar' | 'number'> {
  readonly sid: CallSid;
  readonly isOpen: boolean;
}

export type Arrived = 'live' | 'catch-up' | 'history' | 'carbon-received' | 'carbon-sent';
export interface ReceivedMessage {
  readonly peer: BareJid;
  readonly mine: boolean;
  readonly body: string;
  readonly originId: OriginId | undefined;
  readonly archiveId: string | undefined;
  /** Milliseconds since 1970: the archive's or the server's stamp, else the time of arrival. */
  readonly at: number;
  readonly arrived: Arrived;
  /** Live, and waited at the server: it may be older than what came before it. */
  readonly delayed?: boolean;
  /** Never to be counted as unread, such as all that was there before this installation; until the server delivers it once more. */
  readonly quiet?: boolean;
  /** Kind of the conversation if this message makes it. */
  readonly kind: ConversationKind;
  /** In a room only. */
  readonly sender?: Sender;
  readonly privateWith?: string;
  readonly mentioned?: boolean;
}
/** What one stanza, or one page of the archive, brought. Messages of a page stand in the archive's order. */
export interface Batch {
  readonly account: AccountId;
  /** Whose archive `gap` and `newest` speak of: this room's; absent: the account's own. */
  readonly room?: BareJid;
  readonly messages: readonly ReceivedMessage[];
  readonly marks: readonly { readonly peer: BareJid; readonly id: OriginId; readonly to: 'delivered' | 'displayed' }[];
  /** Read on another own device, up to this message. Marks whose message is not here yet are kept until it comes. */
  readonly reads: readonly { readonly peer: BareJid; readonly originId?: OriginId; readonly archiveId?: string }[];
  /** How an archive page moved a gap: what it was asked to lie `before`, and its new newer end, `olderThan`; done: the gap is closed. */
  readonly gap?: { readonly id: number; readonly before: string | undefined; readonly olderThan: string | undefined; readonly done: boolean };
  /** The archive's id that a page of one conversation (`history`) was asked to lie before. */
  readonly before?: string;
  /** The page was asked for one conversation only, older than all we had: its beginning was reached. */
  readonly complete?: { readonly peer: BareJid };
  /** A live archive id moves the newest point on, when there is no gap open. */
  readonly newest?: ArchivePoint;
}
export interface Received {
  /** Rows that are new, in order. */
  readonly added: readonly StoredMessage[];
  /** Rows that were there and have changed: an archive id learned, delivery moved on, order mended. */
  readonly changed: readonly Message[];
  readonly conversations: readonly ConversationRow[];
  /** The gap got another newer end while the page travelled: nothing of it is stored, it is to be asked for from there. */
  readonly askAgain?: true;
}
export interface FindQuery {
  readonly words: readonly string[];
  readonly phrases: readonly string[];
  readonly from: string | undefined;
  readonly in: string | undefined;
  readonly conversation: ConversationId | undefined;
  readonly before: number | undefined;
  readonly after: number | undefined;
  readonly hasLink: boolean;
  /** Page on: only hits with a row id below this. */
  readonly olderThan: number | undefined;
}
