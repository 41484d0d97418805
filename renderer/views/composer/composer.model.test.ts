import { expect, test } from 'vitest';
import { conversationId } from '../../../preload/contract/ids.ts';
import type { Message } from '../../../preload/contract/messages.ts';
import { FailureError } from '../../../preload/contract/wire.ts';
import { aMessage } from '../../gallery/people.ts';
import type { PageClock } from '../../model/clock.ts';
import { ComposerModel } from './composer.model.ts';

const HERE = conversationId(1);

function handClock() {
  let waiting: { readonly at: number; readonly callback: () => void }[] = [];
  let now = 0;
  const clock: PageClock = {
    now: () => now,
    after: (delay, callback) => {
      const entry = { at: now + delay, callback };
      waiting.push(entry);
      return () => void (waiting = waiting.filter(one => one !== entry));
    },
  };
  const pass = (ms: number): void => {
    now += ms;
    const due = waiting.filter(({ at }) => at <= now);
    waiting = waiting.filter(({ at }) => at > now);
    due.forEach(({ callback }) => callback());
  };
  return { clock, pass };
}

function start({ draft = '', refuse = false, inRoom = false } = {}) {
  const said: unknown[] = [];
  const sent: Message[] = [];
  const { clock, pass } = handClock();
  let answer = (): void => undefined;
  const model = new ComposerModel(
    HERE,
    draft,
    {
      inRoom,
      write: (body, privateTo) =>
        new Promise((resolve, reject) => {
          said.push(['send', body, ...(privateTo === undefined ? [] : [privateTo])]);
          answer = () => (refuse ? reject(new FailureError({ code: 'storage', problem: 'full' })) : resolve(aMessage(HERE, body, { mine: true })));
        }),
      conversations: {
        setDraft: async ({ text }) => void said.push(['draft', text]),
        setTyping: async ({ state }) => void said.push(['typing', state]),
      },
    },
    clock,
  );
  model.onSent(message => void sent.push(message));
  const stop = model.subscribe(() => undefined);
  const stored = async (): Promise<void> => {
    answer();
    await Promise.resolve();
    await Promise.resolve();
  };
  return { model, said, sent, pass, stop, stored };
}

test('the box is cleared when the message stands in the outbox, not before', async () => {
  const { model, sent, stored } = start();
  model.type('Good night');
  const sending = model.send();
  expect(model.snapshot()).toMatchObject({ text: 'Good night', sending: true });
  await stored();
  await sending;
  expect(model.snapshot()).toMatchObject({ text: '', sending: false });
  expect(sent.map(({ body }) => body)).toEqual(['Good night']);
});

test('what is typed while a message is stored stays in the box, and Enter twice sends once', async () => {
  const { model, said, stored } = start();
  model.type('Good night');
  const sending = model.send();
  void model.send();
  model.type('Good night, good night');
  await stored();
  await sending;
  expect(model.snapshot().text).toBe(', good night');
  expect(said.filter(one => Array.isArray(one) && one[0] === 'send')).toEqual([['send', 'Good night']]);
});

test('a message that could not be stored stays in the box, with the reason', async () => {
  const { model, stored } = start({ refuse: true });
  model.type('Good night');
  const sending = model.send();
  await stored();
  await sending;
  expect(model.snapshot()).toMatchObject({ text: 'Good night', sending: false, failure: { code: 'storage', problem: 'full' } });
});

test('nothing but spaces is not sent', async () => {
  const { model, said } = start();
  model.type('  \n ');
  await model.send();
  expect(said).not.toContainEqual(['send', '']);
});

test('a draft is kept after a pause, and at once when the conversation is left', () => {
  const { model, said, pass, stop } = start();
  model.type('half a');
  model.type('half a thou');
  expect(said).toEqual([['typing', 'composing']]);
  pass(700);
  expect(said).toContainEqual(['draft', 'half a thou']);
  model.type('half a thought');
  stop();
  expect(said).toContainEqual(['draft', 'half a thought']);
  expect(said.at(-1)).toEqual(['typing', 'paused']);
});

test('a draft that was there is shown and not saved again', () => {
  const { model, said, stop } = start({ draft: 'half a thought' });
  expect(model.snapshot().text).toBe('half a thought');
  stop();
  expect(said).toEqual([]);
});

test('a draft that a link left is taken into an empty box; our own, coming back late, is not', () => {
  const { model, pass } = start();
  model.type('mine');
  pass(700);
  model.type('');
  model.adopt('mine');
  expect(model.snapshot().text).toBe('');
  model.adopt('out of a link');
  expect(model.snapshot().text).toBe('out of a link');
  model.adopt('another');
  expect(model.snapshot().text).toBe('out of a link');
});

test('the other side hears composing once, then paused, and active when the box is emptied', () => {
  const { model, said, pass } = start();
  model.type('a');
  model.type('ab');
  pass(6_000);
  model.type('');
  expect(said.filter(one => Array.isArray(one) && one[0] === 'typing')).toEqual([
    ['typing', 'composing'],
    ['typing', 'paused'],
    ['typing', 'active'],
  ]);
});

test('what is for one alone is kept as such, tells nobody that it is written, and goes to them', async () => {
  const { model, said, pass } = start({ inRoom: true });
  model.setPrivate('the Nurse');
  model.type('between us');
  pass(1000);
  void model.send();
  expect(said).toEqual([
    ['draft', '/msg "the Nurse" between us'],
    ['send', 'between us', 'the Nurse'],
  ]);
  const again = start({ inRoom: true, draft: '/msg "the Nurse" between us' });
  expect(again.model.snapshot()).toMatchObject({ text: 'between us', privateTo: 'the Nurse' });
});

test('a command is not told as writing, but an action is', () => {
  const { model, said } = start({ inRoom: true });
  model.type('/kick Ro');
  expect(said).toEqual([]);
  model.type('/me waves');
  expect(said).toEqual([['typing', 'composing']]);
});
