import type { Account } from '../../preload/contract/accounts.ts';
import type { Conversation } from '../../preload/contract/conversations.ts';
import type { Message } from '../../preload/contract/messages.ts';
import { openApp, type TestApp } from './app.ts';
import { heard } from './heard.ts';
import type { Prosody } from './prosody.ts';

/** Somebody at a running app, signed in. */
export interface Someone {
  app: TestApp;
  readonly account: Account;
  readonly user: string;
  readonly password: string;
  /** Resolves when an app that was killed runs again. */
  readonly revived?: () => Promise<void>;
}

export async function signIn(server: Pick<Prosody, 'register' | 'route' | 'domain' | 'ca'>): Promise<Someone> {
  const { address, password, user } = await server.register();
  const app = await openApp({ server });
  return { app, account: await app.accounts.signIn({ address, password, route: server.route }), user, password };
}

type Way = { readonly host: string; readonly port: number };

/** Two people who are in each other's roster, and online; each by their own way to the server where one is given. */
export async function friends(server: Prosody, ways: readonly [Way, Way] = [server.route, server.route]): Promise<readonly [Someone, Someone]> {
  const [a, b] = await Promise.all([server.register(), server.register()]);
  await server.contact(a.user, b.address);
  await server.contact(b.user, a.address);
  const open = async ({ address, password, user }: typeof a, { host, port }: Way): Promise<Someone> => {
    const app = await openApp({ server });
    return { app, account: await app.accounts.signIn({ address, password, route: { host, port } }), user, password };
  };
  const [juliet, romeo] = [await open(a, ways[0]), await open(b, ways[1])];
  await sees(juliet, romeo);
  await sees(romeo, juliet);
  return [juliet, romeo];
}

/** Resolves when `one` has `other` in the list, available. */
export async function sees(one: Someone, other: Someone): Promise<void> {
  const online = heard(one.app.contacts.onChanged, contact => contact.address === other.account.address && contact.availability === 'available');
  const now = (await one.app.contacts.list({})).find(contact => contact.address === other.account.address);
  if (now?.availability !== 'available') await online;
}

export const conversationOf = (one: Someone, other: Someone): Promise<Conversation> =>
  one.app.conversations.start({ account: one.account.id, address: other.account.address });

/** Everything that is stored of a conversation, oldest first. */
export async function allMessages(one: Pick<Someone, 'app'>, conversation: Conversation): Promise<readonly Message[]> {
  const all: Message[] = [];
  for (;;) {
    const before = all[0]?.position;
    const page = await one.app.messages.page({ conversation: conversation.id, limit: 200, ...(before === undefined ? {} : { before }) });
    all.unshift(...page.messages);
    if (!page.hasOlder) return all;
  }
}

export async function leave(...people: readonly Someone[]): Promise<void> {
  for (const { app } of people) {
    await app.stop();
    await app.remove();
  }
}
