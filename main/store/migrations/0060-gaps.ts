export const gaps = `
  create table gap (
    id integer primary key autoincrement,
    account integer not null references account on delete cascade,
    newer_id text,
    newer_at integer,
    older_id text,
    fetched integer not null default 0,
    -- what was fetched or came later has this place in the archive's order, or one above, see order.ts
    top integer not null
  ) strict;
  create index gap_by_account on gap (account);
`;
