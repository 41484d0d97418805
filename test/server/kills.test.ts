import { afterAll, beforeAll, expect, test } from 'vitest';
import { exchange, type Side } from '../actors/exchange.ts';
import { mortal, type Mortal } from '../actors/killable.ts';
import { conversationOf } from '../actors/people.ts';
import { startProsody, type Prosody } from '../actors/prosody.ts';
import { seeded } from '../actors/seeded.ts';

// 20 times and 1,000 messages in `npm run soak`; a tenth of it here.
const SCALE = Number(process.env['BALCONY_SOAK'] ?? '0.1');
const KILLS = Math.max(2, Math.round(20 * SCALE));
const MESSAGES = Math.round(500 * SCALE);

let server: Prosody;
let juliet: Mortal;
let romeo: Mortal;

beforeAll(async () => {
  server = await startProsody();
  const [a, b] = await Promise.all([server.register(), server.register()]);
  await server.contact(a.user, b.address);
  await server.contact(b.user, a.address);
  [juliet, romeo] = [await mortal(server, a), await mortal(server, b)];
}, 60_000);
afterAll(async () => {
  await juliet?.leave();
  await romeo?.leave();
  await server?.stop();
});

test(
  `an app that is killed ${KILLS} times loses, doubles and disorders nothing of what it has confirmed, and keeps the draft`,
  { timeout: 1_800_000 },
  async () => {
    const random = seeded(11);
    const sides: readonly [Side, Side] = [
      { name: 'J', someone: juliet },
      { name: 'R', someone: romeo },
    ];
    await exchange('kill', sides, MESSAGES, async () => {
      for (let number = 0; number < KILLS; number += 1) {
        const one = number % 2 ? romeo : juliet;
        // After the next few that come in, so that what is being stored is cut as well as what is being sent.
        let left = 1 + Math.floor(random() * 10);
        await new Promise<void>(resolve => {
          const stop = one.app.messages.onChanged(() => {
            left -= 1;
            if (left > 0) return;
            stop();
            resolve();
          });
        });
        await one.kill();
        await one.revive();
      }
    });
    const conversation = await conversationOf(juliet, romeo);
    await juliet.app.conversations.setDraft({ conversation: conversation.id, text: 'Thou knowest the mask of night' });
    await juliet.kill();
    await juliet.revive();
    expect((await conversationOf(juliet, romeo)).draft).toBe('Thou knowest the mask of night');
  },
);
