export const attachments = `
  create table reaction (
    message integer not null references message on delete cascade,
    -- bare address, or the occupant's id in a room
    author text not null,
    emoji text not null,
    at integer not null,
    primary key (message, author, emoji)
  ) strict, without rowid;

  create table file (
    id integer primary key,
    message integer not null references message on delete cascade,
    name text,
    type text,
    bytes integer,
    url text,
    path text,
    details text
  ) strict;
  create index file_by_message on file (message);

  -- Earlier wordings of a corrected message.
  create table wording (
    id integer primary key,
    message integer not null references message on delete cascade,
    body text not null,
    at integer not null
  ) strict;
  create index wording_by_message on wording (message);
`;
