import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { answerCall, callers, phase, signedIn, startCall, talking, type Caller } from '../actors/callers.ts';
import { heard } from '../actors/heard.ts';
import { allMessages, conversationOf, leave, sees } from '../actors/people.ts';
import { startProsody, type Prosody } from '../actors/prosody.ts';

let server: Prosody;
let juliet: Caller;
let romeo: Caller;
/** Whoever else came along. */
let others: Caller[];

beforeAll(async () => {
  server = await startProsody();
}, 60_000);
afterAll(() => server.stop());
beforeEach(async () => {
  others = [];
  [juliet, romeo] = await callers(server);
});
afterEach(() => leave(juliet, romeo, ...others));

/** The same account on another computer, online. */
async function alsoAt(one: Caller, friend: Caller): Promise<Caller> {
  const other = await signedIn(server, { address: one.account.address, password: one.password, user: one.user });
  others.push(other);
  await sees(other, friend);
  return other;
}
/** The next line of the history that says so. */
const recorded = (one: Caller, outcome: string): Promise<unknown> => heard(one.app.calls.onRecorded, record => record.outcome === outcome);
const history = async (one: Caller) => (await one.app.calls.history({ limit: 50 })).map(({ outcome, direction, peer }) => [outcome, direction, peer]);

test('a call rings, is answered, connects, and ends for both when one hangs up', async () => {
  const [rings, heardRinging] = [phase(romeo, 'incoming'), phase(juliet, 'ringing')];
  const outgoing = await startCall(juliet, romeo);
  expect(outgoing).toMatchObject({ phase: 'calling', direction: 'outgoing', peer: romeo.account.address });
  const incoming = await rings;
  await heardRinging;
  expect(romeo.engine.legs).toHaveLength(0);
  const [there, here] = [phase(romeo, 'connected'), phase(juliet, 'connected')];
  await romeo.app.calls.answer({ call: incoming.id, video: false, others: 'hold' });
  await Promise.all([there, here]);
  const ended = phase(romeo, 'ended');
  await juliet.app.calls.hangUp({ call: outgoing.id });
  expect(await ended).toMatchObject({ end: 'hung-up' });
  expect(juliet.engine.open).toHaveLength(0);
  expect(romeo.engine.open).toHaveLength(0);
});

test('declined, with a word of why, which is a message', async () => {
  const rings = phase(romeo, 'incoming');
  await startCall(juliet, romeo);
  const incoming = await rings;
  const [ended, said] = [phase(juliet, 'ended'), heard(juliet.app.messages.onChanged, message => message.body === 'In a moment')];
  await romeo.app.calls.decline({ call: incoming.id, text: 'In a moment' });
  expect(await ended).toMatchObject({ end: 'declined' });
  await said;
  expect(await history(juliet)).toEqual([['declined', 'outgoing', romeo.account.address]]);
  expect(await history(romeo)).toEqual([['declined', 'incoming', juliet.account.address]]);
  expect(await allMessages(romeo, await conversationOf(romeo, juliet))).toHaveLength(1);
});

test('who hangs up before anybody answers was missed there, until the user has looked', async () => {
  // The archive may tell of it while it still rings: then it is not new yet.
  const [rings, missed] = [phase(romeo, 'incoming'), heard(romeo.app.calls.onRecorded, record => record.outcome === 'missed' && record.isNew)];
  const outgoing = await startCall(juliet, romeo);
  await rings;
  const notice = heard(romeo.app.desk.onNotice, one => one.body === 'Missed call');
  await juliet.app.calls.hangUp({ call: outgoing.id });
  await missed;
  const { id } = await notice;
  const gone = heard(romeo.app.desk.onNoticeGone, one => one.id === id);
  await romeo.app.calls.markSeen({});
  await gone;
  expect((await romeo.app.calls.history({ limit: 1 }))[0]).toMatchObject({ outcome: 'missed', isNew: false });
  expect(await history(juliet)).toEqual([['cancelled', 'outgoing', romeo.account.address]]);
});

test('a call is told by a notice that goes when it is answered', async () => {
  const notice = heard(romeo.app.desk.onNotice, one => one.body === 'Incoming video call');
  const rings = phase(romeo, 'incoming');
  await startCall(juliet, romeo, true);
  const { id, stays } = await notice;
  expect(stays).toBe(true);
  const gone = heard(romeo.app.desk.onNoticeGone, one => one.id === id);
  await answerCall(romeo, await rings);
  await gone;
});

test('who turns to something else while it rings is told by a notice there', async () => {
  await romeo.app.desk.setFocus({ focused: true });
  const rings = phase(romeo, 'incoming');
  const outgoing = await startCall(juliet, romeo);
  const { id } = await rings;
  const notice = heard(romeo.app.desk.onNotice, one => one.rings?.call === id);
  await romeo.app.desk.setFocus({ focused: false });
  expect(await notice).toMatchObject({ body: 'Incoming call', rings: { answer: 'Answer', decline: 'Decline' } });
  const gone = heard(romeo.app.desk.onNoticeGone, one => one.id === `k${id}`);
  await juliet.app.calls.hangUp({ call: outgoing.id });
  await gone;
});

test('both call each other at once, and are in one call', async () => {
  const both = Promise.all([phase(juliet, 'connected'), phase(romeo, 'connected')]);
  await Promise.all([startCall(juliet, romeo), startCall(romeo, juliet)]);
  await both;
  for (const one of [juliet, romeo]) expect((await one.app.calls.list({})).filter(({ phase: now }) => now !== 'ended')).toHaveLength(1);
});

test('of two own devices that ring, one answers and the other shows where', async () => {
  const second = await alsoAt(romeo, juliet);
  const [first, other] = [phase(romeo, 'incoming'), phase(second, 'incoming')];
  await startCall(juliet, romeo);
  const [, there] = [await first, await other];
  const [stopped, connected, written] = [phase(romeo, 'ended'), phase(second, 'connected'), recorded(romeo, 'elsewhere')];
  await answerCall(second, there);
  expect(await stopped).toMatchObject({ end: 'elsewhere' });
  await connected;
  await written;
  expect(romeo.engine.legs).toHaveLength(0);
});

test('both own devices are answered at once: the caller speaks with one of them', async () => {
  const second = await alsoAt(romeo, juliet);
  const [first, other] = [phase(romeo, 'incoming'), phase(second, 'incoming')];
  await startCall(juliet, romeo);
  const [one, two] = [await first, await other];
  const connected = phase(juliet, 'connected');
  const lost = Promise.race([phase(romeo, 'ended'), phase(second, 'ended')]);
  await Promise.all([answerCall(romeo, one), answerCall(second, two)]);
  await connected;
  expect(await lost).toMatchObject({ end: 'elsewhere' });
  expect([...romeo.engine.open, ...second.engine.open]).toHaveLength(1);
});

test('hang-up that crosses the answer leaves nobody in a call', async () => {
  const rings = phase(romeo, 'incoming');
  const outgoing = await startCall(juliet, romeo);
  const incoming = await rings;
  const both = Promise.all([phase(juliet, 'ended'), phase(romeo, 'ended')]);
  await Promise.all([answerCall(romeo, incoming), juliet.app.calls.hangUp({ call: outgoing.id })]);
  await both;
  expect([...juliet.engine.open, ...romeo.engine.open]).toHaveLength(0);
});

test('a picture is added to a call, and taken away again', async () => {
  const { here, there } = await talking(juliet, romeo);
  expect(there.theirVideo).toBe('off');
  const seen = heard(romeo.app.calls.onChanged, one => one.theirVideo === 'camera');
  await juliet.app.calls.setVideo({ call: here.id, source: 'camera' });
  await seen;
  const gone = heard(romeo.app.calls.onChanged, one => one.theirVideo === 'off');
  await juliet.app.calls.setVideo({ call: here.id, source: 'off' });
  await gone;
});

test('hold and mute are shown there', async () => {
  const { here } = await talking(juliet, romeo);
  const held = heard(romeo.app.calls.onChanged, one => one.theyHold && one.phase === 'on-hold');
  await juliet.app.calls.setHeld({ call: here.id, held: true });
  await held;
  const muted = heard(romeo.app.calls.onChanged, one => one.theyMuted);
  await juliet.app.calls.setMuted({ call: here.id, muted: true });
  await muted;
});

test('what was called while nobody was here is missed, on every device of theirs', async () => {
  await romeo.app.accounts.setEnabled({ account: romeo.account.id, enabled: false });
  const outgoing = await startCall(juliet, romeo);
  await juliet.app.calls.hangUp({ call: outgoing.id });
  const missed = recorded(romeo, 'missed');
  await romeo.app.accounts.setEnabled({ account: romeo.account.id, enabled: true });
  expect(await missed).toMatchObject({ isNew: true, peer: juliet.account.address });
  const second = await alsoAt(romeo, juliet);
  const there = (await history(second)).length > 0 ? undefined : recorded(second, 'missed');
  await there;
  expect(await history(second)).toEqual([['missed', 'incoming', juliet.account.address]]);
});

test('a call that another own device made is in the history of this one', async () => {
  const second = await alsoAt(juliet, romeo);
  const written = heard(second.app.calls.onRecorded, record => record.outcome === 'answered' && (record.lengthMs ?? -1) >= 0);
  const { here } = await talking(juliet, romeo);
  await juliet.app.calls.hangUp({ call: here.id });
  expect(await written).toMatchObject({ direction: 'outgoing', peer: romeo.account.address });
});

test('what the contact’s devices can do is known before anybody calls, and when it changes', async () => {
  const { id } = await conversationOf(juliet, romeo);
  expect(await juliet.app.calls.callable({ conversation: id })).toEqual({ audio: true, video: true, why: undefined });
  const away = heard(juliet.app.calls.onCallable, one => one.callable.why === 'contact-offline');
  await romeo.app.accounts.setEnabled({ account: romeo.account.id, enabled: false });
  await away;
  const back = heard(juliet.app.calls.onCallable, one => one.callable.video);
  await romeo.app.accounts.setEnabled({ account: romeo.account.id, enabled: true });
  await back;
});

test('a stranger’s call does not ring, unless the user wants it', async () => {
  const stranger = await signedIn(server, await server.register());
  others.push(stranger);
  await stranger.app.settings.set({ relayForStrangers: false });
  await romeo.app.settings.set({ ringForStrangers: true });
  const rings = phase(romeo, 'incoming');
  const outgoing = await startCall(stranger, romeo);
  expect(await rings).toMatchObject({ relayOnly: true, peer: stranger.account.address });
  const ended = phase(romeo, 'ended');
  await stranger.app.calls.hangUp({ call: outgoing.id });
  await ended;
  await romeo.app.settings.set({ ringForStrangers: false });
  const again = await startCall(stranger, romeo);
  const missed = recorded(romeo, 'missed');
  await stranger.app.calls.hangUp({ call: again.id });
  await missed;
  expect((await romeo.app.calls.list({})).filter(one => one.phase === 'incoming')).toEqual([]);
});

test('when the account is switched off, the other side is told that the call is over', async () => {
  await talking(juliet, romeo);
  const ended = phase(romeo, 'ended');
  await juliet.app.accounts.setEnabled({ account: juliet.account.id, enabled: false });
  expect(await ended).toMatchObject({ end: 'hung-up' });
});

test('a short cut of the network between two people who talk ends nothing', async () => {
  const { here } = await talking(juliet, romeo);
  const back = heard(juliet.app.accounts.onChanged, list => list[0]?.connection.state === 'online');
  await server.cut(juliet.account.address);
  await back;
  const muted = heard(romeo.app.calls.onChanged, one => one.theyMuted);
  await juliet.app.calls.setMuted({ call: here.id, muted: true });
  await muted;
  const ended = phase(romeo, 'ended');
  await juliet.app.calls.hangUp({ call: here.id });
  expect(await ended).toMatchObject({ end: 'hung-up' });
});

test('calls with somebody go over a relay where the user wants it so; where there is none, there is no call', async () => {
  const { id } = await conversationOf(juliet, romeo);
  await juliet.app.calls.setRelay({ conversation: id, choice: 'always' });
  expect(await juliet.app.calls.relay({ conversation: id })).toBe('always');
  const ended = phase(juliet, 'ended');
  await juliet.app.calls.start({ conversation: id, video: false });
  expect(await ended).toMatchObject({ end: 'no-relay', relayOnly: true });
});
