import { expect, test } from 'vitest';
import { conversationId } from '../../../preload/contract/ids.ts';
import { aMessage } from '../../gallery/people.ts';
import { asText, NO_SELECTION, select } from './selection.ts';

const messages = ['one', 'two', 'three', 'four'].map(body => aMessage(conversationId(1), body));
const [one, two, , four] = messages.map(({ id }) => id);

test('a click chooses one or leaves it, Shift draws a range from there in both directions', () => {
  const first = select(NO_SELECTION, messages, two!, 'toggle');
  expect([...first.ids]).toEqual([two]);
  expect(select(first, messages, four!, 'range').ids.size).toBe(3);
  expect([...select(first, messages, one!, 'range').ids]).toEqual([one, two]);
  expect(select(first, messages, two!, 'toggle').ids.size).toBe(0);
  expect(select(first, messages, two!, 'none')).toEqual(NO_SELECTION);
});

test('messages are copied as lines with time and name', () => {
  expect(
    asText(
      messages.slice(0, 2),
      () => '16:20',
      () => 'Juliet',
    ),
  ).toBe('[16:20] Juliet: one\n[16:20] Juliet: two');
});
