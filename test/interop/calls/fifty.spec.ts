// Fifty calls in a row leave nothing behind: not in the app, and not in its window. Callers take turns, as one who calls all the time is not let through.
import { runInNewContext } from 'node:vm';
import { setFlagsFromString } from 'node:v8';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchCaller, type Caller } from '../../actors/call-page.ts';
import { heard } from '../../actors/heard.ts';
import { JinglePeer } from '../../actors/jingle-peer.ts';
import { MANNERS } from '../../actors/manners.ts';
import { leave } from '../../actors/people.ts';
import { startProsody, type Prosody } from '../../actors/prosody.ts';
import { openJuliet, phase } from './manner-scene.ts';

const CALLERS = 10;
const ROUNDS = 5;
let server: Prosody;

beforeAll(async () => {
  server = await startProsody();
});
afterAll(() => server.stop());

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

async function callersOf(juliet: { readonly user: string; readonly address: string }): Promise<JinglePeer[]> {
  const callers: JinglePeer[] = [];
  for (let index = 0; index < CALLERS; index += 1) {
    const account = await server.register();
    await server.contact(juliet.user, account.address);
    await server.contact(account.user, juliet.address);
    callers.push(await JinglePeer.start(server, { ...account, manners: MANNERS.conversations }));
  }
  return callers;
}
/** Calls, is connected, and hangs up as soon as it is there too: `answered` resolves. */
async function oneCall(caller: JinglePeer, to: string, answered: Promise<unknown>): Promise<void> {
  caller.call(to);
  await Promise.all([answered, caller.connected]);
  caller.hangUp();
  await caller.stanzas.wait(one => one.getChild('finish')?.attrs['id'] === caller.sid);
  caller.stanzas.heard.length = 0;
  caller.transcript.length = 0;
}

test('in the app', async () => {
  const account = await server.register();
  const callers = await callersOf(account);
  const { juliet } = await openJuliet(server, account);
  const answer = async (): Promise<void> => {
    const { id } = await phase(juliet, 'incoming');
    const connected = phase(juliet, 'connected');
    await juliet.app.calls.answer({ call: id, video: false, others: 'end' });
    await connected;
  };
  const call = async (caller: JinglePeer): Promise<void> => {
    const ended = phase(juliet, 'ended');
    await oneCall(caller, account.address, answer());
    const { id } = await ended;
    const over = heard(juliet.app.calls.onGone, gone => gone === id);
    await juliet.app.calls.dismiss({ call: id });
    await over;
  };
  const round = async (): Promise<{ readonly heap: number; readonly handles: number }> => {
    for (const caller of callers) await call(caller);
    collect();
    return { heap: process.memoryUsage().heapUsed, handles: process.getActiveResourcesInfo().length };
  };
  const rounds: Awaited<ReturnType<typeof round>>[] = [];
  for (let left = ROUNDS; left > 0; left -= 1) rounds.push(await round());
  process.stdout.write(
    `The app after each ten calls: ${rounds.map(({ heap, handles }) => `${(heap / 2 ** 20).toFixed(1)} MiB, ${handles} handles`).join('; ')}\n`,
  );
  const [, second, , , last] = rounds;
  expect(last?.handles).toBeLessThanOrEqual((second?.handles ?? 0) + 2);
  expect((last?.heap ?? 0) / (second?.heap ?? 1)).toBeLessThan(1.05);
  expect(await juliet.app.calls.list({})).toEqual([]);
  for (const caller of callers) await caller.stop();
  await leave(juliet);
});

test('in its window', async () => {
  const account = await server.register();
  const callers = await callersOf(account);
  const juliet: Caller = await launchCaller({ server, account, hertz: 440 });
  const { app, view } = juliet;
  const answer = async (): Promise<void> => {
    await view.answer.press('Enter'); // a click would wait for the dialog to stand still
    await view.isConnected();
  };
  const putAway = async (): Promise<void> => {
    await view.reaches(/ended/i);
    await view.region.getByRole('button', { name: 'Close', exact: true }).press('Enter');
    await view.region.waitFor({ state: 'hidden' });
  };
  try {
    await app.isOnline();
    const devtools = await app.context.newCDPSession(app.page);
    await devtools.send('Performance.enable');
    const round = async (): Promise<Readonly<Record<string, number>>> => {
      for (const caller of callers) {
        await oneCall(caller, account.address, answer());
        await putAway();
      }
      await devtools.send('HeapProfiler.collectGarbage');
      const { metrics } = await devtools.send('Performance.getMetrics');
      return Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
    };
    const rounds: Awaited<ReturnType<typeof round>>[] = [];
    for (let left = ROUNDS; left > 0; left -= 1) rounds.push(await round());
    const line = rounds.map(one => `${((one['JSHeapUsedSize'] ?? 0) / 2 ** 20).toFixed(1)} MiB, ${one['Nodes']} nodes, ${one['JSEventListeners']} listeners`);
    process.stdout.write(`The window after each ten calls: ${line.join('; ')}\n`);
    const [, second, , , last] = rounds;
    const growth = (name: string): number => (last?.[name] ?? 0) / (second?.[name] ?? 1);
    expect((await juliet.stats()).connections).toBe(0);
    expect(growth('JSHeapUsedSize')).toBeLessThan(1.1);
    expect(growth('Nodes')).toBeLessThan(1.1);
    expect(growth('JSEventListeners')).toBeLessThan(1.1);
  } finally {
    for (const caller of callers) await caller.stop();
    await juliet.close();
  }
});
