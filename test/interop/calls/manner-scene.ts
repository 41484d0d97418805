import { NativeEngine } from '../../../main/calls/phone/native-engine.ts';
import { tone } from '../../../native/peer/sound.ts';
import { ToneMeter, type MeasuredTone } from '../../../native/peer/tone-meter.ts';
import type { Call, CallPhase } from '../../../preload/contract/calls.ts';
import { openApp } from '../../actors/app.ts';
import { heard } from '../../actors/heard.ts';
import { JinglePeer } from '../../actors/jingle-peer.ts';
import { MANNERS, type Kind } from '../../actors/manners.ts';
import { leave, type Someone } from '../../actors/people.ts';
import { startPeer, type Peer } from '../../actors/peer.ts';
import type { Prosody } from '../../actors/prosody.ts';

const [JULIETS_TONE, THEIR_TONE] = [440, 880];

/** Juliet's app, without a window but with a voice, and somebody who has another client. */
export interface Scene {
  readonly juliet: Someone;
  readonly ear: ToneMeter;
  readonly them: JinglePeer;
  /** Another device of Juliet's, which only listens. */
  readonly tablet: Peer;
}
/** Juliet, signed in. */
export async function openJuliet(
  server: Prosody,
  account: { readonly address: string; readonly user: string; readonly password: string },
): Promise<Pick<Scene, 'juliet' | 'ear'>> {
  const ear = new ToneMeter();
  const app = await openApp({ server, media: new NativeEngine(() => ({ audio: tone(JULIETS_TONE), ear })) });
  const signedIn = await app.accounts.signIn({ address: account.address, password: account.password, route: server.route });
  return { juliet: { app, account: signedIn, user: account.user, password: account.password }, ear };
}
export async function setScene(server: Prosody, kind: Kind): Promise<Scene> {
  const [a, b] = await Promise.all([server.register(), server.register()]);
  await server.contact(a.user, b.address);
  await server.contact(b.user, a.address);
  const { juliet, ear } = await openJuliet(server, a);
  const online = heard(juliet.app.contacts.onChanged, contact => contact.address === b.address && contact.availability === 'available');
  const them = await JinglePeer.start(server, { ...b, manners: MANNERS[kind], hertz: THEIR_TONE });
  await online;
  return { juliet, ear, them, tablet: await startPeer(server, { address: a.address, password: a.password }) };
}
export async function clear({ juliet, them, tablet }: Scene): Promise<void> {
  await them.stop();
  await tablet.stop();
  await leave(juliet);
}

export const phase = ({ app }: Someone, wanted: CallPhase): Promise<Call> => heard(app.calls.onChanged, call => call.phase === wanted);
export const call = async ({ app, account }: Someone, them: JinglePeer, video = false): Promise<Call> => {
  const { id } = await app.conversations.start({ account: account.id, address: them.stanzas.address });
  return app.calls.start({ conversation: id, video });
};
/** As loud as it was said, within 3 dB. */
const is =
  (wanted: number) =>
  ({ hertz, level }: MeasuredTone): boolean =>
    level > 0.21 && level < 0.43 && Math.abs(hertz - wanted) < 5;
export async function bothHear({ ear, them }: Pick<Scene, 'ear' | 'them'>): Promise<void> {
  await Promise.all([ear.hears(is(THEIR_TONE)), them.ear.hears(is(JULIETS_TONE))]);
}
/** They call, we answer. */
export async function theyCall(scene: Scene, media: readonly string[] = ['audio']): Promise<Call> {
  const { juliet, them } = scene;
  const [rings, connected] = [phase(juliet, 'incoming'), phase(juliet, 'connected')];
  them.call(juliet.account.address, media);
  const { id } = await rings;
  await juliet.app.calls.answer({ call: id, video: false, others: 'hold' });
  const talking = await connected;
  await them.connected;
  await bothHear(scene);
  return talking;
}
/** We call, they answer. */
export async function weCallThem(scene: Scene): Promise<Call> {
  const { juliet, them } = scene;
  const connected = phase(juliet, 'connected');
  await call(juliet, them);
  them.answer();
  const talking = await connected;
  await them.connected;
  await bothHear(scene);
  return talking;
}
