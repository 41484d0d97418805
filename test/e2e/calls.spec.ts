import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchCaller, type Caller } from '../actors/call-page.ts';
import { startProsody, type Prosody } from '../actors/prosody.ts';

// Two windows on the addresses that this computer has: each speaks a tone of its own and shows a picture that moves.
const [JULIETS_TONE, ROMEOS_TONE] = [440, 700];
let server: Prosody;
let juliet: Caller;
let romeo: Caller;

beforeAll(async () => {
  server = await startProsody();
  const [one, two] = [await server.register(), await server.register({ user: `romeo-${randomBytes(4).toString('hex')}` })];
  await server.contact(one.user, two.address, 'Romeo');
  await server.contact(two.user, one.address, 'Juliet');
  [juliet, romeo] = await Promise.all([
    launchCaller({ server, account: one, hertz: JULIETS_TONE }),
    launchCaller({ server, account: two, hertz: ROMEOS_TONE }),
  ]);
  await Promise.all([juliet.app.isOnline(), romeo.app.isOnline()]);
  await juliet.app.startWith(two.address);
  await romeo.app.startWith(one.address);
});
afterAll(async () => {
  await juliet?.close();
  await romeo?.close();
  await server.stop();
});

const hears = async (who: Caller, hertz: number): Promise<void> => {
  await expect
    .poll(
      async () => {
        const { hertz: heard, level } = await who.heardTone();
        return level > 0.02 && Math.abs(heard - hertz) < 10;
      },
      { timeout: 20_000 },
    )
    .toBe(true);
};
const hearsNothing = (who: Caller): Promise<void> => expect.poll(async () => (await who.heardTone()).level, { timeout: 20_000 }).toBeLessThan(0.005);
/** Pictures that arrive differ from each other. */
async function seesMoving(who: Caller): Promise<void> {
  let before = await who.shownPicture();
  for (let changes = 0; changes < 3; changes += 1) {
    await expect.poll(async () => JSON.stringify(await who.shownPicture()), { timeout: 20_000 }).not.toBe(JSON.stringify(before));
    before = await who.shownPicture();
  }
  expect(before.length).toBeGreaterThan(0);
}
async function connect(): Promise<void> {
  await juliet.view.call.click();
  await romeo.view.answer.click();
  await Promise.all([juliet.view.isConnected(), romeo.view.isConnected()]);
}
async function hangUp(who: Caller = juliet): Promise<void> {
  await who.view.hangUp.click();
  await Promise.all([juliet.view.region.waitFor({ state: 'hidden' }), romeo.view.region.waitFor({ state: 'hidden' })]);
}

test('a call is answered, and each hears the other’s tone', async () => {
  await juliet.view.call.click();
  await romeo.view.incoming.waitFor();
  await juliet.view.reaches(/ringing/i);
  await romeo.view.answer.click();
  await Promise.all([juliet.view.isConnected(), romeo.view.isConnected()]);
  await hears(juliet, ROMEOS_TONE);
  await hears(romeo, JULIETS_TONE);
  await hangUp();
});
