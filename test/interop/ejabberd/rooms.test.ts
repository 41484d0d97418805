// Rooms on ejabberd: what it does otherwise than Prosody is what clients break on.
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Conversation } from '../../../preload/contract/conversations.ts';
import { openApp } from '../../actors/app.ts';
import { findEjabberd, startEjabberd, type Ejabberd } from '../../actors/ejabberd.ts';
import { heard } from '../../actors/heard.ts';
import { leave, signIn, type Someone } from '../../actors/people.ts';
import { hears, joinRoom, makeRoom, notices, reopened, roomBecomes, roomOf, says, tells, texts } from '../../actors/rooms.ts';

describe.skipIf(!findEjabberd())('rooms on ejabberd', () => {
  let server: Ejabberd;
  const here: Someone[] = [];
  async function two(): Promise<{ juliet: Someone; romeo: Someone; hers: Conversation; his: Conversation }> {
    const [juliet, romeo] = [await signIn(server), await signIn(server)];
    here.push(juliet, romeo);
    const hers = await makeRoom(juliet, 'Juliet');
    return { juliet, romeo, hers, his: await joinRoom(romeo, hers.peer, 'Romeo') };
  }

  const placeBecomes = async ({ app }: Someone, address: string): Promise<void> => {
    const coming = heard(app.rooms.onChanged, room => room.address === address && room.state === 'joined');
    if (!(await app.rooms.list({})).some(room => room.address === address && room.state === 'joined')) await coming;
  };

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

  test('every room that is kept is on the other device too, and there after the app was started anew', { timeout: 90_000 }, async () => {
    const { juliet, romeo, hers, his } = await two();
    const second = await joinRoom(romeo, (await makeRoom(juliet, 'Juliet')).peer, 'Romeo');
    const app = await openApp({ server });
    const account = await app.accounts.signIn({ address: romeo.account.address, password: romeo.password, route: server.route });
    const other: Someone = { ...romeo, app, account };
    here.push(other);
    for (const { peer } of [his, second]) await placeBecomes(other, peer);
    const left = heard(app.rooms.onChanged, room => room.address === second.peer && !room.autojoin);
    await romeo.app.rooms.leave({ conversation: second.id });
    await left;
    await reopened(romeo, server);
    expect(await roomBecomes(romeo, his, room => room.state === 'joined')).toMatchObject({ address: hers.peer, autojoin: true });
    expect(await roomOf(romeo, second)).toMatchObject({ state: 'outside', autojoin: false });
  });

  test('what was missed comes out of the archive, once and in order, also after the service was started anew', { timeout: 120_000 }, async () => {
    const { juliet, romeo, hers, his } = await two();
    await tells(juliet, hers, romeo, 'before');
    await reopened(romeo, server, async () => {
      for (const word of ['one', 'two', 'three']) await tells(juliet, hers, juliet, word);
    });
    expect(await texts(romeo, his, 4)).toEqual(['before', 'one', 'two', 'three']);
    await roomBecomes(romeo, his, room => room.state === 'joined');
    await server.restart();
    juliet.app.wake();
    romeo.app.wake();
    await roomBecomes(juliet, hers, room => room.state === 'joined' && room.occupants === 2);
    await roomBecomes(romeo, his, room => room.state === 'joined' && room.occupants === 2);
    const comes = hears(romeo, 'after');
    await says(juliet, hers, 'after');
    await comes;
    expect(await texts(romeo, his, 5)).toEqual(['before', 'one', 'two', 'three', 'after']);
  });
});
