export const messages = `
  -- Who speaks in a room; a conversation between two needs none.
  create table occupant (
    id integer primary key,
    conversation integer not null references conversation on delete cascade,
    nickname text not null,
    occupant_id text,
    address text,
    unique (conversation, occupant_id, nickname)
  ) strict;

  -- The id is a moment in milliseconds, made unique: rows lie in the order of time, and so do hits of the index.
  create table message (
    id integer primary key,
    account integer not null,
    conversation integer not null references conversation on delete cascade,
    position integer not null,
    mine integer not null,
    at integer not null,
    delivery integer not null,
    -- 1: has a link; 2: came as history, never unread
    flags integer not null default 0,
    origin_id text,
    archive_id text,
    -- place in the archive's order, see order.ts
    archive_seq integer,
    body text not null,
    failed text,
    -- what later features keep about a message
    occupant integer references occupant on delete set null,
    kind text,
    thread text,
    reply_to text,
    reply_to_author text,
    edited_at integer,
    retracted_at integer,
    encryption text
  ) strict;
  create unique index message_by_position on message (conversation, position);
  create unique index message_by_archive_id on message (account, archive_id) where archive_id is not null;
  create index message_by_origin_id on message (conversation, origin_id) where origin_id is not null;
  create index message_in_outbox on message (account, position) where delivery = 0;
  create index message_by_occupant on message (occupant) where occupant is not null;
`;
