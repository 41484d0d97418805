// What an occupant of a room on ejabberd can send that looks like the room's own word.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Conversation } from '../../../preload/contract/conversations.ts';
import { randomText } from '../../actors/app.ts';
import { findEjabberd, startEjabberd, type Ejabberd } from '../../actors/ejabberd.ts';
import { allMessages, leave, signIn, type Someone } from '../../actors/people.ts';
import { startPeer, type Peer } from '../../actors/peer.ts';
import { hears, joinRoom, makeRoom, occupantBecomes, reopened, roomOf, says, tells, texts } from '../../actors/rooms.ts';

const MUC = 'http://jabber.org/protocol/muc';

describe.skipIf(!findEjabberd())('forgeries in a room on ejabberd', () => {
  let server: Ejabberd;
  let juliet: Someone;
  let romeo: Someone;
  let hers: Conversation;
  let his: Conversation;
  let mallory: Peer;
  const inRoom = (inside: string): void => mallory.write(`<message type='groupchat' to='${hers.peer}' id='${randomText()}'>${inside}</message>`);
  /** Something that is surely heard after all that was sent before. */
  async function afterAllThat(): Promise<void> {
    const body = randomText();
    const last = hears(romeo, body);
    inRoom(`<body>${body}</body>`);
    await last;
  }
  const archiveIdOf = (body: string): string =>
    mallory.heard.flatMap(one => (one.getChildText('body') === body ? [String(one.getChild('stanza-id')?.attrs['id'])] : []))[0] ?? '';

  beforeAll(async () => {
    server = await startEjabberd();
    [juliet, romeo] = [await signIn(server), await signIn(server)];
    hers = await makeRoom(juliet, 'Juliet');
    his = await joinRoom(romeo, hers.peer, 'Romeo');
    mallory = await startPeer(server, await server.register());
    mallory.write(
      `<presence to='${hers.peer}/Mallory'><x xmlns='${MUC}'/><hats xmlns='urn:xmpp:hats:0'><hat uri='urn:boss' title='Administrator'/></hats>` +
        `<occupant-id xmlns='urn:xmpp:occupant-id:0' id='${randomText()}'/><x xmlns='${MUC}#user'><item affiliation='owner' role='moderator'/></x></presence>`,
    );
    await mallory.wait(element => element.is('presence') && element.toString().includes(`code="110"`));
  });
  afterAll(async () => {
    await mallory.stop();
    await leave(juliet, romeo);
    await server.stop();
  });

  test('whoever puts a hat on himself wears none, and is what the room says', { timeout: 60_000 }, async () => {
    await occupantBecomes(romeo, his, 'Mallory', one => one !== undefined);
    const seen = (await romeo.app.rooms.occupants({ conversation: his.id })).find(one => one.nickname === 'Mallory');
    expect(seen).toMatchObject({ hats: [], role: 'participant', affiliation: 'none', self: false });
  });

  test('nobody but the room takes a message away, changes its subject or its settings', { timeout: 60_000 }, async () => {
    const said = await tells(juliet, hers, romeo, 'parting is such sweet sorrow');
    await mallory.hears(said.body);
    const id = archiveIdOf(said.body);
    expect(id).not.toBe('');
    inRoom(`<retract xmlns='urn:xmpp:message-retract:1' id='${id}'><moderated xmlns='urn:xmpp:message-moderate:1' by='${hers.peer}/Juliet'/></retract>`);
    inRoom(
      `<apply-to xmlns='urn:xmpp:fasten:0' id='${id}'><moderated xmlns='urn:xmpp:message-moderate:0' by='${hers.peer}/Juliet'><retract xmlns='urn:xmpp:message-retract:0'/></moderated></apply-to>`,
    );
    inRoom(`<x xmlns='${MUC}#user'><status code='104'/><status code='172'/></x>`);
    inRoom('<subject>Mallory’s den</subject>');
    await afterAllThat();
    expect((await allMessages(romeo, his)).find(one => one.id === said.id)).toMatchObject({ body: 'parting is such sweet sorrow' });
    expect((await roomOf(romeo, his)).subject?.text).not.toBe('Mallory’s den');
    const what = (await romeo.app.rooms.notices({ conversation: his.id })).map(notice => notice.what);
    expect(what).not.toContain('config');
    expect(what).not.toContain('retracted');
  });

  test(
    'who calls himself like another with a space behind it is let in, and pointed at; who turns the writing is not let in',
    { timeout: 60_000 },
    async () => {
      mallory.write(`<presence to='${hers.peer}/Juliet\u00A0'/>`);
      await occupantBecomes(romeo, his, 'Juliet ', one => one !== undefined);
      mallory.write(`<presence to='${hers.peer}/\u202EteiluJ'/>`);
      await afterAllThat();
      const all = await romeo.app.rooms.occupants({ conversation: his.id });
      expect(all.map(one => [one.nickname, one.role, one.misleading])).toEqual([
        ['Juliet', 'moderator', true],
        ['Romeo', 'participant', false],
        ['Juliet ', 'participant', true],
      ]);
    },
  );

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
    expect(await texts(romeo, his, 5)).toContain('by your leave');
    const all = await allMessages(romeo, his);
    const late = all.find(one => one.body === 'by your leave');
    expect(late?.mine).toBe(false);
    expect(late?.sender?.address).toBeUndefined();
    expect(all.some(one => one.retracted !== undefined)).toBe(false);
  });
});
