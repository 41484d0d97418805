// Joining rooms and catching up in them, side by side with a session that only counts.
import { freemem, loadavg } from 'node:os';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePorts } from '../../main/demo/keeper.ts';
import { bookmarksRequest, readBookmarks } from '../../main/xmpp/features/bookmarks/bookmarks.codec.ts';
import { joinPresence, readOccupantPresence } from '../../main/xmpp/features/muc/muc.codec.ts';
import { el } from '../../main/xmpp/element.ts';
import type { Conversation } from '../../preload/contract/conversations.ts';
import { bareJid, type BareJid } from '../../preload/contract/ids.ts';
import { openApp, type TestApp } from '../actors/app.ts';
import { startComponent } from '../actors/component.ts';
import { startCrowdRoom } from '../actors/crowd-room.ts';
import { heard } from '../actors/heard.ts';
import { xml, type Peer } from '../actors/peer.ts';
import { startProsody, type Prosody } from '../actors/prosody.ts';
import { bareSession, type BareSession } from './bare-session.ts';
import { median, report } from './report.ts';

const ROUNDS = 3;
const [ROOMS, PEOPLE] = [100, 20];
const [BEHIND, MISSED] = [20, 500];
const CROWD = 5_000;
const MUC = 'http://jabber.org/protocol/muc';
const SECRET = 'montague';
type Account = Awaited<ReturnType<Prosody['register']>>;
let server: Prosody;
let people: Peer;

const addressOf = (number: number, name = 'room'): BareJid => bareJid(`${name}-${number}@rooms.${server.domain}`);

beforeAll(async () => {
  const [port = 0] = await freePorts(1);
  server = await startProsody({
    settings: { component_ports: [port] },
    rooms: { settings: { muc_room_locking: false, muc_room_default_persistent: true } },
    lua: `Component "people.verona.test"\n  component_secret = "${SECRET}"`,
  });
  people = await startComponent(server, { address: 'people.verona.test', password: SECRET, componentPort: port });
  for (let room = 0; room < ROOMS; room += 1) await fill(addressOf(room), PEOPLE);
}, 600_000);
afterAll(async () => {
  await people.stop();
  await server.stop();
});

/** Resolves when all of them are in. */
async function fill(room: BareJid, count: number): Promise<void> {
  const letIn = counted(people, count, text => text.includes(`from="${room}/`) && text.includes('code="110"'));
  for (let person = 0; person < count; person += 1) {
    people.send(xml('presence', { from: `citizen-${person}@people.verona.test/x`, to: `${room}/Citizen ${person}` }, xml('x', { xmlns: MUC })));
  }
  await letIn;
}

/** Resolves when so many stanzas that fit have come. */
function counted(peer: Peer, count: number, fits: (text: string) => boolean): Promise<void> {
  return new Promise(resolve => {
    let left = count;
    peer.heard.length = 0;
    peer.onHeard(element => {
      peer.heard.length = 0;
      if (fits(element.toString()) && --left === 0) resolve();
    });
  });
}

/** An account with these rooms in its list. */
async function withRooms(rooms: readonly BareJid[]): Promise<Account> {
  const account = await server.register();
  const { session, stop } = await bareSession(server, account);
  const list = rooms.map(room => el('item', undefined, { id: room }, el('conference', 'urn:xmpp:bookmarks:1', { autojoin: 'true', name: `Room ${room}` })));
  for (const item of list) {
    await session.iq(
      'set',
      undefined,
      el('pubsub', 'http://jabber.org/protocol/pubsub', {}, el('publish', undefined, { node: 'urn:xmpp:bookmarks:1' }, item), OPTIONS()),
    );
  }
  await stop();
  return account;
}
const option = (name: string, value: string) => el('field', undefined, { var: name }, el('value', undefined, {}, value));
const OPTIONS = () =>
  el(
    'publish-options',
    undefined,
    {},
    el(
      'x',
      'jabber:x:data',
      { type: 'submit' },
      option('FORM_TYPE', 'http://jabber.org/protocol/pubsub#publish-options'),
      option('pubsub#persist_items', 'true'),
      option('pubsub#max_items', 'max'),
      option('pubsub#access_model', 'whitelist'),
    ),
  );

interface Joining {
  readonly bare: BareSession;
  /** Resolves when we are in all of them. */
  readonly joined: Promise<void>;
  readonly occupants: () => number;
}
/** Signs in and asks to be let into all rooms that are kept in the account. */
async function joinBare(on: Prosody, account: Account, rooms?: readonly BareJid[]): Promise<Joining> {
  let [occupants, own] = [0, 0];
  const done = Promise.withResolvers<void>();
  let wanted = Number.POSITIVE_INFINITY;
  const bare = await bareSession(on, account, [
    {
      presence: ({ stanza }) => {
        const said = readOccupantPresence(stanza);
        if (said && !said.gone) occupants += 1;
        if (said?.statuses.includes(110) && ++own === wanted) done.resolve();
        return [];
      },
    },
  ]);
  const { session } = bare;
  await session.discover();
  session.send(el('presence', undefined));
  const list = rooms ?? readBookmarks(await session.iq('get', undefined, bookmarksRequest())).map(({ room }) => room);
  wanted = list.length;
  for (const room of list) session.send(joinPresence({ room, nickname: account.user, history: { most: 0 } }, { availability: 'available' }));
  return { bare, joined: done.promise, occupants: () => occupants };
}

async function bareJoin(account: Account): Promise<number> {
  const begun = performance.now();
  const { bare, joined, occupants } = await joinBare(server, account);
  await joined;
  const took = performance.now() - begun;
  if (occupants() !== ROOMS * (PEOPLE + 1)) throw new Error(`${occupants()} occupants were counted`);
  await gone(bare.stop);
  return took;
}

/** Leaves, and waits until everybody in all rooms was told so: what the server has to do with it is not part of what comes next. */
async function gone(leave: () => Promise<void>): Promise<void> {
  const told = counted(people, ROOMS * PEOPLE, text => text.includes('type="unavailable"'));
  await leave();
  await told;
}

/** Until we are in as many rooms, with everybody who is there. */
async function inRooms(app: TestApp, count: number, occupants: number): Promise<void> {
  const within = new Set<number>();
  const all = Promise.withResolvers<void>();
  const look = (room: { readonly conversation: number; readonly state: string; readonly occupants: number }): void => {
    if (room.state === 'joined' && room.occupants >= occupants) within.add(room.conversation);
    if (within.size === count) all.resolve();
  };
  const stop = app.rooms.onChanged(look);
  (await app.rooms.list({})).forEach(look);
  await all.promise;
  stop();
}

/** From the start of the connection, for the first time and again. */
async function ourJoin(account: Account): Promise<{ readonly first: number; readonly again: number }> {
  let app = await openApp({ server });
  let begun = performance.now();
  await app.accounts.signIn({ address: account.address, password: account.password, route: server.route });
  await inRooms(app, ROOMS, PEOPLE + 1);
  const first = performance.now() - begun;
  await gone(app.stop);
  app = await openApp({ server, folder: app.folder });
  begun = performance.now();
  await inRooms(app, ROOMS, PEOPLE + 1);
  const again = performance.now() - begun;
  await gone(app.stop);
  await app.remove();
  return { first, again };
}

test('joining 100 bookmarked rooms', async () => {
  const rooms = Array.from({ length: ROOMS }, (_, number) => addressOf(number));
  const times = { bare: [] as number[], first: [] as number[], again: [] as number[] };
  for (let round = 0; round < ROUNDS; round += 1) {
    const [one, other] = [await withRooms(rooms), await withRooms(rooms)];
    times.bare.push(await bareJoin(one));
    const { first, again } = await ourJoin(other);
    times.first.push(first);
    times.again.push(again);
  }
  const work = `joining ${ROOMS} bookmarked rooms with ${PEOPLE} people each`;
  report({ work, unit: 'ms', ours: median(times.again), bare: median(times.bare), bound: 1.3 });
  report({ work: `${work}, on a new computer`, unit: 'ms', ours: median(times.first), bare: median(times.bare), bound: 1.3 });
  process.stdout.write(`load ${loadavg()[0]?.toFixed(1)}, ${(freemem() / 2 ** 20).toFixed(0)} MB free\n`);
});

test('joining a room of 5,000', async () => {
  const crowd = await startCrowdRoom(CROWD);
  for (let number = 0; number < 60; number += 1) crowd.say(`said before ${number}`);
  const times = { bare: [] as number[], ours: [] as number[], words: [] as number[] };
  for (let round = 0; round < ROUNDS; round += 1) {
    const [one, other] = [await crowd.server.register(), await crowd.server.register()];
    const begun = performance.now();
    const { bare, joined } = await joinBare(crowd.server, one, [bareJid(crowd.address)]);
    await joined;
    times.bare.push(performance.now() - begun);
    await bare.stop();
    const { all, words } = await enterCrowd(crowd.server, other, crowd.address);
    times.ours.push(all);
    times.words.push(words);
  }
  report({ work: `joining a room of ${CROWD} people`, unit: 'ms', ours: median(times.ours), bare: median(times.bare), bound: 1.3 });
  report({ work: `the same: first messages there, against everybody who is there`, unit: 'ms', ours: median(times.words), bare: median(times.ours), bound: 1 });
  await crowd.stop();
});

/** Milliseconds from signing in, for an app that has never seen the room: until the window has everybody, and until it has messages. */
async function enterCrowd(on: Prosody, { address, password }: Account, room: string): Promise<{ readonly all: number; readonly words: number }> {
  const app = await openApp({ server: on });
  const begun = performance.now();
  const account = await app.accounts.signIn({ address, password, route: on.route });
  const told = new Set<string>();
  const isEverybody = ({ all, changed }: Parameters<Parameters<typeof app.rooms.onOccupants>[0]>[0]): boolean => {
    if (all) told.clear();
    for (const { nickname } of changed) told.add(nickname);
    return told.size > CROWD;
  };
  const everybody = new Promise<number>(
    resolve => void app.rooms.onOccupants(changes => (isEverybody(changes) ? resolve(performance.now() - begun) : undefined)),
  );
  const words = heard(app.messages.onFilled, () => true, 120_000).then(() => performance.now() - begun);
  await app.rooms.join({ account: account.id, address: room, nickname: 'Juliet' });
  const [all, first] = await Promise.all([everybody, words]);
  await app.stop();
  await app.remove();
  return { all, words: first };
}

/** The one who is there says so much in each room: with many, the server would be busy telling them all. */
async function talk(rooms: readonly BareJid[], from: number): Promise<void> {
  const said = counted(people, rooms.length * MISSED, text => text.startsWith('<message') && text.includes('word '));
  for (let number = 0; number < MISSED; number += 1) {
    for (const room of rooms) {
      const stanza = xml('message', { from: 'citizen-0@people.verona.test/x', to: room, type: 'groupchat', id: `${from}-${number}` });
      stanza.append(xml('body', {}, `word ${from + number} of ${room}, which goes on about this and that`));
      people.send(stanza);
    }
  }
  await said;
}

/** Milliseconds to read what each room has after a message, page by page, and only to count it. */
async function bareCatchUp(account: Account, rooms: readonly BareJid[], after: ReadonlyMap<BareJid, string>): Promise<number> {
  const begun = performance.now();
  const { bare, joined } = await joinBare(server, account, rooms);
  await joined;
  let count = 0;
  await Promise.all(
    rooms.map(async room => {
      for (let last = after.get(room), done = false; !done;) {
        const page = await bare.session.archive.page({}, { max: 250, ...(last === undefined ? {} : { after: last }) }, room);
        count += page.results.length;
        last = page.last;
        done = page.complete;
      }
    }),
  );
  const took = performance.now() - begun;
  if (count < rooms.length * MISSED) throw new Error(`only ${count} messages came`);
  await bare.stop();
  return took;
}

/** The newest message of each room. */
async function newest(account: Account, rooms: readonly BareJid[]): Promise<ReadonlyMap<BareJid, string>> {
  const { session, stop } = await bareSession(server, account);
  const found = await Promise.all(rooms.map(async room => [room, (await session.archive.page({}, { before: '', max: 1 }, room)).last ?? ''] as const));
  await stop();
  return new Map(found);
}

test('catching up 20 rooms with 500 missed messages each', async () => {
  const rooms = Array.from({ length: BEHIND }, (_, number) => addressOf(number, 'behind'));
  for (const room of rooms) await fill(room, 1);
  const [one, other] = [await withRooms(rooms), await withRooms(rooms)];
  await talk(rooms, 0);
  let app = await openApp({ server });
  await app.accounts.signIn({ address: other.address, password: other.password, route: server.route });
  await inRooms(app, BEHIND, 2);
  // Before anything of a room is known, nothing of it counts as missed.
  await firstPages(app, rooms);
  const times = { bare: [] as number[], ours: [] as number[], open: [] as number[] };
  for (let round = 1; round <= ROUNDS; round += 1) {
    await app.stop();
    const after = await newest(one, rooms);
    await talk(rooms, round * MISSED);
    times.bare.push(await bareCatchUp(one, rooms, after));
    app = await openApp({ server, folder: app.folder });
    const { all, open } = await caughtUp(app, rooms, round * MISSED);
    times.ours.push(all);
    times.open.push(open);
  }
  for (const room of rooms) await expectAll(app, room, ROUNDS * MISSED);
  await app.stop();
  await app.remove();
  report({
    work: `catching up ${BEHIND} rooms with ${MISSED} missed messages each`,
    unit: 'ms',
    ours: median(times.ours),
    bare: median(times.bare),
    bound: 1.2,
  });
  report({ work: 'the same: the open room, against all of them', unit: 'ms', ours: median(times.open), bare: median(times.ours), bound: 0.5 });
});

async function firstPages(app: TestApp, rooms: readonly BareJid[]): Promise<void> {
  const left = new Set(rooms);
  const all = Promise.withResolvers<void>();
  const look = ({ peer, last }: Conversation): void => {
    if (last && left.delete(peer) && left.size === 0) all.resolve();
  };
  const stop = app.conversations.onChanged(look);
  (await app.conversations.list({})).forEach(look);
  await all.promise;
  stop();
}

/** From the start of the app until everything is there that was missed in each room; the last one is the one on screen. */
async function caughtUp(app: TestApp, rooms: readonly BareJid[], unread: number): Promise<{ readonly all: number; readonly open: number }> {
  const begun = performance.now();
  const list = await app.conversations.list({});
  const shown = list.find(({ peer }) => peer === rooms.at(-1));
  if (!shown) throw new Error('a room is missing');
  await app.conversations.setOnScreen({ conversation: shown.id });
  const left = new Set(rooms);
  const all = Promise.withResolvers<void>();
  let open = Number.NaN;
  const look = (conversation: Conversation): void => {
    if (conversation.unread < unread || !left.delete(conversation.peer)) return;
    if (conversation.id === shown.id) open = performance.now() - begun;
    if (left.size === 0) all.resolve();
  };
  const stop = app.conversations.onChanged(look);
  (await app.conversations.list({})).forEach(look);
  await all.promise;
  stop();
  return { all: performance.now() - begun, open };
}

/** Fails where a message of a room is missing, or stands in another place. */
async function expectAll(app: TestApp, room: BareJid, count: number): Promise<void> {
  const conversation = (await app.conversations.list({})).find(({ peer }) => peer === room);
  if (!conversation) throw new Error('a room is missing');
  const numbers: number[] = [];
  for (let before: number | undefined; ;) {
    const page = await app.messages.page({ conversation: conversation.id, limit: 200, ...(before === undefined ? {} : { before }) });
    numbers.unshift(...page.messages.map(({ body }) => Number(/^word (\d+)/.exec(body)?.[1])));
    before = page.messages[0]?.position;
    if (!page.hasOlder || before === undefined || numbers.length >= count) break;
  }
  const last = (numbers.at(-1) ?? 0) + 1;
  expect(numbers.slice(-count)).toEqual(Array.from({ length: count }, (_, index) => last - count + index));
}
