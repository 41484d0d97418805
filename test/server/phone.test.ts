// A phone without a user, as the Node host has it on request, called by somebody with a voice.
import { expect, onTestFinished, test } from 'vitest';
import { headlessPhone, phonePlan } from '../../main/headless-phone.ts';
import { NativeEngine } from '../../main/calls/phone/native-engine.ts';
import { tone } from '../../native/peer/sound.ts';
import { ToneMeter } from '../../native/peer/tone-meter.ts';
import { openApp } from '../actors/app.ts';
import { heard } from '../actors/heard.ts';
import { conversationOf, sees, type Someone } from '../actors/people.ts';
import { startProsody } from '../actors/prosody.ts';

test('an echo answers by itself: who calls hears their own voice, and presence says that it is there', { timeout: 60_000 }, async () => {
  const server = await startProsody();
  onTestFinished(() => server.stop());
  const [a, b] = await Promise.all([server.register(), server.register()]);
  await server.contact(a.user, b.address);
  await server.contact(b.user, a.address);
  const ear = new ToneMeter();
  const engine = new NativeEngine(() => ({ audio: tone(440), ear }));
  const plan = phonePlan({ phone: 'echo', 'phone-answers': a.address });
  if (!plan) throw new Error('no phone was asked for');
  const open = async (who: typeof a, more: Parameters<typeof openApp>[0]): Promise<Someone> => {
    const app = await openApp(more);
    onTestFinished(async () => {
      await app.stop();
      await app.remove();
    });
    return {
      app,
      account: await app.accounts.signIn({ address: who.address, password: who.password, route: server.route }),
      user: who.user,
      password: who.password,
    };
  };
  const juliet = await open(a, { server, media: engine });
  const nurse = await open(b, { server, phone: headlessPhone(plan) });
  onTestFinished(() => engine.dispose());
  await sees(juliet, nurse);
  const contacts = await juliet.app.contacts.list({});
  expect(contacts.find(({ address }) => address === b.address)?.status).toBe('Calls are answered with their own echo');
  const connected = heard(juliet.app.calls.onChanged, call => call.phase === 'connected', 30_000);
  const call = await juliet.app.calls.start({ conversation: (await conversationOf(juliet, nurse)).id, video: false });
  await connected;
  expect((await ear.hears(({ level }) => level > 0.1)).hertz).toBeCloseTo(440, -1);
  const ended = heard(juliet.app.calls.onChanged, now => now.phase === 'ended');
  await juliet.app.calls.hangUp({ call: call.id });
  expect((await ended).end).toBe('hung-up');
});

test.each([
  [{ phone: 'fax' }, '"echo" or "machine"'],
  [{ phone: 'machine', 'phone-after': 'soon' }, 'seconds'],
  [{ phone: 'machine', 'phone-answers': 'romeo@' }, 'no address'],
])('an option that cannot be meant says what it takes (%o)', (given, said) => {
  expect(() => phonePlan(given)).toThrow(said);
  expect(phonePlan({})).toBeUndefined();
});
