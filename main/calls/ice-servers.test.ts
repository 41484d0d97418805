import { expect, test } from 'vitest';
import { FakeClock } from '../../test/actors/fake-clock.ts';
import { accountId, bareJid } from '../../preload/contract/ids.ts';
import { FailureError } from '../../preload/contract/wire.ts';
import { el, type Element } from '../xmpp/element.ts';
import { NS } from '../xmpp/ns.ts';
import { IceServers, type IceChoice } from './ice-servers.ts';
import type { CallSession } from './signalling.ts';
import { CALL_TIMES } from './timers.ts';

const ACCOUNT = accountId(1);
type Attributes = Readonly<Record<string, string>>;
const services = (...list: readonly Attributes[]): Element =>
  el('iq', NS.client, { type: 'result' }, el('services', NS.externalServices, {}, ...list.map(one => el('service', NS.externalServices, one))));
const STUN = { type: 'stun', host: '192.0.2.1', port: '3478', transport: 'udp' };
const TURN = { type: 'turn', host: '2001:db8::1', port: '3478', transport: 'tcp', username: 'u', password: 'p' };

function over(answer: (payload: Element) => Promise<Element>, supported = true) {
  const clock = new FakeClock();
  const asked: string[] = [];
  const session: CallSession = {
    address: bareJid('juliet@capulet.lit'),
    domain: 'capulet.lit',
    fullAddress: 'juliet@capulet.lit/x',
    online: true,
    send: () => true,
    supports: () => supported,
    iq: (_type, to, payload) => {
      asked.push(`${to} ${payload.getName()}`);
      return answer(payload);
    },
  };
  const servers = new IceServers({ clock, times: CALL_TIMES, session: () => session });
  return { clock, asked, servers };
}

test('what the own server offers is handed to the media as browsers take it', async () => {
  const { servers, asked } = over(async () => services(STUN, TURN));
  expect(await servers.of(ACCOUNT)).toEqual({
    iceServers: [{ urls: ['stun:192.0.2.1:3478'] }, { urls: ['turn:[2001:db8::1]:3478?transport=tcp'], username: 'u', credential: 'p' }],
    hasRelay: true,
  });
  await servers.of(ACCOUNT);
  expect(asked).toEqual(['capulet.lit services']);
});

test('credentials that have to be asked for are', async () => {
  const { servers, asked } = over(async payload =>
    payload.getName() === 'credentials'
      ? el('iq', NS.client, {}, el('credentials', NS.externalServices, {}, el('service', NS.externalServices, { ...TURN })))
      : services({ type: 'turn', host: '2001:db8::1', port: '3478', restricted: 'true' }),
  );
  expect((await servers.of(ACCOUNT)).hasRelay).toBe(true);
  expect(asked).toEqual(['capulet.lit services', 'capulet.lit credentials']);
});

test.each<[string, ReturnType<typeof over>]>([
  ['has none', over(async () => services(), false)],
  ['refuses', over(async () => Promise.reject(new FailureError({ code: 'stanza-error', condition: 'forbidden' })))],
  ['offers relays without a password', over(async () => services({ type: 'turn', host: 'turn.example' }))],
])('a server that %s leaves the direct way', async (_what, { servers }) => {
  expect(await servers.of(ACCOUNT)).toEqual({ iceServers: [], hasRelay: false });
});

test('nobody waits for a server that does not answer', async () => {
  const { servers, clock } = over(() => new Promise(() => undefined));
  const asking = servers.of(ACCOUNT);
  await clock.pass(CALL_TIMES.relays);
  expect(await asking).toEqual({ iceServers: [], hasRelay: false });
});

test('while a call goes on, credentials are fetched anew at half of their time', async () => {
  let count = 0;
  let clock: FakeClock | undefined;
  const one = over(async () => services({ ...TURN, username: `u${(count += 1)}`, expires: new Date((clock?.now() ?? 0) + 600_000).toISOString() }));
  clock = one.clock;
  const renewed: IceChoice[] = [];
  one.servers.onRenewed(({ choice }) => renewed.push(choice));
  await one.servers.of(ACCOUNT);
  one.servers.keep(ACCOUNT);
  await clock.pass(299_000);
  expect(renewed).toEqual([]);
  await clock.pass(1_001);
  expect(renewed.map(choice => choice.iceServers[0]?.username)).toEqual(['u2']);
  one.servers.letGo(ACCOUNT);
  await clock.pass(3_600_000);
  expect(renewed).toHaveLength(1);
  expect(clock.pending).toBe(0);
});

test('what the server changes unasked reaches the calls that go on', async () => {
  let count = 0;
  const { servers } = over(async () => services({ ...TURN, username: `u${(count += 1)}` }));
  await servers.of(ACCOUNT);
  servers.keep(ACCOUNT);
  const renewed = new Promise<IceChoice>(resolve => servers.onRenewed(({ choice }) => resolve(choice)));
  servers.changed(ACCOUNT);
  expect((await renewed).iceServers[0]?.username).toBe('u2');
  servers.close();
});
