import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Call, CallPhase } from '../../preload/contract/calls.ts';
import { openApp } from '../actors/app.ts';
import { heard } from '../actors/heard.ts';
import { conversationOf, leave, sees, type Someone } from '../actors/people.ts';
import { startProsody, type Prosody } from '../actors/prosody.ts';
import { ScriptedEngine } from '../actors/scripted-engine.ts';

interface Caller extends Someone {
  readonly engine: ScriptedEngine;
}
let server: Prosody;
let juliet: Caller;
let romeo: Caller;

beforeAll(async () => {
  server = await startProsody();
}, 60_000);
afterAll(() => server.stop());

async function signedIn({ address, password, user }: Awaited<ReturnType<Prosody['register']>>): Promise<Caller> {
  const engine = new ScriptedEngine();
  const app = await openApp({ server, media: engine });
  return { app, engine, user, password, account: await app.accounts.signIn({ address, password, route: server.route }) };
}

beforeEach(async () => {
  const [a, b] = await Promise.all([server.register(), server.register()]);
  await server.contact(a.user, b.address);
  await server.contact(b.user, a.address);
  [juliet, romeo] = [await signedIn(a), await signedIn(b)];
  await sees(juliet, romeo);
  await sees(romeo, juliet);
});
afterEach(() => leave(juliet, romeo));

const phase = (one: Caller, wanted: CallPhase): Promise<Call> => heard(one.app.calls.onChanged, call => call.phase === wanted);
const call = async (from: Caller, to: Caller, video = false): Promise<Call> =>
  from.app.calls.start({ conversation: (await conversationOf(from, to)).id, video });

test('a call rings, is answered, connects, and ends for both when one hangs up', async () => {
  const [rings, heardRinging] = [phase(romeo, 'incoming'), phase(juliet, 'ringing')];
  const outgoing = await call(juliet, romeo);
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
