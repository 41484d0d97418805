import { afterAll, beforeAll, expect, test } from 'vitest';
import { originId } from '../../preload/contract/ids.ts';
import { allMessages, conversationOf, friends, leave, type Someone } from '../actors/people.ts';
import { startProsody, type Prosody } from '../actors/prosody.ts';
import { seeded } from '../actors/seeded.ts';

// The whole of it (200 cuts, 2,000 messages, 5 restarts) takes minutes: `npm run soak`. The same at a tenth runs here.
const SCALE = Number(process.env['BALCONY_SOAK'] ?? '0.1');
const MESSAGES = Math.round(1_000 * SCALE);
const CUTS = Math.round(200 * SCALE);
const RESTARTS = Math.max(1, Math.round(5 * SCALE));

let server: Prosody;
let juliet: Someone;
let romeo: Someone;

beforeAll(async () => {
  server = await startProsody();
  [juliet, romeo] = await friends(server);
}, 60_000);
afterAll(async () => {
  await leave(juliet, romeo);
  await server.stop();
});

/** Resolves when `one` has at least `count` messages of the other in this run. */
function received(one: Someone, prefix: string, count: number): Promise<void> {
  const seen = new Set<string>();
  return new Promise(resolve => {
    const look = async (): Promise<void> => {
      for (const conversation of await one.app.conversations.list({})) {
        for (const message of await allMessages(one, conversation)) if (message.body.startsWith(prefix)) seen.add(message.body);
      }
      if (seen.size >= count) resolve();
    };
    one.app.messages.onChanged(message => {
      if (message.body.startsWith(prefix)) seen.add(message.body);
      if (seen.size >= count) resolve();
    });
    one.app.messages.onFilled(() => void look());
    void look();
  });
}

/** Both write numbered messages while `disturb` goes on beside them; then both have all, once and in order. */
async function exchange(run: string, count: number, disturb: () => Promise<void>): Promise<void> {
  const [toRomeo, toJuliet] = [await conversationOf(juliet, romeo), await conversationOf(romeo, juliet)];
  const write = async (one: Someone, conversation: typeof toRomeo, name: string): Promise<void> => {
    for (let number = 0; number < count; number += 1) await one.app.messages.send({ conversation: conversation.id, body: `${run} ${name} ${number}` });
  };
  const all = Promise.all([received(romeo, `${run} J`, count), received(juliet, `${run} R`, count)]);
  await Promise.all([write(juliet, toRomeo, 'J'), write(romeo, toJuliet, 'R'), disturb()]);
  await all;
  for (const [one, conversation] of [
    [juliet, toRomeo],
    [romeo, toJuliet],
  ] as const) {
    const stored = await allMessages(one, conversation);
    for (const name of ['J', 'R']) {
      const numbers = stored
        .map(message => message.body)
        .filter(body => body.startsWith(`${run} ${name} `))
        .map(body => Number(body.split(' ').at(-1)));
      expect(numbers).toEqual(Array.from({ length: count }, (_, number) => number));
    }
    expect(new Set(stored.map(message => message.originId ?? originId(`row ${message.id}`))).size).toBe(stored.length);
  }
}

test(`${CUTS} cuts of the connection lose, double and disorder nothing of ${2 * MESSAGES} messages`, { timeout: 900_000 }, async () => {
  const random = seeded(7);
  await exchange('cut', MESSAGES, async () => {
    for (let cut = 0; cut < CUTS; cut += 1) {
      const one = random() < 0.5 ? juliet : romeo;
      await server.cut(one.account.address);
      await new Promise<void>(resolve => void setImmediate(resolve)); // the next cut falls where the work happens to be
    }
  });
});

test(`${RESTARTS} restarts of the server lose, double and disorder nothing`, { timeout: 900_000 }, async () => {
  await exchange('restart', Math.ceil(MESSAGES / 2), async () => {
    for (let number = 0; number < RESTARTS; number += 1) {
      await server.restart();
      juliet.app.wake();
      romeo.app.wake();
    }
  });
});
