import type { Conversation } from '../../preload/contract/conversations.ts';
import type { Message } from '../../preload/contract/messages.ts';
import type { Occupant, Room, RoomKind, RoomNotice } from '../../preload/contract/rooms.ts';
import { openApp, randomText } from './app.ts';
import { heard } from './heard.ts';
import { allMessages, type Someone } from './people.ts';
import type { Prosody } from './prosody.ts';

/** What a test says of rooms. `where` is a conversation of the one who speaks. */
type Where = Pick<Conversation, 'id'>;

export const joinRoom = (one: Someone, address: string, nickname: string): Promise<Conversation> =>
  one.app.rooms.join({ account: one.account.id, address, nickname });

export const makeRoom = (one: Someone, nickname: string, kind: RoomKind = 'channel', name = `Orchard ${randomText()}`): Promise<Conversation> =>
  one.app.rooms.create({ account: one.account.id, kind, name, nickname });

export async function roomOf(one: Someone, { id }: Where): Promise<Room> {
  const room = (await one.app.rooms.list({})).find(other => other.conversation === id);
  if (!room) throw new Error('there is no such room');
  return room;
}

/** As soon as it is so, or now. */
export async function roomBecomes(one: Someone, where: Where, fits: (room: Room) => boolean): Promise<Room> {
  const coming = heard(one.app.rooms.onChanged, room => room.conversation === where.id && fits(room));
  const now = (await one.app.rooms.list({})).find(room => room.conversation === where.id);
  return now && fits(now) ? now : coming;
}

/** Of somebody in the room, as soon as it is so. */
export async function occupantBecomes(one: Someone, { id }: Where, nickname: string, fits: (occupant: Occupant | undefined) => boolean): Promise<void> {
  const look = async (): Promise<boolean> => fits((await one.app.rooms.occupants({ conversation: id })).find(other => other.nickname === nickname));
  while (!(await look())) await heard(one.app.rooms.onOccupants, changes => changes.conversation === id);
}

export const says = (one: Someone, { id }: Where, body: string): Promise<Message> => one.app.messages.send({ conversation: id, body });
export const hears = (one: Someone, body: string): Promise<Message> => heard(one.app.messages.onChanged, message => message.body === body);
export const notices = (one: Someone, { id }: Where, what: RoomNotice['what']): Promise<RoomNotice> =>
  heard(one.app.rooms.onNotice, notice => notice.conversation === id && notice.what === what);

/** All texts of a conversation, oldest first, as soon as they are so many. */
export async function texts(one: Someone, where: Conversation, count: number): Promise<readonly string[]> {
  for (;;) {
    const more = Promise.withResolvers<void>();
    const stops = [one.app.messages.onFilled(() => more.resolve()), one.app.messages.onChanged(() => more.resolve())];
    try {
      const all = (await allMessages(one, where)).map(message => message.body);
      if (all.length >= count) return all;
      await more.promise;
    } finally {
      for (const stop of stops) stop();
    }
  }
}

/** Said by one, and heard by the other. */
export async function tells(one: Someone, where: Where, other: Someone, body = randomText()): Promise<Message> {
  const comes = hears(other, body);
  await says(one, where, body);
  return comes;
}

/** Ends the app and opens it anew: the same account, the same history, and the rooms joined again. */
export async function reopened(one: Someone, server: Pick<Prosody, 'domain' | 'ca'>, between: () => Promise<void> = async () => undefined): Promise<void> {
  await one.app.stop();
  await between();
  one.app = await openApp({ folder: one.app.folder, server });
}
