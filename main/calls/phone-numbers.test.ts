import { expect, test } from 'vitest';
import { bareJid } from '../../preload/contract/ids.ts';
import { countryOf, numberAt, numberOf, readNumber, sipAt, writeNumber } from './phone-numbers.ts';

test.each([
  ['+49 30 901820', undefined, '+4930901820'],
  ['030 901820', 'de', '+4930901820'],
  ['(212) 234-5678', 'US', '+12122345678'],
  ['tel:+1-212-234-5678', undefined, '+12122345678'],
  ['0039 06 6982', 'de', '+39066982'],
  ['030 901820', undefined, undefined],
  ['Juliet', 'de', undefined],
  ['12', 'de', undefined],
  ['', 'de', undefined],
])('%j dialled in %s is %s', (typed, country, number) => {
  expect(readNumber(typed, countryOf(country))).toBe(number);
});

test('a number is shown as people write it', () => {
  expect(writeNumber('+4930901820')).toBe('+49 30 901820');
  expect(writeNumber('+12122345678')).toBe('+1 212 234 5678');
});

test('only a whole number behind a gateway is a number', () => {
  expect(numberAt('+4930901820', bareJid('tel.example'))).toBe('+4930901820@tel.example');
  expect(numberOf(bareJid('+4930901820@tel.example'))).toBe('+4930901820');
  for (const address of ['romeo@montague.lit', 'tel.example', '+0123@tel.example', '+49309x@tel.example', '4930901820@tel.example'])
    expect(numberOf(bareJid(address))).toBeUndefined();
});

test('an address of SIP is escaped for its gateway (XEP-0106)', () => {
  expect(sipAt('sip:Romeo@Montague.lit', bareJid('sip.example'))).toBe(String.raw`romeo\40montague.lit@sip.example`);
  expect(sipAt('a/b@host', bareJid('sip.example'))).toBe(String.raw`a\2fb\40host@sip.example`);
  expect(sipAt('+49 30', bareJid('sip.example'))).toBeUndefined();
});

test('a country that there is not is no country', () => {
  expect(countryOf('xx')).toBeUndefined();
  expect(countryOf(undefined)).toBeUndefined();
  expect(countryOf('at')).toBe('AT');
});
