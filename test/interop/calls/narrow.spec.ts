// A network that becomes narrow while they talk, and wide again: the picture gives way and comes back, the voice stays.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { whyNoCallNetwork } from '../../actors/call-network.ts';
import { startCoturn, turnSettings, whyNoCoturn, type Coturn } from '../../actors/coturn.ts';
import { startLossyRelay, type LossyRelay } from '../../actors/lossy-relay.ts';
import { snow } from '../../actors/snow.ts';
import { bothHear, connect, hangUp, startPair, type Pair } from './pair.ts';

const why = whyNoCallNetwork() ?? whyNoCoturn();
/** In kbit/s. More than the second an encoder that shares two cores with everything else cannot always make. */
const [NARROW, WIDE] = [250, 400];
let relay: Coturn;
let narrow: LossyRelay;
let pair: Pair;

/** Of Juliet's picture, in kbit/s, as the app says it. */
async function rateShown(): Promise<number> {
  const words = await pair.juliet.view.region
    .getByText(/× .* a second/)
    .first()
    .textContent();
  const [, rate = '', unit] = /([\d.,]+) (k|M)bit\/s$/.exec(words ?? '') ?? [];
  return Number(rate.replace(',', '')) * (unit === 'M' ? 1000 : 1);
}
const rate = () => expect.poll(rateShown, { timeout: 90_000, interval: 1000 });

describe.skipIf(why !== undefined)(`bandwidth${why === undefined ? '' : ` (${why})`}`, () => {
  beforeAll(async () => {
    pair = await startPair({
      film: snow(7),
      network: { apart: true, family: 'ipv4' },
      server: async network => {
        relay = await startCoturn(network.servers);
        narrow = await startLossyRelay(relay, 7);
        return turnSettings({ ...relay, port: narrow.port });
      },
    });
  });
  afterAll(async () => {
    await pair?.stop();
    await narrow?.stop();
    await relay?.stop();
  });

  test('where there is less of it the picture takes less, where there is more again it takes more, and the voice stays', async () => {
    const { juliet, romeo } = pair;
    await connect(juliet, romeo);
    await juliet.view.camera.click();
    await romeo.view.theirPicture.waitFor();
    await juliet.view.statistics.click();
    await rate().toBeGreaterThan(WIDE);
    narrow.become({ kilobitsPerSecond: NARROW });
    await rate().toBeLessThan(NARROW);
    const { videoFrames } = await romeo.stats();
    await bothHear(pair);
    await expect.poll(async () => (await romeo.stats()).videoFrames, { timeout: 30_000 }).toBeGreaterThan(videoFrames + 10);
    narrow.become({});
    await rate().toBeGreaterThan(WIDE);
    await bothHear(pair);
    await hangUp(juliet, romeo);
  });
});
