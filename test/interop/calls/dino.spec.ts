// Dino of Debian 12, a client that is not ours: it calls and is called, and the tones are measured in its loudspeaker and in our window.
import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { startCallNetwork, whyNoCallNetwork, type CallNetwork } from '../../actors/call-network.ts';
import { launchCaller, type Caller } from '../../actors/call-page.ts';
import { startDino, whyNoDino, type Dino } from '../../actors/dino.ts';
import { startProsody, type Prosody } from '../../actors/prosody.ts';
import { hears, JULIETS_TONE } from './pair.ts';

const DINOS_TONE = 1500;
const why = whyNoCallNetwork() ?? whyNoDino();
let network: CallNetwork;
let server: Prosody;
let juliet: Caller;
let dino: Dino;
let julietAt: string;

describe.skipIf(why !== undefined)(`calls with Dino${why === undefined ? '' : ` (${why})`}`, () => {
  beforeAll(async () => {
    network = await startCallNetwork();
    server = await startProsody({ interfaces: network.servers });
    const [one, two] = [await server.register(), await server.register({ user: `romeo-${randomBytes(4).toString('hex')}` })];
    julietAt = one.address;
    await server.contact(one.user, two.address, 'Romeo');
    await server.contact(two.user, one.address, 'Juliet');
    const [here, there] = network.computers;
    [juliet, dino] = await Promise.all([
      launchCaller({ server, account: one, hertz: JULIETS_TONE, computer: here }),
      startDino({ server, account: two, computer: there }),
    ]);
    await juliet.app.isOnline();
    await juliet.app.startWith(two.address);
    dino.say(DINOS_TONE);
  }, 180_000);
  afterEach(() => juliet.view.clear());
  afterAll(async () => {
    await dino?.stop();
    await juliet?.close();
    await server?.stop();
    await network?.stop();
  });

  const dinoHears = (): Promise<void> =>
    expect.poll(() => dino.heardTone(), { timeout: 30_000 }).toSatisfy(({ hertz, level }) => Math.abs(hertz - JULIETS_TONE) < 10 && level > 0.02);
  const bothHear = (): Promise<unknown> => Promise.all([hears(juliet, DINOS_TONE, 30_000), dinoHears()]);

  test('we call, Dino answers, both hear each other, and we hang up', async () => {
    await juliet.view.call.click();
    await dino.answer(julietAt);
    await juliet.view.isConnected();
    await bothHear();
    await juliet.view.end();
  });

  test('we call, and Dino hangs up', async () => {
    await juliet.view.call.click();
    await dino.answer(julietAt);
    await juliet.view.isConnected();
    await dinoHears();
    await dino.hangUp();
    await juliet.view.putAway();
  });

  test('we call, and Dino declines', async () => {
    await juliet.view.call.click();
    await dino.decline(julietAt);
    await juliet.view.reason.filter({ hasText: 'cannot talk now' }).waitFor();
  });

  test('Dino calls, we answer, both hear each other, and Dino hangs up', async () => {
    await dino.call(julietAt);
    await juliet.view.answer.click();
    await juliet.view.isConnected();
    await bothHear();
    await dino.hangUp();
    await juliet.view.putAway();
  });

  test('Dino calls, and we decline; it calls again, and we hang up', async () => {
    await dino.call(julietAt);
    await juliet.view.decline.click();
    await juliet.view.clear();
    await dino.call(julietAt);
    await juliet.view.answer.click();
    await juliet.view.isConnected();
    await juliet.view.end();
  });

  test('a picture of ours comes into the call, and the sound goes on', async ({ skip }) => {
    skip(process.env['CI'] !== undefined, 'on a busy machine Dino does not always take the picture in time');
    await juliet.view.call.click();
    await dino.answer(julietAt);
    await juliet.view.isConnected();
    await dinoHears();
    await juliet.view.camera.click();
    await expect.poll(async () => (await juliet.stats()).videoFramesSent, { timeout: 30_000 }).toBeGreaterThan(10);
    await bothHear();
    await juliet.view.end();
  });
});
