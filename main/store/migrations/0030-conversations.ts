export const conversations = `
  create table conversation (
    id integer primary key autoincrement,
    account integer not null references account on delete cascade,
    peer text not null,
    kind text not null,
    pinned integer not null default 0,
    -- null: not muted; 9007199254740991: always
    muted_until integer,
    draft text not null default '',
    unread integer not null default 0,
    read_message integer,
    read_position integer not null default -1,
    last_position integer not null default 0,
    last_text text,
    last_at integer,
    last_mine integer,
    archive_complete integer not null default 0,
    unique (account, peer)
  ) strict;

  -- A read mark whose message is not here yet; its conversation may not be either.
  create table pending_read (
    account integer not null references account on delete cascade,
    peer text not null,
    origin_id text,
    archive_id text,
    primary key (account, peer)
  ) strict, without rowid;
`;
