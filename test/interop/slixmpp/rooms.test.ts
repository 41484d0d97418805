// The same room as another implementation sees it (slixmpp 1.8): what we send is what it reads, and the other way round.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Conversation } from '../../../preload/contract/conversations.ts';
import { heard } from '../../actors/heard.ts';
import { allMessages, leave, signIn, type Someone } from '../../actors/people.ts';
import { startProsody, type Prosody } from '../../actors/prosody.ts';
import { hears, makeRoom, notices, occupantBecomes, roomBecomes, roomOf, says } from '../../actors/rooms.ts';
import { findSlixmpp, startSlixmpp, type SlixmppEvent, type SlixmppOccupant } from '../../actors/slixmpp.ts';

describe.skipIf(!findSlixmpp())('a room with somebody who uses slixmpp', () => {
  let server: Prosody;
  let juliet: Someone;
  let hers: Conversation;
  let romeo: SlixmppOccupant;
  const said = (body: string) => (event: SlixmppEvent) => event.event === 'message' && event.body === body;

  beforeAll(async () => {
    server = await startProsody();
    juliet = await signIn(server);
    hers = await makeRoom(juliet, 'Juliet');
    romeo = await startSlixmpp(server, hers.peer, 'Romeo');
    romeo.order({ do: 'join' });
    await occupantBecomes(juliet, hers, 'Romeo', one => one !== undefined);
  }, 60_000);
  afterAll(async () => {
    await romeo.stop();
    await leave(juliet);
    await server.stop();
  });

  test('both see who is there, what is said and what it is about', { timeout: 60_000 }, async () => {
    await says(juliet, hers, 'wherefore art thou, \u{1F339} & <Romeo>?');
    expect(await romeo.sees(said('wherefore art thou, \u{1F339} & <Romeo>?'))).toMatchObject({ nickname: 'Juliet' });
    const comes = hears(juliet, 'by a name\nI know not');
    romeo.order({ do: 'say', body: 'by a name\nI know not' });
    expect(await comes).toMatchObject({ mine: false, sender: { nickname: 'Romeo' } });
    await juliet.app.rooms.setSubject({ conversation: hers.id, text: 'The feud' });
    expect(await romeo.sees(event => event.event === 'subject' && event.text === 'The feud')).toMatchObject({ by: 'Juliet' });
    expect(await romeo.sees(event => event.event === 'presence' && event.nickname === 'Juliet')).toMatchObject({ gone: false, role: 'moderator' });
    romeo.order({ do: 'roster' });
    expect((await romeo.sees(event => event.event === 'roster')).nicknames).toEqual(['Juliet', 'Romeo']);
    expect(await roomOf(juliet, hers)).toMatchObject({ occupants: 2 });
  });

  test('only a moderator takes a message away: who is none changes nothing, whoever wrote it', { timeout: 60_000 }, async () => {
    const [own, other] = [await says(juliet, hers, 'I am no moderator’s prey'), hears(juliet, 'a scandal')];
    romeo.order({ do: 'say', body: 'a scandal' });
    await other;
    const { id } = await romeo.sees(said(own.body));
    romeo.order({ do: 'moderate', id: id ?? '', reason: 'because' });
    expect(await romeo.sees(event => event.event === 'refused' && event.order === 'moderate')).toMatchObject({ condition: 'forbidden' });
    const after = hears(juliet, 'after all that');
    romeo.order({ do: 'say', body: 'after all that' });
    await after;
    expect((await allMessages(juliet, hers)).filter(one => one.retracted !== undefined)).toEqual([]);

    const scandal = (await allMessages(juliet, hers)).find(one => one.body === 'a scandal');
    await juliet.app.rooms.retract({ conversation: hers.id, message: scandal!.id, reason: 'peace' });
    const { id: theirs } = await romeo.sees(said('a scandal'));
    // From the room itself, not from an occupant.
    expect(await romeo.sees(event => event.event === 'moderated')).toMatchObject({ id: theirs, sender: '' });

    await juliet.app.rooms.setRole({ conversation: hers.id, nickname: 'Romeo', role: 'moderator' });
    await romeo.sees(event => event.event === 'presence' && event.nickname === 'Romeo' && event.role === 'moderator');
    const gone = heard(juliet.app.messages.onChanged, one => one.id === own.id && one.retracted !== undefined);
    romeo.order({ do: 'moderate', id: id ?? '', reason: 'my turn' });
    expect(await gone).toMatchObject({ body: '', retracted: { by: 'Romeo', reason: 'my turn' } });
  });

  test('who is put out, is out for both, for the reason that was given', { timeout: 60_000 }, async () => {
    const told = notices(juliet, hers, 'kicked');
    await juliet.app.rooms.kick({ conversation: hers.id, nickname: 'Romeo', reason: 'too loud' });
    expect(await told).toMatchObject({ who: 'Romeo', reason: 'too loud' });
    const end = await romeo.sees(event => event.event === 'presence' && event.gone === true && event.nickname === 'Romeo');
    expect(end).toMatchObject({ role: 'none', reason: 'too loud' });
    expect(end.codes).toContain(307);
    expect(await roomBecomes(juliet, hers, room => room.occupants === 1)).toMatchObject({ state: 'joined' });
  });
});
