// What is said in a room over a wire that is cut again and again, and what strangers say in its name.
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { openApp, randomText } from '../actors/app.ts';
import { startCuttingProxy } from '../actors/cutting-proxy.ts';
import { allMessages, leave, signIn, type Someone } from '../actors/people.ts';
import { startPeer } from '../actors/peer.ts';
import { startProsody, type Prosody } from '../actors/prosody.ts';
import { joinRoom, makeRoom, roomBecomes, roomOf, says, tells, texts } from '../actors/rooms.ts';

const servers: Prosody[] = [];
const here: Someone[] = [];
let server: Prosody;
async function start(options: Parameters<typeof startProsody>[0]): Promise<Prosody> {
  const started = await startProsody(options);
  servers.push(started);
  return started;
}

beforeAll(async () => {
  server = await start({});
}, 60_000);
afterEach(() => leave(...here.splice(0)));
afterAll(() => Promise.all(servers.map(one => one.stop())));

async function overWire(on: Prosody): Promise<{ readonly one: Someone; readonly wire: Awaited<ReturnType<typeof startCuttingProxy>> }> {
  const wire = await startCuttingProxy({ host: on.host, port: on.port });
  const { address, password, user } = await on.register();
  const app = await openApp({ server: on });
  const one = { app, account: await app.accounts.signIn({ address, password, route: { host: wire.host, port: wire.port } }), user, password };
  here.push(one);
  return { one, wire };
}

test.each([
  ['where sessions are resumed', {}],
  ['where they are not', { disabled: ['smacks'] }],
])('cuts while two talk lose, double and disorder nothing, %s', { timeout: 180_000 }, async (_where, options) => {
  const on = await start(options);
  const juliet = await signIn(on);
  here.push(juliet);
  const hers = await makeRoom(juliet, 'Juliet');
  const { one: romeo, wire } = await overWire(on);
  const his = await joinRoom(romeo, hers.peer, 'Romeo');
  const own: string[] = [];
  const theirs: string[] = [];
  for (let round = 0; round < 8; round += 1) {
    const cut = wire.cutAfter(600 + 530 * round);
    for (let number = 0; number < 5; number += 1) {
      own.push(`his ${round} ${number}`);
      theirs.push(`hers ${round} ${number}`);
      await says(romeo, his, own.at(-1) ?? '');
      await says(juliet, hers, theirs.at(-1) ?? '');
    }
    await Promise.race([cut, roomBecomes(romeo, his, room => room.state !== 'joined').catch(() => undefined)]);
    romeo.app.wake();
    await roomBecomes(romeo, his, room => room.state === 'joined');
  }
  const all = own.length + theirs.length;
  const [atHers, atHis] = [await texts(juliet, hers, all), await texts(romeo, his, all)];
  for (const seen of [atHers, atHis]) {
    expect(seen.filter(body => body.startsWith('his'))).toEqual(own);
    expect(seen.filter(body => body.startsWith('hers'))).toEqual(theirs);
  }
  expect((await allMessages(romeo, his)).every(message => message.mine === message.body.startsWith('his'))).toBe(true);
  await wire.close();
});

test('what a stranger says in the words of a room changes nothing, and no room comes of it', { timeout: 60_000 }, async () => {
  const [juliet, romeo] = [await signIn(server), await signIn(server)];
  here.push(juliet, romeo);
  const hers = await makeRoom(juliet, 'Juliet');
  const his = await joinRoom(romeo, hers.peer, 'Romeo');
  const said = await tells(juliet, hers, romeo, 'what is in a name');
  const before = await roomOf(romeo, his);
  const occupants = await romeo.app.rooms.occupants({ conversation: his.id });
  const account = await server.register();
  const mallory = await startPeer(server, account);
  const to = `to="${(await server.sessions(romeo.account.address))[0] ?? ''}"`;
  const MUC = 'http://jabber.org/protocol/muc#user';
  const id = randomText();
  for (const stanza of [
    `<presence ${to}><x xmlns="${MUC}"><item affiliation="owner" role="moderator"/><status code="110"/></x></presence>`,
    `<presence ${to} type="unavailable"><x xmlns="${MUC}"><item affiliation="none" role="none"/><status code="307"/><status code="110"/></x></presence>`,
    `<message ${to} type="groupchat"><body>in a room that is none ${id}</body></message>`,
    `<message ${to} type="groupchat"><subject>nonsense</subject></message>`,
    `<message ${to}><x xmlns="${MUC}"><status code="104"/></x></message>`,
    `<message ${to}><result xmlns="urn:xmpp:mam:2" id="1" queryid="1"><forwarded xmlns="urn:xmpp:forward:0"><message xmlns="jabber:client" type="groupchat" from="${hers.peer}/Juliet"><body>archived ${id}</body></message></forwarded></result></message>`,
    `<message ${to}><event xmlns="http://jabber.org/protocol/pubsub#event"><items node="urn:xmpp:bookmarks:1"><item id="den@rooms.${server.domain}"><conference xmlns="urn:xmpp:bookmarks:1" autojoin="1"/></item></items></event></message>`,
  ])
    mallory.write(stanza);
  // Under the room's own address, on the stream itself, but of rooms that he is not in.
  await server.inject(
    romeo.account.address,
    `<presence from="den@rooms.${server.domain}/Romeo"><x xmlns="${MUC}"><item affiliation="owner" role="moderator"/><status code="110"/></x></presence>` +
      `<message from="den@rooms.${server.domain}/Mallory" type="groupchat"><body>come in ${id}</body></message>`,
  );
  await tells(juliet, hers, romeo, 'a rose');
  const strange = (await romeo.app.conversations.list({})).filter(one => one.kind === 'room').map(one => one.peer);
  expect(strange).toEqual([hers.peer]);
  const { state, role, affiliation, subject, nickname, nature } = before;
  // What is put on the stream past the server's own count may cost him the connection: then he comes back by himself.
  await expect.poll(async () => (await roomOf(romeo, his)).state, { timeout: 20_000 }).toBe(state);
  expect(await roomOf(romeo, his)).toMatchObject({ state, role, affiliation, nickname, nature, ...(subject ? { subject } : {}) });
  expect((await roomOf(romeo, his)).subject).toEqual(subject);
  expect(await romeo.app.rooms.occupants({ conversation: his.id })).toEqual(occupants);
  expect((await allMessages(romeo, his)).map(message => message.body)).toEqual([said.body, 'a rose']);
  await mallory.stop();
});
