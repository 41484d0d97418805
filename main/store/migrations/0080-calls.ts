export const calls = `
  create table call (
    id integer primary key autoincrement,
    account integer not null references account on delete cascade,
    peer text not null,
    -- the caller's choice: it names a call only together with account and peer
    sid text not null,
    outgoing integer not null,
    video integer not null,
    started_at integer not null,
    length_ms integer,
    outcome text not null,
    is_new integer not null default 0,
    unique (account, peer, sid)
  ) strict;
  create index call_by_time on call (started_at, id);
  create index call_unseen on call (id) where is_new = 1;
`;
