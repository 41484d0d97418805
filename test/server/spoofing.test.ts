// Stanzas that a hostile or broken server, or a stranger through a careless one, could put on the stream. None may change anything.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { randomText } from '../actors/app.ts';
import { heard } from '../actors/heard.ts';
import { allMessages, conversationOf, friends, leave, sees, type Someone } from '../actors/people.ts';
import { startProsody, type Prosody } from '../actors/prosody.ts';

let server: Prosody;
let juliet: Someone;
let romeo: Someone;
const MALLORY = `mallory-${randomText()}@evil.lit`;

beforeAll(async () => {
  server = await startProsody({ disabled: ['smacks'] });
  [juliet, romeo] = await friends(server);
}, 60_000);
afterAll(async () => {
  await leave(juliet, romeo);
  await server.stop();
});

/** Puts stanzas on Romeo's stream and resolves when he has handled them: what follows them has arrived. */
async function inject(...stanzas: readonly string[]): Promise<void> {
  const end = `end ${randomText()}`;
  const arrived = heard(romeo.app.messages.onChanged, one => one.body === end);
  for (const stanza of stanzas) expect(await server.inject(romeo.account.address, stanza)).toBe(1);
  await server.inject(
    romeo.account.address,
    `<message xmlns="jabber:client" from="${juliet.account.address}/x" to="${romeo.account.address}" type="chat" id="${end}"><body>${end}</body></message>`,
  );
  await arrived;
}
const bodies = async (): Promise<readonly string[]> => {
  const list = await romeo.app.conversations.list({});
  return (await Promise.all(list.map(one => allMessages(romeo, one)))).flat().map(one => one.body);
};
const chat = (from: string, to: string, body: string): string =>
  `<message xmlns="jabber:client" from="${from}" to="${to}" type="chat"><body>${body}</body></message>`;
const forwarded = (inner: string): string =>
  `<forwarded xmlns="urn:xmpp:forward:0"><delay xmlns="urn:xmpp:delay" stamp="2020-01-01T00:00:00Z"/>${inner}</forwarded>`;

test.each(['received', 'sent'])('a %s carbon from a stranger puts no words into anybody’s mouth (CVE-2017-5589)', async kind => {
  const lie = `lie ${randomText()}`;
  const inner =
    kind === 'received' ? chat(`${juliet.account.address}/x`, romeo.account.address, lie) : chat(`${romeo.account.address}/x`, juliet.account.address, lie);
  await inject(
    `<message xmlns="jabber:client" from="${MALLORY}/x" to="${romeo.account.address}" type="chat"><${kind} xmlns="urn:xmpp:carbons:2">${forwarded(inner)}</${kind}></message>`,
  );
  expect(await bodies()).not.toContain(lie);
});

test('a carbon from our own account, but of a conversation that is not ours, is dropped', async () => {
  const lie = `lie ${randomText()}`;
  const inner = chat(`${juliet.account.address}/x`, MALLORY, lie);
  await inject(
    `<message xmlns="jabber:client" from="${romeo.account.address}" to="${romeo.account.address}" type="chat"><received xmlns="urn:xmpp:carbons:2">${forwarded(inner)}</received></message>`,
  );
  expect(await bodies()).not.toContain(lie);
});

test.each([
  ['a stranger', MALLORY],
  ['our own account, unasked', undefined],
])('an archive result from %s is swallowed', async (_who, from) => {
  const lie = `lie ${randomText()}`;
  const sender = from ?? romeo.account.address;
  await inject(
    `<message xmlns="jabber:client" from="${sender}" to="${romeo.account.address}"><result xmlns="urn:xmpp:mam:2" queryid="q1" id="${randomText()}">${forwarded(chat(`${juliet.account.address}/x`, romeo.account.address, lie))}</result></message>`,
  );
  expect(await bodies()).not.toContain(lie);
});

test('a roster push from a stranger adds nobody (CVE-2015-8688)', async () => {
  const intruder = `intruder-${randomText()}@evil.lit`;
  await inject(
    `<iq xmlns="jabber:client" type="set" id="${randomText()}" from="${MALLORY}" to="${romeo.account.address}"><query xmlns="jabber:iq:roster"><item jid="${intruder}" name="Juliet" subscription="both"/></query></iq>`,
  );
  expect((await romeo.app.contacts.list({})).map(one => one.address)).not.toContain(intruder);
});

test.each([
  ['receipt', (id: string) => `<received xmlns="urn:xmpp:receipts" id="${id}"/>`],
  ['marker', (id: string) => `<displayed xmlns="urn:xmpp:chat-markers:0" id="${id}"/>`],
])('a %s from somebody else does not mark a message', async (_kind, payload) => {
  const there = await conversationOf(romeo, juliet);
  await juliet.app.accounts.setEnabled({ account: juliet.account.id, enabled: false });
  const sent = heard(romeo.app.messages.onChanged, one => one.delivery === 'sent');
  const message = await romeo.app.messages.send({ conversation: there.id, body: `secret ${randomText()}` });
  await sent;
  await inject(`<message xmlns="jabber:client" from="${MALLORY}/x" to="${romeo.account.address}" type="chat">${payload(message.originId ?? '')}</message>`);
  expect((await allMessages(romeo, there)).find(one => one.id === message.id)?.delivery).toBe('sent');
  await juliet.app.accounts.setEnabled({ account: juliet.account.id, enabled: true });
});

test('read marks published by a stranger read nothing', async () => {
  const body = `unread ${randomText()}`;
  const unread = heard(romeo.app.conversations.onChanged, one => one.last?.text === body && one.unread > 0);
  const id = randomText();
  await server.inject(
    romeo.account.address,
    `<message xmlns="jabber:client" from="${juliet.account.address}/x" to="${romeo.account.address}" type="chat" id="${id}"><body>${body}</body><stanza-id xmlns="urn:xmpp:sid:0" by="${romeo.account.address}" id="${id}"/></message>`,
  );
  const before = await unread;
  const mark = `<displayed xmlns="urn:xmpp:mds:displayed:0"><stanza-id xmlns="urn:xmpp:sid:0" by="${romeo.account.address}" id="${id}"/></displayed>`;
  await inject(
    `<message xmlns="jabber:client" from="${MALLORY}" to="${romeo.account.address}" type="headline"><event xmlns="http://jabber.org/protocol/pubsub#event"><items node="urn:xmpp:mds:displayed:0"><item id="${juliet.account.address}">${mark}</item></items></event></message>`,
  );
  const after = (await romeo.app.conversations.list({})).find(one => one.id === before.id);
  // The one that stands at the end of what was injected has come in addition.
  expect(after?.unread).toBe(before.unread + 1);
});

test('a stranger’s message under the id of a friend’s hides and replaces nothing', async () => {
  const id = randomText();
  const [truth, lie] = [`truth ${randomText()}`, `lie ${randomText()}`];
  const message = (from: string, body: string): string =>
    `<message xmlns="jabber:client" from="${from}/x" to="${romeo.account.address}" type="chat" id="${id}"><body>${body}</body><origin-id xmlns="urn:xmpp:sid:0" id="${id}"/></message>`;
  await inject(message(MALLORY, lie), message(juliet.account.address, truth));
  const there = await conversationOf(romeo, juliet);
  const words = (await allMessages(romeo, there)).map(one => one.body);
  expect(words).toContain(truth);
  expect(words).not.toContain(lie);
});

test('presence from somebody else does not take a contact offline, nor end the subscription', async () => {
  await sees(romeo, juliet);
  const gone = ['unavailable', 'unsubscribed', 'unsubscribe'].map(
    type => `<presence xmlns="jabber:client" type="${type}" from="${MALLORY}/x" to="${romeo.account.address}"/>`,
  );
  await inject(...gone);
  expect((await romeo.app.contacts.list({})).find(one => one.address === juliet.account.address)).toMatchObject({
    subscription: 'both',
    availability: 'available',
  });
});
