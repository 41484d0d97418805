export const rooms = `
  create table room (
    conversation integer primary key references conversation on delete cascade,
    name text,
    nickname text not null default '',
    password text,
    autojoin integer not null default 0,
    kept integer not null default 0,
    notify text,
    extensions text,
    subject text,
    subject_by text,
    subject_at integer,
    info text,
    avatar text,
    occupant_id text,
    moved_to text,
    -- the newest point of the room's own archive that is stored without a gap before it
    newest_id text,
    newest_at integer
  ) strict;

  create table room_notice (
    id integer primary key autoincrement,
    conversation integer not null references conversation on delete cascade,
    at integer not null,
    what text not null,
    who text,
    target text,
    by text,
    reason text
  ) strict;
  create index room_notice_by_room on room_notice (conversation, id);

  -- A moderator took away what is not here yet.
  create table pending_retraction (
    conversation integer not null references conversation on delete cascade,
    archive_id text not null,
    by text,
    reason text,
    primary key (conversation, archive_id)
  ) strict, without rowid;

  -- A room names its messages as it likes: its ids mean nothing in another archive.
  drop index message_by_archive_id;
  create unique index message_by_archive_id on message (conversation, archive_id) where archive_id is not null;

  -- null: the account's own archive
  alter table gap add column room text;
  alter table conversation add column mentions integer not null default 0;
  alter table conversation add column last_by text;
  alter table message add column private_with text;
  alter table message add column retracted_by text;
  alter table message add column retracted_reason text;
  create index message_mentions on message (id) where flags & 8 <> 0;
`;
