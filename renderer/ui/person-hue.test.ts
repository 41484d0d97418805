import { expect, test } from 'vitest';
import { consistentAngle, personHue } from './person-hue.ts';

// XEP-0392 §9: the test vectors
test.each([
  ['Romeo', 327.255249],
  ['juliet@capulet.lit', 209.4104],
  ['😺', 331.199341],
  ['council', 359.994507],
])('%s has its angle', (text, angle) => {
  expect(consistentAngle(text)).toBeCloseTo(angle, 4);
});

test('a person has the same colour each time, within one turn', () => {
  for (const name of ['Romeo', 'Juliet', 'the Nurse', 'council', 'Mallory']) {
    expect(personHue(name)).toBe(personHue(name));
    expect(personHue(name)).toBeGreaterThanOrEqual(0);
    expect(personHue(name)).toBeLessThanOrEqual(360);
  }
});
