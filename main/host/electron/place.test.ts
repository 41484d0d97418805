import { expect, test } from 'vitest';
import { placeFrom } from './place.ts';

const DISPLAYS = [
  { x: 0, y: 0, width: 1920, height: 1080 },
  { x: -1280, y: 0, width: 1280, height: 800 },
];
const USUAL = { corner: undefined, width: 1100, height: 760, maximized: false };
const kept = (over: object = {}): string => JSON.stringify({ x: 100, y: 50, width: 900, height: 600, maximized: false, ...over });

test('the window comes back where it stood', () => {
  expect(placeFrom(kept(), DISPLAYS)).toEqual({ corner: { x: 100, y: 50 }, width: 900, height: 600, maximized: false });
});

test('also on the second display, and maximized', () => {
  expect(placeFrom(kept({ x: -1200, maximized: true }), DISPLAYS)).toMatchObject({ corner: { x: -1200, y: 50 }, maximized: true });
});

test.each([
  ['the display it stood on is gone', kept({ x: 5000 })],
  ['only a sliver of it could be seen', kept({ x: 1900 })],
  ['its title bar lay above the display', kept({ y: -300 })],
  ['its title bar lay below the display', kept({ y: 1070 })],
])('a window opens in the usual place when %s', (_why, text) => {
  expect(placeFrom(text, DISPLAYS)).toEqual(USUAL);
});

test.each([
  ['nothing was kept', undefined],
  ['the file is cut off', '{"x":100,'],
  ['the numbers are no numbers', kept({ width: 'wide' })],
  ['the numbers are absurd', kept({ height: 1e12 })],
])('a window opens in the usual place when %s', (_why, text) => {
  expect(placeFrom(text, DISPLAYS)).toEqual(USUAL);
});

test('a window is never larger than its display nor too small to use', () => {
  expect(placeFrom(kept({ width: 5000, height: 4000 }), DISPLAYS)).toMatchObject({ width: 1920, height: 1080 });
  expect(placeFrom(kept({ width: 10, height: 10 }), DISPLAYS)).toMatchObject({ width: 480, height: 360 });
});
