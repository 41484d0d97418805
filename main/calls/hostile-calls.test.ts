// Thousands of stanzas as they must not be, thrown at whoever is in a call. The same ones in every run.
import { expect, test } from 'vitest';
import { Wire, type Device } from '../../test/actors/call-desks.ts';
import { clone, mutate } from '../../test/actors/mutate.ts';
import { seeded } from '../../test/actors/seeded.ts';
import { FailureError } from '../../preload/contract/wire.ts';
import { attr, type Element } from '../xmpp/element.ts';
import { NS } from '../xmpp/ns.ts';
import { CALL_STATES } from './call-state.ts';
import { CALL_TIMES } from './timers.ts';

const JULIET = 'juliet@capulet.lit';
const ROMEO = 'romeo@montague.lit';
const COUNT = 5_000;
const SEED = 1597;

interface Scene {
  readonly wire: Wire;
  readonly juliet: Device;
  readonly romeo: Device;
}
async function talking(): Promise<Scene> {
  const wire = new Wire();
  const juliet = wire.connect(`${JULIET}/balcony`, { contacts: [ROMEO] });
  const romeo = wire.connect(`${ROMEO}/orchard`, { contacts: [JULIET] });
  juliet.start(ROMEO);
  await wire.settle();
  romeo.answer();
  await wire.settle();
  expect([juliet.call.phase, romeo.call.phase]).toEqual(['connected', 'connected']);
  return { wire, juliet, romeo };
}

/** All that is said in a call with a picture that comes and goes, with hold and mute and an end. */
async function everything(): Promise<readonly Element[]> {
  const { wire, juliet, romeo } = await talking();
  for (const deed of [
    () => juliet.desk.setVideo(juliet.call.id, 'camera'),
    () => romeo.desk.setVideo(romeo.call.id, 'screen'),
    () => juliet.desk.setHeld(juliet.call.id, true),
    () => juliet.desk.setMuted(juliet.call.id, true),
    () => juliet.desk.setVideo(juliet.call.id, 'off'),
    () => juliet.engine.leg.report({ say: 'path', state: 'failed' }),
    () => juliet.hangUp(),
  ]) {
    deed();
    await wire.settle();
  }
  return wire.said.map(clone);
}

/** Thrown, caught, and answered by an error of the protocol; anything else is a fault of ours. */
async function throwAt(romeo: Device, stanza: Element, from: string): Promise<void> {
  try {
    if (stanza.is('jingle', NS.jingle)) await romeo.request(from, 'set', stanza);
    else if (stanza.getNS() === NS.client && stanza.getName() === 'message') {
      stanza.attrs['from'] = from;
      stanza.attrs['to'] = romeo.full;
      await romeo.hear(stanza, 'live');
    }
  } catch (error) {
    if (!(error instanceof FailureError)) throw error;
  }
}

test(`${COUNT} mutated stanzas of the peer, from a seed: no crash, no second ring, and a state that the table knows`, async () => {
  const samples = await everything();
  const random = seeded(SEED);
  let scene = await talking();
  let calls = 1;
  for (let number = 0; number < COUNT; number += 1) {
    const { romeo, juliet, wire } = scene;
    const sample = samples[Math.floor(random() * samples.length)]!;
    const stanza = mutate(clone(sample), samples, random);
    // Most of them about the session that there is.
    if (stanza.is('jingle', NS.jingle) && random() < 0.8) stanza.attrs['sid'] = romeo.desk.of(romeo.call.account)[0]?.sid ?? attr(stanza, 'sid');
    await throwAt(romeo, stanza, juliet.full);
    if (number % 10 === 0) await wire.settle();
    for (const call of romeo.desk.of(romeo.desk.list()[0]?.account ?? juliet.call.account)) expect(CALL_STATES).toContain(call.state);
    expect(romeo.calls.filter(one => one.phase === 'incoming').length).toBeLessThanOrEqual(4);
    if (romeo.calls.some(one => one.phase === 'connected') && romeo.desk.list().length < 20) continue;
    await wire.clock.pass(CALL_TIMES.ringOut);
    scene = await talking();
    calls += 1;
  }
  // Most of what is thrown changes nothing.
  expect(calls).toBeLessThan(COUNT / 4);
}, 120_000);

test('the same from somebody else, who knows every id, never ends the call', async () => {
  const samples = await everything();
  const random = seeded(SEED + 1);
  const { wire, romeo } = await talking();
  const { sid } = romeo.desk.of(romeo.call.account)[0]!;
  for (let number = 0; number < 1_000; number += 1) {
    const stanza = mutate(clone(samples[Math.floor(random() * samples.length)]!), samples, random);
    const isSession = stanza.is('jingle', NS.jingle);
    if (isSession) stanza.attrs['sid'] = sid;
    // Another device of hers may propose anew, and takes the call along (XEP-0353 §4.2).
    await throwAt(romeo, stanza, `${isSession && number % 2 === 0 ? JULIET : 'mallory@evil.lit'}/x`);
  }
  await wire.settle();
  expect(romeo.desk.of(romeo.call.account).find(one => one.sid === sid)?.state).toBe('connected');
}, 60_000);
