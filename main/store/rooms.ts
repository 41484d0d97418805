import { accountId, bareJid, conversationId } from '../../preload/contract/ids.ts';
import type { RoomNotice } from '../../preload/contract/rooms.ts';
import type { Reader, Value, Writer } from '../../native/database/database.ts';
import type { RoomRow, Store, StoredMessage } from './api.ts';
import { ensureConversation } from './conversations.ts';
import { all, given, MENTIONED, MESSAGE_COLUMNS, MESSAGE_FROM, one, toStored, type MessageColumns } from './rows.ts';

type Input<Name extends keyof Store> = Parameters<Store[Name]>[0];

interface RoomColumns {
  conversation: number;
  account: number;
  peer: string;
  name: string | null;
  nickname: string;
  password: string | null;
  autojoin: number;
  kept: number;
  notify: string | null;
  extensions: string | null;
  subject: string | null;
  subject_by: string | null;
  subject_at: number | null;
  info: string | null;
  avatar: string | null;
  occupant_id: string | null;
  moved_to: string | null;
}
const SELECT = `select r.conversation, c.account, c.peer, r.name, r.nickname, r.password, r.autojoin, r.kept, r.notify, r.extensions, r.subject, r.subject_by,
  r.subject_at, r.info, r.avatar, r.occupant_id, r.moved_to from room r join conversation c on c.id = r.conversation`;
const NOTIFY = ['always', 'on-mention', 'never'] as const;

const toRoom = (row: RoomColumns): RoomRow => ({
  conversation: conversationId(row.conversation),
  account: accountId(row.account),
  address: bareJid(row.peer),
  name: given(row.name),
  nickname: row.nickname,
  password: given(row.password),
  autojoin: row.autojoin === 1,
  kept: row.kept === 1,
  notify: NOTIFY.find(known => known === row.notify),
  extensions: given(row.extensions),
  subject: row.subject === null ? undefined : { text: row.subject, by: given(row.subject_by), at: given(row.subject_at) },
  info: given(row.info),
  avatar: given(row.avatar),
  occupantId: given(row.occupant_id),
  movedTo: row.moved_to === null ? undefined : bareJid(row.moved_to),
});

export const listRooms = (db: Reader): readonly RoomRow[] => all<RoomColumns>(db, SELECT).map(toRoom);

type Change = Omit<Input<'putRoom'>, 'account' | 'address'>;
/** How each field is written; one that is not given stays, one that is given as undefined is emptied. */
const COLUMNS: { readonly [Key in keyof Required<Change>]: (value: Change[Key]) => Readonly<Record<string, Value>> } = {
  name: name => ({ name: name ?? null }),
  nickname: nickname => ({ nickname: nickname ?? '' }),
  password: password => ({ password: password ?? null }),
  autojoin: autojoin => ({ autojoin: Number(autojoin ?? false) }),
  kept: kept => ({ kept: Number(kept ?? false) }),
  notify: notify => ({ notify: notify ?? null }),
  extensions: extensions => ({ extensions: extensions ?? null }),
  subject: subject => ({ subject: subject?.text ?? null, subject_by: subject?.by ?? null, subject_at: subject?.at ?? null }),
  info: info => ({ info: info ?? null }),
  avatar: avatar => ({ avatar: avatar ?? null }),
  occupantId: occupantId => ({ occupant_id: occupantId ?? null }),
  movedTo: movedTo => ({ moved_to: movedTo ?? null }),
};
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- it says that the value is the key's
const write = <Key extends keyof Change>(change: Change, key: Key): Readonly<Record<string, Value>> => (key in change ? COLUMNS[key](change[key]) : {});

export function putRoom(db: Writer, { account, address, ...change }: Input<'putRoom'>): RoomRow {
  const { id, kind } = ensureConversation(db, account, address, 'room');
  // Somebody wrote from there before it was known to be a room.
  if (kind !== 'room') db.prepare("update conversation set kind = 'room' where id = ?").run(id);
  db.prepare('insert or ignore into room (conversation) values (?)').run(id);
  const sets: Readonly<Record<string, Value>> = Object.assign({}, ...FIELDS.map(key => write(change, key)));
  const columns = Object.keys(sets);
  if (columns.length > 0)
    db.prepare(`update room set ${columns.map(column => `${column} = ?`).join(', ')} where conversation = ?`).run(...Object.values(sets), id);
  const row = one<RoomColumns>(db, `${SELECT} where r.conversation = ?`, id);
  if (row === undefined) throw new Error('a room that was just written is not there');
  return toRoom(row);
}
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of the record above, which names all of them
const FIELDS = Object.keys(COLUMNS) as readonly (keyof Change)[];

export const mentions = (db: Reader, { before, limit }: Input<'mentions'>): readonly StoredMessage[] =>
  all<MessageColumns>(
    db,
    `select ${MESSAGE_COLUMNS} from ${MESSAGE_FROM} where m.flags & ${MENTIONED} <> 0 and m.id < ? order by m.id desc limit ?`,
    before ?? Number.MAX_SAFE_INTEGER,
    limit,
  ).map(toStored);

interface NoticeColumns {
  id: number;
  conversation: number;
  at: number;
  what: RoomNotice['what'];
  who: string | null;
  target: string | null;
  by: string | null;
  reason: string | null;
}
const toNotice = (row: NoticeColumns): RoomNotice => ({
  id: row.id,
  conversation: conversationId(row.conversation),
  at: row.at,
  what: row.what,
  who: given(row.who),
  to: given(row.target),
  by: given(row.by),
  reason: given(row.reason),
});

export function addRoomNotice(db: Writer, notice: Input<'addRoomNotice'>): RoomNotice {
  const { conversation, at, what, who, to, by, reason } = notice;
  const sql = 'insert into room_notice (conversation, at, what, who, target, by, reason) values (?, ?, ?, ?, ?, ?, ?) returning id';
  const row = one<{ id: number }>(db, sql, conversation, at, what, who ?? null, to ?? null, by ?? null, reason ?? null);
  return { ...notice, id: row?.id ?? 0 };
}

export const roomLog = (db: Reader, { conversation, before, limit }: Input<'roomLog'>): readonly RoomNotice[] =>
  all<NoticeColumns>(
    db,
    'select id, conversation, at, what, who, target, by, reason from room_notice where conversation = ? and id < ? order by id desc limit ?',
    conversation,
    before ?? Number.MAX_SAFE_INTEGER,
    limit,
  ).map(toNotice);
