import { expect, test } from 'vitest';
import { isDeceptive, skeletonOf } from './look-alikes.ts';

test.each([
  ['Romeo', 'romeo'],
  ['Romeo', 'Romeo '],
  ['Romeo', 'R\u043emeo'], // Cyrillic о
  ['Romeo', 'Rome\u200bo'],
  ['Romeo', '\u202eRomeo'],
  ['Romeo', 'R\u00f6meo'],
  ['Romeo', 'Rom\u0435\u043e'],
  ['Romeo', 'R0meo'],
  ['Romeo', 'Rorneo'],
  ['Paul', 'Pau\u0049'],
  ['admin', 'adm\u0131n'],
  ['Romeo', '\uff32omeo'], // full width
])('%j and %j look alike', (one, other) => {
  expect(skeletonOf(one)).toBe(skeletonOf(other));
});

test.each([
  ['Romeo', 'Juliet'],
  ['Anna', 'Hanna'],
  ['Ромео', 'Джульетта'],
  ['Romeo2', 'Romeo3'],
])('%j and %j do not', (one, other) => {
  expect(skeletonOf(one)).not.toBe(skeletonOf(other));
});

test.each(['\u202eoemoR', 'Romeo\u200b', ' Romeo', 'Romeo ', 'Ro\u043ceo', 'a  b', 'Romeo\u{e0041}', 'x\u034f'])('%j hides something', name => {
  expect(isDeceptive(name)).toBe(true);
});
test.each(['Romeo', 'Ромео', 'Ρωμαίος', 'روميو', 'ロミオ', 'Mercutio of Verona', '👩‍👧', 'Zoë', 'नर्स'])('%j hides nothing', name => {
  expect(isDeceptive(name)).toBe(false);
});
