export const search = `
  -- What narrows a search is indexed beside the words: c<conversation>, m for own messages, l for one with a link.
  create view message_words as
    select id, body, 'c' || conversation || iif(mine, ' m', '') || iif(flags & 1, ' l', '') as tags from message;

  create virtual table message_index using fts5 (
    body, tags, content = 'message_words', content_rowid = 'id', columnsize = 0, tokenize = 'unicode61 remove_diacritics 2', prefix = '3 4'
  );
  insert into message_index (message_index) values ('rebuild');
  -- A new row is indexed by insert.ts: within a trigger every single one would be written to disk, which takes six times as long.
  create trigger message_unindexed after delete on message begin
    insert into message_index (message_index, rowid, body, tags)
      values ('delete', old.id, old.body, 'c' || old.conversation || iif(old.mine, ' m', '') || iif(old.flags & 1, ' l', ''));
  end;
  create trigger message_reindexed after update of id, body, conversation, mine, flags on message begin
    insert into message_index (message_index, rowid, body, tags)
      values ('delete', old.id, old.body, 'c' || old.conversation || iif(old.mine, ' m', '') || iif(old.flags & 1, ' l', ''));
    insert into message_index (rowid, body, tags)
      values (new.id, new.body, 'c' || new.conversation || iif(new.mine, ' m', '') || iif(new.flags & 1, ' l', ''));
  end;
`;
