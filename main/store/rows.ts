import { accountId, bareJid, conversationId, messageId, originId } from '../../preload/contract/ids.ts';
import { DELIVERY, type Message } from '../../preload/contract/messages.ts';
import type { Reader, Value } from '../../native/database/database.ts';
import type { AccountRow, ContactRow, ConversationRow, Gap, StoredMessage } from './api.ts';

/** Tables are strict: what is selected has the type of its column. The one place where that is believed. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- who selects the columns names them
export function one<Row>(db: Reader, sql: string, ...params: Value[]): Row | undefined {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as said above
  return db.prepare(sql).get(...params) as Row | undefined;
}
export function all<Row>(db: Reader, sql: string, ...params: Value[]): Row[] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as said above
  return db.prepare(sql).all(...params) as Row[];
}
export const given = <T>(value: T | null): T | undefined => value ?? undefined;
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what was written as JSON by this program is read as what it was
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- who reads it knows what was written
export const fromJson = <T>(text: string): T => JSON.parse(text) as T;

/** `muted until` of a conversation that is muted for ever. */
export const ALWAYS = Number.MAX_SAFE_INTEGER;

export interface AccountColumns {
  id: number;
  address: string;
  name: string | null;
  enabled: number;
  route: string;
  device: string;
  secrets: Uint8Array;
  roster_version: string | null;
  avatar: string | null;
}
export const toAccount = (row: AccountColumns): AccountRow => ({
  id: accountId(row.id),
  address: bareJid(row.address),
  name: given(row.name),
  enabled: row.enabled === 1,
  route: fromJson(row.route),
  device: row.device,
  secrets: new Uint8Array(row.secrets),
  rosterVersion: given(row.roster_version),
  avatar: given(row.avatar),
});

export interface PersonColumns {
  account: number;
  address: string;
  in_roster: number;
  name: string | null;
  groups: string;
  subscription: ContactRow['subscription'];
  pending: number;
  nickname: string | null;
  avatar: string | null;
  profile: string | null;
}
export const toContact = (row: PersonColumns): ContactRow => ({
  account: accountId(row.account),
  address: bareJid(row.address),
  inRoster: row.in_roster === 1,
  name: given(row.name),
  groups: fromJson(row.groups),
  subscription: row.subscription,
  pending: row.pending === 1,
  nickname: given(row.nickname),
  avatar: given(row.avatar),
  profile: row.profile === null ? undefined : fromJson(row.profile),
});

export interface ConversationColumns {
  id: number;
  account: number;
  peer: string;
  kind: ConversationRow['kind'];
  pinned: number;
  muted_until: number | null;
  draft: string;
  unread: number;
  read_message: number | null;
  read_position: number;
  last_position: number;
  last_text: string | null;
  last_at: number | null;
  last_mine: number | null;
  last_by: string | null;
  mentions: number;
  archive_complete: number;
}
export const toConversation = (row: ConversationColumns): ConversationRow => ({
  id: conversationId(row.id),
  account: accountId(row.account),
  peer: bareJid(row.peer),
  kind: row.kind,
  pinned: row.pinned === 1,
  muted: row.muted_until === ALWAYS ? 'always' : given(row.muted_until),
  unread: row.unread,
  readUpTo: row.read_message === null ? undefined : messageId(row.read_message),
  last:
    row.last_text === null
      ? undefined
      : { text: row.last_text, at: row.last_at ?? 0, mine: row.last_mine === 1, ...(row.last_by === null ? {} : { by: row.last_by }) },
  mentions: row.mentions,
  draft: row.draft,
  position: row.last_position,
  archiveComplete: row.archive_complete === 1,
});

/** A message with what its table does not repeat: the addresses of both sides. */
export const MESSAGE_COLUMNS = `m.id, m.account, m.conversation, m.position, m.mine, m.at, m.delivery, m.flags, m.origin_id, m.archive_id, m.archive_seq,
  m.body, m.failed, c.peer as peer, a.address as own, o.nickname, o.occupant_id, o.address, m.private_with, m.retracted_at, m.retracted_by, m.retracted_reason`;
export const MESSAGE_FROM =
  'message m join conversation c on c.id = m.conversation join account a on a.id = m.account left join occupant o on o.id = m.occupant';
export interface MessageColumns {
  id: number;
  account: number;
  conversation: number;
  position: number;
  mine: number;
  at: number;
  delivery: number;
  flags: number;
  origin_id: string | null;
  archive_id: string | null;
  archive_seq: number;
  body: string;
  failed: string | null;
  peer: string;
  own: string;
  nickname: string | null;
  occupant_id: string | null;
  address: string | null;
  private_with: string | null;
  retracted_at: number | null;
  retracted_by: string | null;
  retracted_reason: string | null;
}
/** A bit of `flags`: written in this installation. It has a rule of order for itself, see README.md. */
export const WRITTEN_HERE = 4;
/** A bit of `flags`: it means the user. */
export const MENTIONED = 8;
export const toMessage = (row: MessageColumns): Message => ({
  id: messageId(row.id),
  conversation: conversationId(row.conversation),
  originId: row.origin_id === null ? undefined : originId(row.origin_id),
  author: bareJid(row.mine === 1 ? row.own : row.peer),
  mine: row.mine === 1,
  body: row.body,
  at: row.at,
  position: row.position,
  delivery: DELIVERY[row.delivery] ?? 'queued',
  failed: given(row.failed),
  ...(row.nickname === null
    ? {}
    : { sender: { nickname: row.nickname, occupantId: given(row.occupant_id), address: row.address === null ? undefined : bareJid(row.address) } }),
  ...(row.private_with === null ? {} : { privateWith: row.private_with }),
  ...((row.flags & MENTIONED) === 0 ? {} : { mentioned: true }),
  ...(row.retracted_at === null ? {} : { retracted: { by: given(row.retracted_by), reason: given(row.retracted_reason) } }),
});
export const toStored = (row: MessageColumns): StoredMessage => ({
  ...toMessage(row),
  account: accountId(row.account),
  peer: bareJid(row.peer),
  archiveId: given(row.archive_id),
});

export interface GapColumns {
  id: number;
  account: number;
  room: string | null;
  newer_id: string | null;
  newer_at: number | null;
  older_id: string | null;
  fetched: number;
  top: number;
}
export const toGap = (row: GapColumns): Gap => ({
  id: row.id,
  account: accountId(row.account),
  room: row.room === null ? undefined : bareJid(row.room),
  newerThan: row.newer_id === null ? undefined : { id: row.newer_id, at: row.newer_at ?? 0 },
  olderThan: given(row.older_id),
  fetched: row.fetched,
});
