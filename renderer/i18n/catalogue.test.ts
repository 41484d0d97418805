import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { catalogue, chooseLanguage, LANGUAGES, type TextKey } from './catalogue.ts';

const renderer = join(import.meta.dirname, '..');
const sources = readdirSync(renderer, { recursive: true, encoding: 'utf8' })
  .filter(path => /\.tsx?$/.test(path) && !/\.test\.tsx?$/.test(path))
  .map(path => readFileSync(join(renderer, path), 'utf8'))
  .join('\n');
const keys = Object.keys(catalogue.en).toSorted() as TextKey[];

/** The names of a message's ICU arguments, whatever stands around them. */
const argumentsOf = (text: string): string[] => [...new Set([...text.matchAll(/\{\s*([a-zA-Z]+)\s*[,}]/g)].map(match => match[1] ?? ''))].toSorted();

describe.each(LANGUAGES)('the texts in %s', language => {
  test('have every key, none empty', () => {
    expect(Object.keys(catalogue[language]).toSorted()).toEqual(keys);
    expect(keys.filter(key => catalogue[language][key].trim() === '')).toEqual([]);
  });

  test('take the same arguments as in English', () => {
    expect(keys.filter(key => argumentsOf(catalogue[language][key]).join() !== argumentsOf(catalogue.en[key]).join())).toEqual([]);
  });

  test('exclaim nothing', () => {
    expect(keys.filter(key => catalogue[language][key].includes('!'))).toEqual([]);
  });
});

test('every text is used somewhere', () => {
  // A family of keys may be built by a template: `search.hint.${kind}` uses all that begin with `search.hint.`.
  const families = [...sources.matchAll(/`([a-zA-Z]+(?:\.[a-zA-Z]+)*\.)\$\{/g)].map(match => match[1] ?? '');
  expect(keys.filter(key => !sources.includes(`'${key}'`) && !families.some(family => key.startsWith(family)))).toEqual([]);
});

test('the language is the one chosen, else the first one wanted that there is, else English', () => {
  expect(chooseLanguage('de', ['en-GB'])).toBe('de');
  expect(chooseLanguage('system', ['fr-FR', 'de-AT', 'en'])).toBe('de');
  expect(chooseLanguage('system', ['fr-FR'])).toBe('en');
});
