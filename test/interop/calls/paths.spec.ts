// The ways that sound can take, each on a network where there is no other.
import { afterEach, describe, expect, test } from 'vitest';
import { whyNoCallNetwork } from '../../actors/call-network.ts';
import { startCoturn, turnSettings, whyNoCoturn, type Coturn } from '../../actors/coturn.ts';
import { bothHear, connect, hangUp, startPair, type Pair, type PairOptions } from './pair.ts';

const why = whyNoCallNetwork() ?? whyNoCoturn();
let pair: Pair | undefined;
let relay: Coturn | undefined;

afterEach(async () => {
  await pair?.stop();
  await relay?.stop();
  [pair, relay] = [undefined, undefined];
});

async function start(options: PairOptions): Promise<Pair> {
  pair = await startPair(options);
  return pair;
}
const withRelay =
  (tcp: boolean): NonNullable<PairOptions['server']> =>
  async network => {
    relay = await startCoturn(network.servers);
    return turnSettings(relay, { tcp });
  };
/** How those of the two who use the relay reach it; the other one sends straight to the relay's address. */
async function relayed({ juliet, romeo }: Pair): Promise<string[]> {
  const stats = await Promise.all([juliet.stats(), romeo.stats()]);
  return [...new Set(stats.filter(({ localType }) => localType === 'relay').map(({ protocol }) => protocol))];
}

describe.skipIf(why !== undefined)(`ways of a call${why === undefined ? '' : ` (${why})`}`, () => {
  test('from one computer to the other, over IPv4 and IPv6', async () => {
    const both = await start({});
    await connect(both.juliet, both.romeo);
    await bothHear(both);
    expect(await both.juliet.stats()).toMatchObject({ localType: 'host', protocol: 'udp' });
    await hangUp(both.juliet, both.romeo);
  });

  test('where there is nothing but IPv6', async () => {
    const both = await start({ network: { family: 'ipv6' } });
    await connect(both.juliet, both.romeo);
    await bothHear(both);
    expect((await both.juliet.stats()).remoteAddress).toContain(':');
    await hangUp(both.juliet, both.romeo);
  });

  test('over the relay of the server, where neither reaches the other', async () => {
    const both = await start({ network: { apart: true, family: 'ipv4' }, server: withRelay(false) });
    await connect(both.juliet, both.romeo);
    await bothHear(both);
    expect(await relayed(both)).toEqual(['udp']);
    await both.juliet.view.statistics.click();
    await both.juliet.view.region.getByText('over a relay').waitFor();
    await hangUp(both.romeo, both.juliet);
  });

  test('over a relay that is reached by TCP only', async () => {
    const both = await start({ network: { apart: true, family: 'ipv4' }, server: withRelay(true) });
    await connect(both.juliet, both.romeo);
    await bothHear(both);
    expect(await relayed(both)).toEqual(['tcp']);
    await hangUp(both.juliet, both.romeo);
  });

  test('where there is no way and the server has no relay, the call says so', async () => {
    const { juliet, romeo } = await start({ network: { apart: true } });
    await juliet.view.call.click();
    await romeo.view.answer.click();
    await juliet.view.reason.filter({ hasText: 'your server offers no relay' }).waitFor({ timeout: 60_000 });
  });
});
