import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Conversation } from '../../preload/contract/conversations.ts';
import type { Message } from '../../preload/contract/messages.ts';
import type { Room } from '../../preload/contract/rooms.ts';
import { randomText } from '../actors/app.ts';
import { heard } from '../actors/heard.ts';
import { allMessages, leave, signIn, type Someone } from '../actors/people.ts';
import { startProsody, type Prosody } from '../actors/prosody.ts';

let server: Prosody;
const here: Someone[] = [];
const person = async (): Promise<Someone> => {
  const one = await signIn(server);
  here.push(one);
  return one;
};

beforeAll(async () => {
  server = await startProsody();
}, 60_000);
afterEach(async () => {
  await leave(...here.splice(0));
});
afterAll(() => server.stop());

const join = (one: Someone, address: string, nickname: string): Promise<Conversation> => one.app.rooms.join({ account: one.account.id, address, nickname });
const channel = (one: Someone, nickname: string, name = `Orchard ${randomText()}`): Promise<Conversation> =>
  one.app.rooms.create({ account: one.account.id, kind: 'channel', name, nickname });
const roomOf = async (one: Someone, { id }: Conversation): Promise<Room> => {
  const room = (await one.app.rooms.list({})).find(other => other.conversation === id);
  if (!room) throw new Error('there is no such room');
  return room;
};
const says = (one: Someone, { id }: Conversation, body: string): Promise<Message> => one.app.messages.send({ conversation: id, body });
const hears = (one: Someone, body: string): Promise<Message> => heard(one.app.messages.onChanged, message => message.body === body);

test('two people meet in a room, see each other and talk', { timeout: 60_000 }, async () => {
  const [juliet, romeo] = [await person(), await person()];
  const hers = await channel(juliet, 'Juliet', 'The Orchard');
  expect(hers).toMatchObject({ kind: 'room', title: 'The Orchard' });
  const his = await join(romeo, hers.peer, 'Romeo');
  expect(his).toMatchObject({ kind: 'room', title: 'The Orchard', unread: 0 });
  expect((await romeo.app.rooms.occupants({ conversation: his.id })).map(one => [one.nickname, one.role, one.self]).toSorted()).toEqual([
    ['Juliet', 'moderator', false],
    ['Romeo', 'participant', true],
  ]);

  const reply = hears(romeo, 'O speak again');
  const delivered = heard(juliet.app.messages.onChanged, message => message.body === 'O speak again' && message.delivery === 'delivered');
  await says(juliet, hers, 'O speak again');
  expect(await reply).toMatchObject({ mine: false, sender: { nickname: 'Juliet' } });
  expect(await delivered).toMatchObject({ mine: true });
  const answer = hears(juliet, 'bright angel');
  await says(romeo, his, 'bright angel');
  expect(await answer).toMatchObject({ mine: false, sender: { nickname: 'Romeo' } });
  for (const [one, where] of [
    [juliet, hers],
    [romeo, his],
  ] as const)
    expect((await allMessages(one, where)).map(message => message.body)).toEqual(['O speak again', 'bright angel']);
  expect(await roomOf(romeo, his)).toMatchObject({ state: 'joined', occupants: 2, nature: { listed: true, archived: true } });
});
