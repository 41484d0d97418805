import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startPeer } from '../actors/peer.ts';
import { startProsody, type Prosody } from '../actors/prosody.ts';
import { closeBrowser, launch, type AppUnderTest, type LaunchOptions } from './launch.ts';

let server: Prosody;
const said = (what: string): string => `${what} ${randomBytes(4).toString('hex')}`;

beforeAll(async () => {
  server = await startProsody();
});
afterAll(async () => {
  await closeBrowser();
  await server.stop();
});

const start = (options: LaunchOptions = {}): Promise<AppUnderTest> => launch({ server, ...options });
/** Two people who are contacts, each with the app open and online. */
async function twoFriends(): Promise<{ juliet: AppUnderTest; romeo: AppUnderTest; julietAt: string; romeoAt: string }> {
  const [one, two] = [await server.register(), await server.register({ user: `romeo-${randomBytes(4).toString('hex')}` })];
  await server.contact(one.user, two.address, 'Romeo');
  await server.contact(two.user, one.address, 'Juliet');
  const [juliet, romeo] = await Promise.all([start({ account: one }), start({ account: two })]);
  await Promise.all([juliet.isOnline(), romeo.isOnline()]);
  return { juliet, romeo, julietAt: one.address, romeoAt: two.address };
}

test('a newcomer signs in with address and password and is online', async () => {
  const account = await server.register();
  const app = await start();
  await app.signIn(account, server.route);
  await app.isOnline();
  expect(app.complaints).toEqual([]);
});

test('a wrong password is said so, and what was typed stays', async () => {
  const account = await server.register();
  const app = await start();
  await app.signIn({ ...account, password: 'not this one' }, server.route);
  await app.page.getByRole('alert').first().waitFor();
  expect(await app.address.inputValue()).toBe(account.address);
});

test('what one writes the other reads, and the marks say so', async () => {
  const { juliet, romeo, romeoAt } = await twoFriends();
  const [question, answer] = [said('Wherefore art thou'), said('Here')];
  await juliet.startWith(romeoAt);
  await juliet.send(question);
  await juliet.mark(question, 'delivered').or(juliet.mark(question, 'read')).waitFor({ state: 'attached' });
  await romeo.open('Juliet');
  await romeo.message(question).waitFor();
  await juliet.mark(question, 'read').waitFor({ state: 'attached' });
  await romeo.send(answer);
  await juliet.message(answer).waitFor();
});

test('a stranger’s message waits for Accept', async () => {
  const [one, two] = [await server.register(), await server.register({ user: `nurse-${randomBytes(4).toString('hex')}` })];
  const app = await start({ account: one });
  await app.isOnline();
  const nurse = await startPeer(server, two);
  const text = said('I am the Nurse');
  nurse.say(one.address, text);
  await app.page.getByText(text).first().waitFor();
  await app.page
    .getByText(two.address.split('@')[0] ?? '')
    .first()
    .click();
  await app.accept.click();
  await app.box.waitFor();
  await nurse.stop();
});

test('a draft and the history are there after a restart, even one that nobody announced', async () => {
  const { juliet, romeoAt } = await twoFriends();
  const text = said('kept');
  await juliet.startWith(romeoAt);
  await juliet.send(text);
  await juliet.box.fill('half a thou');
  await juliet.box.blur();
  await juliet.row('Romeo').filter({ hasText: 'half a thou' }).or(juliet.page.getByText('half a thou')).first().waitFor();
  await juliet.restart();
  await juliet.open('Romeo');
  await juliet.message(text).waitFor();
  await expect.poll(() => juliet.box.inputValue()).toBe('half a thou');
  await juliet.restart('SIGKILL');
  await juliet.open('Romeo');
  await juliet.message(text).waitFor();
});

test('while the server is away one can write, and it goes out when the server is back', async () => {
  const { juliet, romeo, romeoAt } = await twoFriends();
  await juliet.startWith(romeoAt);
  await server.down('SIGKILL');
  await juliet.connection.filter({ hasNotText: /online/i }).waitFor({ state: 'attached' });
  const text = said('into the dark');
  await juliet.send(text);
  await server.up();
  await juliet.isOnline();
  await romeo.isOnline();
  await romeo.open('Juliet');
  await romeo.message(text).waitFor();
  expect(await romeo.message(text).count()).toBe(1);
});

test('unread messages are counted on the conversation until it is opened', async () => {
  const [one, two] = [await server.register(), await server.register({ user: `romeo-${randomBytes(4).toString('hex')}` })];
  await server.contact(one.user, two.address, 'Romeo');
  await server.contact(two.user, one.address, 'Juliet');
  const app = await start({ account: one });
  await app.isOnline();
  const romeo = await startPeer(server, two);
  for (const text of ['one', 'two', 'three']) romeo.say(one.address, said(text));
  await app
    .row('Romeo')
    .getByRole('img', { name: /3 unread/i })
    .waitFor();
  await app.open('Romeo');
  await app
    .row('Romeo')
    .getByRole('img', { name: /unread/i })
    .waitFor({ state: 'detached' });
  await romeo.stop();
});

test('what was archived before the app was ever here can be read, searched, and looked at in its place', async () => {
  const [one, two] = [await server.register(), await server.register({ user: `romeo-${randomBytes(4).toString('hex')}` })];
  await server.contact(one.user, two.address, 'Romeo');
  const word = `nightingale${randomBytes(4).toString('hex')}`;
  await server.archive([
    { from: two.address, to: one.address, body: `It was the ${word}, and not the lark`, at: Date.now() - 26 * 3600_000 },
    ...Array.from({ length: 60 }, (_, line) => ({
      from: one.address,
      to: two.address,
      body: `It was the lark\n${line}`,
      at: Date.now() - 25 * 3600_000 + line * 600_000,
    })),
  ]);
  const app = await start({ account: one });
  await app.open('Romeo');
  await app.message('It was the lark').last().waitFor();
  await app.search.fill(word.slice(0, -2));
  await app.page.getByText(/found/i).first().waitFor({ state: 'attached' });
  await app.page.getByRole('option').filter({ hasText: word }).click();
  await app.message(word).waitFor();
  await app.search.fill('lark 31');
  await app.page.getByRole('option').filter({ hasText: '31' }).click();
  // In the middle, as far as there is one: all of it in sight, and as much above as below.
  await expect.poll(() => offCentre(app, '31')).toBeLessThan(50);
});

/** How far the middle of a message is from the middle of the log. */
async function offCentre(app: AppUnderTest, text: string): Promise<number> {
  const [row, log] = await Promise.all([app.message(text).first().boundingBox(), app.log.boundingBox()]);
  return row && log ? Math.abs(row.y + row.height / 2 - (log.y + log.height / 2)) : Infinity;
}

test('hostile text stays text', async () => {
  const [one, two] = [await server.register(), await server.register({ user: `mallory-${randomBytes(4).toString('hex')}` })];
  await server.contact(one.user, two.address, 'Mallory');
  await server.contact(two.user, one.address, 'Juliet');
  const app = await start({ account: one });
  await app.isOnline();
  const mallory = await startPeer(server, two);
  const bodies = [
    '<img src=x onerror=alert(1)>',
    '<script>document.title="owned"</script>',
    'javascript:alert(1)',
    'file:///etc/passwd',
    'data:text/html,<b>x</b>',
    '\u202Eevil\u2066',
    'https://example.org/ok',
  ];
  for (const body of bodies) mallory.say(one.address, body);
  await app.open('Mallory');
  await app.message('example.org/ok').waitFor();
  expect(await app.log.locator('img[src], script, b').count()).toBe(0);
  expect(await app.log.getByRole('link').evaluateAll(links => links.map(link => link.getAttribute('href')))).toEqual(['https://example.org/ok']);
  expect(await app.page.title()).not.toContain('owned');
  expect(app.complaints).toEqual([]);
  await mallory.stop();
});
