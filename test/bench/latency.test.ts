import { xml } from '@xmpp/client';
import { test } from 'vitest';
import { heard } from '../actors/heard.ts';
import { conversationOf, friends, leave } from '../actors/people.ts';
import { startProsody, type Prosody } from '../actors/prosody.ts';
import { bareClient } from './bare-client.ts';
import { percentile, report } from './report.ts';

const MESSAGES = 200;
/** A message is shown with the next frame. */
const FRAME = 1000 / 60;

async function bare(server: Prosody): Promise<readonly number[]> {
  const [one, other] = [await bareClient(server), await bareClient(server)];
  const times: number[] = [];
  for (let number = 0; number < MESSAGES; number += 1) {
    const arrived = new Promise<void>(resolve => {
      const listen = (stanza: { getChildText(name: string): string | null }): void => {
        if (stanza.getChildText('body') !== `m${number}`) return;
        other.off('stanza', listen);
        resolve();
      };
      other.on('stanza', listen);
    });
    const begun = performance.now();
    await one.send(xml('message', { type: 'chat', to: other.jid?.toString() ?? '', id: `m${number}` }, xml('body', {}, `m${number}`)));
    await arrived;
    times.push(performance.now() - begun);
  }
  await Promise.all([one.stop(), other.stop()]);
  return times;
}

async function ours(server: Prosody): Promise<readonly number[]> {
  const [juliet, romeo] = await friends(server);
  const there = await conversationOf(juliet, romeo);
  const times: number[] = [];
  for (let number = 0; number < MESSAGES; number += 1) {
    const arrived = heard(romeo.app.messages.onChanged, message => message.body === `m${number}`);
    const begun = performance.now();
    void juliet.app.messages.send({ conversation: there.id, body: `m${number}` });
    await arrived;
    times.push(performance.now() - begun);
  }
  await leave(juliet, romeo);
  return times;
}

test('Enter on one side to text on the other', async () => {
  // The library binds twice where SASL2 has bound already.
  const server = await startProsody({ disabled: ['sasl2'] });
  const [a, b] = [await bare(server), await ours(server)];
  const [bareMedian, oursMedian] = [percentile(a, 0.5), percentile(b, 0.5)];
  report({ work: 'Enter on one side to text on the other (median)', unit: 'ms', ours: oursMedian, bare: bareMedian + FRAME / 2, bound: 2 });
  await server.stop();
});
