import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Account } from '../../../preload/contract/accounts.ts';
import { bareJid } from '../../../preload/contract/ids.ts';
import { openApp, randomText, type TestApp } from '../../actors/app.ts';
import { startCuttingProxy } from '../../actors/cutting-proxy.ts';
import { findEjabberd, startEjabberd, type Ejabberd } from '../../actors/ejabberd.ts';
import { heard } from '../../actors/heard.ts';
import { startPeer, xml, type Peer } from '../../actors/peer.ts';

// The same as with Prosody, on a server that was written by others. Each test stands alone, with people of its own.
describe.skipIf(!findEjabberd())('with ejabberd', () => {
  let server: Ejabberd;
  const open: TestApp[] = [];
  const peers: Peer[] = [];

  beforeAll(async () => {
    server = await startEjabberd();
  });
  afterAll(async () => {
    for (const one of peers) await one.stop('cut');
    for (const app of open) {
      await app.stop();
      await app.remove();
    }
    await server.stop();
  });

  interface Person {
    readonly app: TestApp;
    readonly account: Account;
    readonly password: string;
  }
  async function person(route: { readonly host: string; readonly port: number } = server.route): Promise<Person> {
    const { address, password } = await server.register();
    const app = await openApp({ server });
    open.push(app);
    return { app, account: await app.accounts.signIn({ address, password, route }), password };
  }
  async function newPeer(): Promise<Peer> {
    const one = await startPeer(server, await server.register({ user: `romeo-${randomText()}` }));
    peers.push(one);
    return one;
  }
  async function friends(juliet: Person, romeo: Peer): Promise<void> {
    const both = heard(juliet.app.contacts.onChanged, one => one.address === romeo.address && one.subscription === 'both');
    await juliet.app.contacts.add({ account: juliet.account.id, address: bareJid(romeo.address) });
    await romeo.wait(one => one.is('presence') && one.attrs['type'] === 'subscribe');
    romeo.send(xml('presence', { to: juliet.account.address, type: 'subscribed' }));
    romeo.send(xml('presence', { to: juliet.account.address, type: 'subscribe' }));
    await both;
  }

  test('sign-in by STARTTLS and by direct TLS; a wrong password is told from a wrong server', async () => {
    const { address, password } = await server.register();
    const app = await openApp({ server });
    open.push(app);
    await expect(app.accounts.signIn({ address, password: 'not this one', route: server.route })).rejects.toMatchObject({
      failure: { problem: 'not-authorized' },
    });
    expect(await app.accounts.signIn({ address, password, route: server.directRoute })).toMatchObject({ address, connection: { state: 'online' } });
  });

  test('a sign-in is bound to the connection where ejabberd can do so, and goes without where it cannot', async () => {
    const { address, password } = await server.register();
    const app = await openApp({ server });
    open.push(app);
    const { id } = await app.accounts.signIn({ address, password, route: server.directRoute });
    await app.desk.console({ on: true });
    for (const [route, mechanism] of [
      [server.directRoute, 'SCRAM-SHA-1-PLUS'],
      [server.route, 'SCRAM-SHA-1'],
    ] as const) {
      const asked = heard(app.desk.onConsoleLine, line => line.direction === 'out' && line.xml.includes(`mechanism="${mechanism}"`));
      const online = heard(app.accounts.onChanged, ([one]) => one?.connection.state === 'online');
      await app.accounts.setRoute({ account: id, route });
      await asked;
      await online;
    }
  });

  test('a new account is made by its form, when the picture was read rightly', async () => {
    const app = await openApp({ server });
    open.push(app);
    const [user, password] = [`nurse-${randomText()}`, randomText()];
    const filledIn = async (answer: () => Promise<string>): Promise<Account> => {
      const form = await app.accounts.signUpForm({ domain: server.domain, route: server.route });
      const picture = form.fields.find(field => field.picture !== undefined);
      expect(picture?.picture).toMatch(/^data:image\/png;base64,iVBOR/);
      const given = { username: [user], password: [password], [picture?.name ?? '']: [await answer()] };
      const values = Object.fromEntries(form.fields.map(({ name, value }) => [name, [...value]]));
      return app.accounts.signUp({ form: form.id, values: { ...values, ...given } });
    };
    await expect(filledIn(async () => 'not it')).rejects.toMatchObject({ failure: { code: 'stanza-error', condition: 'not-allowed' } });
    expect(await filledIn(() => server.pictureText())).toMatchObject({ address: `${user}@${server.domain}`, connection: { state: 'online' } });
  });

  test('a contact that is added and says yes is seen coming and going', async () => {
    const juliet = await person();
    const romeo = await newPeer();
    await friends(juliet, romeo);
    const away = heard(juliet.app.contacts.onChanged, one => one.address === romeo.address && one.availability === 'away');
    romeo.send(xml('presence', {}, xml('show', {}, 'away')));
    await away;
  });

  test('messages go both ways, and a receipt marks ours as delivered', async () => {
    const juliet = await person();
    const romeo = await newPeer();
    await friends(juliet, romeo);
    const { id } = await juliet.app.conversations.start({ account: juliet.account.id, address: romeo.address });
    const [question, answer] = [randomText(), randomText()];
    const delivered = heard(juliet.app.messages.onChanged, one => one.body === question && one.delivery === 'delivered');
    await juliet.app.messages.send({ conversation: id, body: question });
    const got = await romeo.hears(question);
    romeo.send(xml('message', { to: got.attrs['from'] }, xml('received', { xmlns: 'urn:xmpp:receipts', id: got.attrs['id'] })));
    await delivered;
    const arrived = heard(juliet.app.messages.onChanged, one => one.body === answer && !one.mine);
    romeo.say(juliet.account.address, answer);
    await arrived;
  });

  test('what was said while the app was not running is there when it is', async () => {
    const juliet = await person();
    const romeo = await newPeer();
    await friends(juliet, romeo);
    await juliet.app.stop();
    const texts = Array.from({ length: 60 }, (_, index) => `${index} ${randomText()}`);
    for (const text of texts) romeo.say(juliet.account.address, text);
    await romeo.iq(xml('iq', { type: 'get' }, xml('ping', { xmlns: 'urn:xmpp:ping' }))); // the server has taken all of them
    const again = await openApp({ server, folder: juliet.app.folder });
    open.push(again);
    const { id } = await again.conversations.start({ account: juliet.account.id, address: romeo.address });
    const read = async (): Promise<readonly string[]> => (await again.messages.page({ conversation: id, limit: 200 })).messages.map(one => one.body);
    await expect.poll(read, { timeout: 60_000 }).toEqual(texts);
  });

  test('a cut connection is resumed: what was on its way arrives once, in order', async () => {
    const wire = await startCuttingProxy(server.route);
    const juliet = await person({ host: wire.host, port: wire.port });
    const romeo = await newPeer();
    await friends(juliet, romeo);
    const { id } = await juliet.app.conversations.start({ account: juliet.account.id, address: romeo.address });
    const [ours, theirs] = ['ours', 'theirs'].map(who => Array.from({ length: 40 }, (_, index) => `${who} ${index}`));
    const last = heard(juliet.app.messages.onChanged, one => one.body === theirs?.at(-1));
    for (const [index, text] of (ours ?? []).entries()) {
      if (index % 10 === 5) void wire.cutAfter(300);
      await juliet.app.messages.send({ conversation: id, body: text });
      romeo.say(juliet.account.address, theirs?.[index] ?? '');
    }
    juliet.app.wake();
    await romeo.hears(ours?.at(-1) ?? '');
    await last;
    expect(wire.taken).toBeGreaterThan(1);
    expect(romeo.heard.map(one => one.getChildText('body')).filter(body => body?.startsWith('ours'))).toEqual(ours);
    const { messages } = await juliet.app.messages.page({ conversation: id, limit: 200 });
    expect(messages.filter(one => !one.mine).map(one => one.body)).toEqual(theirs);
    expect(messages.filter(one => one.mine).map(one => one.body)).toEqual(ours);
    await juliet.app.stop();
    await wire.close();
  });

  test('after the server went down and came back, one goes on and nothing is shown twice', async () => {
    const juliet = await person();
    const romeo = await newPeer();
    await friends(juliet, romeo);
    const { id } = await juliet.app.conversations.start({ account: juliet.account.id, address: romeo.address });
    const before = randomText();
    await juliet.app.messages.send({ conversation: id, body: before });
    await romeo.hears(before);
    const waiting = heard(juliet.app.accounts.onChanged, list => list.some(one => one.connection.state !== 'online'));
    await server.down(); // in order: its database loses what is seconds old when it is killed
    await waiting;
    const inTheDark = randomText();
    await juliet.app.messages.send({ conversation: id, body: inTheDark });
    const back = heard(juliet.app.accounts.onChanged, list => list.some(one => one.connection.state === 'online'), 120_000);
    await server.up();
    juliet.app.wake();
    await back;
    const later = await startPeer(server, { address: romeo.address, password: romeo.password });
    peers.push(later);
    await later.hears(inTheDark);
    const bodies = (await juliet.app.messages.page({ conversation: id, limit: 200 })).messages.map(one => one.body);
    expect(bodies).toEqual([before, inTheDark]);
  });
});
