import { beforeEach, expect, test } from 'vitest';
import { Wire, words, type Device } from '../../test/actors/call-desks.ts';
import { CALL_TIMES } from './timers.ts';

const JULIET = 'juliet@capulet.lit';
const ROMEO = 'romeo@montague.lit';
let wire: Wire;
let juliet: Device;
let romeo: Device;

beforeEach(() => {
  wire = new Wire();
  juliet = wire.connect(`${JULIET}/balcony`, { contacts: [ROMEO] });
  romeo = wire.connect(`${ROMEO}/orchard`, { contacts: [JULIET] });
});

async function rings(): Promise<void> {
  juliet.start(ROMEO);
  await wire.settle();
}
async function talk(): Promise<void> {
  await rings();
  romeo.answer();
  await wire.settle();
}

test('a call goes its whole way, in the order of the specifications', async () => {
  await talk();
  expect([juliet.call.phase, romeo.call.phase]).toEqual(['connected', 'connected']);
  juliet.hangUp();
  await wire.settle();
  expect(juliet.phases).toEqual(['calling', 'ringing', 'connecting', 'connected', 'ended']);
  expect(romeo.phases).toEqual(['incoming', 'connecting', 'connected', 'ended']);
  const said = words(wire).filter(one => one !== 'transport-info');
  expect(said).toEqual([
    ...['propose', 'ringing', 'accept', 'proceed'],
    ...['session-initiate', 'session-accept', 'session-terminate', 'finish success', 'finish success'],
  ]);
  expect(juliet.outcomes).toEqual(['answered']);
  expect(romeo.outcomes).toEqual(['answered']);
});

test('nothing is gathered, and no address told, before it was answered', async () => {
  await rings();
  expect(romeo.engine.legs).toHaveLength(0);
  expect(juliet.engine.leg.deeds).toEqual(['open']);
  expect(words(wire)).not.toContain('session-initiate');
});

test('declined is said to the caller, and that is the end', async () => {
  await rings();
  romeo.desk.decline(romeo.call.id);
  await wire.settle();
  expect(juliet.call).toMatchObject({ phase: 'ended', end: 'declined' });
  expect(juliet.outcomes).toEqual(['declined']);
  expect(romeo.outcomes).toEqual(['declined']);
});

test('who gives up stops the ringing, and was missed', async () => {
  await rings();
  juliet.hangUp();
  await wire.settle();
  expect(romeo.call).toMatchObject({ phase: 'ended', end: 'cancelled' });
  expect([...romeo.records.values()][0]).toMatchObject({ outcome: 'missed', isNew: true });
  expect(juliet.outcomes).toEqual(['cancelled']);
});

test('nobody answers for a minute', async () => {
  await rings();
  await wire.clock.pass(CALL_TIMES.ringIn);
  expect(romeo.call.end).toBe('no-answer');
  await wire.clock.pass(CALL_TIMES.ringOut - CALL_TIMES.ringIn);
  await wire.settle();
  expect(juliet.call.end).toBe('no-answer');
  expect(words(wire).at(-1)).toBe('retract expired');
});

test('a contact without a device is not waited for', async () => {
  wire.drop(romeo);
  juliet.start(ROMEO);
  await wire.clock.pass(CALL_TIMES.noDevice);
  expect(juliet.call.end).toBe('not-reachable');
});

test('a stranger’s silence says nothing about their devices', async () => {
  wire.drop(juliet);
  juliet = wire.connect(`${JULIET}/balcony`, { settings: { relayForStrangers: false } });
  juliet.start('mercutio@verona.lit');
  await wire.clock.pass(CALL_TIMES.noDevice);
  expect(juliet.call.phase).toBe('calling');
  await wire.clock.pass(CALL_TIMES.ringOut);
  expect([...juliet.records.values()][0]?.outcome).toBe('no-answer');
});

test('a stranger is called over a relay, or not at all', async () => {
  juliet.start('mercutio@verona.lit');
  await wire.settle();
  expect(juliet.call).toMatchObject({ relayOnly: true, end: 'no-relay' });
  expect(juliet.engine.leg.deeds).not.toContain('open');
});

test('a path that is not found ends the call for both, with what was missing', async () => {
  juliet.engine.script = { connects: false };
  romeo.engine.script = { connects: false };
  await talk();
  expect(juliet.call.phase).toBe('connecting');
  await wire.clock.pass(CALL_TIMES.connect);
  await wire.settle();
  expect([juliet.call.end, romeo.call.end]).toContain('no-relay');
  expect([juliet.call.phase, romeo.call.phase]).toEqual(['ended', 'ended']);
  expect(juliet.outcomes).toEqual(['failed']);
});

test('a microphone that may not be used ends the call before anybody picks it up', async () => {
  juliet.engine.script = { problem: 'microphone-denied' };
  await rings();
  expect(juliet.call.end).toBe('microphone');
  expect(romeo.call.end).toBe('cancelled');
});

test('without a window there is no call, and nobody is rung', () => {
  juliet.engine.script = { absent: true };
  expect(() => juliet.start(ROMEO)).toThrow('unsupported');
  expect(words(wire)).toEqual([]);
  expect(juliet.desk.list()).toEqual([]);
});

test('a lost path is sought anew, with new credentials, and found', async () => {
  await talk();
  juliet.engine.leg.report({ say: 'path', state: 'failed' });
  expect(juliet.call.phase).toBe('reconnecting');
  await wire.settle();
  expect(juliet.engine.leg.told).toContainEqual({ do: 'offer', restart: true });
  expect(romeo.engine.leg.told.filter(one => one.do === 'remote')).toHaveLength(2);
  juliet.engine.leg.report({ say: 'path', state: 'connected' });
  expect(juliet.call.phase).toBe('connected');
});

test('a path that stays away ends the call', async () => {
  await talk();
  juliet.engine.leg.report({ say: 'path', state: 'disconnected' });
  expect(juliet.call.phase).toBe('reconnecting');
  await wire.clock.pass(CALL_TIMES.reconnect);
  expect(juliet.call.end).toBe('connection-lost');
  await wire.settle();
  expect(romeo.call.end).toBe('connection-lost');
});

test('mute and hold are told, and shown there', async () => {
  await talk();
  juliet.desk.setMuted(juliet.call.id, true);
  await wire.settle();
  expect(romeo.call.theyMuted).toBe(true);
  juliet.desk.setHeld(juliet.call.id, true);
  await wire.settle();
  expect([juliet.call.phase, romeo.call.phase]).toEqual(['on-hold', 'on-hold']);
  expect(romeo.call).toMatchObject({ held: false, theyHold: true });
  juliet.desk.setHeld(juliet.call.id, false);
  juliet.desk.setMuted(juliet.call.id, false);
  await wire.settle();
  expect(romeo.call).toMatchObject({ theyHold: false, theyMuted: false, phase: 'connected' });
});

test('muted while it still rang is told when there is somebody to hear it', async () => {
  await rings();
  juliet.desk.setMuted(juliet.call.id, true);
  romeo.answer();
  await wire.settle();
  expect(romeo.call.theyMuted).toBe(true);
});

test('a picture comes into a running call, and goes again', async () => {
  await talk();
  expect(romeo.call).toMatchObject({ theirVideo: 'off', takesVideo: true, takesTones: true });
  juliet.desk.setVideo(juliet.call.id, 'camera');
  await wire.settle();
  expect(words(wire)).toContain('content-add');
  expect(romeo.call.theirVideo).toBe('camera');
  juliet.desk.setVideo(juliet.call.id, 'off');
  await wire.settle();
  expect(romeo.call.theirVideo).toBe('off');
});

test('a second call waits: answered, it holds the first; taken up again, the first holds it', async () => {
  const nurse = wire.connect('nurse@capulet.lit/home', { contacts: [ROMEO] });
  wire.drop(romeo);
  romeo = wire.connect(`${ROMEO}/orchard`, { contacts: [JULIET, 'nurse@capulet.lit'] });
  await talk();
  const first = romeo.call.id;
  nurse.start(ROMEO);
  await wire.settle();
  const second = romeo.call.id;
  expect(romeo.call.phase).toBe('incoming');
  romeo.answer();
  await wire.settle();
  const phases = (): readonly (string | undefined)[] => [first, second].map(id => romeo.desk.list().find(one => one.id === id)?.phase);
  expect(phases()).toEqual(['on-hold', 'connected']);
  romeo.desk.setHeld(first, false);
  await wire.settle();
  expect(phases()).toEqual(['connected', 'on-hold']);
});

test('a second call may end the first', async () => {
  const nurse = wire.connect('nurse@capulet.lit/home', { contacts: [ROMEO] });
  wire.drop(romeo);
  romeo = wire.connect(`${ROMEO}/orchard`, { contacts: [JULIET, 'nurse@capulet.lit'] });
  await talk();
  nurse.start(ROMEO);
  await wire.settle();
  romeo.answer(false, 'end');
  await wire.settle();
  expect(juliet.call.end).toBe('hung-up');
  expect(nurse.call.phase).toBe('connected');
});

test('an ended call stays in sight for a while, or until it is dismissed', async () => {
  await rings();
  juliet.hangUp();
  expect(juliet.desk.list()).toHaveLength(1);
  await wire.clock.pass(CALL_TIMES.endedVisible);
  expect(juliet.desk.list()).toHaveLength(0);
  await rings();
  juliet.hangUp();
  juliet.desk.dismiss(juliet.call.id);
  expect(juliet.desk.list()).toHaveLength(0);
});

test('a peer that tells only in the call what it is gets its way from then on', async () => {
  const told = Promise.withResolvers<void>();
  wire.drop(romeo);
  romeo = wire.connect(`${ROMEO}/movim`, { contacts: [JULIET], client: 'Movim', tells: told.promise });
  await rings();
  romeo.answer();
  await wire.settle();
  await wire.clock.pass(CALL_TIMES.profile);
  await wire.settle();
  expect(juliet.call.phase).toBe('connected');
  told.resolve();
  await wire.settle();
  wire.said.length = 0;
  romeo.desk.setVideo(romeo.call.id, 'camera');
  await wire.settle();
  expect(words(wire)).toContain('session-accept');
  expect(words(wire)).not.toContain('content-accept');
});

test('there is one call with somebody at a time', async () => {
  await rings();
  expect(() => juliet.start(ROMEO)).toThrow('exists');
});

test('whoever calls somebody who is just calling has answered', async () => {
  await rings();
  romeo.start(JULIET);
  await wire.settle();
  expect([juliet.call.phase, romeo.call.phase]).toEqual(['connected', 'connected']);
  expect(romeo.desk.list()).toHaveLength(1);
});

test('a stream that begins anew ends what nobody knows any more, and leaves those who talk', async () => {
  await talk();
  juliet.desk.sessionBegan(juliet.call.account);
  expect(juliet.call.phase).toBe('connected');
  juliet.hangUp();
  await wire.settle();
  juliet.desk.dismiss(juliet.call.id);
  romeo.desk.dismiss(romeo.call.id);
  await rings();
  juliet.desk.sessionBegan(juliet.call.account);
  expect(juliet.call.end).toBe('connection-lost');
});

test('when the app closes, who talks is told, and who rings may reach another device', async () => {
  const nurse = wire.connect('nurse@capulet.lit/home', { contacts: [JULIET] });
  wire.drop(juliet);
  juliet = wire.connect(`${JULIET}/balcony`, { contacts: [ROMEO, 'nurse@capulet.lit'] });
  await talk();
  nurse.start(JULIET);
  await wire.settle();
  juliet.desk.close();
  await wire.settle();
  expect(romeo.call.end).toBe('hung-up');
  expect(nurse.call.phase).toBe('ringing');
});
