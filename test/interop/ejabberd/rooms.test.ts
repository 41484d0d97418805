// Rooms on ejabberd: what it does otherwise than Prosody is what clients break on.
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Conversation } from '../../../preload/contract/conversations.ts';
import { findEjabberd, startEjabberd, type Ejabberd } from '../../actors/ejabberd.ts';
import { leave, signIn, type Someone } from '../../actors/people.ts';
import { joinRoom, makeRoom, notices, roomBecomes, roomOf, tells, texts } from '../../actors/rooms.ts';

describe.skipIf(!findEjabberd())('rooms on ejabberd', () => {
  let server: Ejabberd;
  const here: Someone[] = [];
  async function two(): Promise<{ juliet: Someone; romeo: Someone; hers: Conversation; his: Conversation }> {
    const [juliet, romeo] = [await signIn(server), await signIn(server)];
    here.push(juliet, romeo);
    const hers = await makeRoom(juliet, 'Juliet');
    return { juliet, romeo, hers, his: await joinRoom(romeo, hers.peer, 'Romeo') };
  }

  beforeAll(async () => {
    server = await startEjabberd();
  });
  afterEach(() => leave(...here.splice(0)));
  afterAll(() => server.stop());

  test('a room is made, two talk in it, and both see its topic', { timeout: 90_000 }, async () => {
    const { juliet, romeo, hers, his } = await two();
    await tells(juliet, hers, romeo, 'wherefore art thou');
    await tells(romeo, his, juliet, 'I take thee at thy word');
    expect(await texts(juliet, hers, 2)).toEqual(['wherefore art thou', 'I take thee at thy word']);
    await juliet.app.rooms.setSubject({ conversation: hers.id, text: 'The feud' });
    expect((await roomBecomes(romeo, his, room => room.subject !== undefined)).subject).toMatchObject({ text: 'The feud', by: 'Juliet' });
    expect(await roomOf(romeo, his)).toMatchObject({ state: 'joined', occupants: 2, nickname: 'Romeo', nature: { archived: true } });
  });

  test('who is put out is told by whom and comes back; who is banned stays out until it is lifted', { timeout: 90_000 }, async () => {
    const { juliet, romeo, hers, his } = await two();
    const told = notices(juliet, hers, 'kicked');
    await juliet.app.rooms.kick({ conversation: hers.id, nickname: 'Romeo', reason: 'too loud' });
    expect(await told).toMatchObject({ who: 'Romeo', reason: 'too loud' });
    expect(await roomBecomes(romeo, his, room => room.state === 'trouble')).toMatchObject({ trouble: 'kicked', reason: 'too loud', occupants: 0 });
    await romeo.app.rooms.rejoin({ conversation: his.id });
    await juliet.app.rooms.setAffiliation({ conversation: hers.id, address: romeo.account.address, affiliation: 'outcast', reason: 'Tybalt' });
    expect(await roomBecomes(romeo, his, room => room.state === 'trouble')).toMatchObject({ trouble: 'banned' });
    await expect(romeo.app.rooms.rejoin({ conversation: his.id })).rejects.toMatchObject({ failure: { code: 'stanza-error', condition: 'banned' } });
    await juliet.app.rooms.setAffiliation({ conversation: hers.id, address: romeo.account.address, affiliation: 'none' });
    await romeo.app.rooms.rejoin({ conversation: his.id });
    expect(await roomOf(romeo, his)).toMatchObject({ state: 'joined' });
  });
});
