import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { bareJid } from '../../preload/contract/ids.ts';
import { openApp, randomText } from '../actors/app.ts';
import { heard } from '../actors/heard.ts';
import { allMessages, leave, signIn, type Someone } from '../actors/people.ts';
import { startPeer, xml } from '../actors/peer.ts';
import { startProsody, type Prosody } from '../actors/prosody.ts';
import { hears, joinRoom, makeRoom, reopened, roomBecomes, roomOf, says, tells, texts } from '../actors/rooms.ts';

let server: Prosody;
const here: Someone[] = [];
const person = async (): Promise<Someone> => {
  const one = await signIn(server);
  here.push(one);
  return one;
};
const bodies = async (one: Someone, where: Parameters<typeof allMessages>[1]): Promise<readonly string[]> =>
  (await allMessages(one, where)).map(message => message.body);

const byName = (a: readonly unknown[], b: readonly unknown[]): number => String(a[0]).localeCompare(String(b[0]));

beforeAll(async () => {
  server = await startProsody();
}, 60_000);
afterEach(async () => {
  await leave(...here.splice(0));
});
afterAll(() => server.stop());

test('two people meet in a room, see each other and talk', { timeout: 60_000 }, async () => {
  const [juliet, romeo] = [await person(), await person()];
  const hers = await makeRoom(juliet, 'Juliet', 'channel', 'The Orchard');
  expect(hers).toMatchObject({ kind: 'room', title: 'The Orchard' });
  const his = await joinRoom(romeo, hers.peer, 'Romeo');
  expect(his).toMatchObject({ kind: 'room', title: 'The Orchard', unread: 0 });
  expect((await romeo.app.rooms.occupants({ conversation: his.id })).map(one => [one.nickname, one.role, one.self]).toSorted(byName)).toEqual([
    ['Juliet', 'moderator', false],
    ['Romeo', 'participant', true],
  ]);

  const reply = hears(romeo, 'O speak again');
  const delivered = heard(juliet.app.messages.onChanged, message => message.body === 'O speak again' && message.delivery === 'delivered');
  await says(juliet, hers, 'O speak again');
  expect(await reply).toMatchObject({ mine: false, sender: { nickname: 'Juliet' } });
  expect(await delivered).toMatchObject({ mine: true });
  expect(await tells(romeo, his, juliet, 'bright angel')).toMatchObject({ mine: false, sender: { nickname: 'Romeo' } });
  for (const [one, where] of [
    [juliet, hers],
    [romeo, his],
  ] as const)
    expect(await bodies(one, where)).toEqual(['O speak again', 'bright angel']);
  expect(await roomOf(romeo, his)).toMatchObject({ state: 'joined', occupants: 2, nature: { listed: true, archived: true } });
});

test('what was missed comes when the room is joined again, once, with what means the user counted; own words are own', { timeout: 90_000 }, async () => {
  const [juliet, romeo] = [await person(), await person()];
  const hers = await makeRoom(juliet, 'Juliet');
  const his = await joinRoom(romeo, hers.peer, 'Romeo');
  await tells(romeo, his, juliet, 'before');
  await reopened(romeo, server, async () => {
    for (let number = 0; number < 300; number += 1) await says(juliet, hers, `missed ${number}`);
    await tells(juliet, hers, juliet, 'Romeo, where art thou');
  });
  const expected = ['before', ...Array.from({ length: 300 }, (_, number) => `missed ${number}`), 'Romeo, where art thou'];
  expect(await texts(romeo, his, expected.length)).toEqual(expected);
  expect(await allMessages(romeo, his)).toMatchObject([{ mine: true, delivery: 'delivered' }, ...expected.slice(1).map(() => ({ mine: false }))]);
  const conversation = (await romeo.app.conversations.list({})).find(one => one.id === his.id);
  expect(conversation).toMatchObject({ unread: 301, mentions: 1 });
  expect((await romeo.app.rooms.mentions({ limit: 10 })).hits.map(hit => hit.message.body)).toEqual(['Romeo, where art thou']);
  await romeo.app.conversations.markRead({ conversation: his.id });
  await reopened(romeo, server);
  await roomBecomes(romeo, his, room => room.state === 'joined');
  await tells(juliet, hers, romeo, 'at last');
  expect(await bodies(romeo, his)).toEqual([...expected, 'at last']);
});

test('who joins for the first time finds what was said last, read; older ones come by scrolling up', { timeout: 90_000 }, async () => {
  const juliet = await person();
  const hers = await makeRoom(juliet, 'Juliet');
  for (let number = 0; number < 120; number += 1) await says(juliet, hers, `line ${number}`);
  await tells(juliet, hers, juliet, 'the last line');
  const romeo = await person();
  const his = await joinRoom(romeo, hers.peer, 'Romeo');
  const first = await texts(romeo, his, 50);
  expect(first).toHaveLength(50);
  expect(first.at(-1)).toBe('the last line');
  expect((await romeo.app.conversations.list({}))[0]).toMatchObject({ unread: 0 });
  const isMore = async (): Promise<boolean> => (await romeo.app.messages.page({ conversation: his.id, limit: 1 })).olderOnServer;
  expect(await isMore()).toBe(true);
  // A connection that is gone for a while makes no beginning of what was said.
  await romeo.app.accounts.setEnabled({ account: romeo.account.id, enabled: false });
  await roomBecomes(romeo, his, room => room.state === 'outside');
  expect(await isMore()).toBe(true);
  await romeo.app.accounts.setEnabled({ account: romeo.account.id, enabled: true });
  await roomBecomes(romeo, his, room => room.state === 'joined');
  for (let page = 0; !(await romeo.app.messages.fetchOlder({ conversation: his.id })).complete; page += 1) expect(page).toBeLessThan(10);
  expect(await bodies(romeo, his)).toEqual([...Array.from({ length: 120 }, (_, number) => `line ${number}`), 'the last line']);
});

test('what is typed while the room cannot be reached waits, and goes out once, in order', { timeout: 90_000 }, async () => {
  const [juliet, romeo] = [await person(), await person()];
  const hers = await makeRoom(juliet, 'Juliet');
  const his = await joinRoom(romeo, hers.peer, 'Romeo');
  await romeo.app.accounts.setEnabled({ account: romeo.account.id, enabled: false });
  await roomBecomes(romeo, his, room => room.state === 'outside');
  for (const body of ['one', 'two', 'three']) expect(await says(romeo, his, body)).toMatchObject({ delivery: 'queued' });
  const last = hears(juliet, 'three');
  await romeo.app.accounts.setEnabled({ account: romeo.account.id, enabled: true });
  await last;
  expect(await bodies(juliet, hers)).toEqual(['one', 'two', 'three']);
  await tells(juliet, hers, romeo, 'four');
  expect((await allMessages(romeo, his)).map(message => [message.body, message.delivery])).toEqual([
    ['one', 'delivered'],
    ['two', 'delivered'],
    ['three', 'delivered'],
    ['four', 'sent'],
  ]);
});

test('a nickname that somebody has already gets a number, and the user is told; one that was chosen is refused', { timeout: 60_000 }, async () => {
  const [juliet, mallory] = [await person(), await person()];
  const hers = await makeRoom(juliet, 'Juliet');
  await expect(joinRoom(mallory, hers.peer, 'Juliet')).rejects.toMatchObject({ failure: { code: 'stanza-error', condition: 'nickname-taken' } });
  expect(await mallory.app.rooms.list({})).toEqual([]);
  expect(await mallory.app.conversations.list({})).toEqual([]);
  const romeo = await person();
  await server.nick(romeo.user, 'Juliet');
  const his = await joinRoom(romeo, hers.peer, 'Romeo');
  await romeo.app.rooms.leave({ conversation: his.id });
  await expect(romeo.app.rooms.rejoin({ conversation: his.id, nickname: 'Juliet' })).rejects.toMatchObject({ failure: { condition: 'nickname-taken' } });
  const told = heard(romeo.app.rooms.onNotice, notice => notice.what === 'renamed');
  await romeo.app.rooms.rejoin({ conversation: his.id });
  expect(await told).toMatchObject({ who: 'Juliet', to: 'Juliet-2' });
  expect(await roomOf(romeo, his)).toMatchObject({ nickname: 'Juliet-2', state: 'joined' });
});

test('a nickname that somebody else takes over inherits nothing that was said under it', { timeout: 60_000 }, async () => {
  const [juliet, romeo] = [await person(), await person()];
  const hers = await makeRoom(juliet, 'Juliet');
  const his = await joinRoom(romeo, hers.peer, 'Romeo');
  const his1 = await tells(romeo, his, juliet, 'I am Romeo');
  await romeo.app.rooms.leave({ conversation: his.id });
  const mallory = await person();
  const theirs = await joinRoom(mallory, hers.peer, 'Romeo');
  await texts(mallory, theirs, 1);
  const second = await tells(mallory, theirs, juliet, 'I am Romeo, too');
  expect(second.sender?.occupantId).not.toBe(his1.sender?.occupantId);
  expect(await allMessages(mallory, theirs)).toMatchObject([
    { body: 'I am Romeo', mine: false, sender: { nickname: 'Romeo', occupantId: his1.sender?.occupantId } },
    { body: 'I am Romeo, too', mine: true },
  ]);
});

test('a private word is seen by two, stands apart, and is answered', { timeout: 60_000 }, async () => {
  const [juliet, romeo, nurse] = [await person(), await person(), await person()];
  const hers = await makeRoom(juliet, 'Juliet');
  const his = await joinRoom(romeo, hers.peer, 'Romeo');
  const old = await joinRoom(nurse, hers.peer, 'Nurse');
  const comes = hears(juliet, 'psst');
  await romeo.app.rooms.sendPrivate({ conversation: his.id, nickname: 'Juliet', body: 'psst' });
  expect(await comes).toMatchObject({ privateWith: 'Romeo', mine: false, conversation: hers.id });
  const answer = hears(romeo, 'go');
  await juliet.app.rooms.sendPrivate({ conversation: hers.id, nickname: 'Romeo', body: 'go' });
  expect(await answer).toMatchObject({ privateWith: 'Juliet', mine: false });
  const heardByAll = hears(nurse, 'good morning, Nurse');
  await tells(juliet, hers, romeo, 'good morning, Nurse');
  await heardByAll;
  expect(await bodies(nurse, old)).toEqual(['good morning, Nurse']);
  expect(await allMessages(romeo, his)).toMatchObject([
    { body: 'psst', mine: true, privateWith: 'Juliet' },
    { body: 'go', mine: false, privateWith: 'Juliet' },
    { body: 'good morning, Nurse' },
  ]);
});

test('who comes back gets into the rooms that are kept, with another device, too; what one device leaves, the other leaves', { timeout: 90_000 }, async () => {
  const [juliet, romeo] = [await person(), await person()];
  const hers = await makeRoom(juliet, 'Juliet');
  const his = await joinRoom(romeo, hers.peer, 'Romeo');
  await romeo.app.rooms.rename({ conversation: his.id, name: 'Under the balcony' });
  await romeo.app.rooms.setNotify({ conversation: his.id, notify: 'never' });
  await romeo.app.conversations.setPinned({ conversation: his.id, pinned: true });
  const app = await openApp({ server });
  const other: Someone = {
    ...romeo,
    app,
    account: await app.accounts.signIn({ address: romeo.account.address, password: romeo.password, route: server.route }),
  };
  here.push(other);
  const joined = await heard(app.rooms.onChanged, room => room.state === 'joined');
  expect(joined).toMatchObject({ address: hers.peer, notify: 'never', autojoin: true });
  expect((await app.conversations.list({}))[0]).toMatchObject({ title: 'Under the balcony', pinned: true });
  const left = heard(romeo.app.rooms.onChanged, room => room.state === 'outside' && !room.autojoin);
  await app.rooms.leave({ conversation: joined.conversation });
  await left;
});

test('a room that another client has put into the list without a nickname is joined under our own, also at the next start', { timeout: 90_000 }, async () => {
  const [juliet, romeo] = [await person(), await person()];
  const hers = await makeRoom(juliet, 'Juliet');
  const elsewhere = await startPeer(server, { address: romeo.account.address, password: romeo.password });
  const joined = heard(romeo.app.rooms.onChanged, room => room.address === hers.peer && room.state === 'joined');
  await elsewhere.iq(
    xml(
      'iq',
      { type: 'set' },
      xml(
        'pubsub',
        { xmlns: 'http://jabber.org/protocol/pubsub' },
        xml(
          'publish',
          { node: 'urn:xmpp:bookmarks:1' },
          xml('item', { id: hers.peer }, xml('conference', { xmlns: 'urn:xmpp:bookmarks:1', autojoin: 'true' })),
        ),
      ),
    ),
  );
  expect(await joined).toMatchObject({ nickname: romeo.user });
  await elsewhere.stop();
  await reopened(romeo, server);
  const [conversation] = await romeo.app.conversations.list({});
  expect(conversation && (await roomBecomes(romeo, conversation, room => room.state === 'joined'))).toMatchObject({ nickname: romeo.user });
});

test('a room is told what it is about, and who types', { timeout: 60_000 }, async () => {
  const [juliet, romeo] = [await person(), await person()];
  const hers = await makeRoom(juliet, 'Juliet');
  const his = await joinRoom(romeo, hers.peer, 'Romeo');
  await juliet.app.rooms.setSubject({ conversation: hers.id, text: 'The feud' });
  expect((await roomBecomes(romeo, his, room => room.subject !== undefined)).subject).toMatchObject({ text: 'The feud', by: 'Juliet' });
  await juliet.app.conversations.setTyping({ conversation: hers.id, state: 'composing' });
  await roomBecomes(romeo, his, room => room.typing.includes('Juliet'));
  await tells(juliet, hers, romeo);
  await roomBecomes(romeo, his, room => room.typing.length === 0);
});

test('in a group it is told who has read; also what they read while one was away', { timeout: 90_000 }, async () => {
  const [juliet, romeo] = [await person(), await person()];
  const hers = await makeRoom(juliet, 'Juliet', 'group');
  await juliet.app.rooms.setAffiliation({ conversation: hers.id, address: romeo.account.address, affiliation: 'member' });
  const his = await joinRoom(romeo, hers.peer, 'Romeo');
  await tells(juliet, hers, romeo, 'do you read me');
  const told = heard(juliet.app.rooms.onRead, ({ conversation }) => conversation === hers.id);
  await romeo.app.conversations.markRead({ conversation: his.id });
  const { readers } = await told;
  expect(readers).toMatchObject([{ nickname: 'Romeo' }]);
  const own = (await allMessages(juliet, hers)).at(-1);
  expect(readers[0]?.position).toBe(own?.position);
  await tells(juliet, hers, romeo, 'and this');
  await reopened(juliet, server, async () => {
    await romeo.app.conversations.markRead({ conversation: his.id });
    await tells(romeo, his, romeo, 'I do');
  });
  await texts(juliet, hers, 3);
  const last = (await allMessages(juliet, hers))[1];
  expect(await juliet.app.rooms.readers({ conversation: hers.id })).toMatchObject([{ nickname: 'Romeo', position: last?.position }]);
});

test('rooms of the server are found; a person is no room, and a room that is not there is made by wish', { timeout: 60_000 }, async () => {
  const [juliet, romeo] = [await person(), await person()];
  const hers = await makeRoom(juliet, 'Juliet', 'channel', `Garden ${randomText()}`);
  await makeRoom(juliet, 'Juliet', 'group', 'Secret');
  const [service] = await romeo.app.rooms.services({ account: romeo.account.id });
  expect(service).toMatchObject({ address: `rooms.${server.domain}` });
  const found = await romeo.app.rooms.browse({ account: romeo.account.id, service: service?.address ?? '', text: 'garden' });
  expect(found.rooms).toMatchObject([{ address: hers.peer, name: hers.title, occupants: 1, joined: false }]);
  const all = await romeo.app.rooms.browse({ account: romeo.account.id, service: service?.address ?? '', text: '' });
  expect(all.rooms.map(room => room.name)).not.toContain('Secret');
  await expect(joinRoom(romeo, juliet.account.address, 'Romeo')).rejects.toMatchObject({ failure: { condition: 'not-a-room' } });
  await expect(romeo.app.rooms.search({ account: romeo.account.id, text: 'x' })).rejects.toMatchObject({ failure: { code: 'unsupported' } });
  expect(await romeo.app.rooms.list({})).toEqual([]);
  const nowhere = `nowhere-${randomText()}@rooms.${server.domain}`;
  await expect(joinRoom(romeo, nowhere, 'Romeo')).rejects.toMatchObject({ failure: { condition: 'not-found' } });
  expect(await romeo.app.rooms.list({})).toEqual([]);
  const made = await romeo.app.rooms.join({ account: romeo.account.id, address: nowhere, nickname: 'Romeo', make: true });
  expect(await roomOf(romeo, made)).toMatchObject({ state: 'joined', affiliation: 'owner', nature: { membersOnly: false } });
});

test('who is invited comes when they want, and into a group as a member; who is blocked invites nobody', { timeout: 60_000 }, async () => {
  const [juliet, romeo] = [await person(), await person()];
  const invited = heard(romeo.app.rooms.onInvites, list => list.length === 1);
  const hers = await juliet.app.rooms.create({
    account: juliet.account.id,
    kind: 'group',
    name: 'The family',
    nickname: 'Juliet',
    invite: [romeo.account.address],
  });
  expect(await roomOf(juliet, hers)).toMatchObject({ nature: { membersOnly: true, nonAnonymous: true, persistent: true, listed: false }, notify: 'always' });
  const [invite] = await invited;
  expect(invite).toMatchObject({ room: hers.peer, by: juliet.account.address });
  expect(await romeo.app.rooms.list({})).toEqual([]);
  const his = await romeo.app.rooms.accept({ invite: invite?.id ?? '' });
  expect(await roomOf(romeo, his)).toMatchObject({ state: 'joined', affiliation: 'member' });
  expect(await romeo.app.rooms.invites({})).toEqual([]);
  await roomBecomes(juliet, hers, room => room.occupants === 2);
  const occupants = await juliet.app.rooms.occupants({ conversation: hers.id });
  expect(occupants.find(one => !one.self)?.address).toBe(romeo.account.address);

  const mallory = await startPeer(server, await server.register());
  const blocked = heard(romeo.app.contacts.onBlocked, ({ addresses }) => addresses.includes(bareJid(mallory.address)));
  await romeo.app.contacts.block({ account: romeo.account.id, address: bareJid(mallory.address) });
  await blocked;
  mallory.send(xml('message', { to: romeo.account.address }, xml('x', { xmlns: 'jabber:x:conference', jid: `den@rooms.${server.domain}` })));
  await tells(juliet, hers, romeo);
  expect(await romeo.app.rooms.invites({})).toEqual([]);
  await mallory.stop();
});
