// A server that lies, and strangers who send what nobody should: the app goes on.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parseXml } from '../../main/xmpp/xml.fixture.ts';
import type { Account } from '../../preload/contract/accounts.ts';
import { openApp, randomText, type TestApp } from '../actors/app.ts';
import { startEvilServer, type EvilClient, type EvilServer } from '../actors/evil-server.ts';
import { heard } from '../actors/heard.ts';
import { mutate } from '../actors/mutate.ts';
import { allMessages, type Someone } from '../actors/people.ts';
import { seeded } from '../actors/seeded.ts';

const MUTANTS = 10_000;
const ME = 'juliet@verona.test';
const ROMEO = 'romeo@verona.test';
let server: EvilServer;
let app: TestApp;
let account: Account;
let client: EvilClient;

beforeEach(async () => {
  server = await startEvilServer();
  app = await openApp({ server });
  const [signedIn, first] = await Promise.all([app.accounts.signIn({ address: ME, password: 'any', route: server.route }), server.client()]);
  account = signedIn;
  client = first;
});
afterEach(async () => {
  await app.stop();
  await app.remove();
  await server.stop();
});

const chat = (body: string, from = ROMEO): string => `<message from="${from}/x" to="${ME}" type="chat" id="${randomText()}"><body>${body}</body></message>`;

/** A message still arrives: on this connection, or on the one that replaced it. */
async function works(limit = 60_000): Promise<void> {
  const body = `still here ${randomText()}`;
  const arrived = heard(app.messages.onChanged, message => message.body === body, limit);
  client.write(chat(body));
  await arrived;
}
/** Resolves when the app has signed in anew. */
async function reconnected(provoke: () => void): Promise<void> {
  const next = server.client();
  provoke();
  app.wake();
  client = await next;
}

const forward = (inner: string): string =>
  `<forwarded xmlns="urn:xmpp:forward:0"><delay xmlns="urn:xmpp:delay" stamp="2026-01-01T00:00:00Z"/>${inner}</forwarded>`;
const SEEDS = [
  chat('O Romeo, Romeo'),
  `<message from="${ROMEO}/x" to="${ME}" type="chat" id="m1"><body>wherefore</body><request xmlns="urn:xmpp:receipts"/><markable xmlns="urn:xmpp:chat-markers:0"/><origin-id xmlns="urn:xmpp:sid:0" id="m1"/><stanza-id xmlns="urn:xmpp:sid:0" id="s1" by="${ME}"/><nick xmlns="http://jabber.org/protocol/nick">Romeo</nick></message>`,
  `<message from="${ROMEO}/x" to="${ME}"><received xmlns="urn:xmpp:receipts" id="m1"/></message>`,
  `<message from="${ROMEO}/x" to="${ME}"><displayed xmlns="urn:xmpp:chat-markers:0" id="m1"/></message>`,
  `<message from="${ROMEO}/x" to="${ME}" type="chat"><composing xmlns="http://jabber.org/protocol/chatstates"/></message>`,
  `<message from="${ROMEO}/x" to="${ME}" type="error" id="m1"><error type="cancel"><service-unavailable xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error></message>`,
  `<message from="${ME}" to="${ME}/b"><sent xmlns="urn:xmpp:carbons:2">${forward(`<message xmlns="jabber:client" from="${ME}/a" to="${ROMEO}" type="chat" id="c1"><body>mine</body></message>`)}</sent></message>`,
  `<message from="${ME}" to="${ME}/b"><received xmlns="urn:xmpp:carbons:2">${forward(`<message xmlns="jabber:client" from="${ROMEO}/a" to="${ME}" type="chat" id="c2"><body>thine</body></message>`)}</received></message>`,
  `<message from="${ME}" to="${ME}/b"><result xmlns="urn:xmpp:mam:2" queryid="q" id="a1">${forward(`<message xmlns="jabber:client" from="${ROMEO}/a" to="${ME}" type="chat"><body>old</body></message>`)}</result></message>`,
  `<message from="${ME}" to="${ME}/b"><event xmlns="http://jabber.org/protocol/pubsub#event"><items node="urn:xmpp:mds:displayed:0"><item id="${ROMEO}"><displayed xmlns="urn:xmpp:mds:displayed:0"><stanza-id xmlns="urn:xmpp:sid:0" by="${ME}" id="s1"/></displayed></item></items></event></message>`,
  `<message from="${ROMEO}" to="${ME}"><event xmlns="http://jabber.org/protocol/pubsub#event"><items node="urn:xmpp:avatar:metadata"><item id="0beec7b5ea3f0fdbc95d0dd47f3c5bc275da8a33"><metadata xmlns="urn:xmpp:avatar:metadata"><info id="0beec7b5ea3f0fdbc95d0dd47f3c5bc275da8a33" bytes="1234" type="image/png"/></metadata></item></items></event></message>`,
  `<presence from="${ROMEO}/x" to="${ME}"><show>away</show><status>thinking</status><priority>5</priority><c xmlns="http://jabber.org/protocol/caps" hash="sha-1" node="n" ver="v"/><idle xmlns="urn:xmpp:idle:1" since="2026-01-01T00:00:00Z"/><x xmlns="vcard-temp:x:update"><photo>0beec7b5ea3f0fdbc95d0dd47f3c5bc275da8a33</photo></x></presence>`,
  `<presence from="${ROMEO}" to="${ME}" type="subscribe"><status>let me in</status></presence>`,
  `<presence from="${ROMEO}/x" to="${ME}" type="unavailable"/>`,
  `<iq type="set" id="r1" to="${ME}/b"><query xmlns="jabber:iq:roster" ver="7"><item jid="${ROMEO}" name="Romeo" subscription="both"><group>Montague</group></item></query></iq>`,
  `<iq type="set" id="b1" to="${ME}/b"><block xmlns="urn:xmpp:blocking"><item jid="mallory@evil.lit"/></block></iq>`,
  `<iq type="get" id="v1" from="${ROMEO}/x" to="${ME}/b"><query xmlns="jabber:iq:version"/></iq>`,
  `<iq type="get" id="d1" from="${ROMEO}/x" to="${ME}/b"><query xmlns="http://jabber.org/protocol/disco#info" node="n#v"/></iq>`,
  `<iq type="get" id="t1" from="${ROMEO}/x" to="${ME}/b"><time xmlns="urn:xmpp:time"/></iq>`,
  `<iq type="result" id="x1" from="${ROMEO}/x" to="${ME}/b"/>`,
].map(parseXml);

test(`${MUTANTS} mutated stanzas neither crash nor hang it`, { timeout: 600_000 }, async () => {
  const random = seeded(20_261_122);
  let reconnects = 0;
  for (let batch = 0; batch < 20; batch += 1) {
    const next = server.client().then(one => {
      client = one;
      reconnects += 1;
    });
    next.catch(() => undefined);
    for (let number = 0; number < MUTANTS / 20; number += 1) {
      const seed = SEEDS[Math.floor(random() * SEEDS.length)];
      if (seed) client.write(mutate(seed, SEEDS, random).toString());
    }
    await works();
  }
  expect(reconnects).toBe(0);
  expect((await app.accounts.list({}))[0]?.connection).toEqual({ state: 'online' });
  expect((await app.conversations.list({})).length).toBeGreaterThan(0);
});

test('whatever a body holds arrives as it was sent', { timeout: 60_000 }, async () => {
  const bodies = [
    '<b onclick="alert(1)">bold</b><script>alert(document.cookie)</script>',
    '\u202Etxt.exe\u202C \u2066left\u2069 \u200Fright',
    'javascript:alert(1) data:text/html,<script> file:///etc/passwd vbscript:x',
    'e\u0301\u0327\u0301'.repeat(50),
    '👩‍👩‍👧‍👦🏳️‍🌈',
    '&amp;lt; ]]> <![CDATA[ x ]]>',
    'word '.repeat(20_000),
  ];
  for (const body of bodies) {
    const arrived = heard(app.messages.onChanged, message => message.body === body);
    client.write(chat(escaped(body)));
    await arrived;
  }
  const juliet = { app, account, user: 'juliet', password: 'any' } satisfies Someone;
  const [conversation] = await app.conversations.list({});
  expect(conversation && (await allMessages(juliet, conversation)).map(message => message.body)).toEqual(bodies);
});

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

test.each([
  ['no XML at all', () => '\u0000\u0001<<<&&&>>>'],
  ['a stanza that never ends', () => `<message from="${ROMEO}/x"><body>${'x'.repeat(24 * 1024 * 1024)}`],
  ['a stanza of a million children', () => `<message>${'<a/>'.repeat(1_000_000)}</message>`],
  ['an entity bomb', () => '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><message>&b;</message>'],
  ['the end of a stream that it never began', () => '</stream:stream></stream:stream>'],
])('%s ends the connection, not the app', { timeout: 120_000 }, async (_what, garbage) => {
  await reconnected(() => client.write(garbage()));
  await works();
});

test.each([
  ['10,000 deep', `${'<a>'.repeat(10_000)}${'</a>'.repeat(10_000)}`],
  ['of 10,000 children', '<a/>'.repeat(10_000)],
])('a stanza %s may be a stranger’s: it is dropped, and the connection stays', { timeout: 60_000 }, async (_what, inner) => {
  const states: string[] = [];
  app.accounts.onChanged(([one]) => one && states.push(one.connection.state));
  client.write(`<message from="${ROMEO}/x"><body>too much</body>${inner}</message>`);
  await works();
  expect(states.filter(state => state !== 'online')).toEqual([]);
  expect((await app.conversations.list({}))[0]?.last?.text).toMatch(/^still here/);
});
