import { expect, test } from 'vitest';
import { bareJid } from '../../preload/contract/ids.ts';
import { ArchiveQueries } from './archive-queries.ts';
import { el, type Element } from './element.ts';
import { JULIET, ROMEO } from './features/incoming.fixture.ts';
import { NS } from './ns.ts';
import { filterArchived, filterLive, filterRoomArchived, type PipelineContext } from './pipeline.ts';
import { parseXml } from './xml.fixture.ts';

const COVEN = bareJid('coven@chat.shakespeare.lit');
const HEATH = bareJid('heath@chat.shakespeare.lit');
const WITCH = `${COVEN}/thirdwitch`;
const CONTEXT: PipelineContext = { own: JULIET, features: [], archiveIds: true, sharesPresence: () => true };
const MOMENT = '2002-10-13T23:58:37.000Z';

const groupchat = (from: string, inside = ''): string =>
  `<message type='groupchat' from='${from}' to='${JULIET}/balcony'><body>Hail!</body>${inside}</message>`;
const delay = (by: string): string => `<delay xmlns='${NS.delay}' from='${by}' stamp='${MOMENT}'/>`;
const id = (by: string, text = 'r1'): string => `<stanza-id xmlns='${NS.stanzaIds}' by='${by}' id='${text}'/>`;
const live = (xml: string) => filterLive(parseXml(xml), CONTEXT);

test('what an occupant says is the room’s to carry', () => {
  expect(live(groupchat(WITCH))).toMatchObject({ from: WITCH, peer: COVEN, mine: false, arrival: 'live', stamp: undefined, archiveId: undefined });
});

test('a room knows when something was said in it, and by which id; nobody else does', () => {
  expect(live(groupchat(WITCH, delay(COVEN) + id(COVEN)))).toMatchObject({ stamp: Date.parse(MOMENT), archiveId: 'r1' });
  expect(live(groupchat(WITCH, delay(WITCH) + delay(JULIET) + delay('capulet.lit') + id(JULIET) + id(HEATH)))).toMatchObject({
    stamp: undefined,
    archiveId: undefined,
  });
  expect(live(groupchat(WITCH, id(COVEN, 'a') + id(COVEN, 'b')))).toMatchObject({ archiveId: undefined });
});

test('outside of rooms the delay of a sender is a mere claim', () => {
  expect(live(`<message type='chat' from='${ROMEO}/x' to='${JULIET}'><body>x</body>${delay(ROMEO)}</message>`)).toMatchObject({ stamp: undefined });
});

test.each([
  ['from ourselves', groupchat(`${JULIET}/phone`)],
  ['from nobody', `<message type='groupchat'><body>x</body></message>`],
  ['from a whole service', groupchat('chat.shakespeare.lit/x')],
  [
    'as a copy',
    `<message from='${JULIET}'><received xmlns='${NS.carbons}'><forwarded xmlns='${NS.forward}'>${groupchat(WITCH)}</forwarded></received></message>`,
  ],
])('a message to all in a room that comes %s is none', (_why, xml) => {
  expect(live(xml)).toBeUndefined();
});

test('our own archive knows nothing of rooms but private messages', () => {
  expect(filterArchived(parseXml(groupchat(WITCH)), 1, 'a1', 'catch-up', CONTEXT)).toBeUndefined();
  const alone = `<message type='chat' from='${WITCH}' to='${JULIET}'><body>psst</body><x xmlns='${NS.mucUser}'/></message>`;
  expect(filterArchived(parseXml(alone), 1, 'a1', 'catch-up', CONTEXT)).toMatchObject({ peer: COVEN, archiveId: 'a1' });
});

const archived = (xml: string) => filterRoomArchived(parseXml(xml), 5, 'r9', 'catch-up', CONTEXT, COVEN);

test('a room’s archive gives time and id, whatever the message says', () => {
  expect(archived(groupchat(WITCH, delay(COVEN) + id(COVEN)))).toMatchObject({
    from: WITCH,
    peer: COVEN,
    arrival: 'catch-up',
    stamp: 5,
    archiveId: 'r9',
    mine: false,
  });
  expect(archived(groupchat(COVEN))).toMatchObject({ from: COVEN, peer: COVEN });
  expect(archived(`<message type='groupchat' from='${WITCH}'><body>x</body></message>`)).toMatchObject({ to: JULIET });
});

test.each([
  ['was said in another room', groupchat(`${HEATH}/thirdwitch`)],
  ['a person has said', groupchat(`${ROMEO}/orchard`)],
  ['we have said ourselves', groupchat(`${JULIET}/balcony`)],
  ['nobody has said', `<message type='groupchat'><body>x</body></message>`],
  ['was for one alone', `<message type='chat' from='${WITCH}'><body>psst</body></message>`],
  ['came back', `<message type='error' from='${WITCH}'/>`],
])('a room’s archive does not know what %s', (_why, xml) => {
  expect(archived(xml)).toBeUndefined();
});

/** Asks the room; `answer` is sent as soon as the question is out, with its id put in. */
async function asked(results: (queryId: string) => readonly string[]) {
  const sent: string[] = [];
  const asker = {
    address: JULIET,
    supports: () => true,
    iq(_type: string, to: string | undefined, payload: Element): Promise<Element> {
      sent.push(to ?? '');
      for (const one of results(String(payload.attrs['queryid']))) queries.take(parseXml(one));
      return Promise.resolve(el('iq', NS.client, {}, el('fin', NS.archive, { complete: 'true' })));
    },
  };
  const queries: ArchiveQueries = new ArchiveQueries(asker, () => 'q1');
  const page = await queries.page({}, { before: '', max: 10 }, COVEN);
  return { to: sent, results: page.results.map(result => result.id) };
}

const result = (from: string | undefined, queryId: string, resultId: string): string =>
  `<message${from === undefined ? '' : ` from='${from}'`}><result xmlns='${NS.archive}' queryid='${queryId}' id='${resultId}'><forwarded xmlns='${NS.forward}'>${groupchat(WITCH)}</forwarded></result></message>`;

test('of a room’s archive only the room brings results', async () => {
  const found = await asked(queryId => [
    result(COVEN, queryId, 'theirs'),
    result(WITCH, queryId, 'by-an-occupant'),
    result(HEATH, queryId, 'by-another-room'),
    result(JULIET, queryId, 'by-our-account'),
    result(undefined, queryId, 'by-nobody'),
    result(COVEN, 'q2', 'of-another-question'),
  ]);
  expect(found).toEqual({ to: [COVEN], results: ['theirs'] });
});
