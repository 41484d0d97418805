export const readers = `
  -- How far others in a room have read. Who is whom is the room's word: its id for a person, or a real address.
  create table room_reader (
    conversation integer not null references conversation on delete cascade,
    reader text not null,
    nickname text not null,
    message integer not null references message on delete cascade,
    primary key (conversation, reader)
  ) strict, without rowid;
  create index room_reader_by_message on room_reader (message);
`;
