export const accounts = `
  create table account (
    id integer primary key autoincrement,
    address text not null unique,
    name text,
    enabled integer not null default 1,
    route text not null default '{}',
    device text not null,
    secrets blob not null,
    roster_version text,
    avatar text,
    -- the newest point of the archive that has no gap before it
    newest_id text,
    newest_at integer,
    -- counts up with what arrives from the archive, see order.ts
    next_seq integer not null default 1
  ) strict;

  create table setting (name text primary key, value text not null) strict, without rowid;
  create table caps (hash text not null, ver text not null, info text not null, primary key (hash, ver)) strict, without rowid;
  create table picture (hash text primary key, type text not null, bytes blob not null) strict;
`;
