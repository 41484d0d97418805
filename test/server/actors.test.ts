import { afterAll, beforeAll, expect, test } from 'vitest';
import { startDemo } from '../../main/demo/demo.ts';
import { startEvilServer } from '../actors/evil-server.ts';
import { startPeer, xml, type Peer } from '../actors/peer.ts';
import { startProsody, type Prosody } from '../actors/prosody.ts';

// What the other specs take for granted of the server and the peers they use.
let server: Prosody;
let juliet: Peer;
let romeo: Peer;

beforeAll(async () => {
  server = await startProsody();
  juliet = await startPeer(server, await server.register({ user: 'juliet' }));
  romeo = await startPeer(server, await server.register({ user: 'romeo' }));
});
afterAll(() => server.stop());

test('two peers become contacts and talk, in any script', async () => {
  await juliet.befriend(romeo);
  juliet.say(romeo.address, 'Wherefore art thou? 🌹 ü');
  expect((await romeo.hears('Wherefore art thou? 🌹 ü')).attrs['from']).toBe(juliet.full);
});

test('the server can put a stanza on a stream that nobody sent', async () => {
  expect(await server.inject(juliet.address, '<message xmlns="jabber:client" from="mallory@elsewhere.test"><body>it is me, Romeo</body></message>')).toBe(1);
  await juliet.hears('it is me, Romeo');
});

test('what was put into the archive comes out of it with its time', async () => {
  const at = Date.UTC(2026, 0, 31, 12, 30);
  await server.archive([{ from: romeo.address, to: juliet.address, body: 'from January', at }]);
  await juliet.iq(xml('iq', { type: 'set' }, xml('query', { xmlns: 'urn:xmpp:mam:2' })));
  const result = await juliet.wait(element => String(element).includes('from January'));
  expect(String(result)).toContain('2026-01-31T12:30:00Z');
});

test('a cut connection is cut on both sides, and the server comes back with its accounts', async () => {
  const nurse = await server.register({ user: 'nurse' });
  const peer = await startPeer(server, nurse);
  expect(await server.cut(nurse.address)).toBe(1);
  await expect(peer.wait(() => false)).rejects.toThrow('cut off');
  await server.restart('SIGKILL');
  const again = await startPeer(server, nurse);
  await again.stop();
});

test('the lying server lets a client in and says what it is told', async () => {
  const evil = await startEvilServer();
  try {
    const [client, peer] = await Promise.all([evil.client(), startPeer({ ...evil, tlsPort: evil.port }, { address: 'juliet@verona.test', password: 'any' })]);
    client.write('<message from="romeo@verona.test" to="juliet@verona.test"><body>I am Romeo</body></message>');
    await peer.hears('I am Romeo');
    peer.say('romeo@verona.test', 'no');
    await client.wait(stanza => stanza.getChildText('body') === 'no');
  } finally {
    await evil.stop();
  }
});

test('the demo has two people who know each other and a past', async () => {
  const demo = await startDemo();
  try {
    const [account] = demo.accounts;
    const { host, port } = account.route;
    expect(host).toBe('127.0.0.1');
    expect(port).toBeGreaterThan(0);
    expect(account.authorities[0]).toContain('BEGIN CERTIFICATE');
  } finally {
    await demo.stop();
  }
});
