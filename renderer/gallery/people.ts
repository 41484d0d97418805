import type { Account } from '../../preload/contract/accounts.ts';
import type { Contact } from '../../preload/contract/contacts.ts';
import type { Conversation } from '../../preload/contract/conversations.ts';
import { accountId, bareJid, conversationId, messageId, type ConversationId } from '../../preload/contract/ids.ts';
import type { Message } from '../../preload/contract/messages.ts';

/** A Sunday afternoon; every picture of the gallery is taken at this moment. */
export const NOW = new Date(2026, 4, 3, 16, 20).getTime();
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export const ACCOUNT = accountId(1);
export const ROMEO = bareJid('romeo@montague.lit');
export const JULIET = bareJid('juliet@capulet.lit');

export const anAccount = (over: Partial<Account> = {}): Account => ({
  id: ACCOUNT,
  address: ROMEO,
  name: 'Romeo Montague',
  enabled: true,
  connection: { state: 'online' },
  avatar: undefined,
  features: ['archive', 'blocking', 'carbons', 'profile', 'read-sync'],
  ...over,
});

export const aContact = (address: string, title: string, over: Partial<Contact> = {}): Contact => ({
  account: ACCOUNT,
  address: bareJid(address),
  title,
  name: title,
  groups: [],
  subscription: 'both',
  pending: false,
  blocked: false,
  avatar: undefined,
  availability: 'available',
  status: undefined,
  idleSince: undefined,
  ...over,
});

export const aConversation = (row: number, address: string, title: string, over: Partial<Conversation> = {}): Conversation => ({
  id: conversationId(row),
  account: ACCOUNT,
  peer: bareJid(address),
  kind: 'person',
  title,
  avatar: undefined,
  pinned: false,
  muted: undefined,
  unread: 0,
  mentions: 0,
  readUpTo: undefined,
  last: undefined,
  draft: '',
  typing: false,
  ...over,
});

let rows = 0;
export const aMessage = (conversation: ConversationId, body: string, over: Partial<Message> = {}): Message => {
  rows += 1;
  return {
    id: messageId(rows),
    conversation,
    originId: undefined,
    author: over.mine ? ROMEO : JULIET,
    mine: false,
    body,
    at: NOW,
    position: rows,
    delivery: 'displayed',
    failed: undefined,
    ...over,
  };
};
