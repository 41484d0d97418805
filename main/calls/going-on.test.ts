// A window that is loaded anew takes the keys of the connection with it: the call goes on by a new session (XEP-0353 §4.2).
import { beforeEach, expect, test } from 'vitest';
import { Wire, words, type Device, type DeskSetting } from '../../test/actors/call-desks.ts';
import { ScriptedEngine } from '../../test/actors/scripted-engine.ts';
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
const romeoAnew = (setting: DeskSetting): void => {
  wire.drop(romeo);
  romeo = wire.connect(`${ROMEO}/orchard`, { contacts: [JULIET], ...setting });
};
async function talk(video = false): Promise<void> {
  juliet.start(ROMEO, video);
  await wire.settle();
  romeo.answer(video);
  await wire.settle();
  expect([juliet.call.phase, romeo.call.phase]).toEqual(['connected', 'connected']);
  wire.said.length = 0;
  for (const phases of [juliet.phases, romeo.phases]) phases.length = 0;
}
function closeWindow(who: Device): void {
  who.engine.script = { absent: true };
  who.engine.leg.gone();
}
async function reload(who: Device): Promise<void> {
  closeWindow(who);
  await wire.settle();
  who.engine.comes();
  await wire.settle();
}
const told = (who: Device): readonly string[] => who.engine.leg.deeds;

test('a window that is loaded anew goes on with its call: nobody rings, nobody answers twice, and each side has one call', async () => {
  await talk();
  await wire.clock.pass(60_000);
  await reload(juliet);
  expect([juliet.call, romeo.call]).toMatchObject([
    { phase: 'connected', talkedMs: 60_000 },
    { phase: 'connected', talkedMs: 60_000 },
  ]);
  expect([juliet.phases, romeo.phases]).toEqual([
    ['reconnecting', 'connected'],
    ['reconnecting', 'connected'],
  ]);
  expect([juliet.desk.list(), romeo.desk.list()].map(list => list.length)).toEqual([1, 1]);
  const said = words(wire).filter(one => one !== 'transport-info');
  expect(said).toEqual(['propose', 'finish expired', 'ringing', 'accept', 'proceed', 'session-initiate', 'session-accept']);
});

test('other own devices hear nothing of a call that goes on elsewhere, and have it in their history once', async () => {
  const tablet = wire.connect(`${ROMEO}/tablet`, { contacts: [JULIET] });
  await talk();
  tablet.phases.length = 0;
  await reload(juliet);
  await reload(romeo);
  expect([juliet.call.phase, romeo.call.phase, tablet.phases]).toEqual(['connected', 'connected', []]);
  juliet.hangUp();
  await wire.settle();
  expect(tablet.outcomes).toEqual(['elsewhere']);
});

test('whoever was called goes on as well', async () => {
  await talk();
  await reload(romeo);
  expect([juliet.call.phase, romeo.call.phase]).toEqual(['connected', 'connected']);
  juliet.hangUp();
  await wire.settle();
  expect([juliet.call, romeo.call]).toMatchObject([{ end: 'hung-up' }, { end: 'hung-up' }]);
});

test('the history has it as the one call that it was, with its whole length, however often a window was loaded anew', async () => {
  await talk();
  await wire.clock.pass(60_000);
  await reload(juliet);
  await wire.clock.pass(30_000);
  await reload(romeo);
  await wire.clock.pass(10_000);
  juliet.hangUp();
  await wire.settle();
  const records = [juliet, romeo].map(who => [...who.records.values()].map(({ outcome, direction, lengthMs }) => ({ outcome, direction, lengthMs })));
  expect(records).toEqual([
    [{ outcome: 'answered', direction: 'outgoing', lengthMs: 100_000 }],
    [{ outcome: 'answered', direction: 'incoming', lengthMs: 100_000 }],
  ]);
});

test('another window that is open takes the call at once', async () => {
  await talk();
  juliet.engine.leg.gone();
  await wire.settle();
  expect(juliet.engine.legs).toHaveLength(2);
  expect(juliet.call.phase).toBe('connected');
});

test('a window that does not come back ends the call for both, and says why', async () => {
  await talk();
  closeWindow(romeo);
  await wire.settle();
  expect(romeo.call.phase).toBe('reconnecting');
  await wire.clock.pass(CALL_TIMES.windowBack);
  await wire.settle();
  expect([romeo.call.end, juliet.call.end]).toEqual(['window-closed', 'hung-up']);
});

test('a window that was closed on purpose ends the call for both at once', async () => {
  await talk();
  romeo.engine.script = { absent: true };
  romeo.engine.leg.gone(true);
  await wire.settle();
  expect([romeo.call.end, juliet.call.end]).toEqual(['window-closed', 'hung-up']);
});

test('a call with somebody who takes no second session for the first ends with its window', async () => {
  romeoAnew({ client: 'Dino' });
  await talk();
  closeWindow(juliet);
  await wire.settle();
  expect(juliet.call).toMatchObject({ phase: 'ended', end: 'window-closed' });
});

test('while no window is there the user of another device’s call can still be hung up on', async () => {
  await talk();
  closeWindow(juliet);
  await wire.settle();
  romeo.hangUp();
  await wire.settle();
  expect(juliet.call).toMatchObject({ phase: 'ended', end: 'hung-up' });
});

test('who was muted, on hold or without a picture stays so on both sides, whatever the new session offers', async () => {
  await talk();
  juliet.desk.setMuted(juliet.call.id, true);
  romeo.desk.setMuted(romeo.call.id, true);
  romeo.desk.setHeld(romeo.call.id, true);
  await wire.settle();
  await reload(juliet);
  expect([juliet.call, romeo.call]).toMatchObject([
    { muted: true, theyMuted: true, theyHold: true, video: 'off', phase: 'on-hold' },
    { muted: true, theyMuted: true, held: true, video: 'off', phase: 'on-hold' },
  ]);
  expect(told(juliet).slice(0, 2)).toEqual(['open', 'muted']);
  expect(told(romeo).slice(0, 3)).toEqual(['open', 'muted', 'held']);
  for (const who of [juliet, romeo]) expect(who.engine.leg.told[0]).toMatchObject({ do: 'open', video: 'off' });
});

test('cameras that were on are on again; a shared screen is not, for only the user can choose it', async () => {
  await talk(true);
  romeo.desk.setVideo(romeo.call.id, 'screen');
  await wire.settle();
  await reload(juliet);
  expect(juliet.engine.leg.told[0]).toMatchObject({ do: 'open', video: 'camera' });
  expect(romeo.engine.leg.told[0]).toMatchObject({ do: 'open', video: 'off' });
  expect(juliet.call.phase).toBe('connected');
});

test('a second session that asks for a picture opens no camera that was off', async () => {
  await talk();
  const thief = wire.connect(`${JULIET}/tower`, { contacts: [ROMEO] });
  thief.start(ROMEO, true);
  await wire.settle();
  expect(romeo.call.phase).toBe('connected');
  expect(romeo.engine.leg.told[0]).toMatchObject({ do: 'open', video: 'off' });
  expect(romeo.calls).toHaveLength(1);
});

test('what a phone without a user had taken goes on with that phone, and no window opens its microphone', async () => {
  const phone = new ScriptedEngine();
  romeoAnew({ phone: { takes: () => ({ engine: phone, afterMs: 0 }) } });
  juliet.start(ROMEO);
  await wire.settle();
  await wire.clock.pass(0);
  await wire.settle();
  expect([juliet.call.phase, phone.legs.length]).toEqual(['connected', 1]);
  await reload(juliet);
  await wire.clock.pass(0);
  await wire.settle();
  expect([juliet.call.phase, phone.legs.length, romeo.engine.legs.length]).toEqual(['connected', 2, 0]);
});

test('somebody else is not taken for whom one talks with, and a call that only rings is not answered by a second', async () => {
  await talk();
  const nurse = wire.connect('nurse@capulet.lit/home', { contacts: [ROMEO] });
  romeoAnew({ contacts: [JULIET, 'nurse@capulet.lit'] });
  nurse.start(ROMEO);
  await wire.settle();
  expect(romeo.call.phase).toBe('incoming');
  await wire.clock.pass(5_000);
  const other = wire.connect('nurse@capulet.lit/kitchen', { contacts: [ROMEO] });
  other.start(ROMEO);
  await wire.settle();
  expect(romeo.calls.map(one => one.phase)).toEqual(['incoming']);
  expect(romeo.engine.legs).toHaveLength(0);
});

test('a call that its caller begins anew before there was a path is still on its way, and in the history as what came of it', async () => {
  juliet.engine.script = { connects: false };
  romeo.engine.script = { connects: false };
  juliet.start(ROMEO);
  await wire.settle();
  romeo.answer();
  await wire.settle();
  const tower = wire.connect(`${JULIET}/tower`, { contacts: [ROMEO] });
  tower.engine.script = { connects: false };
  tower.start(ROMEO);
  await wire.settle();
  expect(romeo.call.phase).toBe('connecting');
  await wire.clock.pass(CALL_TIMES.connect);
  await wire.settle();
  expect(romeo.outcomes).toEqual(['failed']);
});

test('what is asked to go on and is not taken up ends on both sides', async () => {
  await talk();
  closeWindow(juliet);
  await wire.settle();
  romeo.engine.script = { connects: false };
  juliet.engine.script = { connects: false };
  juliet.engine.comes();
  await wire.settle();
  expect(juliet.call.phase).toBe('reconnecting');
  await wire.clock.pass(CALL_TIMES.connect);
  await wire.settle();
  expect([juliet.call, romeo.call]).toMatchObject([{ end: 'connection-lost' }, { end: 'connection-lost' }]);
});

test('hung up while it is being taken up again is hung up for both, the earlier session too', async () => {
  await talk();
  closeWindow(juliet);
  await wire.settle();
  juliet.engine.comes();
  juliet.hangUp();
  await wire.settle();
  expect(juliet.call.end).toBe('hung-up');
  expect(romeo.calls).toEqual([]);
});

test('with both windows gone the call rings in the one that comes back last', async () => {
  await talk();
  closeWindow(juliet);
  closeWindow(romeo);
  await wire.settle();
  juliet.engine.comes();
  await wire.settle();
  expect([juliet.call.phase, romeo.call.phase]).toEqual(['reconnecting', 'incoming']);
  romeo.engine.comes();
  romeo.answer();
  await wire.settle();
  expect([juliet.call.phase, romeo.call.phase]).toEqual(['connected', 'connected']);
});
