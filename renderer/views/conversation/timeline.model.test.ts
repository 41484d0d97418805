import { expect, test } from 'vitest';
import { conversationId } from '../../../preload/contract/ids.ts';
import { fakeMessages, type FakeMessagesOptions } from '../../gallery/fake-messages.ts';
import { aMessage, NOW } from '../../gallery/people.ts';
import type { Pace } from '../../model/pace.ts';
import { TimelineModel, type Opened, type TimelineSnapshot } from './timeline.model.ts';

const HERE = conversationId(1);
const numbered = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => aMessage(HERE, `message ${from + index}`, { position: from + index, at: NOW + (from + index) * 1000 }));

function open(options: FakeMessagesOptions, opened: Partial<Opened> = {}, pace?: Pace) {
  const fake = fakeMessages(options);
  const model = new TimelineModel({ conversation: HERE, unread: 0, readUpTo: undefined, ...opened }, fake.service, pace);
  const stop = model.subscribe(() => undefined);
  const until = (holds: (now: TimelineSnapshot) => boolean): Promise<TimelineSnapshot> =>
    new Promise(resolve => {
      const check = (): void => {
        if (!holds(model.snapshot())) return;
        leave();
        resolve(model.snapshot());
      };
      const leave = model.subscribe(check);
      check();
    });
  return { fake, model, stop, until, ready: () => until(now => now.phase !== 'loading') };
}
const bodies = ({ messages }: TimelineSnapshot): string[] => [messages[0]?.body ?? '', messages.at(-1)?.body ?? ''];

test('a conversation opens at its end with one page', async () => {
  const now = await open({ messages: numbered(1, 1000) }).ready();
  expect(bodies(now)).toEqual(['message 921', 'message 1000']);
  expect(now).toMatchObject({ begin: 'end', hasOlder: true, hasNewer: false });
});

test('with unread messages it opens where they begin, and the line stays when they are read', async () => {
  const messages = numbered(1, 200);
  const { ready, fake, until } = open({ messages }, { unread: 5, readUpTo: messages[194]!.id });
  const now = await ready();
  expect(now.messages[Number(now.begin)]?.body).toBe('message 196');
  fake.put(aMessage(HERE, 'one more', { position: 201 }));
  expect((await until(({ messages: all }) => all.at(-1)?.body === 'one more')).readUpTo).toBe(messages[194]!.id);
});

test('older ones come in before without moving the number of those that are there', async () => {
  const { model, ready } = open({ messages: numbered(1, 200) });
  const before = await ready();
  await model.loadOlder();
  const after = model.snapshot();
  const numberOf = (now: TimelineSnapshot): number => now.firstIndex + now.messages.findIndex(({ body }) => body === 'message 150');
  expect(numberOf(after)).toBe(numberOf(before));
  expect(bodies(after)).toEqual(['message 41', 'message 200']);
});

test('through 100,000 messages the resident part stays bounded, up and down again', async () => {
  const { model, ready } = open({ messages: numbered(1, 3000) });
  await ready();
  for (let page = 0; page < 20; page += 1) await model.loadOlder();
  expect(model.snapshot().messages.length).toBe(480);
  expect(model.snapshot().hasNewer).toBe(true);
  for (let page = 0; page < 25; page += 1) await model.loadNewer();
  expect(model.snapshot().messages.length).toBe(480);
  expect(model.snapshot().hasNewer).toBe(false);
  expect(bodies(model.snapshot())[1]).toBe('message 3000');
  const positions = model.snapshot().messages.map(({ position }) => position);
  expect(positions).toEqual(positions.toSorted((a, b) => a - b));
});

test('when the store has no more, the server is asked, until it has no more either', async () => {
  const { model, ready } = open({ messages: numbered(101, 120), onServer: numbered(41, 100) });
  await ready();
  await model.loadOlder();
  expect(bodies(model.snapshot())).toEqual(['message 51', 'message 120']);
  expect(model.snapshot().olderOnServer).toBe(true);
  await model.loadOlder();
  expect(bodies(model.snapshot())).toEqual(['message 41', 'message 120']);
  expect(model.snapshot().olderOnServer).toBe(false);
});

test('a server that does not answer leaves what is there and says so', async () => {
  const { model, ready } = open({ messages: numbered(1, 3), serverFails: true });
  await ready();
  await model.loadOlder();
  expect(model.snapshot()).toMatchObject({ older: 'failed', failure: { code: 'offline' } });
  expect(model.snapshot().messages.length).toBe(3);
});

test('while the end is out of sight, new ones are counted and nothing else', async () => {
  const { model, fake, ready } = open({ messages: numbered(1, 10) });
  await ready();
  model.setAtEnd(false);
  fake.put(aMessage(HERE, 'new', { position: 11 }));
  fake.put(aMessage(HERE, 'newer', { position: 12 }));
  expect(model.snapshot().arrived).toBe(2);
  expect(model.snapshot().announced?.body).toBe('newer');
  model.setAtEnd(true);
  expect(model.snapshot().arrived).toBe(0);
});

test('a jump shows the place around a message, and back to the end', async () => {
  const { model, fake, ready } = open({ messages: numbered(1, 1000) }, { around: 300 });
  const there = await ready();
  expect(there.messages[Number(there.begin)]?.body).toBe('message 300');
  expect(there.emphasised).toBe(there.messages[Number(there.begin)]?.id);
  fake.put(aMessage(HERE, 'new', { position: 1001 }));
  expect(model.snapshot()).toMatchObject({ arrived: 1, hasNewer: true });
  expect(model.snapshot().messages.at(-1)?.body).not.toBe('new');
  await model.jumpToEnd();
  expect(model.snapshot().messages.at(-1)?.body).toBe('new');
  expect(model.snapshot()).toMatchObject({ begin: 'end', arrived: 0, hasNewer: false });
});

test('a receipt changes the row it belongs to, and a late message finds its place', async () => {
  const sent = aMessage(HERE, 'But soft', { mine: true, delivery: 'sent', position: 5 });
  const { model, fake, ready } = open({ messages: [...numbered(1, 3), sent] });
  await ready();
  fake.put({ ...sent, delivery: 'delivered' });
  fake.put(aMessage(HERE, 'late', { position: 4 }));
  expect(
    model
      .snapshot()
      .messages.map(({ body, delivery }) => [body, delivery])
      .slice(-2),
  ).toEqual([
    ['late', 'displayed'],
    ['But soft', 'delivered'],
  ]);
});

test('what an archive filled in is there without moving away', async () => {
  const { model, fake, ready, until } = open({ messages: [...numbered(1, 5), ...numbered(9, 10)] });
  await ready();
  const missing = numbered(6, 8);
  missing.forEach(message => fake.put({ ...message, conversation: conversationId(2) }));
  expect(model.snapshot().messages.length).toBe(7);
  missing.forEach(message => fake.put(message));
  fake.filled(HERE);
  expect((await until(({ messages }) => messages.length === 10)).messages.map(({ position }) => position)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
});

test('a message that comes while the page is being read is there once', async () => {
  const fake = fakeMessages({ messages: numbered(1, 2) });
  const model = new TimelineModel({ conversation: HERE, unread: 0, readUpTo: undefined }, fake.service);
  const stop = model.subscribe(() => undefined);
  fake.put(aMessage(HERE, 'in between', { position: 3 }));
  await Promise.resolve().then(() => Promise.resolve());
  expect(model.snapshot().messages.filter(({ body }) => body === 'in between').length).toBe(1);
  stop();
  expect(fake.listenerCount()).toBe(0);
});

test('many at once are drawn together, counted to be read out, and an own one is never waited for', async () => {
  const waiting = new Set<() => void>();
  const { ready, fake, model } = open({ messages: numbered(1, 10) }, {}, { ask: flush => void waiting.add(flush) });
  await ready();
  numbered(11, 60).forEach(fake.put);
  expect(bodies(model.snapshot())).toEqual(['message 1', 'message 10']);
  for (const flush of waiting) flush();
  expect(bodies(model.snapshot())).toEqual(['message 1', 'message 60']);
  expect(model.snapshot()).toMatchObject({ announcedCount: 50, announced: { body: 'message 60' } });
  fake.put(aMessage(HERE, 'not told yet', { position: 61 }));
  fake.put(aMessage(HERE, 'mine', { position: 62, mine: true }));
  expect(
    model
      .snapshot()
      .messages.slice(-2)
      .map(({ body }) => body),
  ).toEqual(['not told yet', 'mine']);
});

test('of more unread messages than a page holds, the first is a press away, and the line stands above it', async () => {
  const messages = numbered(1, 1500);
  const { ready, model } = open({ messages }, { unread: 1000, readUpTo: messages[499]!.id });
  expect(await ready()).toMatchObject({ begin: 'end', unreadAbove: 1000 });
  await model.jumpToUnread();
  const now = model.snapshot();
  expect(now.messages[Number(now.begin)]?.body).toBe('message 501');
  expect(now.unreadAbove).toBe(0);
  expect(now.messages.some(({ id }) => id === messages[499]!.id)).toBe(true);
});
