export const people = `
  create table person (
    id integer primary key,
    account integer not null references account on delete cascade,
    address text not null,
    in_roster integer not null default 0,
    name text,
    groups text not null default '[]',
    subscription text not null default 'none',
    pending integer not null default 0,
    nickname text,
    avatar text,
    profile text,
    unique (account, address)
  ) strict;

  create table request (
    account integer not null references account on delete cascade,
    address text not null,
    name text,
    text text,
    at integer not null,
    primary key (account, address)
  ) strict, without rowid;

  create table blocked (
    account integer not null references account on delete cascade,
    address text not null,
    primary key (account, address)
  ) strict, without rowid;
`;
