// One side walks from one network into the next while they talk.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { whyNoCallNetwork } from '../../actors/call-network.ts';
import { bothHear, connect, hangUp, hears, JULIETS_TONE, ROMEOS_TONE, startPair, type Pair } from './pair.ts';

const why = whyNoCallNetwork();
let pair: Pair;

describe.skipIf(why !== undefined)(`moving in a call${why === undefined ? '' : ` (${why})`}`, () => {
  beforeAll(async () => {
    pair = await startPair({ network: { family: 'ipv4' } });
  });
  afterAll(() => pair?.stop());

  test.each(['juliet', 'romeo'] as const)('the address of %s’s computer changes, and the sound comes back both ways', async mover => {
    const { juliet, romeo, network } = pair;
    await connect(juliet, romeo);
    await bothHear(pair);
    const address = await network.computers[mover === 'juliet' ? 0 : 1].move();
    const startedAt = performance.now();
    const other = mover === 'juliet' ? romeo : juliet;
    await expect.poll(async () => (await other.stats()).remoteAddress, { timeout: 60_000 }).toBe(address);
    await Promise.all([hears(juliet, ROMEOS_TONE, 60_000), hears(romeo, JULIETS_TONE, 60_000)]);
    process.stdout.write(`After a change of ${mover}’s address there was sound again in ${((performance.now() - startedAt) / 1000).toFixed(1)} s.\n`);
    await Promise.all([juliet.view.isConnected(), romeo.view.isConnected()]);
    await Promise.all([juliet.app.isOnline(), romeo.app.isOnline()]);
    await hangUp(juliet, romeo);
  });
});
