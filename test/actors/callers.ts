import type { Call, CallPhase } from '../../preload/contract/calls.ts';
import { openApp } from './app.ts';
import { heard } from './heard.ts';
import { conversationOf, sees, type Someone } from './people.ts';
import type { Prosody } from './prosody.ts';
import { ScriptedEngine } from './scripted-engine.ts';

/** Somebody whose calls are carried by an engine without media. */
export interface Caller extends Someone {
  readonly engine: ScriptedEngine;
}

export async function signedIn(server: Prosody, who: { readonly address: string; readonly user: string; readonly password: string }): Promise<Caller> {
  const engine = new ScriptedEngine();
  const app = await openApp({ server, media: engine });
  const { address, password, user } = who;
  return { app, engine, user, password, account: await app.accounts.signIn({ address, password, route: server.route }) };
}

/** Two who are in each other's roster, and online. */
export async function callers(server: Prosody): Promise<readonly [Caller, Caller]> {
  const [a, b] = await Promise.all([server.register(), server.register()]);
  await server.contact(a.user, b.address);
  await server.contact(b.user, a.address);
  const [juliet, romeo] = [await signedIn(server, a), await signedIn(server, b)];
  await sees(juliet, romeo);
  await sees(romeo, juliet);
  return [juliet, romeo];
}

export const phase = (one: Caller, wanted: CallPhase): Promise<Call> => heard(one.app.calls.onChanged, call => call.phase === wanted);
export const startCall = async (from: Caller, to: Caller, video = false): Promise<Call> =>
  from.app.calls.start({ conversation: (await conversationOf(from, to)).id, video });
export const answerCall = (one: Caller, { id }: Call): Promise<void> => one.app.calls.answer({ call: id, video: false, others: 'hold' });

/** Both are in a call that the first of them began. */
export async function talking(one: Caller, other: Caller): Promise<{ readonly here: Call; readonly there: Call }> {
  const rings = phase(other, 'incoming');
  await startCall(one, other);
  const incoming = await rings;
  const both = Promise.all([phase(one, 'connected'), phase(other, 'connected')]);
  await answerCall(other, incoming);
  const [here, there] = await both;
  return { here, there };
}
