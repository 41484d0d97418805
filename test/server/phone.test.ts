// The phone without a user, on a real server and with real sound: who is answered, what is heard, and what its owner gets.
import { request } from 'node:https';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { NativeEngine } from '../../main/calls/phone/native-engine.ts';
import type { FixedPhone } from '../../main/headless-phone.ts';
import { headlessPhone } from '../../main/headless-phone.ts';
import { Recorder, tone, type AudioSource } from '../../native/peer/sound.ts';
import { loudestTone, ToneMeter } from '../../native/peer/tone-meter.ts';
import { readWav, resample, writeWav } from '../../native/peer/wav.ts';
import { openApp } from '../actors/app.ts';
import { heard } from '../actors/heard.ts';
import { conversationOf, leave, sees, type Someone } from '../actors/people.ts';
import { startProsody, type Prosody } from '../actors/prosody.ts';

const JULIETS_TONE = 700;
const GREETING = 1500;
const BEEP = 1000;
let server: Prosody;
let folder: string;
const here: Someone[] = [];

interface Caller extends Someone {
  readonly ear: ToneMeter;
}

beforeAll(async () => {
  server = await startProsody({
    lua: 'Component "files.verona.test" "http_file_share"\n  http_host = "localhost"',
  });
  folder = server.folder;
}, 60_000);
afterAll(() => server.stop());
afterEach(() => leave(...here.splice(0)));

const long = (source: AudioSource, frames: number): Int16Array => {
  const recorder = new Recorder();
  for (let left = frames; left > 0; left -= 1) recorder.take(source.next() ?? new Int16Array(480));
  return recorder.samples();
};
const near = (hertz: number) => (measured: { readonly hertz: number; readonly level: number }) => measured.level > 0.05 && Math.abs(measured.hertz - hertz) < 5;

/** Juliet with a voice of her own, and Romeo, who has left a phone to answer for him. */
async function twoPeople(
  plan: ((juliet: string) => Partial<FixedPhone> | undefined) | 'settings',
  areFriends = true,
): Promise<{ juliet: Caller; romeo: Someone }> {
  const [a, b] = await Promise.all([server.register(), server.register()]);
  if (areFriends) {
    await server.contact(a.user, b.address);
    await server.contact(b.user, a.address);
  }
  const ear = new ToneMeter(300);
  const one = await openApp({ server, media: new NativeEngine(() => ({ audio: tone(JULIETS_TONE), ear })) });
  const given = plan === 'settings' ? undefined : plan(a.address);
  const whole = given && { does: 'echo' as const, answers: 'contacts' as const, afterMs: 0, greeting: undefined, owner: undefined, ...given };
  const other = await openApp({ server, ...(whole || plan === 'settings' ? { phone: headlessPhone(whole) } : {}) });
  const juliet = { app: one, ear, user: a.user, password: a.password, account: await one.accounts.signIn({ ...a, route: server.route }) };
  const romeo = { app: other, user: b.user, password: b.password, account: await other.accounts.signIn({ ...b, route: server.route }) };
  here.push(juliet, romeo);
  if (areFriends) {
    await sees(juliet, romeo);
    await sees(romeo, juliet);
  }
  return { juliet, romeo };
}
async function call(juliet: Caller, romeo: Someone): Promise<{ readonly id: Parameters<Caller['app']['calls']['hangUp']>[0]['call'] }> {
  return juliet.app.calls.start({ conversation: (await conversationOf(juliet, romeo)).id, video: false });
}
async function talk(juliet: Caller, romeo: Someone): Promise<Awaited<ReturnType<typeof call>>> {
  const connected = heard(juliet.app.calls.onChanged, one => one.phase === 'connected');
  const begun = await call(juliet, romeo);
  await connected;
  return begun;
}
function download(url: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    request(url, { ca: server.ca }, response => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part)).once('end', () => resolve(Buffer.concat(parts)));
    })
      .once('error', reject)
      .end();
  });
}

test('an echo says again what one says, and says in presence that it is one', async () => {
  const { juliet, romeo } = await twoPeople(() => ({ does: 'echo' }));
  const { id } = await talk(juliet, romeo);
  expect((await juliet.ear.hears(near(JULIETS_TONE))).hertz).toBeCloseTo(JULIETS_TONE, -1);
  await juliet.app.calls.hangUp({ call: id });
  const [contact] = await juliet.app.contacts.list({});
  expect(contact?.status).toContain('echo');
});

test('an answering machine greets, beeps, and hands what was said to its owner as a file with its length', async () => {
  const greeting = join(folder, 'greeting-of-romeo.wav');
  await writeFile(greeting, writeWav(long(tone(GREETING), 60)));
  const { juliet, romeo } = await twoPeople(() => ({ does: 'machine', greeting }));
  const told = heard(romeo.app.messages.onChanged, message => message.body.startsWith('Voice message'));
  const sent = heard(romeo.app.messages.onChanged, message => message.body.startsWith('https://'));
  const { id } = await talk(juliet, romeo);
  await juliet.ear.hears(near(GREETING));
  await juliet.ear.hears(near(BEEP));
  await juliet.ear.hears(({ level }) => level < 0.01);
  await new Promise(resolve => setTimeout(resolve, 2500)); // the length of what she says
  await juliet.app.calls.hangUp({ call: id });
  expect((await told).body).toMatch(/^Voice message from .+, 0:0[2-5]$/);
  const recording = readWav(await download((await sent).body));
  expect(recording.length / 48_000).toBeGreaterThan(2);
  expect(loudestTone(recording.subarray(-24_000)).hertz).toBeCloseTo(JULIETS_TONE, -1);
});

test('the owner calls to record a greeting, which is kept for the next caller', async () => {
  const { juliet, romeo } = await twoPeople(julietAt => ({ does: 'machine', owner: julietAt as NonNullable<FixedPhone['owner']> }));
  const { id } = await talk(juliet, romeo);
  await juliet.ear.hears(near(BEEP));
  await juliet.ear.hears(({ level }) => level < 0.01);
  await new Promise(resolve => setTimeout(resolve, 1500)); // the length of what she says
  await juliet.app.calls.hangUp({ call: id });
  await expect.poll(() => readGreeting(romeo), { timeout: 10_000 }).toBeGreaterThan(48_000);
});
const readGreeting = async ({ app }: Someone): Promise<number> => {
  const { readFile } = await import('node:fs/promises');
  const bytes = await readFile(join(app.folder, 'greeting.wav')).catch(() => undefined);
  return bytes ? readWav(bytes).length : 0;
};

test('what its owner sets in the app is done from the next call on, and said in presence as long as it is so', async () => {
  const { juliet, romeo } = await twoPeople('settings');
  const says = (what: RegExp): Promise<unknown> => heard(juliet.app.contacts.onChanged, ({ status }) => what.test(status ?? ''));
  const { phone, settings } = romeo.app;
  expect(await phone.state({})).toEqual({ fixed: false, greetingMs: undefined });
  const kept = heard(phone.onChanged, ({ greetingMs }) => greetingMs === 600);
  const greeting = resample(long(tone(GREETING), 60), 48_000, 16_000);
  await phone.keepGreeting({ sound: Buffer.from(greeting.buffer).toString('base64') });
  await kept;
  const noted = says(/answering machine/);
  await settings.set({ phone: 'machine', phoneAnswers: 'listed', phoneListed: [juliet.account.address], phoneAfterSeconds: 0 });
  await noted;
  const { id } = await talk(juliet, romeo);
  await juliet.ear.hears(near(GREETING));
  await juliet.ear.hears(near(BEEP));
  const over = heard(romeo.app.calls.onChanged, one => one.phase === 'ended');
  await juliet.app.calls.hangUp({ call: id });
  await over;
  const silent = says(/^$/);
  await settings.set({ phone: 'off' });
  await silent;
  const rings = heard(romeo.app.calls.onChanged, one => one.phase === 'incoming');
  await call(juliet, romeo);
  expect((await rings).phase).toBe('incoming');
});

test.each([
  ['without a phone', undefined, true],
  ['of a stranger', { does: 'echo' as const }, false],
  ['of somebody who is not on the list', { does: 'echo' as const, answers: new Set(['nurse@verona.test']) }, true],
])('a call %s is not answered by itself', async (_what, plan, areFriends) => {
  const { juliet, romeo } = await twoPeople(() => plan, areFriends);
  const rings = heard(romeo.app.calls.onChanged, one => one.phase === 'incoming', 3000).catch(() => undefined);
  const connected = heard(juliet.app.calls.onChanged, one => one.phase === 'connected', 3000);
  await call(juliet, romeo);
  await rings;
  await expect(connected).rejects.toThrow('nothing that fits');
});

test('a phone that answers after a while lets it ring until then', async () => {
  const { juliet, romeo } = await twoPeople(() => ({ does: 'echo', afterMs: 1000 }));
  const phases: string[] = [];
  juliet.app.calls.onChanged(one => phases.push(one.phase));
  await talk(juliet, romeo);
  expect(phases).toContain('ringing');
});
