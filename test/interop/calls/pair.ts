import { randomBytes } from 'node:crypto';
import { expect } from 'vitest';
import type { MeasuredTone } from '../../../native/peer/tone-meter.ts';
import { startCallNetwork, type CallNetwork, type CallNetworkOptions } from '../../actors/call-network.ts';
import { launchCaller, soundsLike, type Caller, type Senses } from '../../actors/call-page.ts';
import { startProsody, type Prosody, type ProsodyOptions } from '../../actors/prosody.ts';

export const JULIETS_TONE = 440;
export const ROMEOS_TONE = 700;

/** Juliet and Romeo, each at a computer of their own, with the other's conversation open. */
export interface Pair {
  readonly network: CallNetwork;
  readonly server: Prosody;
  readonly juliet: Caller;
  readonly romeo: Caller;
  stop(): Promise<void>;
}
export interface PairOptions {
  /** What Juliet’s camera shows instead of colour bars. */
  readonly film?: Uint8Array;
  readonly network?: CallNetworkOptions;
  /** Of the server, which may stand on what else is on the network. */
  readonly server?: (network: CallNetwork) => ProsodyOptions | Promise<ProsodyOptions>;
}

export async function startPair({ film, network: wanted, server: ask }: PairOptions = {}): Promise<Pair> {
  const network = await startCallNetwork(wanted);
  const undo: (() => Promise<unknown>)[] = [() => network.stop()];
  const stop = async (): Promise<void> => {
    for (const one of undo.toReversed()) await one();
  };
  try {
    const server = await startProsody({ ...(await ask?.(network)), interfaces: network.servers });
    undo.push(() => server.stop());
    const [one, two] = [await server.register(), await server.register({ user: `romeo-${randomBytes(4).toString('hex')}` })];
    await server.contact(one.user, two.address, 'Romeo');
    await server.contact(two.user, one.address, 'Juliet');
    const [here, there] = network.computers;
    const launching = [
      launchCaller({ server, account: one, hertz: JULIETS_TONE, computer: here, ...(film ? { film } : {}) }),
      launchCaller({ server, account: two, hertz: ROMEOS_TONE, computer: there }),
    ] as const;
    for (const each of launching) undo.push(async () => (await each.catch(() => undefined))?.close());
    const [juliet, romeo] = await Promise.all(launching);
    await Promise.all([juliet.app.isOnline(), romeo.app.isOnline()]);
    await juliet.app.startWith(two.address);
    await romeo.app.startWith(one.address);
    return { network, server, juliet, romeo, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

export async function connect(caller: Caller, callee: Caller): Promise<void> {
  await caller.view.call.click();
  await callee.view.answer.click();
  await Promise.all([caller.view.isConnected(), callee.view.isConnected()]);
}
export async function hangUp(one: Caller, other: Caller): Promise<void> {
  await Promise.all([one.view.end(), other.view.putAway()]);
}
export async function hears(who: Senses, hertz: number, timeout = 20_000): Promise<void> {
  await expect.poll(() => who.heardTone(), { timeout, interval: 20 }).toSatisfy((heard: MeasuredTone) => soundsLike(heard, hertz));
}
export async function bothHear({ juliet, romeo }: Pair): Promise<void> {
  await Promise.all([hears(juliet, ROMEOS_TONE), hears(romeo, JULIETS_TONE)]);
}
