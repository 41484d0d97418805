import { expect, test } from 'vitest';
import { calmLine, calmText } from './calm-text.ts';

test('a name that turns the text around says what it says', () => {
  expect(calmLine('Juliet\u202E gnp.moor')).toBe('Juliet gnp.moor');
  expect(calmLine('\u2066the\nNurse\u2069')).toBe('the Nurse');
});

test('right-to-left text keeps its letters, its marks and its lines', () => {
  expect(calmText('שלום\u200F\nעולם')).toBe('שלום\u200F\nעולם');
});
