// Rooms on servers that know less, or other things: no list of rooms by PEP, no archive of rooms, a directory beside it.
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { freePorts } from '../../main/demo/keeper.ts';
import { randomText } from '../actors/app.ts';
import { startCrowdRoom } from '../actors/crowd-room.ts';
import { heard } from '../actors/heard.ts';
import { allMessages, leave, signIn, type Someone } from '../actors/people.ts';
import { startPeer, xml, type Element, type Peer } from '../actors/peer.ts';
import { startProsody, type Prosody } from '../actors/prosody.ts';
import { hears, joinRoom, makeRoom, reopened, roomBecomes, roomOf, says, tells, texts } from '../actors/rooms.ts';

const DIRECTORY = 'directory.verona.test';
const SECRET = 'garden';
const SEARCH = 'urn:xmpp:channel-search:0:search';

let server: Prosody;
let componentPort = 0;
const here: Someone[] = [];
const person = async (): Promise<Someone> => {
  const one = await signIn(server);
  here.push(one);
  return one;
};
const STORAGE = 'storage:bookmarks';
const privateList = (...conferences: Element[]): Element => xml('query', { xmlns: 'jabber:iq:private' }, xml('storage', { xmlns: STORAGE }, ...conferences));
const addressesIn = (iq: Element): readonly unknown[] =>
  (iq.getChild('query')?.getChild('storage')?.getChildren('conference') ?? []).map(one => one.attrs['jid'] as string);

beforeAll(async () => {
  [componentPort = 0] = await freePorts(1);
  server = await startProsody({
    disabled: ['pep'],
    settings: { component_ports: [componentPort], allow_unaffiliated_register: true },
    lua: `Component "${DIRECTORY}"\n  component_secret = "${SECRET}"`,
    rooms: { modules: ['vcard_muc'] },
  });
}, 60_000);
afterEach(async () => {
  await leave(...here.splice(0));
});
afterAll(() => server.stop());

test('where the server keeps rooms in the older way, they are kept there, for other clients, too', { timeout: 90_000 }, async () => {
  const [juliet, romeo] = [await person(), await person()];
  const hers = await makeRoom(juliet, 'Juliet');
  const feast = await makeRoom(juliet, 'Juliet');
  const his = await joinRoom(romeo, hers.peer, 'Romeo');
  await romeo.app.rooms.setAutojoin({ conversation: his.id, autojoin: true });
  const older = await startPeer(server, { address: romeo.account.address, password: romeo.password, available: false });
  const list = (): Promise<Element> => older.iq(xml('iq', { type: 'get' }, privateList()));
  const before = await list();
  expect(addressesIn(before)).toEqual([hers.peer]);
  const kept = before.getChild('query')?.getChild('storage')?.getChildren('conference') ?? [];
  await reopened(romeo, server, async () => {
    const url = xml('url', { name: 'Verona', url: 'https://verona.example' });
    const added = xml('conference', { jid: feast.peer, name: 'The feast', autojoin: 'true' }, xml('nick', {}, 'Montague'));
    await older.iq(xml('iq', { type: 'set' }, privateList(...kept, added, url)));
  });
  const joined = await heard(romeo.app.rooms.onChanged, room => room.address === feast.peer && room.state === 'joined');
  expect(joined).toMatchObject({ nickname: 'Montague', autojoin: true });
  expect((await romeo.app.conversations.list({})).find(one => one.peer === feast.peer)).toMatchObject({ title: 'The feast' });
  await roomBecomes(romeo, his, room => room.state === 'joined');
  await romeo.app.rooms.rename({ conversation: joined.conversation, name: 'Masks' });
  let after = await list();
  while (!after.toString().includes('name="Masks"')) after = await list();
  expect(addressesIn(after)).toEqual(expect.arrayContaining([hers.peer, feast.peer]));
  // What is not a room belongs to others.
  expect(after.toString()).toContain('https://verona.example');
  await older.stop();
});

test('a room without an archive repeats what was missed, once; own words stay own', { timeout: 90_000 }, async () => {
  const [juliet, romeo] = [await person(), await person()];
  const hers = await makeRoom(juliet, 'Juliet');
  await tells(juliet, hers, juliet, 'before anybody came');
  const his = await joinRoom(romeo, hers.peer, 'Romeo');
  expect(await roomOf(romeo, his)).toMatchObject({ nature: { archived: false } });
  expect(await texts(romeo, his, 1)).toEqual(['before anybody came']);
  await tells(romeo, his, juliet, 'I am here');
  await tells(juliet, hers, romeo, 'so I see');
  await reopened(romeo, server, async () => {
    await tells(juliet, hers, juliet, 'where did he go');
  });
  expect(await texts(romeo, his, 4)).toEqual(['before anybody came', 'I am here', 'so I see', 'where did he go']);
  expect((await allMessages(romeo, his)).map(message => message.mine)).toEqual([false, true, false, false]);
  await roomBecomes(romeo, his, room => room.state === 'joined');
  await tells(romeo, his, juliet, 'back again');
  expect((await texts(romeo, his, 5)).at(-1)).toBe('back again');
  const late = hears(juliet, 'and again');
  await says(romeo, his, 'and again');
  await late;
});

const field = (name: string, value: string, type?: string): Element =>
  xml('field', { var: name, ...(type === undefined ? {} : { type }) }, xml('value', {}, value));

/** A directory as XEP-0433 has it: a form, then rooms, two a page. */
function keepDirectory(peer: Peer, rooms: readonly { readonly address: string; readonly name: string }[]): void {
  peer.onHeard(iq => {
    const { from, id, type } = iq.attrs as Record<string, string>;
    if (!iq.is('iq') || type !== 'get' || from === undefined || id === undefined) return;
    const reply = (payload: Element): void => peer.send(xml('iq', { type: 'result', to: from, from: DIRECTORY, id }, payload));
    if (iq.getChild('query', 'http://jabber.org/protocol/disco#info'))
      reply(xml('query', { xmlns: 'http://jabber.org/protocol/disco#info' }, xml('feature', { var: SEARCH })));
    const search = iq.getChild('search', SEARCH);
    if (!search) return;
    const form = search.getChild('x', 'jabber:x:data');
    reply(form ? foundBy(search, form, rooms) : askedFor());
  });
}
const askedFor = (): Element =>
  xml(
    'search',
    { xmlns: SEARCH },
    xml(
      'x',
      { xmlns: 'jabber:x:data', type: 'form' },
      field('FORM_TYPE', 'urn:xmpp:channel-search:0:search-params', 'hidden'),
      field('q', '', 'text-single'),
      field('all', 'false', 'boolean'),
      field('key', '{urn:xmpp:channel-search:0:order}address', 'list-single'),
    ),
  );
function foundBy(search: Element, form: Element, rooms: readonly { readonly address: string; readonly name: string }[]): Element {
  const valueOf = (name: string): string =>
    form
      .getChildren('field')
      .find(one => one.attrs['var'] === name)
      ?.getChildText('value') ?? '';
  const fits = rooms.filter(({ name }) => valueOf('all') === 'true' || name.toLowerCase().includes(valueOf('q').toLowerCase()));
  const after = search.getChild('set')?.getChildText('after');
  const from = fits.findIndex(({ address }) => address === after) + 1;
  const page = fits.slice(from, from + 2);
  return xml(
    'result',
    { xmlns: SEARCH },
    ...page.map(({ address, name }) =>
      xml('item', { address }, xml('name', {}, name), xml('nusers', {}, '12'), xml('language', {}, 'it'), xml('service-type', {}, 'xep-0045')),
    ),
    xml('set', { xmlns: 'http://jabber.org/protocol/rsm' }, xml('last', {}, page.at(-1)?.address ?? ''), xml('count', {}, String(fits.length))),
  );
}

test('a public directory is asked for its form, searched by words, and read page by page', { timeout: 60_000 }, async () => {
  const peer = await startPeer(server, { address: DIRECTORY, password: SECRET, componentPort });
  keepDirectory(peer, [
    { address: 'orchard@rooms.montague.lit', name: 'The Orchard' },
    { address: 'feast@rooms.capulet.lit', name: 'The Feast' },
    { address: 'tomb@rooms.capulet.lit', name: 'The Tomb' },
  ]);
  const juliet = await person();
  const { id: account } = juliet.account;
  const first = await juliet.app.rooms.search({ account, text: '' });
  expect(first.rooms).toMatchObject([
    { address: 'orchard@rooms.montague.lit', name: 'The Orchard', occupants: 12, language: 'it', joined: false },
    { address: 'feast@rooms.capulet.lit' },
  ]);
  const second = await juliet.app.rooms.search({ account, text: '', after: first.after ?? '' });
  expect(second.rooms.map(({ name }) => name)).toEqual(['The Tomb']);
  expect((await juliet.app.rooms.search({ account, text: 'feast' })).rooms.map(({ name }) => name)).toEqual(['The Feast']);
  await peer.stop();
});

test('who may not enter asks to become a member, and is in where the room makes them one', { timeout: 60_000 }, async () => {
  const [juliet, romeo] = [await person(), await person()];
  const hers = await makeRoom(juliet, 'Juliet');
  const his = await joinRoom(romeo, hers.peer, 'Romeo');
  await juliet.app.rooms.setConfig({ conversation: hers.id, values: { 'muc#roomconfig_membersonly': ['1'] } });
  await roomBecomes(romeo, his, room => room.state === 'trouble');
  await romeo.app.rooms.ask({ conversation: his.id, for: 'membership' });
  expect(await roomBecomes(romeo, his, room => room.state === 'joined')).toMatchObject({ affiliation: 'member' });
  const nurse = await person();
  const about = { account: nurse.account.id, address: hers.peer, nickname: 'Nurse' };
  await expect(nurse.app.rooms.join(about)).rejects.toMatchObject({ failure: { condition: 'members-only' } });
  await nurse.app.rooms.askToJoin(about);
  expect(await roomOf(nurse, await nurse.app.rooms.join(about))).toMatchObject({ state: 'joined', affiliation: 'member' });
});

const DOT = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

test('a picture that an owner gives the room is everybody’s, and gone again when it is taken away', { timeout: 60_000 }, async () => {
  const [juliet, romeo] = [await person(), await person()];
  const hers = await makeRoom(juliet, 'Juliet', 'channel', `Orchard ${randomText()}`);
  const his = await joinRoom(romeo, hers.peer, 'Romeo');
  const shows = (has: boolean): Promise<unknown> => heard(romeo.app.conversations.onChanged, one => one.id === his.id && (one.avatar !== undefined) === has);
  const shown = shows(true);
  await juliet.app.rooms.setAvatar({ conversation: hers.id, picture: { type: 'image/png', data: DOT } });
  await shown;
  const gone = shows(false);
  await juliet.app.rooms.setAvatar({ conversation: hers.id, picture: null });
  await gone;
});

test('a room is asked once what it is when one comes for the first time, and again whenever one comes back', { timeout: 60_000 }, async () => {
  const crowd = await startCrowdRoom(2);
  const romeo = await signIn(crowd.server);
  try {
    crowd.say('said before');
    const his = await joinRoom(romeo, crowd.address, 'Romeo');
    // The archive is asked after all that is asked at the door.
    expect(await texts(romeo, his, 1)).toEqual(['said before']);
    expect(crowd.asked()).toBe(1);
    await reopened(romeo, crowd.server, async () => crowd.say('missed'));
    expect(await texts(romeo, his, 2)).toEqual(['said before', 'missed']);
    expect(crowd.asked()).toBe(2);
  } finally {
    await leave(romeo);
    await crowd.stop();
  }
});

test('who enters a room of many sees what was said last before everybody there, and misses nothing that is said at the door', { timeout: 60_000 }, async () => {
  const crowd = await startCrowdRoom(500);
  const romeo = await signIn(crowd.server);
  try {
    crowd.say('said before');
    crowd.atTheDoor(() => crowd.say('said at the door'));
    const order: string[] = [];
    romeo.app.messages.onFilled(() => void order.push('words'));
    romeo.app.rooms.onChanged(({ state }) => void order.push(state));
    const his = await joinRoom(romeo, crowd.address, 'Romeo');
    expect(await texts(romeo, his, 2)).toEqual(['said before', 'said at the door']);
    expect(order.indexOf('words')).toBeLessThan(order.indexOf('joined'));
    expect((await romeo.app.conversations.list({})).find(({ id }) => id === his.id)).toMatchObject({ unread: 1 });
  } finally {
    await leave(romeo);
    await crowd.stop();
  }
});
