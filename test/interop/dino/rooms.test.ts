// The same room as Dino of Debian 12 has it, a client that is not ours. It joins by the account's list of rooms; what it says is typed in its window.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Conversation } from '../../../preload/contract/conversations.ts';
import { startCallNetwork, whyNoCallNetwork, type CallNetwork } from '../../actors/call-network.ts';
import { startDino, whyNoDino, type Dino } from '../../actors/dino.ts';
import { dinosRoomMessages, dinosStanzas } from '../../actors/dino-words.ts';
import { heard } from '../../actors/heard.ts';
import { startPeer, xml } from '../../actors/peer.ts';
import { allMessages, leave, signIn, type Someone } from '../../actors/people.ts';
import { startProsody, type Prosody } from '../../actors/prosody.ts';
import { hears, joinRoom, makeRoom, notices, occupantBecomes, roomBecomes, roomOf, says } from '../../actors/rooms.ts';

const why = whyNoCallNetwork() ?? whyNoDino();

describe.skipIf(why !== undefined)(`a room with somebody who uses Dino${why === undefined ? '' : ` (${why})`}`, () => {
  let network: CallNetwork;
  let server: Prosody;
  let juliet: Someone;
  let nurse: Someone;
  let hers: Conversation;
  let dino: Dino;
  let romeo: Awaited<ReturnType<Prosody['register']>>;

  /** XEP-0402 */
  async function bookmark(room: string): Promise<void> {
    const before = await startPeer(server, { ...romeo, available: false });
    const conference = xml('conference', { xmlns: 'urn:xmpp:bookmarks:1', autojoin: 'true' }, xml('nick', {}, 'Romeo'));
    const publish = xml('publish', { node: 'urn:xmpp:bookmarks:1' }, xml('item', { id: room }, conference));
    await before.iq(xml('iq', { type: 'set' }, xml('pubsub', { xmlns: 'http://jabber.org/protocol/pubsub' }, publish)));
    await before.stop();
  }
  const dinoHas = (message: { readonly nickname: string; readonly body: string; readonly mine: boolean }): Promise<void> =>
    expect.poll(() => dinosRoomMessages(dino), { timeout: 30_000 }).toContainEqual(message);
  /** A stanza in which all of these stand. */
  const dinoGets = (...words: readonly string[]): Promise<void> =>
    expect.poll(async () => (await dinosStanzas(dino)).some(one => words.every(word => one.includes(word))), { timeout: 30_000 }).toBe(true);

  beforeAll(async () => {
    network = await startCallNetwork();
    server = await startProsody({ interfaces: network.servers });
    [juliet, nurse] = [await signIn(server), await signIn(server)];
    hers = await makeRoom(juliet, 'Juliet');
    romeo = await server.register();
    await bookmark(hers.peer);
    const there = occupantBecomes(juliet, hers, 'Romeo', one => one !== undefined);
    dino = await startDino({ server, account: romeo, computer: network.computers[0], prints: true });
    await there;
    // Only then it has the room in its list.
    await says(juliet, hers, 'who is there');
    await dino.openFirst();
  }, 180_000);
  afterAll(async () => {
    await dino?.stop();
    await leave(juliet, nurse);
    await server?.stop();
    await network?.stop();
  });

  test('both see who is there, what is said and what it is about', { timeout: 120_000 }, async () => {
    await says(juliet, hers, 'wherefore art thou, \u{1F339} & <Romeo>?');
    await dinoHas({ nickname: 'Juliet', body: 'wherefore art thou, \u{1F339} & <Romeo>?', mine: false });
    const comes = hears(juliet, 'by a name I know not');
    await dino.write('by a name I know not');
    expect(await comes).toMatchObject({ mine: false, sender: { nickname: 'Romeo' } });
    await dinoHas({ nickname: 'Romeo', body: 'by a name I know not', mine: true });

    await dinoGets('<presence', `${hers.peer}/Juliet`, "affiliation='owner'", "role='moderator'");
    await juliet.app.rooms.setSubject({ conversation: hers.id, text: 'The feud' });
    await dinoGets('<message', `${hers.peer}/Juliet`, '<subject>The feud</subject>');
    expect(await roomOf(juliet, hers)).toMatchObject({ occupants: 2 });
  });

  test('what its moderator does is done for us, and what ours does reaches it', { timeout: 120_000 }, async () => {
    await juliet.app.rooms.setAffiliation({ conversation: hers.id, address: romeo.address, affiliation: 'admin' });
    await dinoGets('<presence', `${hers.peer}/Romeo`, "affiliation='admin'", "role='moderator'");
    await dino.write('/topic What is in a name');
    expect((await roomBecomes(juliet, hers, room => room.subject?.by === 'Romeo')).subject).toMatchObject({ text: 'What is in a name' });

    const old = await joinRoom(nurse, hers.peer, 'Nurse');
    await dinoGets('<presence', `${hers.peer}/Nurse`, "role='participant'");
    const told = notices(juliet, hers, 'kicked');
    await dino.write('/kick Nurse');
    expect(await told).toMatchObject({ who: 'Nurse', by: 'Romeo' });
    expect(await roomBecomes(nurse, old, room => room.state === 'trouble')).toMatchObject({ trouble: 'kicked', by: 'Romeo' });
    await dinoGets('<presence', "type='unavailable'", `${hers.peer}/Nurse`, "code='307'");

    // Dino 0.4.2 does not know what to do with it, and goes on showing the message.
    const scandal = (await allMessages(juliet, hers)).find(one => one.body === 'by a name I know not');
    const away = heard(juliet.app.messages.onChanged, one => one.id === scandal?.id && one.retracted !== undefined);
    await juliet.app.rooms.retract({ conversation: hers.id, message: scandal!.id, reason: 'peace' });
    expect(await away).toMatchObject({ body: '', retracted: { by: 'Juliet', reason: 'peace' } });
    await dinoGets('<message', `from='${hers.peer}'`, '<moderated', `by='${hers.peer}/Juliet'`, '<reason>peace</reason>');
  });

  test('who is put out, is out for both, for the reason that was given', { timeout: 120_000 }, async () => {
    const told = notices(juliet, hers, 'kicked');
    await juliet.app.rooms.kick({ conversation: hers.id, nickname: 'Romeo', reason: 'too loud' });
    expect(await told).toMatchObject({ who: 'Romeo', by: 'Juliet', reason: 'too loud' });
    await dinoGets('<presence', "type='unavailable'", `${hers.peer}/Romeo`, "code='307'", "code='110'", '<reason>too loud</reason>');
    expect(await roomBecomes(juliet, hers, room => room.occupants === 1)).toMatchObject({ state: 'joined' });
  });
});
