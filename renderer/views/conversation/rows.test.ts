import { expect, test } from 'vitest';
import { bareJid, conversationId, messageId } from '../../../preload/contract/ids.ts';
import type { Message } from '../../../preload/contract/messages.ts';
import { rowShape } from './rows.ts';

const ROMEO = bareJid('romeo@montague.lit');
const JULIET = bareJid('juliet@capulet.lit');
const NOON = new Date(2026, 4, 3, 12).getTime();
const said = (row: number, minutes: number, over: Partial<Message> = {}): Message => ({
  id: messageId(row),
  conversation: conversationId(1),
  originId: undefined,
  author: JULIET,
  mine: false,
  body: 'Good night',
  at: NOON + minutes * 60_000,
  position: row,
  delivery: 'sent',
  failed: undefined,
  ...over,
});
const mine = { author: ROMEO, mine: true } as const;

test('what one person says within five minutes is one run', () => {
  const messages = [said(1, 0), said(2, 4), said(3, 9), said(4, 10, mine)];
  expect(messages.map((_, index) => rowShape(messages, index, undefined).head)).toEqual([true, false, true, true]);
});

test('an action stands by itself', () => {
  const messages = [said(1, 0), said(2, 0, { body: '/me sighs' }), said(3, 0)];
  expect(messages.map((_, index) => rowShape(messages, index, undefined).head)).toEqual([true, true, true]);
});

test('a day begins with its line, and a new run', () => {
  const messages = [said(1, 719), said(2, 721)];
  expect(messages.map((_, index) => rowShape(messages, index, undefined).newDay)).toEqual([true, true]);
});

test('the unread line stands above the first that was not read', () => {
  const messages = [said(1, 0), said(2, 1), said(3, 2)];
  expect(messages.map((_, index) => rowShape(messages, index, messageId(1)).firstUnread)).toEqual([false, true, false]);
  expect(messages.map((_, index) => rowShape(messages, index, 'none').firstUnread)).toEqual([true, false, false]);
});

test('the mark is seen on the last own message of a run, and where the state changes', () => {
  const messages = [
    said(1, 0, { ...mine, delivery: 'displayed' }),
    said(2, 0, { ...mine, delivery: 'sent' }),
    said(3, 0, { ...mine, delivery: 'sent' }),
    said(4, 1),
  ];
  expect(messages.map((_, index) => rowShape(messages, index, undefined).marked)).toEqual([true, false, true, false]);
});

test('in a room a run is one person’s, whatever they are called, and for the same readers', () => {
  const from = (nickname: string, occupantId?: string) => ({ sender: { nickname, occupantId, address: undefined } });
  const heads = (...messages: Message[]): boolean[] => messages.map((_, index) => rowShape(messages, index, undefined).head);
  expect(heads(said(1, 0, from('Romeo', 'r')), said(2, 1, from('Montague', 'r')))).toEqual([true, false]);
  expect(heads(said(1, 0, from('Romeo', 'r')), said(2, 1, from('Romeo', 'other')))).toEqual([true, true]);
  expect(heads(said(1, 0, from('Romeo')), said(2, 1, { ...from('Romeo'), privateWith: 'Romeo' }))).toEqual([true, true]);
});
