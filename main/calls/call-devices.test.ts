// Several devices, both at once, and those who only pretend.
import { beforeEach, expect, test } from 'vitest';
import { Wire, words, type Device } from '../../test/actors/call-desks.ts';
import { callSid } from '../../preload/contract/ids.ts';
import { el, type Element } from '../xmpp/element.ts';
import { encodeCallMessage } from '../xmpp/features/call-messages/call-messages.codec.ts';
import { encodeJingle } from '../xmpp/features/jingle/jingle.codec.ts';
import type { CallMessage, JingleAction } from '../xmpp/features/jingle/jingle.types.ts';
import { NS } from '../xmpp/ns.ts';
import { isLower } from './admission.ts';
import { CALL_TIMES } from './timers.ts';

const JULIET = 'juliet@capulet.lit';
const ROMEO = 'romeo@montague.lit';
const MALLORY = 'mallory@evil.lit';
let wire: Wire;
let juliet: Device;
let romeo: Device;
let phone: Device;

beforeEach(() => {
  wire = new Wire();
  juliet = wire.connect(`${JULIET}/balcony`, { contacts: [ROMEO] });
  romeo = wire.connect(`${ROMEO}/orchard`, { contacts: [JULIET] });
  phone = wire.connect(`${ROMEO}/phone`, { contacts: [JULIET] });
});

async function rings(): Promise<void> {
  juliet.start(ROMEO);
  await wire.settle();
}
const from = (sender: string, to: string, said: CallMessage): Element => {
  const message = encodeCallMessage(to, said);
  message.attrs['from'] = sender;
  return message;
};
const ended = (kind: 'reject' | 'retract' | 'finish', sid: string): CallMessage => ({ kind, sid, reason: undefined, tieBreak: false, migratedTo: undefined });
const propose = (sid: string): CallMessage => ({ kind: 'propose', sid, media: ['audio'] });

test('all own devices ring; the one that is answered goes on, the others stop and say where', async () => {
  await rings();
  expect([romeo.call.phase, phone.call.phase]).toEqual(['incoming', 'incoming']);
  phone.answer();
  await wire.settle();
  expect([juliet.call.phase, phone.call.phase]).toEqual(['connected', 'connected']);
  expect(romeo.call).toMatchObject({ phase: 'ended', end: 'elsewhere', elsewhere: 'phone' });
  expect(romeo.outcomes).toEqual(['elsewhere']);
});

test('one that declines declines for all', async () => {
  await rings();
  phone.desk.decline(phone.call.id);
  await wire.settle();
  expect(romeo.call.end).toBe('declined-elsewhere');
  expect(juliet.call.end).toBe('declined');
  expect(romeo.outcomes).toEqual(['declined']);
});

test('when both are answered at once, one of them gets the call and the other sees where it went', async () => {
  await rings();
  phone.answer();
  romeo.answer();
  await wire.settle();
  await wire.clock.pass(CALL_TIMES.contested);
  await wire.settle();
  expect(juliet.call.phase).toBe('connected');
  expect([romeo.call.end, phone.call.end].filter(end => end === 'elsewhere')).toHaveLength(1);
  expect([...romeo.calls, ...phone.calls]).toHaveLength(1);
});

test('hang-up that crosses the answer leaves nobody in a call', async () => {
  await rings();
  romeo.answer();
  juliet.hangUp();
  await wire.settle();
  expect(juliet.call.end).toBe('cancelled');
  expect(romeo.call.end).toBe('cancelled');
  await wire.clock.pass(CALL_TIMES.connect);
  for (const one of [juliet, romeo, phone]) expect(one.calls).toEqual([]);
});

test('both call at once: one call comes of it, without anybody answering', async () => {
  wire.drop(phone);
  juliet.start(ROMEO);
  romeo.start(JULIET);
  await wire.settle();
  expect([juliet.call.phase, romeo.call.phase]).toEqual(['connected', 'connected']);
  expect([juliet.desk.list().length, romeo.desk.list().length]).toEqual([1, 1]);
  const directions = [juliet.call.direction, romeo.call.direction].toSorted();
  expect(directions).toEqual(['incoming', 'outgoing']);
  const sids = words(wire).filter(one => one === 'session-initiate');
  expect(sids).toHaveLength(1);
  juliet.hangUp();
  await wire.settle();
  expect([juliet.outcomes, romeo.outcomes]).toEqual([['answered'], ['answered']]);
});

test('the lower id goes first, by its octets', () => {
  const mine = (sid: string, address = 'a@x') => ({ sid, address });
  expect(isLower(mine('B'), mine('a'))).toBe(true);
  expect(isLower(mine('a'), mine('B'))).toBe(false);
  expect(isLower(mine('\uFF5E'), mine('\u{1F600}'))).toBe(true);
  expect(isLower(mine('a', 'b@x'), mine('a', 'a@x'))).toBe(false);
});

test('who crashed and calls again is in the call again without being answered twice', async () => {
  wire.drop(phone);
  await rings();
  romeo.answer();
  await wire.settle();
  wire.drop(juliet);
  const again = wire.connect(`${JULIET}/balcony2`, { contacts: [ROMEO] });
  again.start(ROMEO);
  await wire.settle();
  expect(again.call.phase).toBe('connected');
  expect(romeo.calls).toHaveLength(1);
  expect(words(wire)).toContain('finish expired');
});

test('a stranger does not ring, and learns nothing; the history has them', async () => {
  const mallory = wire.connect(`${MALLORY}/x`, { settings: { relayForStrangers: false } });
  wire.drop(phone);
  mallory.start(ROMEO);
  await wire.settle();
  expect(romeo.desk.list()).toEqual([]);
  expect(words(wire)).toEqual(['propose']);
  await wire.clock.pass(CALL_TIMES.proposalAge);
  expect([...romeo.records.values()][0]).toMatchObject({ peer: MALLORY, outcome: 'missed', isNew: true });
});

test('a stranger rings where the user wants it, is not told so, and is talked to over a relay only', async () => {
  const open = wire.connect('nurse@capulet.lit/home', { settings: { ringForStrangers: true } });
  const mallory = wire.connect(`${MALLORY}/x`, { settings: { relayForStrangers: false } });
  mallory.start('nurse@capulet.lit');
  await wire.settle();
  expect(open.call).toMatchObject({ phase: 'incoming', relayOnly: true });
  expect(words(wire)).toEqual(['propose']);
});

test('somebody blocked calls nobody, and leaves no trace', async () => {
  const open = wire.connect('nurse@capulet.lit/home', { contacts: [MALLORY], blocked: [MALLORY] });
  wire.connect(`${MALLORY}/x`, { settings: { relayForStrangers: false } }).start('nurse@capulet.lit');
  await wire.clock.pass(CALL_TIMES.ringOut);
  expect(open.desk.list()).toEqual([]);
  expect(open.outcomes).toEqual([]);
});

test('fifty proposals at once from one friend ring once, and leave one line in the history', async () => {
  for (let number = 0; number < 50; number += 1) await romeo.hear(from(`${JULIET}/balcony`, ROMEO, propose(`s${number}`)), 'live');
  await wire.settle();
  expect(romeo.calls).toHaveLength(1);
  await romeo.hear(from(`${JULIET}/balcony`, ROMEO, ended('retract', 's0')), 'live');
  await wire.clock.pass(CALL_TIMES.proposalAge * 2);
  expect(romeo.outcomes).toEqual(['missed']);
});

test('two who talk often within a minute keep reaching each other; who was never answered does not ring a seventh time', async () => {
  for (let number = 0; number < 10; number += 1) {
    juliet.start(ROMEO);
    await wire.settle();
    romeo.answer();
    await wire.settle();
    expect(romeo.call.phase).toBe('connected');
    juliet.hangUp();
    await wire.settle();
  }
  for (let number = 0; number < 6; number += 1) {
    await romeo.hear(from(`${JULIET}/balcony`, ROMEO, propose(`again${number}`)), 'live');
    romeo.desk.decline(romeo.calls.at(-1)!.id);
  }
  await romeo.hear(from(`${JULIET}/balcony`, ROMEO, propose('seventh')), 'live');
  expect(romeo.desk.ringing).toEqual([]);
});

test('of fifty people who call at once, four ring', async () => {
  const many = Array.from({ length: 50 }, (_, number) => `friend${number}@verona.lit`);
  wire.drop(romeo);
  romeo = wire.connect(`${ROMEO}/orchard`, { contacts: many });
  for (const friend of many) await romeo.hear(from(`${friend}/x`, ROMEO, propose('s')), 'live');
  expect(romeo.calls).toHaveLength(4);
  await wire.settle();
  expect(words(wire).filter(one => one === 'reject busy')).toHaveLength(46);
});

test('what was proposed long ago, or is read again, rings no more', async () => {
  wire.drop(phone);
  await romeo.hear(from(`${JULIET}/balcony`, ROMEO, propose('old')), 'live', wire.clock.now() - CALL_TIMES.proposalAge - 1);
  await romeo.hear(from(`${JULIET}/balcony`, ROMEO, propose('copy')), 'carbon-received');
  expect(romeo.desk.list()).toEqual([]);
  await wire.clock.pass(CALL_TIMES.proposalAge * 2);
  expect(romeo.outcomes).toEqual(['missed', 'missed']);
});

test('the same proposal twice rings once, also after it has ended', async () => {
  await romeo.hear(from(`${JULIET}/balcony`, ROMEO, propose('twice')), 'live');
  await romeo.hear(from(`${JULIET}/balcony`, ROMEO, propose('twice')), 'live');
  expect(romeo.calls).toHaveLength(1);
  romeo.desk.decline(romeo.call.id);
  await romeo.hear(from(`${JULIET}/balcony`, ROMEO, propose('twice')), 'live');
  expect(romeo.calls).toHaveLength(0);
});

test.each<[string, (sid: string) => CallMessage]>([
  ['ringing', sid => ({ kind: 'ringing', sid })],
  ['proceed', sid => ({ kind: 'proceed', sid })],
  ['reject', sid => ended('reject', sid)],
  ['retract', sid => ended('retract', sid)],
  ['finish', sid => ended('finish', sid)],
  ['accept', sid => ({ kind: 'accept', sid })],
])('%s of somebody else changes nothing, though they know the id', async (_kind, said) => {
  juliet.start(ROMEO);
  const sid = juliet.desk.of(juliet.call.account)[0]!.sid;
  const before = juliet.call.phase;
  await juliet.hear(from(`${MALLORY}/x`, juliet.full, said(sid)), 'live');
  expect(juliet.call.phase).toBe(before);
  await wire.settle();
  const ringing = romeo.call.phase;
  await romeo.hear(from(`${MALLORY}/x`, romeo.full, said(sid)), 'live');
  expect(romeo.call.phase).toBe(ringing);
});

test.each<[string, (sid: string) => JingleAction]>([
  ['session-terminate', sid => ({ action: 'session-terminate', sid, reason: undefined })],
  ['session-info', sid => ({ action: 'session-info', sid, info: { info: 'hold' }, unknown: false })],
])('%s of another device, or of somebody else, changes nothing', async (_kind, said) => {
  wire.drop(phone);
  await rings();
  romeo.answer();
  await wire.settle();
  const sid = juliet.desk.of(juliet.call.account)[0]!.sid;
  await expect(juliet.request(`${ROMEO}/other`, 'set', encodeJingle(said(sid)))).rejects.toMatchObject({
    failure: { condition: 'item-not-found', text: 'unknown-session' },
  });
  await expect(juliet.request(`${MALLORY}/x`, 'set', encodeJingle(said(sid)))).rejects.toMatchObject({ failure: { condition: 'service-unavailable' } });
  expect(juliet.call).toMatchObject({ phase: 'connected', theyHold: false });
});

test('a session that was offered before anybody answered is out of order', async () => {
  wire.drop(phone);
  await romeo.hear(from(juliet.full, ROMEO, propose('early')), 'live');
  await expect(romeo.request(juliet.full, 'set', await initiate('early'))).rejects.toMatchObject({ failure: { text: 'out-of-order' } });
  expect(romeo.call.phase).toBe('incoming');
});

test('a session without a proposal rings where it is a contact’s; nobody else is told that we are here', async () => {
  wire.drop(phone);
  await romeo.request(juliet.full, 'set', await initiate('direct'));
  await wire.settle();
  expect(romeo.call.phase).toBe('incoming');
  expect(romeo.engine.legs).toHaveLength(0);
  expect(words(wire).at(-1)).toBe('session-info');
  await expect(romeo.request(`${MALLORY}/x`, 'set', await initiate('direct2'))).rejects.toMatchObject({ failure: { condition: 'service-unavailable' } });
  expect(romeo.calls).toHaveLength(1);
  romeo.answer();
  await wire.settle();
  expect(words(wire)).toContain('session-accept');
});

test('a session without keys is refused before anybody is rung for it', async () => {
  wire.drop(phone);
  const bare = await initiate('unsafe');
  for (const content of bare.getChildren('content')) {
    const transport = content.getChild('transport');
    if (transport) transport.children = transport.children.filter(one => typeof one === 'string' || one.getName() !== 'fingerprint');
  }
  await romeo.request(juliet.full, 'set', bare);
  await wire.settle();
  expect(romeo.calls).toEqual([]);
  expect(words(wire)).toContain('session-terminate');
});

test('a session that comes for a call that has ended does not ring again', async () => {
  wire.drop(phone);
  await romeo.hear(from(juliet.full, ROMEO, propose('gone')), 'live');
  romeo.answer();
  romeo.hangUp();
  await expect(romeo.request(juliet.full, 'set', await initiate('gone'))).rejects.toMatchObject({ failure: { text: 'unknown-session' } });
  expect(romeo.calls).toEqual([]);
});

test('a proposal that bounces, because nobody has such an address, ends the call', async () => {
  juliet.start(ROMEO);
  const sid = juliet.desk.of(juliet.call.account)[0]!.sid;
  const error = el('error', NS.client, { type: 'cancel' }, el('remote-server-not-found', NS.stanzaErrors));
  await juliet.hear(el('message', NS.client, { from: ROMEO, to: juliet.full, type: 'error', id: `jm-propose-${sid}` }, error), 'live');
  expect(juliet.call.end).toBe('not-reachable');
});

test('a telephone rings after its gateway took the call, and is answered by its session', async () => {
  const number = '+4930901820@tel.lit';
  const gateway = `${number}/sip`;
  juliet.start(number);
  await wire.settle();
  const sid = juliet.desk.of(juliet.call.account)[0]!.sid;
  wire.connect(gateway, { contacts: [JULIET], client: 'gateway' });
  await juliet.hear(from(gateway, juliet.full, { kind: 'proceed', sid }), 'live');
  expect(juliet.call).toMatchObject({ phase: 'connecting', relayOnly: false });
  await wire.clock.pass(CALL_TIMES.profile);
  await wire.settle();
  await juliet.request(gateway, 'set', encodeJingle({ action: 'session-info', sid, info: { info: 'ringing' }, unknown: false })).catch(() => undefined);
  expect(juliet.engine.leg.told[0]).toMatchObject({ do: 'open', config: { muxOptional: true } });
});

test('a phone without a user answers those whom it takes, after a while', async () => {
  const leg = juliet.engine;
  const box = wire.connect(`${ROMEO}/box`, { contacts: [JULIET], phone: { takes: () => ({ engine: leg, afterMs: 20_000 }) } });
  await rings();
  await wire.clock.pass(20_000);
  await wire.settle();
  expect(box.call.phase).toBe('connected');
  expect(romeo.call).toMatchObject({ end: 'elsewhere', elsewhere: 'box' });
});

/** The session-initiate that Juliet's app would say, under another id. */
async function initiate(sid: string): Promise<Element> {
  const other = new Wire();
  const caller = other.connect(`${JULIET}/balcony`, { contacts: [ROMEO] });
  const callee = other.connect(`${ROMEO}/orchard`, { contacts: [JULIET] });
  caller.start(ROMEO);
  await other.settle();
  callee.answer();
  await other.settle();
  const said = other.said.find(one => one.is('jingle', NS.jingle) && one.attrs['action'] === 'session-initiate');
  if (!said) throw new Error('nothing was offered');
  said.attrs['sid'] = callSid(sid);
  return said;
}
