import { expect, test } from 'vitest';
import { lookOf } from './appearance.ts';

const day = { dark: false, contrast: false };
const night = { dark: true, contrast: false };

test('a chosen theme is that one, and system follows the computer, contrast too', () => {
  expect(lookOf('dark', day)).toEqual({ theme: 'dark', scheme: 'dark' });
  expect(lookOf('light', night)).toEqual({ theme: 'light', scheme: 'light' });
  expect(lookOf('system', night)).toEqual({ theme: 'dark', scheme: 'dark' });
  expect(lookOf('system', { dark: true, contrast: true })).toEqual({ theme: 'contrast', scheme: 'dark' });
  expect(lookOf('contrast', day)).toEqual({ theme: 'contrast', scheme: 'light' });
});
