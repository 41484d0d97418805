import { expect, test } from 'vitest';
import { aContact, aConversation } from '../../gallery/people.ts';
import { searchPlaces } from './search-places.ts';

const conversations = [
  aConversation(1, 'nurse@capulet.lit', 'Angélique'),
  aConversation(2, 'romeo@montague.lit', 'Romeo Montague'),
  aConversation(3, 'garden@rooms.verona.lit', 'The garden', { kind: 'room' }),
];
const contacts = [aContact('nurse@capulet.lit', 'Angélique'), aContact('benvolio@montague.lit', 'Benvolio')];
const found = (query: string): string[] => searchPlaces(conversations, contacts, query).map(({ label }) => label);

test.each([
  ['angel', ['Angélique']],
  ['montag', ['Romeo Montague']],
  ['nurse@', ['Angélique']],
  ['benvolio', ['Benvolio']],
  ['gard', ['The garden']],
])('%s finds who is called so, once', (query, names) => {
  expect(found(query)).toEqual(names);
});

test.each(['', '  ', 'verona', 'omeo', 'rmo', 'from:romeo'])('“%s” is nobody’s name', query => {
  expect(found(query)).toEqual([]);
});
