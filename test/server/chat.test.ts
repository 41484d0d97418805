import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Account } from '../../preload/contract/accounts.ts';
import type { Conversation } from '../../preload/contract/conversations.ts';
import { bareJid } from '../../preload/contract/ids.ts';
import type { Message } from '../../preload/contract/messages.ts';
import { openApp, randomText, type TestApp } from '../actors/app.ts';
import { heard } from '../actors/heard.ts';
import { startPeer, xml } from '../actors/peer.ts';
import { startProsody, type Prosody } from '../actors/prosody.ts';

let server: Prosody;
let juliet: { app: TestApp; account: Account };
let romeo: { app: TestApp; account: Account };

async function signedIn(): Promise<{ app: TestApp; account: Account }> {
  const { address, password } = await server.register();
  const app = await openApp({ server });
  return { app, account: await app.accounts.signIn({ address, password, route: server.route }) };
}

beforeAll(async () => {
  server = await startProsody();
  [juliet, romeo] = await Promise.all([signedIn(), signedIn()]);
}, 60_000);

afterAll(async () => {
  for (const { app } of [juliet, romeo]) {
    await app.stop();
    await app.remove();
  }
  await server.stop();
});

const conversationWith = (from: typeof juliet, to: typeof romeo): Promise<Conversation> =>
  from.app.conversations.start({ account: from.account.id, address: to.account.address });

test('who asks to see us and says a name is called by it, before and after the answer', async () => {
  const account = await server.register();
  const nurse = await startPeer(server, account);
  const asked = heard(juliet.app.contacts.onRequests, list => list.some(({ address }) => address === account.address));
  const nick = xml('nick', { xmlns: 'http://jabber.org/protocol/nick' }, 'the Nurse');
  nurse.send(xml('presence', { to: juliet.account.address, type: 'subscribe' }, nick));
  expect((await asked).find(({ address }) => address === account.address)?.name).toBe('the Nurse');
  const listed = heard(juliet.app.contacts.onChanged, ({ address, title, pending }) => address === account.address && title === 'the Nurse' && pending);
  await juliet.app.contacts.allow({ account: juliet.account.id, address: bareJid(account.address) });
  await listed;
  await nurse.stop();
});

test('a message of a stranger is a request; accepted, both are contacts, and what is written next is delivered and read', async () => {
  const body = `hello ${randomText()}`;
  const request = heard(romeo.app.conversations.onChanged, one => one.kind === 'request' && one.unread === 1);
  const there = await conversationWith(juliet, romeo);
  await juliet.app.messages.send({ conversation: there.id, body });
  const asked = await request;
  expect(asked.last).toMatchObject({ text: body, mine: false });

  const requested = heard(juliet.app.contacts.onRequests, list => list.length === 1);
  await romeo.app.conversations.accept({ conversation: asked.id });
  await requested;
  const friends = heard(
    juliet.app.contacts.onChanged,
    one => one.address === romeo.account.address && one.subscription === 'both' && one.availability === 'available',
  );
  await juliet.app.contacts.allow({ account: juliet.account.id, address: romeo.account.address });
  await friends;

  const second = `again ${randomText()}`;
  const arrived = heard(romeo.app.messages.onChanged, one => one.body === second);
  const delivered = heard(juliet.app.messages.onChanged, one => one.body === second && one.delivery === 'delivered');
  await juliet.app.messages.send({ conversation: there.id, body: second });
  await arrived;
  await delivered;
  const read = heard(juliet.app.messages.onChanged, (one: Message) => one.body === second && one.delivery === 'displayed');
  await romeo.app.conversations.markRead({ conversation: asked.id });
  await read;
});
