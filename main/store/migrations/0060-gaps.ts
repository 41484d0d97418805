export const gaps = `
  create table gap (
    id integer primary key autoincrement,
    account integer not null references account on delete cascade,
    newer_id text,
    newer_at integer,
    older_id text,
    fetched integer not null default 0,
    -- what is below in the archive's order has a place under low; what was fetched or came later has one from top on
    low integer not null,
    top integer not null
  ) strict;
  create index gap_by_account on gap (account);
`;
