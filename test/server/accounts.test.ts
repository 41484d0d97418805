import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FormField } from '../../preload/contract/accounts.ts';
import { openApp, randomText, type TestApp } from '../actors/app.ts';
import { heard } from '../actors/heard.ts';
import { conversationOf, friends, leave, signIn } from '../actors/people.ts';
import { startProsody, type Prosody } from '../actors/prosody.ts';

let server: Prosody;
beforeAll(async () => {
  server = await startProsody();
}, 60_000);
afterAll(() => server.stop());

async function withApp(work: (app: TestApp) => Promise<void>, at: Prosody = server): Promise<void> {
  const app = await openApp({ server: at });
  try {
    await work(app);
  } finally {
    await app.stop();
    await app.remove();
  }
}
const refused = { failure: { code: 'connection', problem: 'not-authorized' } };

/** Fills in what a sign-up form asks for, as a user would. */
const filledIn = (fields: readonly FormField[], user: string, password: string): Record<string, string[]> =>
  Object.fromEntries(fields.flatMap(({ name, value }) => [[name, name === 'username' ? [user] : name === 'password' ? [password] : [...value]]]));

test('with a wrong password nobody is let in, it is said why, and nothing is kept', async () => {
  const { address } = await server.register();
  await withApp(async app => {
    await expect(app.accounts.signIn({ address, password: 'wrong', route: server.route })).rejects.toMatchObject(refused);
    expect(await app.accounts.list({})).toEqual([]);
  });
});

test('a changed password is the server’s from then on, and the account stays online', async () => {
  const { app, account, password } = await signIn(server);
  const next = `next ${randomText()}`;
  await expect(app.accounts.changePassword({ account: account.id, current: 'not it', next })).rejects.toMatchObject(refused);
  const online = heard(app.accounts.onChanged, ([one]) => one?.connection.state === 'online');
  await app.accounts.changePassword({ account: account.id, current: password, next });
  await online;
  await withApp(async other => {
    await expect(other.accounts.signIn({ address: account.address, password, route: server.route })).rejects.toMatchObject(refused);
    await other.accounts.signIn({ address: account.address, password: next, route: server.route });
  });
  await app.stop();
  await app.remove();
});

test('an account that is deleted is gone on the server and here, with its conversations', async () => {
  const [juliet, romeo] = await friends(server);
  const conversation = await conversationOf(juliet, romeo);
  await juliet.app.messages.send({ conversation: conversation.id, body: 'farewell' });
  await expect(juliet.app.accounts.remove({ account: juliet.account.id, onServer: true, password: 'not it' })).rejects.toMatchObject(refused);
  await juliet.app.accounts.remove({ account: juliet.account.id, onServer: true, password: juliet.password });
  expect(await juliet.app.accounts.list({})).toEqual([]);
  expect(await juliet.app.conversations.list({})).toEqual([]);
  expect(await juliet.app.contacts.list({})).toEqual([]);
  const again = juliet.app.accounts.signIn({ address: juliet.account.address, password: juliet.password, route: server.route });
  await expect(again).rejects.toMatchObject(refused);
  await leave(juliet, romeo);
});

test('an account forgotten here is still there on the server, and brings its history back', async () => {
  const [juliet, romeo] = await friends(server);
  const conversation = await conversationOf(romeo, juliet);
  const arrived = heard(juliet.app.messages.onChanged, one => one.body === 'good night');
  await romeo.app.messages.send({ conversation: conversation.id, body: 'good night' });
  await arrived;
  await juliet.app.accounts.remove({ account: juliet.account.id, onServer: false });
  expect(await juliet.app.conversations.list({})).toEqual([]);
  const filled = heard(juliet.app.desk.onProgress, progress => progress.done);
  await juliet.app.accounts.signIn({ address: juliet.account.address, password: juliet.password, route: server.route });
  await filled;
  expect((await juliet.app.conversations.list({})).map(one => one.last?.text)).toEqual(['good night']);
  await leave(juliet, romeo);
});

test('a new account is made on an open server; a name that is taken is refused', async () => {
  await withApp(async app => {
    const [user, password] = [`nurse-${randomText()}`, randomText()];
    const form = await app.accounts.signUpForm({ domain: server.domain, route: server.route });
    expect(form.fields.map(field => field.name)).toEqual(expect.arrayContaining(['username', 'password']));
    const account = await app.accounts.signUp({ form: form.id, values: filledIn(form.fields, user, password) });
    expect(account).toMatchObject({ address: `${user}@${server.domain}`, connection: { state: 'online' } });
    const second = await app.accounts.signUpForm({ domain: server.domain, route: server.route });
    const taken = app.accounts.signUp({ form: second.id, values: filledIn(second.fields, user, password) });
    await expect(taken).rejects.toMatchObject({ failure: { code: 'stanza-error', condition: 'conflict' } });
  });
});

test('where only the invited may sign up, the link of an invitation opens the door, and without it stays shut', { timeout: 120_000 }, async () => {
  const closed = await startProsody({ registration: 'invite', settings: { allow_user_invites: true } });
  try {
    const host = await signIn(closed);
    const { link } = await host.app.accounts.invite({ account: host.account.id });
    const read = await host.app.accounts.readLink({ link });
    const token = read.kind === 'contact' || read.kind === 'register' ? read.token : undefined;
    expect(token).toBeDefined();
    await withApp(async app => {
      const [user, password] = [`romeo-${randomText()}`, randomText()];
      const shut = async (): Promise<void> => {
        const form = await app.accounts.signUpForm({ domain: closed.domain, route: closed.route });
        await app.accounts.signUp({ form: form.id, values: filledIn(form.fields, user, password) });
      };
      await expect(shut()).rejects.toMatchObject({ failure: { code: 'stanza-error' } });
      const form = await app.accounts.signUpForm({ domain: closed.domain, route: closed.route, ...(token === undefined ? {} : { token }) });
      const account = await app.accounts.signUp({ form: form.id, values: filledIn(form.fields, user, password) });
      expect(account.connection).toEqual({ state: 'online' });
    }, closed);
    await leave(host);
  } finally {
    await closed.stop();
  }
});

test('two accounts live in one list; what is written to each arrives there, and each answers as itself', async () => {
  const [juliet, romeo] = await friends(server);
  const nurse = await server.register();
  const second = await juliet.app.accounts.signIn({ address: nurse.address, password: nurse.password, route: server.route });
  expect((await juliet.app.accounts.list({})).map(one => one.connection.state)).toEqual(['online', 'online']);
  await expect(juliet.app.accounts.signIn({ address: nurse.address, password: nurse.password })).rejects.toMatchObject({ failure: { code: 'exists' } });
  for (const account of [juliet.account, second]) {
    const body = `to ${account.address}`;
    const arrived = heard(juliet.app.conversations.onChanged, one => one.account === account.id && one.last?.text === body);
    const there = await romeo.app.conversations.start({ account: romeo.account.id, address: account.address });
    await romeo.app.messages.send({ conversation: there.id, body });
    const here = await arrived;
    const answered = heard(romeo.app.messages.onChanged, one => one.body === `from ${account.address}`);
    await juliet.app.messages.send({ conversation: here.id, body: `from ${account.address}` });
    expect((await answered).author).toBe(account.address);
  }
  await juliet.app.accounts.remove({ account: second.id, onServer: false });
  expect((await juliet.app.conversations.list({})).map(one => one.account)).toEqual([juliet.account.id]);
  await leave(juliet, romeo);
});
