// Thousands of stanzas as they must not be, thrown at whoever is in a room, through the features and into a real store. The same ones in every run.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { FakeClock, settled } from '../../test/actors/fake-clock.ts';
import { clone, mutate } from '../../test/actors/mutate.ts';
import { seeded } from '../../test/actors/seeded.ts';
import { bareJid } from '../../preload/contract/ids.ts';
import { FailureError } from '../../preload/contract/wire.ts';
import { makeLog } from '../base/log.ts';
import type { Batch, Store } from '../store/api.ts';
import { READS, WRITES } from '../store/calls.ts';
import { freshStore } from '../store/store-fixture.ts';
import type { Element } from '../xmpp/element.ts';
import { allFeatures } from '../xmpp/features/all.ts';
import { bareOf, resourceOf } from '../xmpp/jid.ts';
import { filterLive, runFeatures } from '../xmpp/pipeline.ts';
import { NS } from '../xmpp/ns.ts';
import type { Session } from '../xmpp/session.ts';
import { parseXml } from '../xmpp/xml.fixture.ts';
import { RoomDesk, type RoomDeskOptions } from './room-desk.ts';
import { ROOM_TABLE } from './room-state.ts';

const COUNT = 10_000;
const SEED = 1303;
const ROOM = bareJid('coven@chat.shakespeare.lit');
const OTHER = bareJid('heath@chat.shakespeare.lit');

const SAID = [
  `<message type='groupchat' id='m1'><body>Hail, Juliet!</body><origin-id xmlns='urn:xmpp:sid:0' id='o'/><stanza-id xmlns='urn:xmpp:sid:0' by='${ROOM}' id='r1'/><occupant-id xmlns='urn:xmpp:occupant-id:0' id='w3'/></message>`,
  `<message type='groupchat'><body>of old</body><delay xmlns='urn:xmpp:delay' from='${ROOM}' stamp='2002-10-13T23:58:37Z'/></message>`,
  `<message type='groupchat'><subject>Fire Burn and Cauldron Bubble!</subject></message>`,
  `<message type='groupchat'><x xmlns='${NS.mucUser}'><status code='104'/></x></message>`,
  `<message type='groupchat'><retract id='r1' xmlns='urn:xmpp:message-retract:1'><moderated by='${ROOM}/w' xmlns='urn:xmpp:message-moderate:1'/><reason>x</reason></retract></message>`,
  `<message type='groupchat'><apply-to id='r1' xmlns='urn:xmpp:fasten:0'><moderated by='${ROOM}/w' xmlns='urn:xmpp:message-moderate:0'><retract xmlns='urn:xmpp:message-retract:0'/></moderated></apply-to></message>`,
  `<message type='groupchat'><composing xmlns='http://jabber.org/protocol/chatstates'/></message>`,
  `<message type='groupchat'><displayed xmlns='urn:xmpp:chat-markers:0' id='r1'/></message>`,
  `<message type='chat' id='p1'><body>psst</body><x xmlns='${NS.mucUser}'/></message>`,
  `<message type='error' id='m1'><body>x</body><error type='cancel'><not-acceptable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></message>`,
  `<message><x xmlns='jabber:x:conference' jid='${OTHER}' reason='come'/></message>`,
].map(text => parseXml(text));
const MUC_CASES = join(import.meta.dirname, '../xmpp/features/muc/cases');
const cases = (named: RegExp): readonly Element[] =>
  readdirSync(MUC_CASES)
    .filter(file => file.endsWith('.xml') && named.test(file))
    .map(file => parseXml(readFileSync(join(MUC_CASES, file), 'utf8')));
const SAMPLES = [...SAID, ...cases(/./)].filter(one => ['message', 'presence'].includes(one.getName()));
const ANSWERS = cases(/^(admin-list|info|config|form)/);

const INFO = `<iq type='result'><query xmlns='${NS.discoInfo}'><identity category='conference' type='text' name='A Dark Cave'/><feature var='${NS.muc}'/><feature var='urn:xmpp:sid:0'/><feature var='urn:xmpp:occupant-id:0'/></query></iq>`;
const present = (nickname: string, more = ''): string =>
  `<presence from='${ROOM}/${nickname}'><x xmlns='${NS.mucUser}'><item affiliation='none' role='participant'/>${more}</x><occupant-id xmlns='urn:xmpp:occupant-id:0' id='id of ${nickname}'/></presence>`;

/** Somebody's room desk over a store of its own, and the one room that it is in. `answer`: what a service says beside what it is. */
function coven(answer: () => Element) {
  const fixture = freshStore();
  onTestFinished(() => fixture.end());
  const clock = new FakeClock();
  const faults: string[] = [];
  const log = makeLog(line => void faults.push(line), 'warn', clock.now);
  const { db, account, own } = fixture;
  const names = [...Object.entries(READS), ...Object.entries(WRITES)];
  const calls = names.map(([name, call]) => [name, async (input: unknown) => (call as (...args: unknown[]) => unknown)(db, input, clock.now())]);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- calls.ts does not compile when a name of Store is missing
  const store = Object.fromEntries(calls) as Store;
  const isInfo = (payload: Element): boolean => payload.is('query', NS.discoInfo);
  const pipeline = { own, features: allFeatures, archiveIds: true, sharesPresence: () => true };
  const fake = {
    ...{ account, address: own, domain: 'verona.lit', beginning: 1, online: true, supports: () => false, send: () => true },
    iq: async (_type: string, to: string | undefined, payload: Element) => (isInfo(payload) && to === ROOM ? parseXml(INFO) : answer()),
    pipeline: () => pipeline,
  };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- nothing else of it is asked for
  const session = fake as unknown as Session;
  const batches: Batch[] = [];
  const options = {
    ...{ store, clock, log, random: () => 0.5, randomId: () => 'id', session: () => session, online: () => session },
    ...{ ownState: () => ({ availability: 'available', status: undefined }), ownNickname: () => 'Juliet', isOnScreen: () => false, isBlocked: () => false },
    ...{ isWelcome: () => true, title: () => '', sendTyping: () => true, release: () => undefined, sendAgain: async () => undefined },
    ...{ emitMessage: () => undefined, tellConversation: () => undefined, filled: () => undefined, fetchPicture: async () => false },
    receive: async (_session: Session, batch: Batch) => {
      batches.push(batch);
      return store.receive(batch);
    },
  };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- nobody writes
  const desk = new RoomDesk(options as unknown as RoomDeskOptions);
  onTestFinished(() => desk.close());
  const hear = async (stanza: Element): Promise<void> => {
    const from = String(stanza.attrs['from'] ?? '');
    const peer = bareOf(from);
    if (peer === undefined) return;
    if (stanza.getName() === 'presence') {
      const presence = { stanza, from, peer, resource: resourceOf(from) ?? '' };
      await desk.carryOut({ session, effects: allFeatures.flatMap(feature => feature.presence?.(presence) ?? []), message: undefined });
    }
    const message = stanza.getName() === 'message' ? filterLive(stanza, pipeline) : undefined;
    if (message) await desk.carryOut({ session, effects: runFeatures(message, allFeatures), message });
  };
  const enter = async (): Promise<void> => {
    const joined = desk.list.get(account, ROOM)
      ? desk.rejoin(desk.list.get(account, ROOM)!.conversation, {})
      : desk.join(account, ROOM, {}).then(() => undefined);
    await settled();
    for (const nickname of ['Romeo', 'Nurse']) await hear(parseXml(present(nickname)));
    await hear(parseXml(present('Juliet', `<status code='110'/>`)));
    await joined;
  };
  return { desk, store, account, batches, faults, hear, enter, room: () => desk.list.get(account, ROOM)! };
}

test(
  `${COUNT} mutated stanzas of a room and about it, from a seed: none fails, none is kept elsewhere, and the room works on`,
  { timeout: 60_000 },
  async () => {
    const random = seeded(SEED);
    const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
    const { desk, store, account, batches, faults, hear, enter, room } = coven(() => mutate(clone(pick(ANSWERS)), ANSWERS, random));
    await enter();
    const { id: conversation } = await store.startConversation({ account, peer: bareJid('romeo@montague.lit'), kind: 'person' });
    const senders = [ROOM, `${ROOM}/Romeo`, `${ROOM}/Romeo`, `${ROOM}/Mallory`, `${ROOM}/Juliet`, OTHER, `${OTHER}/Romeo`, 'romeo@montague.lit/x'];
    let entered = 1;
    for (let number = 0; number < COUNT; number += 1) {
      const stanza = mutate(clone(pick(SAMPLES)), SAMPLES, random);
      if (random() < 0.9) stanza.attrs['from'] = pick(senders);
      await hear(stanza);
      expect(Object.keys(ROOM_TABLE)).toContain(room().state);
      const kept = batches.splice(0).flatMap(batch => [batch.room, ...batch.messages.map(message => message.peer)]);
      const from = bareOf(String(stanza.attrs['from'] ?? ''));
      expect(kept.filter(peer => peer !== ROOM || from !== ROOM)).toEqual([]);
      if (number % 50 === 0) await asks(desk, room().conversation);
      if (room().state === 'joined') continue;
      room().hear('leave');
      await enter();
      entered += 1;
    }
    // Most of what is thrown changes nothing.
    expect(entered).toBeLessThan(COUNT / 4);
    expect(faults).toEqual([]);
    expect((await store.page({ conversation: room().conversation, limit: COUNT })).messages.length).toBeGreaterThan(50);
    expect((await store.page({ conversation, limit: 10 })).messages).toEqual([]);
    expect((await store.conversations()).map(row => row.peer).toSorted()).toEqual([ROOM, 'romeo@montague.lit']);

    await hear(parseXml(present('Paris')));
    await hear(parseXml(`<message type='groupchat' from='${ROOM}/Paris'><body>it is quiet again</body></message>`));
    const { messages } = await store.page({ conversation: room().conversation, limit: 1 });
    expect(messages).toMatchObject([{ body: 'it is quiet again', mine: false, sender: { nickname: 'Paris' } }]);
    expect(room().view()).toMatchObject({ state: 'joined' });
  },
);

/** What is asked of the room is answered by nonsense: refused, or read as far as it goes. */
async function asks(desk: RoomDesk, conversation: Parameters<RoomDesk['moderation']['config']>[0]): Promise<void> {
  for (const ask of [() => desk.moderation.affiliated(conversation, 'outcast'), () => desk.moderation.config(conversation)]) {
    await ask().catch((error: unknown) => {
      if (!(error instanceof FailureError)) throw error;
    });
  }
}
