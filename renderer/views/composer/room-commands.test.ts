import { expect, test } from 'vitest';
import { privateDraft, readLine, readPrivateDraft, type Around } from './room-commands.ts';

const HERE = new Set(['Romeo', 'Friar Lawrence', 'Friar']);
const around = (over: Partial<Around['room']> = {}): Around => ({
  room: { role: 'moderator', affiliation: 'owner', maySetSubject: true, ...over },
  isHere: nickname => HERE.has(nickname),
});
const read = (text: string, over: Partial<Around['room']> = {}) => readLine(text, around(over));

test.each([
  ['/topic Who has the ladder', { name: 'topic', text: 'Who has the ladder' }],
  ['/nick Montague', { name: 'nick', nickname: 'Montague' }],
  ['/invite paris@verona.lit to the feast', { name: 'invite', address: 'paris@verona.lit', reason: 'to the feast' }],
  ['/kick Romeo', { name: 'kick', nickname: 'Romeo', reason: '' }],
  ['/KICK Friar Lawrence too slow', { name: 'kick', nickname: 'Friar Lawrence', reason: 'too slow' }],
  ['/ban mallory@evil.example spam', { name: 'ban', address: 'mallory@evil.example', reason: 'spam' }],
  ['/msg "Friar" Lawrence is asleep', { name: 'msg', nickname: 'Friar', body: 'Lawrence is asleep' }],
  ['/leave', { name: 'part' }],
])('%s', (text, command) => {
  expect(read(text)).toEqual({ kind: 'command', command });
});

test.each(['/me waves', '/usr/bin/env', 'no / command', '/', '/ topic'])('%s is said as it stands', text => {
  expect(read(text)).toEqual({ kind: 'text', body: text });
});

test('two slashes are one that is meant', () => {
  expect(read('//topic is a command')).toEqual({ kind: 'text', body: '/topic is a command' });
});

test.each([
  ['/dance', { why: 'unknown', name: 'dance' }],
  ['/topic', { why: 'usage', name: 'topic' }],
  ['/kick', { why: 'usage', name: 'kick' }],
  ['/kick Tybalt', { why: 'nobody', name: 'kick', who: 'Tybalt' }],
  ['/msg Romeo', { why: 'usage', name: 'msg' }],
  ['/msg Tybalt hello', { why: 'nobody', name: 'msg', who: 'Tybalt' }],
  ['/invite somebody', { why: 'usage', name: 'invite' }],
  ['/me', { why: 'usage', name: 'me' }],
])('%s is not sent, and says why', (text, complaint) => {
  expect(read(text)).toEqual({ kind: 'wrong', complaint });
});

test('what the role does not allow is said before anything is sent', () => {
  expect(read('/kick Romeo', { role: 'participant' })).toEqual({ kind: 'wrong', complaint: { why: 'not-allowed', name: 'kick' } });
  expect(read('/ban Romeo', { affiliation: 'member' })).toEqual({ kind: 'wrong', complaint: { why: 'not-allowed', name: 'ban' } });
  expect(read('/topic x', { maySetSubject: false })).toEqual({ kind: 'wrong', complaint: { why: 'not-allowed', name: 'topic' } });
});

test('a private draft is kept as a line that everybody can tell, and comes back as one', () => {
  expect(readPrivateDraft(privateDraft('Friar Lawrence', 'a word\nor two'))).toEqual({ nickname: 'Friar Lawrence', text: 'a word\nor two' });
  expect(readPrivateDraft('/msg Romeo hello')).toBeUndefined();
  expect(read(privateDraft('Friar Lawrence', 'x'))).toMatchObject({ command: { name: 'msg', nickname: 'Friar Lawrence', body: 'x' } });
});
