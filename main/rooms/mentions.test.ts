import { expect, test } from 'vitest';
import { bareJid } from '../../preload/contract/ids.ts';
import type { Mention } from '../xmpp/features/muc/muc.types.ts';
import { everybodyIn, meansMe, mentionsIn } from './mentions.ts';

const juliet = { nickname: 'Juliet', occupantId: 'occ-juliet', address: bareJid('juliet@capulet.lit') };
const mention = (over: Partial<Mention>): Mention => ({
  begin: 0,
  end: 0,
  nickname: undefined,
  occupantId: undefined,
  address: undefined,
  everybody: false,
  ...over,
});

test.each(['Juliet, come', 'come, juliet!', '@Juliet', 'thou (JULIET) art', 'Juliet', 'all together: @room', '@everybody up', '@all', 'Was sagt Juliet?'])(
  '%j means Juliet',
  body => {
    expect(meansMe(body, [], juliet)).toBe(true);
  },
);
test.each(['Juliette', 'aJuliet', 'juliet2', 'Juliet_', 'mail me@room.lit', '@roommate', 'the room', ''])('%j does not', body => {
  expect(meansMe(body, [], juliet)).toBe(false);
});

test.each([
  ['her id in the room', mention({ occupantId: 'occ-juliet' }), true],
  ['her address', mention({ address: bareJid('juliet@capulet.lit') }), true],
  ['her nickname', mention({ nickname: 'Juliet' }), true],
  ['everybody', mention({ everybody: true }), true],
  ['the id of another who had her name', mention({ nickname: 'Juliet', occupantId: 'occ-other' }), false],
  ['another address', mention({ address: bareJid('nurse@capulet.lit') }), false],
  ['another nickname', mention({ nickname: 'Nurse' }), false],
  ['nobody', mention({}), false],
])('a reference to %s', (_what, one, means) => {
  expect(meansMe('come', [one], juliet)).toBe(means);
});

test('names with signs, of one letter, and of other scripts', () => {
  const named = (nickname: string) => ({ ...juliet, nickname });
  expect(meansMe('hey [J]!', [], named('[J]'))).toBe(true);
  expect(meansMe('just j', [], named('j'))).toBe(false);
  expect(meansMe('just @j', [], named('j'))).toBe(true);
  expect(meansMe('Привет, Джульетта', [], named('Джульетта'))).toBe(true);
  expect(meansMe('𝕁uliet is no Juliet2', [], juliet)).toBe(false);
});

test('who is meant by what we write, in code points; the longest name counts', () => {
  const people = ['Romeo', 'Romeo Montague', 'Nurse'];
  expect(mentionsIn('Nurse: ask @Romeo Montague', people)).toEqual([
    { begin: 0, end: 5, nickname: 'Nurse' },
    { begin: 11, end: 26, nickname: 'Romeo Montague' },
  ]);
  expect(mentionsIn('😀 @Romeo', people)).toEqual([{ begin: 2, end: 8, nickname: 'Romeo' }]);
  expect(mentionsIn('a@Romeo @Romeos Romeo', people)).toEqual([]);
  expect(everybodyIn('😀 hear, @room!')).toEqual([{ begin: 8, end: 13 }]);
  expect(everybodyIn('nobody')).toEqual([]);
});
