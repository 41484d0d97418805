import { expect, test } from 'vitest';
import { NS } from '../../ns.ts';
import { eventOf, incoming, ours, ROMEO } from '../incoming.fixture.ts';
import { cleanName } from './nickname.codec.ts';
import { nickname } from './nickname.ts';

const named = (type = 'chat'): string => `<message type='${type}'><body>Hi</body><nick xmlns='${NS.nickname}'>Romeo</nick></message>`;

test('a stranger’s first message brings a name', () => {
  expect(nickname.message!(incoming(named()))).toEqual([{ do: 'nickname', peer: ROMEO, nickname: 'Romeo' }]);
});

test.each([
  ['an old message', incoming(named(), { arrival: 'history' })],
  ['our own message', ours(named())],
  ['a room', incoming(named('groupchat'))],
  ['an occupant', incoming(named().replace('<nick', `<x xmlns='${NS.mucUser}'/><nick`))],
  ['an error', incoming(named('error'))],
  ['an empty name', incoming(`<message><nick xmlns='${NS.nickname}'> </nick></message>`)],
])('%s names nobody', (_why, message) => {
  expect(nickname.message!(message)).toEqual([]);
});

test('a published name is its owner’s, and can be taken away', () => {
  const event = nickname.event!(eventOf(NS.nickname, [`<item id='current'><nick xmlns='${NS.nickname}'>Rome</nick></item>`]));
  expect(event).toEqual([{ do: 'nickname', peer: ROMEO, nickname: 'Rome' }]);
  expect(nickname.event!(eventOf(NS.nickname, [], { retracted: ['current'] }))).toEqual([{ do: 'nickname', peer: ROMEO, nickname: undefined }]);
  expect(nickname.event!(eventOf('another', ['<item/>']))).toEqual([]);
});

test('a name stays in its line', () => {
  expect(cleanName(' a\n\tb\u2028c ')).toBe('a b c');
  expect(cleanName('admin\u202e\u2066\u200b')).toBe('admin');
  expect(cleanName('x'.repeat(5000))).toHaveLength(200);
  expect(cleanName('\u200f')).toBeUndefined();
  expect(cleanName('می\u200cخواهم')).toBe('می\u200cخواهم');
});
