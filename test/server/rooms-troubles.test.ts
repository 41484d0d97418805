// What a room must withstand: being put out, the end of the room, of the service, of the connection.
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Conversation } from '../../preload/contract/conversations.ts';
import { openApp } from '../actors/app.ts';
import { heard } from '../actors/heard.ts';
import { startCuttingProxy } from '../actors/cutting-proxy.ts';
import { allMessages, leave, signIn, type Someone } from '../actors/people.ts';
import { startPeer, xml } from '../actors/peer.ts';
import { startProsody, type Prosody } from '../actors/prosody.ts';
import { hears, joinRoom, makeRoom, notices, occupantBecomes, roomBecomes, roomOf, says, tells, texts } from '../actors/rooms.ts';

let server: Prosody;
const here: Someone[] = [];
const person = async (): Promise<Someone> => {
  const one = await signIn(server);
  here.push(one);
  return one;
};
async function two(): Promise<{ juliet: Someone; romeo: Someone; hers: Conversation; his: Conversation }> {
  const [juliet, romeo] = [await person(), await person()];
  const hers = await makeRoom(juliet, 'Juliet');
  return { juliet, romeo, hers, his: await joinRoom(romeo, hers.peer, 'Romeo') };
}

const byName = (a: readonly unknown[], b: readonly unknown[]): number => String(a[0]).localeCompare(String(b[0]));

beforeAll(async () => {
  server = await startProsody({ resumeSeconds: 60 });
}, 60_000);
afterEach(async () => {
  await leave(...here.splice(0));
});
afterAll(() => server.stop());

test('who is put out is told by whom and why, comes back by wish, and everybody has it in the log', { timeout: 60_000 }, async () => {
  const { juliet, romeo, hers, his } = await two();
  const told = notices(juliet, hers, 'kicked');
  await juliet.app.rooms.kick({ conversation: hers.id, nickname: 'Romeo', reason: 'too loud' });
  expect(await told).toMatchObject({ who: 'Romeo', by: 'Juliet', reason: 'too loud' });
  expect(await roomBecomes(romeo, his, room => room.state === 'trouble')).toMatchObject({ trouble: 'kicked', reason: 'too loud', by: 'Juliet', occupants: 0 });
  expect(await juliet.app.rooms.log({ conversation: hers.id, limit: 10 })).toMatchObject([
    { what: 'kicked', who: 'Romeo', by: 'Juliet', reason: 'too loud' },
    { what: 'config' },
  ]);
  expect(await says(romeo, his, 'what I typed is kept')).toMatchObject({ delivery: 'queued' });
  const comes = hears(juliet, 'what I typed is kept');
  await romeo.app.rooms.rejoin({ conversation: his.id });
  await comes;
});

test('who was put out goes on reading why when another device of theirs writes the room into the list again', { timeout: 60_000 }, async () => {
  const { juliet, romeo, hers, his } = await two();
  await juliet.app.rooms.kick({ conversation: hers.id, nickname: 'Romeo', reason: 'too loud' });
  await roomBecomes(romeo, his, room => room.state === 'trouble');
  const other = await startPeer(server, { address: romeo.account.address, password: romeo.password, available: false });
  const conference = xml('conference', { xmlns: 'urn:xmpp:bookmarks:1', autojoin: 'true', name: 'Masks' });
  const publish = xml('publish', { node: 'urn:xmpp:bookmarks:1' }, xml('item', { id: hers.peer }, conference));
  const named = heard(romeo.app.conversations.onChanged, one => one.id === his.id && one.title === 'Masks');
  await other.iq(xml('iq', { type: 'set' }, xml('pubsub', { xmlns: 'http://jabber.org/protocol/pubsub' }, publish)));
  await named;
  expect(await roomOf(romeo, his)).toMatchObject({ state: 'trouble', trouble: 'kicked', reason: 'too loud' });
  await other.stop();
});

test('who is banned stays out until somebody lifts it', { timeout: 60_000 }, async () => {
  const { juliet, romeo, hers, his } = await two();
  await juliet.app.rooms.setAffiliation({ conversation: hers.id, nickname: 'Romeo', affiliation: 'outcast', reason: 'Tybalt' });
  expect(await roomBecomes(romeo, his, room => room.state === 'trouble')).toMatchObject({ trouble: 'banned', reason: 'Tybalt' });
  await expect(romeo.app.rooms.rejoin({ conversation: his.id })).rejects.toMatchObject({ failure: { code: 'stanza-error', condition: 'banned' } });
  const listed = await juliet.app.rooms.affiliated({ conversation: hers.id, affiliation: 'outcast' });
  expect(listed).toMatchObject([{ address: romeo.account.address, affiliation: 'outcast' }]);
  await juliet.app.rooms.setAffiliation({ conversation: hers.id, address: romeo.account.address, affiliation: 'none' });
  await romeo.app.rooms.rejoin({ conversation: his.id });
  expect(await roomOf(romeo, his)).toMatchObject({ state: 'joined', affiliation: 'none' });
});

test('a room that ends says where it goes on', { timeout: 60_000 }, async () => {
  const { juliet, romeo, hers, his } = await two();
  const tomb = await makeRoom(juliet, 'Juliet');
  await juliet.app.rooms.destroy({ conversation: hers.id, reason: 'the end', movedTo: tomb.peer });
  expect(await roomBecomes(romeo, his, room => room.state === 'trouble')).toMatchObject({ trouble: 'destroyed', movedTo: tomb.peer, reason: 'the end' });
  await expect(romeo.app.rooms.rejoin({ conversation: his.id })).rejects.toMatchObject({ failure: { condition: 'destroyed' } });
});

test('a room of members lets nobody else in, and a password keeps a room', { timeout: 60_000 }, async () => {
  const { juliet, romeo, hers, his } = await two();
  const config = await juliet.app.rooms.config({ conversation: hers.id });
  expect(config.fields.map(field => field.name)).toContain('muc#roomconfig_roomsecret');
  await juliet.app.rooms.setConfig({ conversation: hers.id, values: { 'muc#roomconfig_roomsecret': ['wall'], 'muc#roomconfig_roomname': ['The garden'] } });
  expect(await roomBecomes(romeo, his, room => room.name === 'The garden')).toMatchObject({ nature: { password: true } });
  const nurse = await person();
  await expect(joinRoom(nurse, hers.peer, 'Nurse')).rejects.toMatchObject({ failure: { condition: 'password' } });
  const old = await nurse.app.rooms.join({ account: nurse.account.id, address: hers.peer, nickname: 'Nurse', password: 'wall' });
  expect(await roomOf(nurse, old)).toMatchObject({ state: 'joined' });
  await juliet.app.rooms.setConfig({ conversation: hers.id, values: { 'muc#roomconfig_membersonly': ['1'] } });
  expect(await roomBecomes(nurse, old, room => room.state === 'trouble')).toMatchObject({ trouble: 'affiliation' });
  await expect(nurse.app.rooms.rejoin({ conversation: old.id })).rejects.toMatchObject({ failure: { condition: 'members-only' } });
});

test('when the server is started anew, everybody is back by itself, and nothing that was typed is lost or doubled', { timeout: 120_000 }, async () => {
  const { juliet, romeo, hers, his } = await two();
  await tells(juliet, hers, romeo, 'before');
  await server.down('SIGKILL');
  await roomBecomes(romeo, his, room => room.state !== 'joined');
  await says(romeo, his, 'typed meanwhile');
  await server.up();
  juliet.app.wake();
  romeo.app.wake();
  await roomBecomes(juliet, hers, room => room.state === 'joined' && room.occupants === 2);
  await roomBecomes(romeo, his, room => room.state === 'joined' && room.occupants === 2);
  expect(await texts(juliet, hers, 2)).toEqual(['before', 'typed meanwhile']);
  await tells(juliet, hers, romeo, 'after');
  expect(await texts(romeo, his, 3)).toEqual(['before', 'typed meanwhile', 'after']);
});

test.each([200, 900, 2_000, 4_000])('a connection that is cut after %i bytes of joining comes back, and so do we', { timeout: 90_000 }, async bytes => {
  const juliet = await person();
  const hers = await makeRoom(juliet, 'Juliet');
  await says(juliet, hers, 'one');
  await tells(juliet, hers, juliet, 'two');
  const wire = await startCuttingProxy({ host: server.host, port: server.port });
  const { address, password, user } = await server.register();
  const app = await openApp({ server });
  const account = await app.accounts.signIn({ address, password, route: { host: wire.host, port: wire.port } });
  const romeo: Someone = { app, account, user, password };
  here.push(romeo);
  const cut = wire.cutAfter(bytes);
  const joined = joinRoom(romeo, hers.peer, 'Romeo');
  await Promise.race([cut, joined]);
  app.wake();
  await joined;
  const his = (await app.conversations.list({})).find(one => one.kind === 'room');
  if (!his) throw new Error('there is no room');
  await roomBecomes(romeo, his, room => room.state === 'joined' && room.occupants === 2);
  expect(await texts(romeo, his, 2)).toEqual(['one', 'two']);
  await tells(romeo, his, juliet, 'three');
  expect((await allMessages(juliet, hers)).map(message => message.body)).toEqual(['one', 'two', 'three']);
  await wire.close();
});

test('a room that has lost us without a word is entered again when the connection was cut; what was typed meanwhile arrives', { timeout: 90_000 }, async () => {
  const { juliet, romeo, hers, his } = await two();
  await server.forget(hers.peer, 'Romeo');
  const lost = heard(romeo.app.rooms.onChanged, room => room.conversation === his.id && room.state === 'waiting' && room.trouble !== undefined);
  await server.cut(romeo.account.address);
  await lost;
  await says(romeo, his, 'typed meanwhile');
  expect(await texts(juliet, hers, 1)).toEqual(['typed meanwhile']);
  expect(await roomBecomes(romeo, his, room => room.trouble === undefined && room.occupants === 2)).toMatchObject({ state: 'joined' });
});

test('a word that comes back because the room does not know us is sent again when it does', { timeout: 90_000 }, async () => {
  const { juliet, romeo, hers, his } = await two();
  await server.forget(hers.peer, 'Romeo');
  await says(romeo, his, 'do you hear me');
  expect(await texts(juliet, hers, 1)).toEqual(['do you hear me']);
  expect(await allMessages(romeo, his)).toMatchObject([{ body: 'do you hear me', mine: true }]);
});

test('everybody takes another name at once', { timeout: 60_000 }, async () => {
  const { juliet, romeo, hers, his } = await two();
  const told = notices(romeo, his, 'renamed');
  await Promise.all([
    juliet.app.rooms.setNickname({ conversation: hers.id, nickname: 'Capulet' }),
    romeo.app.rooms.setNickname({ conversation: his.id, nickname: 'Montague' }),
  ]);
  await told;
  await occupantBecomes(romeo, his, 'Capulet', one => one !== undefined);
  expect((await romeo.app.rooms.occupants({ conversation: his.id })).map(one => [one.nickname, one.self]).toSorted(byName)).toEqual([
    ['Capulet', false],
    ['Montague', true],
  ]);
  await expect(romeo.app.rooms.setNickname({ conversation: his.id, nickname: 'Capulet' })).rejects.toMatchObject({ failure: { condition: 'nickname-taken' } });
  expect(await tells(romeo, his, juliet)).toMatchObject({ sender: { nickname: 'Montague' } });
});

test('a moderator takes voice, gives it, takes a message away; who asks waits in a queue', { timeout: 60_000 }, async () => {
  const { juliet, romeo, hers, his } = await two();
  await juliet.app.rooms.setRole({ conversation: hers.id, nickname: 'Romeo', role: 'visitor', reason: 'hush' });
  await roomBecomes(romeo, his, room => room.role === 'visitor');
  const asks = roomBecomes(juliet, hers, room => room.asking === 1);
  await romeo.app.rooms.ask({ conversation: his.id, for: 'voice' });
  await asks;
  const [request] = await juliet.app.rooms.requests({ conversation: hers.id });
  expect(request).toMatchObject({ kind: 'voice', nickname: 'Romeo' });
  await juliet.app.rooms.answerRequest({ conversation: hers.id, request: request?.id ?? '', grant: true });
  await roomBecomes(romeo, his, room => room.role === 'participant');
  const scandal = await tells(romeo, his, juliet, 'a scandal');
  const away = new Promise<void>(resolve => void romeo.app.messages.onChanged(message => message.retracted && resolve()));
  await juliet.app.rooms.retract({ conversation: hers.id, message: scandal.id, reason: 'peace' });
  await away;
  for (const [one, where] of [
    [juliet, hers],
    [romeo, his],
  ] as const)
    expect(await allMessages(one, where)).toMatchObject([{ body: '', retracted: { by: 'Juliet', reason: 'peace' } }]);
  const nurse = await person();
  const old = await joinRoom(nurse, hers.peer, 'Nurse');
  await tells(romeo, his, nurse, 'good night');
  expect((await allMessages(nurse, old)).map(message => message.body)).toEqual(['good night']);
});
