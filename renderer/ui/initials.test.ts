import { expect, test } from 'vitest';
import { initials } from './Avatar.tsx';

test.each([
  ['Juliet Capulet', 'JC'],
  ['Bartholomew of the Lower Orchard', 'BO'],
  ['romeo@montague.lit', 'R'],
  ['2 Pac', '2P'],
  ['+1 555-123-4567', '#'],
  ['0800 (555) 12/34', '#'],
  ['', '?'],
])('%s has the letters %s', (name, letters) => {
  expect(initials(name)).toBe(letters);
});
