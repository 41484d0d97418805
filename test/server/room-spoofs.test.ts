// What an occupant of a real room can send that looks like the room's own word: Prosody passes most of it on, and archives it.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Conversation } from '../../preload/contract/conversations.ts';
import { randomText } from '../actors/app.ts';
import { allMessages, leave, signIn, type Someone } from '../actors/people.ts';
import { startPeer, type Peer } from '../actors/peer.ts';
import { startProsody, type Prosody } from '../actors/prosody.ts';
import { hears, makeRoom, occupantBecomes, reopened, roomOf, says, tells, texts } from '../actors/rooms.ts';

let server: Prosody;
let juliet: Someone;
let romeo: Someone;
let hers: Conversation;
let his: Conversation;
let mallory: Peer;

const MUC = 'http://jabber.org/protocol/muc';
const inRoom = (inside: string): void => mallory.write(`<message type='groupchat' to='${hers.peer}' id='${randomText()}'>${inside}</message>`);
/** Something that is surely heard after all that was sent before. */
async function afterAllThat(): Promise<void> {
  const body = randomText();
  const last = hears(romeo, body);
  inRoom(`<body>${body}</body>`);
  await last;
}

beforeAll(async () => {
  server = await startProsody();
  [juliet, romeo] = [await signIn(server), await signIn(server)];
  hers = await makeRoom(juliet, 'Juliet');
  his = await romeo.app.rooms.join({ account: romeo.account.id, address: hers.peer, nickname: 'Romeo' });
  const { address, password } = await server.register();
  mallory = await startPeer(server, { address, password });
  mallory.write(
    `<presence to='${hers.peer}/Mallory'><x xmlns='${MUC}'/><hats xmlns='urn:xmpp:hats:0'><hat uri='urn:boss' title='Administrator'/></hats><x xmlns='${MUC}#user'><item affiliation='owner' role='moderator'/></x></presence>`,
  );
  await mallory.wait(element => element.is('presence') && element.toString().includes(`code="110"`));
}, 60_000);
afterAll(async () => {
  await mallory.stop();
  await leave(juliet, romeo);
  await server.stop();
});

test('whoever puts a hat on himself wears none, and is what the room says', { timeout: 30_000 }, async () => {
  await occupantBecomes(romeo, his, 'Mallory', one => one !== undefined);
  const seen = (await romeo.app.rooms.occupants({ conversation: his.id })).find(one => one.nickname === 'Mallory');
  expect(seen).toMatchObject({ hats: [], role: 'participant', affiliation: 'none', self: false });
});

test('nobody but the room takes a message away, changes its subject or its settings', { timeout: 60_000 }, async () => {
  const said = await tells(juliet, hers, romeo, 'parting is such sweet sorrow');
  await mallory.hears(said.body);
  const archiveId = mallory.heard.flatMap(one => (one.getChildText('body') === said.body ? [one.getChild('stanza-id')?.attrs['id'] as string] : []))[0] ?? '';
  expect(archiveId).not.toBe('');
  inRoom(`<retract xmlns='urn:xmpp:message-retract:1' id='${archiveId}'><moderated xmlns='urn:xmpp:message-moderate:1' by='${hers.peer}/Juliet'/></retract>`);
  inRoom(
    `<apply-to xmlns='urn:xmpp:fasten:0' id='${archiveId}'><moderated xmlns='urn:xmpp:message-moderate:0' by='${hers.peer}/Juliet'><retract xmlns='urn:xmpp:message-retract:0'/></moderated></apply-to>`,
  );
  inRoom(`<x xmlns='${MUC}#user'><status code='104'/><status code='172'/></x>`);
  inRoom(`<subject>Mallory’s den</subject>`);
  await afterAllThat();
  expect((await allMessages(romeo, his)).find(one => one.id === said.id)).toMatchObject({ body: 'parting is such sweet sorrow' });
  expect((await allMessages(romeo, his)).some(one => one.retracted !== undefined)).toBe(false);
  expect((await roomOf(romeo, his)).subject?.text).not.toBe('Mallory’s den');
  const what = (await romeo.app.rooms.notices({ conversation: his.id })).map(notice => notice.what);
  expect(what).not.toContain('config');
  expect(what).not.toContain('retracted');
});

test('what is said now stands last, whenever its sender says that it was', { timeout: 30_000 }, async () => {
  inRoom(`<body>an old oath</body><delay xmlns='urn:xmpp:delay' from='${hers.peer}' stamp='2001-01-01T00:00:00Z'/>`);
  await afterAllThat();
  const bodies = (await allMessages(romeo, his)).map(one => one.body);
  expect(bodies.indexOf('an old oath')).toBe(bodies.length - 2);
});

test('neither do the forgeries count when they come out of the archive, nor does a sender say who he is', { timeout: 60_000 }, async () => {
  await reopened(romeo, server, async () => {
    inRoom(`<body>by your leave</body><x xmlns='${MUC}#user'><item jid='${juliet.account.address}' affiliation='owner' role='moderator'/></x>`);
    inRoom(
      `<retracted xmlns='urn:xmpp:message-retract:1'><moderated xmlns='urn:xmpp:message-moderate:1' by='${hers.peer}/Juliet'/></retracted><store xmlns='urn:xmpp:hints'/>`,
    );
    await mallory.hears('by your leave');
  });
  const last = hears(romeo, 'good night');
  await occupantBecomes(romeo, his, 'Juliet', one => one !== undefined);
  await says(juliet, hers, 'good night');
  await last;
  // What was missed may come after it.
  expect(await texts(romeo, his, 6)).toContain('by your leave');
  const all = await allMessages(romeo, his);
  const late = all.find(one => one.body === 'by your leave');
  expect(late).toMatchObject({ mine: false, sender: { nickname: 'Mallory' } });
  expect(late?.sender?.address).toBeUndefined();
  expect(all.some(one => one.retracted !== undefined)).toBe(false);
});
