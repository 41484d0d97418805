import { expect, test } from 'vitest';
import { emojiNames, emojiQuery, matchEmoji } from './emoji-data.ts';

test.each([
  [':smi', 4, 'smi'],
  ['good :ros', 9, 'ros'],
  ['good :ros later', 9, 'ros'],
  ['12:30', 5, undefined],
  [':s', 2, undefined],
  ['https://x', 9, undefined],
])('%s has the name being typed at %i', (text, caret, query) => expect(emojiQuery(text, caret)).toBe(query));

test('a name finds its emoji first, in the words of the language too', async () => {
  const english = await emojiNames('en');
  expect(matchEmoji(english, 'rose')[0]?.emoji).toBe('🌹');
  expect(matchEmoji(english, 'heart').length).toBe(8);
  expect(matchEmoji(english, 'nothinglikeit')).toEqual([]);
});
