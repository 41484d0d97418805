export const places = `
  -- Every message has a number, and numbers do not fall towards the newer end: see order.ts.
  update message set archive_seq = ordered.seq
    from (select id, coalesce(max(archive_seq) over (partition by conversation order by position), 0) as seq from message) as ordered
    where ordered.id = message.id and message.archive_seq is not ordered.seq;
  -- What waits to be sent was written here.
  update message set flags = flags | 4 where mine = 1 and delivery = 0;
`;
