import { expect, test } from 'vitest';
import { settingsShape, type SettingsValues } from '../preload/contract/settings.ts';
import { fixedPhone, phonePlan } from './headless-phone.ts';

const settings = (change: Partial<SettingsValues>): SettingsValues => settingsShape.parse(change);

test('nobody who has not asked for one has a phone that answers', () => {
  expect(phonePlan(settings({}))).toBeUndefined();
  expect(fixedPhone({})).toBeUndefined();
});

test('what is set in the app is what it does', () => {
  const listed = { phoneAnswers: 'listed' as const, phoneListed: ['Romeo@Montague.lit', 'no address', 'nurse@capulet.lit'] };
  expect(phonePlan(settings({ phone: 'machine', phoneAfterSeconds: 5, ...listed }))).toEqual({
    does: 'machine',
    answers: new Set(['romeo@montague.lit', 'nurse@capulet.lit']),
    afterMs: 5000,
    owner: undefined,
  });
  expect(phonePlan(settings({ phone: 'echo' }))).toMatchObject({ does: 'echo', answers: 'contacts' });
});

test('a list without an address is nobody, and not everybody', () => {
  expect(phonePlan(settings({ phone: 'machine', phoneAnswers: 'listed' }))?.answers).toEqual(new Set());
});

test.each([
  [{ phone: 'fax' }, '--phone'],
  [{ phone: 'echo', 'phone-after': 'soon' }, '--phone-after'],
  [{ phone: 'echo', 'phone-answers': 'romeo@montague.lit, @' }, '--phone-answers'],
])('an option that cannot be is named', (given, option) => {
  expect(() => fixedPhone(given)).toThrow(option);
});
