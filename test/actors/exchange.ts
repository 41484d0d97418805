import { expect } from 'vitest';
import type { Conversation } from '../../preload/contract/conversations.ts';
import { originId } from '../../preload/contract/ids.ts';
import type { Message } from '../../preload/contract/messages.ts';
import { heard } from './heard.ts';
import { allMessages, conversationOf, type Someone } from './people.ts';

export interface Side {
  /** Stands in the bodies of what this side writes. */
  readonly name: string;
  readonly someone: Someone;
}
/** Nothing at all on either side for so long means that nothing will come any more: behind a thousand messages an answer may be slow. */
const SILENCE = 90_000;

/** Both write numbered messages while `disturb` goes on beside them, and go on until it is done; then both have all, once and in order. */
export async function exchange(run: string, sides: readonly [Side, Side], count: number, disturb: () => Promise<void>): Promise<void> {
  const [one, other] = sides;
  const conversations = [await conversationOf(one.someone, other.someone), await conversationOf(other.someone, one.someone)] as const;
  const disturbed = disturb();
  disturbed.catch(() => undefined);
  const written = await Promise.all([write(run, one, conversations[0], count, disturbed), write(run, other, conversations[1], count, disturbed)]);
  await disturbed;
  await Promise.all([
    arrived(other, conversations[1], `${run} ${one.name} `, written[0], one),
    arrived(one, conversations[0], `${run} ${other.name} `, written[1], other),
  ]);
  for (const [side, conversation] of [
    [one, conversations[0]],
    [other, conversations[1]],
  ] as const) {
    const numbersOf = (stored: readonly Message[], name: string): readonly number[] =>
      stored.flatMap(({ body }) => (body.startsWith(`${run} ${name} `) ? [Number(body.split(' ').at(-1))] : []));
    const stored = await caughtUp(side.someone, conversation, all => sides.every(({ name }) => isAscending(numbersOf(all, name))));
    for (const [index, { name }] of sides.entries()) {
      expect(numbersOf(stored, name), `${name} at ${side.name}`).toEqual(Array.from({ length: written[index] ?? 0 }, (_, number) => number));
    }
    expect(new Set(stored.map(message => message.originId ?? originId(`row ${message.id}`))).size).toBe(stored.length);
  }
}

const isAscending = (numbers: readonly number[]): boolean => numbers.every((number, index) => index === 0 || number > (numbers[index - 1] ?? 0));

/** What is archived twice may stand where its later copy is, until the catch-up has brought the first one: its end is waited for. */
async function caughtUp(someone: Someone, conversation: Conversation, isInOrder: (stored: readonly Message[]) => boolean): Promise<readonly Message[]> {
  for (;;) {
    const over = heard(someone.app.desk.onProgress, progress => progress.done, SILENCE).then(
      () => true,
      () => false,
    );
    const stored = await allMessages(someone, conversation);
    if (isInOrder(stored) || !(await over)) return stored;
  }
}

/** At least `count` messages, and more as long as the disturbance lasts. Answers how many. */
async function write(run: string, { name, someone }: Side, conversation: Conversation, count: number, disturbed: Promise<void>): Promise<number> {
  const state = { over: false };
  void disturbed.finally(() => (state.over = true)).catch(() => undefined);
  let number = 0;
  for (; number < count || !state.over; number += 1) {
    await send(someone, conversation, `${run} ${name} ${number}`);
    // Beyond what was asked for, only enough to keep the wires busy.
    if (number >= count) await new Promise(resolve => setTimeout(resolve, 200));
  }
  return number;
}

/** Where the app was killed before it answered, it is known only afterwards whether the message was written down. */
async function send(someone: Someone, conversation: Conversation, body: string): Promise<void> {
  for (;;) {
    try {
      await someone.app.messages.send({ conversation: conversation.id, body });
      return;
    } catch (error) {
      if (!someone.revived) throw error;
      await someone.revived();
      const { messages } = await someone.app.messages.page({ conversation: conversation.id, limit: 200 });
      if (messages.some(message => message.body === body)) return;
    }
  }
}

/** Resolves when a side has `count` messages of the other; rejects, naming what is missing, when for long nothing more has come. */
function arrived({ name, someone }: Side, conversation: Conversation, prefix: string, count: number, from: Side): Promise<void> {
  const { messages, accounts, desk } = someone.app;
  const seen = new Set<string>();
  return new Promise((resolve, reject) => {
    let timer: NodeJS.Timeout | undefined;
    const end = (): void => {
      clearTimeout(timer);
      for (const stop of stops) stop();
    };
    const fail = async (): Promise<void> => {
      end();
      const missing = Array.from({ length: count }, (_, number) => `${prefix}${number}`).filter(body => !seen.has(body));
      const [account] = await accounts.list({});
      const there = await allMessages(from.someone, await conversationOf(from.someone, someone));
      const fates = new Set(there.filter(message => missing.includes(message.body)).map(message => `${message.delivery} ${message.failed ?? ''}`));
      reject(
        new Error(
          `${name} misses ${missing.length} of ${count}: ${missing.slice(0, 20).join(', ')}; ${[...fates].join()} at their sender; connection ${JSON.stringify(account?.connection)}`,
        ),
      );
    };
    const add = (bodies: readonly string[]): void => {
      const before = seen.size;
      for (const body of bodies) if (body.startsWith(prefix)) seen.add(body);
      if (seen.size >= count) {
        end();
        return resolve();
      }
      if (seen.size > before || !timer) wait();
    };
    const wait = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => void fail(), SILENCE);
    };
    const look = async (): Promise<void> => add((await allMessages(someone, conversation)).map(message => message.body));
    const stops = [
      messages.onChanged(message => add([message.body])),
      messages.onFilled(() => void look()),
      ...[messages.onChanged, messages.onFilled, desk.onProgress, accounts.onChanged, from.someone.app.messages.onChanged].map(on => on(wait)),
    ];
    void look();
  });
}
