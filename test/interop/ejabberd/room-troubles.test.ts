// What rooms must withstand, on ejabberd: being put out, the end of the room, of the service, of the connection.
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Conversation } from '../../../preload/contract/conversations.ts';
import { openApp } from '../../actors/app.ts';
import { startCuttingProxy, type CuttingProxy } from '../../actors/cutting-proxy.ts';
import { findEjabberd, startEjabberd, type Ejabberd } from '../../actors/ejabberd.ts';
import { heard } from '../../actors/heard.ts';
import { startPeer, xml } from '../../actors/peer.ts';
import { allMessages, leave, signIn, type Someone } from '../../actors/people.ts';
import { hears, joinRoom, makeRoom, notices, occupantBecomes, roomBecomes, roomOf, says, tells, texts } from '../../actors/rooms.ts';

describe.skipIf(!findEjabberd())('troubles of rooms on ejabberd', () => {
  let server: Ejabberd;
  const here: Someone[] = [];
  const wires: CuttingProxy[] = [];
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
  async function overWire(): Promise<{ one: Someone; wire: CuttingProxy }> {
    const wire = await startCuttingProxy({ host: server.host, port: server.port });
    wires.push(wire);
    const { address, password, user } = await server.register();
    const app = await openApp({ server });
    const one = { app, account: await app.accounts.signIn({ address, password, route: { host: wire.host, port: wire.port } }), user, password };
    here.push(one);
    return { one, wire };
  }
  /** The room takes Romeo for gone, and he hears nothing of it. */
  async function forgets(juliet: Someone, hers: Conversation, romeo: Someone): Promise<void> {
    const other = await startPeer(server, { address: romeo.account.address, password: romeo.password, available: false });
    const item = xml('item', { jid: hers.peer });
    await other.iq(xml('iq', { type: 'set' }, xml('block', { xmlns: 'urn:xmpp:blocking' }, item)));
    await server.forget(hers.peer, 'Romeo');
    await roomBecomes(juliet, hers, room => room.occupants === 1);
    await other.iq(xml('iq', { type: 'set' }, xml('unblock', { xmlns: 'urn:xmpp:blocking' }, item)));
    await other.stop();
  }

  beforeAll(async () => {
    server = await startEjabberd();
  });
  afterEach(async () => {
    await leave(...here.splice(0));
    for (const wire of wires.splice(0)) await wire.close();
  });
  afterAll(() => server.stop());

  test('a moderator takes voice and gives it, makes members and lists them; who asks for voice waits in a queue', { timeout: 90_000 }, async () => {
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
    await juliet.app.rooms.setAffiliation({ conversation: hers.id, address: romeo.account.address, affiliation: 'admin' });
    expect(await roomBecomes(romeo, his, room => room.affiliation === 'admin')).toMatchObject({ role: 'moderator' });
    expect(await juliet.app.rooms.affiliated({ conversation: hers.id, affiliation: 'admin' })).toMatchObject([{ address: romeo.account.address }]);
  });

  test('messages of others cannot be taken away, and nobody is told that they could', { timeout: 60_000 }, async () => {
    const { juliet, romeo, hers, his } = await two();
    const scandal = await tells(romeo, his, juliet, 'a scandal');
    expect(await roomOf(juliet, hers)).toMatchObject({ role: 'moderator', nature: { canRetract: false } });
    await expect(juliet.app.rooms.retract({ conversation: hers.id, message: scandal.id })).rejects.toMatchObject({ failure: { code: 'unsupported' } });
  });

  test('a room that ends says where it goes on; one that the service ends is gone for good', { timeout: 90_000 }, async () => {
    const { juliet, romeo, hers, his } = await two();
    const tomb = await makeRoom(juliet, 'Juliet');
    await juliet.app.rooms.destroy({ conversation: hers.id, reason: 'the end', movedTo: tomb.peer });
    expect(await roomBecomes(romeo, his, room => room.state === 'trouble')).toMatchObject({ trouble: 'destroyed', movedTo: tomb.peer, reason: 'the end' });
    const there = await joinRoom(romeo, tomb.peer, 'Romeo');
    await server.destroyRoom(tomb.peer);
    expect(await roomBecomes(romeo, there, room => room.state === 'trouble')).toMatchObject({ trouble: 'destroyed' });
    await expect(romeo.app.rooms.rejoin({ conversation: there.id })).rejects.toMatchObject({ failure: { code: 'stanza-error' } });
  });

  test('a room of members lets nobody else in, and a password keeps a room', { timeout: 90_000 }, async () => {
    const { juliet, romeo, hers, his } = await two();
    const locked = { 'muc#roomconfig_passwordprotectedroom': ['1'], 'muc#roomconfig_roomsecret': ['wall'] };
    await juliet.app.rooms.setConfig({ conversation: hers.id, values: locked });
    expect(await roomBecomes(romeo, his, room => room.nature.password)).toMatchObject({ state: 'joined' });
    const nurse = await person();
    await expect(joinRoom(nurse, hers.peer, 'Nurse')).rejects.toMatchObject({ failure: { condition: 'password' } });
    const old = await nurse.app.rooms.join({ account: nurse.account.id, address: hers.peer, nickname: 'Nurse', password: 'wall' });
    await juliet.app.rooms.setConfig({ conversation: hers.id, values: { 'muc#roomconfig_membersonly': ['1'] } });
    expect(await roomBecomes(nurse, old, room => room.state === 'trouble')).toMatchObject({ trouble: 'affiliation' });
    await expect(nurse.app.rooms.rejoin({ conversation: old.id })).rejects.toMatchObject({ failure: { condition: 'members-only' } });
    // No room of this version takes requests.
    const asked = nurse.app.rooms.ask({ conversation: old.id, for: 'membership' });
    await expect(asked).rejects.toMatchObject({ failure: { code: 'stanza-error', condition: 'service-unavailable' } });
  });

  test('everybody takes another name at once', { timeout: 60_000 }, async () => {
    const { juliet, romeo, hers, his } = await two();
    await Promise.all([
      juliet.app.rooms.setNickname({ conversation: hers.id, nickname: 'Capulet' }),
      romeo.app.rooms.setNickname({ conversation: his.id, nickname: 'Montague' }),
    ]);
    await occupantBecomes(romeo, his, 'Capulet', one => one !== undefined);
    expect(new Set((await romeo.app.rooms.occupants({ conversation: his.id })).map(one => one.nickname))).toEqual(new Set(['Capulet', 'Montague']));
    await expect(romeo.app.rooms.setNickname({ conversation: his.id, nickname: 'Capulet' })).rejects.toMatchObject({
      failure: { condition: 'nickname-taken' },
    });
    expect(await tells(romeo, his, juliet)).toMatchObject({ sender: { nickname: 'Montague' } });
  });

  test('when the service of rooms is started anew, everybody is back by itself', { timeout: 120_000 }, async () => {
    const { juliet, romeo, hers, his } = await two();
    await tells(juliet, hers, romeo, 'before');
    const out = heard(romeo.app.rooms.onChanged, room => room.conversation === his.id && room.state !== 'joined');
    await server.restartRooms();
    await out;
    await says(romeo, his, 'typed meanwhile');
    await roomBecomes(juliet, hers, room => room.state === 'joined' && room.occupants === 2);
    await roomBecomes(romeo, his, room => room.state === 'joined' && room.occupants === 2);
    expect(await texts(juliet, hers, 2)).toEqual(['before', 'typed meanwhile']);
    await tells(juliet, hers, romeo, 'after');
    expect(await texts(romeo, his, 3)).toEqual(['before', 'typed meanwhile', 'after']);
  });

  test(
    'a room that has lost us without a word is entered again when the connection was cut; what was typed meanwhile arrives',
    { timeout: 90_000 },
    async () => {
      const juliet = await person();
      const hers = await makeRoom(juliet, 'Juliet');
      const { one: romeo, wire } = await overWire();
      const his = await joinRoom(romeo, hers.peer, 'Romeo');
      await forgets(juliet, hers, romeo);
      expect(await roomOf(romeo, his)).toMatchObject({ state: 'joined' });
      await roomBecomes(juliet, hers, room => room.occupants === 1);
      expect(await roomOf(romeo, his)).toMatchObject({ state: 'joined' });
      const lost = heard(romeo.app.rooms.onChanged, room => room.conversation === his.id && room.state === 'waiting' && room.trouble !== undefined);
      wire.cut();
      romeo.app.wake();
      await lost;
      await says(romeo, his, 'typed meanwhile');
      expect(await texts(juliet, hers, 1)).toEqual(['typed meanwhile']);
      expect(await roomBecomes(romeo, his, room => room.trouble === undefined && room.occupants === 2)).toMatchObject({ state: 'joined' });
    },
  );

  test('a word that comes back because the room does not know us is sent again when it does', { timeout: 90_000 }, async () => {
    const { juliet, romeo, hers, his } = await two();
    await forgets(juliet, hers, romeo);
    expect(await roomOf(romeo, his)).toMatchObject({ state: 'joined' });
    await says(romeo, his, 'do you hear me');
    expect(await texts(juliet, hers, 1)).toEqual(['do you hear me']);
    expect(await allMessages(romeo, his)).toMatchObject([{ body: 'do you hear me', mine: true }]);
  });

  test('who is taken out of a room unasked is back by itself', { timeout: 90_000 }, async () => {
    const { juliet, romeo, hers, his } = await two();
    const out = heard(romeo.app.rooms.onChanged, room => room.conversation === his.id && room.state !== 'joined');
    await server.forget(hers.peer, 'Romeo');
    await out;
    expect(await roomBecomes(romeo, his, room => room.state === 'joined' && room.occupants === 2)).toMatchObject({ nickname: 'Romeo' });
    await tells(romeo, his, juliet);
  });

  test.each([200, 900, 2_000, 4_000])('a connection that is cut after %i bytes of joining comes back, and so do we', { timeout: 90_000 }, async bytes => {
    const juliet = await person();
    const hers = await makeRoom(juliet, 'Juliet');
    await tells(juliet, hers, juliet, 'one');
    await tells(juliet, hers, juliet, 'two');
    const { one: romeo, wire } = await overWire();
    const cut = wire.cutAfter(bytes);
    const joined = joinRoom(romeo, hers.peer, 'Romeo');
    await Promise.race([cut, joined]);
    romeo.app.wake();
    const his = await joined;
    await roomBecomes(romeo, his, room => room.state === 'joined' && room.occupants === 2);
    expect(await texts(romeo, his, 2)).toEqual(['one', 'two']);
    await tells(romeo, his, juliet, 'three');
    expect((await allMessages(juliet, hers)).map(message => message.body)).toEqual(['one', 'two', 'three']);
  });

  test('who is put out reads by whom; what they typed waits until they are back', { timeout: 60_000 }, async () => {
    const { juliet, romeo, hers, his } = await two();
    const told = notices(juliet, hers, 'kicked');
    await juliet.app.rooms.kick({ conversation: hers.id, nickname: 'Romeo', reason: 'too loud' });
    expect(await told).toMatchObject({ who: 'Romeo', reason: 'too loud' });
    await roomBecomes(romeo, his, room => room.trouble === 'kicked');
    expect(await says(romeo, his, 'what I typed is kept')).toMatchObject({ delivery: 'queued' });
    const comes = hears(juliet, 'what I typed is kept');
    await romeo.app.rooms.rejoin({ conversation: his.id });
    await comes;
  });
});
