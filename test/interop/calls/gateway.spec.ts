// A telephone behind a gateway: a part of the server that does what gateways do on the wire, and bears no more than they do.
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { freePorts } from '../../../main/demo/keeper.ts';
import type { Call } from '../../../preload/contract/calls.ts';
import { JinglePeer } from '../../actors/jingle-peer.ts';
import { MANNERS, STRICT } from '../../actors/manners.ts';
import { leave } from '../../actors/people.ts';
import { startProsody, type Prosody } from '../../actors/prosody.ts';
import { bothHear, openJuliet, phase, type Scene } from './manner-scene.ts';

const GATE = 'gate.verona.test';
const SECRET = 'between the two of them';
const NUMBER = '+15551234567';
let server: Prosody;
let componentPort: number;

beforeAll(async () => {
  [componentPort = 0] = await freePorts(1);
  server = await startProsody({ settings: { component_ports: [componentPort] }, lua: `Component "${GATE}"\n  component_secret = "${SECRET}"` });
});
afterAll(() => server.stop());

interface Telephone extends Pick<Scene, 'juliet' | 'ear'> {
  readonly phone: JinglePeer;
}
async function install(): Promise<Telephone> {
  const account = await server.register();
  const phone = await JinglePeer.start(server, { address: GATE, password: SECRET, componentPort, manners: MANNERS.gateway, as: `${NUMBER}@${GATE}/sip` });
  const { juliet, ear } = await openJuliet(server, account);
  await vi.waitFor(async () => expect(await juliet.app.calls.gateways({})).toMatchObject([{ address: GATE, name: 'Telephone' }]), { timeout: 20_000 });
  return { juliet, ear, phone };
}
async function remove({ juliet, phone }: Telephone): Promise<void> {
  await phone.stop();
  await leave(juliet);
}

describe('a call to a telephone', () => {
  const phases: string[] = [];
  let there: Telephone;
  let begun: Call;
  let talking: Call;

  beforeAll(async () => {
    there = await install();
    const { juliet, ear, phone } = there;
    juliet.app.calls.onChanged(one => phases.at(-1) === one.phase || phases.push(one.phase));
    const [ringing, connected] = [phase(juliet, 'ringing'), phase(juliet, 'connected')];
    begun = await juliet.app.calls.dial({ number: NUMBER });
    await ringing;
    phone.answer();
    talking = await connected;
    await bothHear({ ear, them: phone });
    const { id } = talking;
    for (const muted of [true, false]) await juliet.app.calls.setMuted({ call: id, muted });
    for (const held of [true, false]) await juliet.app.calls.setHeld({ call: id, held });
    await juliet.app.calls.sendTones({ call: id, tones: '1' });
    await bothHear({ ear, them: phone });
    const over = phase(juliet, 'ended');
    phone.hangUp();
    await over;
  });
  afterAll(() => remove(there));

  test.each(STRICT.gateway)('%s', rule => {
    expect(there.phone.transcript.length).toBeGreaterThan(3);
    expect(there.phone.faults.filter(fault => fault.startsWith(rule))).toEqual([]);
  });

  test('nothing else was wrong', () => {
    expect(there.phone.faults).toEqual([]);
  });

  test('it is shown as its country writes it', () => {
    expect(begun).toMatchObject({ peer: `${NUMBER}@${GATE}`, number: '+1 555 123 4567' });
  });

  test('it rings when it says so, and has answered only with its session', () => {
    expect(phases).toEqual(expect.arrayContaining(['connecting', 'ringing', 'connected']));
    expect(phases.indexOf('ringing')).toBeLessThan(phases.indexOf('connected'));
  });

  test('it takes keys and no pictures', () => {
    expect(talking).toMatchObject({ takesTones: true, takesVideo: false });
  });
});

describe('a telephone', () => {
  let there: Telephone;
  afterEach(() => remove(there));

  test('is busy', async () => {
    there = await install();
    const { juliet, phone } = there;
    const ringing = phase(juliet, 'ringing');
    await juliet.app.calls.dial({ number: NUMBER });
    await ringing;
    const ended = phase(juliet, 'ended');
    phone.hangUp('busy');
    expect((await ended).end).toBe('busy');
  });

  test('calls: it rings with its number, by the message of type normal that gateways send', async () => {
    there = await install();
    const { juliet, ear, phone } = there;
    const [rings, connected] = [phase(juliet, 'incoming'), phase(juliet, 'connected')];
    phone.call(juliet.account.address);
    const { id, number } = await rings;
    expect(number).toBe('+1 555 123 4567');
    await juliet.app.calls.answer({ call: id, video: false, others: 'hold' });
    await connected;
    await bothHear({ ear, them: phone });
    const over = phase(juliet, 'ended');
    await juliet.app.calls.hangUp({ call: id });
    await over;
    await phone.said('session-terminate');
    expect(phone.faults).toEqual([]);
  });
});
