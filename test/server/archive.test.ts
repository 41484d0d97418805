import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Progress } from '../../preload/contract/desk.ts';
import { openApp, randomText } from '../actors/app.ts';
import { heard } from '../actors/heard.ts';
import { allMessages, conversationOf, friends, leave, sees, type Someone } from '../actors/people.ts';
import { startProsody, type Prosody } from '../actors/prosody.ts';

const MISSED = 600;
const NAMES = ['romeo', 'nurse', 'mercutio'];
let server: Prosody;

beforeAll(async () => {
  server = await startProsody();
}, 60_000);
afterAll(() => server.stop());

interface Absent {
  readonly user: string;
  readonly address: string;
  readonly password: string;
  readonly peers: readonly string[];
}
/** An account with three contacts, who is not here. */
async function absent(): Promise<Absent> {
  const person = await server.register();
  const peers = await Promise.all(
    NAMES.map(async name => {
      const { address } = await server.register({ user: `${name}-${randomText()}` });
      await server.contact(person.user, address);
      return address;
    }),
  );
  return { ...person, peers };
}

/** Each of the three writes in turn, numbered, seconds apart. */
async function missed({ address, peers }: Absent, count = MISSED): Promise<void> {
  const begin = Date.now() - count * 2_000;
  const messages = Array.from({ length: count }, (_, number) => {
    const from = peers[number % peers.length] ?? '';
    return { from, to: address, body: `missed ${number}`, at: begin + number * 1_000 };
  });
  await server.archive(messages);
}

async function signedIn(person: Absent): Promise<Someone> {
  const app = await openApp({ server });
  const over = heard(app.desk.onProgress, progress => progress.done);
  const one = { ...person, app, account: await app.accounts.signIn({ address: person.address, password: person.password, route: server.route }) };
  await over;
  return one;
}
async function reopened(one: Someone): Promise<Someone> {
  await one.app.stop();
  return { ...one, app: await openApp({ folder: one.app.folder, server }) };
}
const filled = (one: Someone): Promise<Progress> => heard(one.app.desk.onProgress, progress => progress.done, 60_000);

/** What is stored of each of the three, in order. */
async function stored(one: Someone): Promise<readonly (readonly number[])[]> {
  const list = await one.app.conversations.list({});
  const each = await Promise.all(list.toSorted((a, b) => a.id - b.id).map(conversation => allMessages(one, conversation)));
  return each
    .map(messages => messages.flatMap(({ body }) => (body.startsWith('missed ') ? [Number(body.slice(7))] : [])))
    .filter(numbers => numbers.length > 0)
    .toSorted((a, b) => ((a[0] ?? 0) % 3) - ((b[0] ?? 0) % 3));
}
const everything = NAMES.map((_, peer) => Array.from({ length: MISSED / 3 }, (_message, number) => number * 3 + peer));

test('what was missed in three conversations is fetched newest first, with progress, and is unread', { timeout: 120_000 }, async () => {
  const person = await absent();
  let juliet = await signedIn(person);
  await juliet.app.stop();
  await missed(person);
  juliet = { ...juliet, app: await openApp({ folder: juliet.app.folder, server }) };
  const reached: number[] = [];
  juliet.app.desk.onProgress(progress => progress.reached !== undefined && !progress.done && reached.push(progress.reached));
  await filled(juliet);
  expect(reached.length).toBeGreaterThanOrEqual(3);
  expect(reached).toEqual(reached.toSorted((a, b) => b - a));
  expect(await stored(juliet)).toEqual(everything);
  expect((await juliet.app.conversations.list({})).map(one => one.unread)).toEqual([200, 200, 200]);
  await leave(juliet);
});

test('a gap outlives being stopped in its middle and the end of the app', { timeout: 120_000 }, async () => {
  const person = await absent();
  let juliet = await signedIn(person);
  await juliet.app.stop();
  await missed(person);
  juliet = { ...juliet, app: await openApp({ folder: juliet.app.folder, server }) };
  const over = filled(juliet);
  await heard(juliet.app.desk.onProgress, progress => !progress.done && progress.fetched > 0);
  await juliet.app.desk.stopFilling({ account: juliet.account.id });
  await over;
  expect((await stored(juliet)).flat().length).toBeLessThan(MISSED);
  juliet = await reopened(juliet);
  await filled(juliet);
  expect(await stored(juliet)).toEqual(everything);
  expect((await juliet.app.conversations.list({})).map(one => one.unread)).toEqual([200, 200, 200]);
  await leave(juliet);
});

test('scrolling up fetches what is older, to the beginning, and what is filled later doubles nothing', { timeout: 120_000 }, async () => {
  const person = await absent();
  await missed(person);
  const app = await openApp({ server });
  const first = heard(app.desk.onProgress, progress => !progress.done && progress.fetched > 0);
  const over = heard(app.desk.onProgress, progress => progress.done);
  const account = await app.accounts.signIn({ address: person.address, password: person.password, route: server.route });
  await first;
  await app.desk.stopFilling({ account: account.id });
  await over;
  let juliet: Someone = { ...person, app, account };
  for (const conversation of await app.conversations.list({})) {
    for (let page = 0; ; page += 1) {
      expect(page).toBeLessThan(10);
      if ((await app.messages.fetchOlder({ conversation: conversation.id })).complete) break;
    }
    expect((await app.messages.page({ conversation: conversation.id, limit: 1 })).olderOnServer).toBe(false);
  }
  expect(await stored(juliet)).toEqual(everything);
  juliet = await reopened(juliet);
  await filled(juliet);
  expect(await stored(juliet)).toEqual(everything);
  await leave(juliet);
});

test(
  'read on one device is read on the other, and its notification is taken down; copies by carbon and archive are one row',
  { timeout: 120_000 },
  async () => {
    const [juliet, romeo] = await friends(server);
    const app = await openApp({ server });
    let other: Someone = {
      ...juliet,
      app,
      account: await app.accounts.signIn({ address: juliet.account.address, password: juliet.password, route: server.route }),
    };
    await sees(other, romeo);
    const body = `news ${randomText()}`;
    const [there, here] = [await conversationOf(romeo, juliet), await conversationOf(juliet, romeo)];
    const shown = heard(other.app.desk.onNotice, notice => notice.body.includes(body));
    const unread = heard(other.app.conversations.onChanged, one => one.unread === 1);
    const arrived = heard(juliet.app.messages.onChanged, one => one.body === body);
    await romeo.app.messages.send({ conversation: there.id, body });
    const [{ id }] = await Promise.all([shown, unread, arrived]);
    const gone = heard(other.app.desk.onNoticeGone, notice => notice.id === id);
    const read = heard(other.app.conversations.onChanged, one => one.peer === romeo.account.address && one.unread === 0);
    await juliet.app.conversations.markRead({ conversation: here.id });
    await Promise.all([gone, read]);

    const answer = `answer ${randomText()}`;
    const copy = heard(other.app.messages.onChanged, one => one.body === answer);
    await juliet.app.messages.send({ conversation: here.id, body: answer });
    expect(await copy).toMatchObject({ mine: true });
    other = await reopened(other);
    await filled(other);
    for (const one of [juliet, other]) {
      const bodies = (await allMessages(one, await conversationOf(one, romeo))).map(message => message.body);
      expect(bodies).toEqual([body, answer]);
      expect((await conversationOf(one, romeo)).unread).toBe(0);
    }
    await leave(juliet, romeo, other);
  },
);
