import { expect, test } from 'vitest';
import type { FieldKind, FieldRule, FormField } from '../../../preload/contract/accounts.ts';
import { ruleFault } from './field-rules.ts';
import { nativeInput } from './native-input.ts';
import { safePattern } from './safe-pattern.ts';

const rule = (kind: FieldKind, over: Partial<FieldRule> = {}): FieldRule => ({
  kind,
  min: undefined,
  max: undefined,
  pattern: undefined,
  open: false,
  least: undefined,
  most: undefined,
  ...over,
});
const fault = (about: FieldRule, values: string | readonly string[], type: FormField['type'] = 'text') =>
  ruleFault({ rule: about, type }, typeof values === 'string' ? [values] : values);

test.each<[FieldKind, readonly string[], readonly string[]]>([
  ['whole', ['0', '-12', '+7'], ['1.5', 'one', '1e3', '']],
  ['number', ['1.5', '-3', '.5', '2e6'], ['1,5', 'NaN', 'Infinity']],
  ['date', ['2026-07-31', '2026-07-31Z'], ['31.7.2026', '2026-13-01']],
  ['time', ['18:30:00', '18:30:00.5+02:00'], ['18:30', '25:00:00']],
  ['date-time', ['2026-07-31T18:30:00Z', '2003-10-06T11:22:00-07:00'], ['2026-07-31', 'soon']],
  ['link', ['https://montague.lit/x'], ['montague']],
  ['language', ['en', 'de-AT'], ['Deutsch bitte']],
  ['address', ['juliet@capulet.lit', 'capulet.lit', 'juliet@capulet.lit/balcony'], ['a@b@c', 'not an address']],
])('of kind %s', (kind, good, bad) => {
  for (const text of good) expect([text, fault(rule(kind), text)]).toEqual([text, undefined]);
  for (const text of bad) expect([text, fault(rule(kind), text)]).toEqual([text, text === '' ? undefined : kind]);
});

test('a value is within its bounds, by what it means', () => {
  const long = rule('whole', { max: '9223372036854775807' });
  expect(fault(long, '9223372036854775807')).toBeUndefined();
  expect(fault(long, '9223372036854775808')).toBe('range');
  const days = rule('date-time', { min: '2003-10-05T00:00:00-07:00', max: '2003-10-24T23:59:59-07:00' });
  expect(fault(days, '2003-10-05T06:59:59Z')).toBe('range');
  expect(fault(days, '2003-10-05T07:00:00Z')).toBeUndefined();
  // A bound that is none bounds nothing.
  expect(fault(rule('whole', { min: 'few' }), '-5')).toBeUndefined();
});

test('each line of a list is judged, and how many of a choice', () => {
  expect(fault(rule('whole'), ['1', '', 'two'], 'text-multi')).toBe('whole');
  const some = rule('text', { least: 1, most: 2 });
  expect(fault(some, [], 'list-multi')).toBe('few');
  expect(fault(some, ['a', 'b', 'c'], 'list-multi')).toBe('many');
  expect(fault(some, ['a'], 'list-multi')).toBeUndefined();
  expect(fault(some, [], 'text-multi')).toBeUndefined();
});

test('a pattern means the whole value, or what it says itself', () => {
  const ssn = rule('text', { pattern: '([0-9]{3})-([0-9]{2})-([0-9]{4})' });
  expect(fault(ssn, '123-12-1234')).toBeUndefined();
  expect(fault(ssn, 'x123-12-1234')).toBe('pattern');
  expect(fault(rule('text', { pattern: '^[[:alpha:]]' }), 'über 9')).toBeUndefined();
  expect(fault(rule('text', { pattern: '[[:digit:]]+' }), 'nine')).toBe('pattern');
});

test.each(['(a+)+', '(a|a)*b', '([a-z]{1,9}){1,9}', '(a*)\\1', '(?=a)a', 'a*a*a*a*', '((a|b)c){3}', '(', ')', '[z-a]', '(x+x+)+y'])(
  'the pattern %s of a stranger is not run',
  pattern => {
    expect(safePattern(pattern)).toBeUndefined();
    expect(fault(rule('text', { pattern }), 'a'.repeat(100))).toBeUndefined();
  },
);

test.each(['[^@]+@[^@]+', 'a|b', '(ab){3}', '[(+*]+', '\\(x\\)*', 'colou?r'])('the pattern %s is run', pattern => {
  expect(safePattern(pattern)).toBeInstanceOf(RegExp);
});

test('a date is typed in the browser’s box and told as the form writes it', () => {
  expect(nativeInput('date', '2026-07-31')).toMatchObject({ type: 'date', shown: '2026-07-31' });
  expect(nativeInput('time', '')?.back('18:30')).toBe('18:30:00');
  const box = nativeInput('date-time', '2026-07-31T18:30:00Z');
  expect(box?.back(box.shown)).toBe('2026-07-31T18:30:00Z');
  expect(box?.back('')).toBe('');
  // What no such box could show is typed as text.
  expect(nativeInput('date', '2026-07-31+02:00')).toBeUndefined();
  expect(nativeInput('date-time', 'soon')).toBeUndefined();
  expect(nativeInput('text', 'x')).toBeUndefined();
});
