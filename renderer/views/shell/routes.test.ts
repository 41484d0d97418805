import { expect, test } from 'vitest';
import { conversationId } from '../../../preload/contract/ids.ts';
import { Navigation } from './routes.ts';

const HERE = conversationId(1);

test('a hit of the search opens beside the search, another conversation beside the list', () => {
  const navigation = new Navigation();
  navigation.openSearch('balcony');
  expect(navigation.snapshot()).toMatchObject({ main: 'search', listFirst: true, search: { text: 'balcony' } });
  navigation.openConversation(HERE, 12);
  expect(navigation.snapshot()).toMatchObject({ main: 'search', listFirst: false, conversation: HERE, around: { position: 12 } });
  navigation.show('contacts');
  navigation.openConversation(HERE);
  expect(navigation.snapshot()).toMatchObject({ main: 'conversations', around: undefined });
});

test('the same place can be jumped to again', () => {
  const navigation = new Navigation();
  navigation.openConversation(HERE, 12);
  const first = navigation.snapshot().around;
  navigation.openConversation(HERE, 12);
  expect(navigation.snapshot().around).not.toBe(first);
});

test('going somewhere closes the dialog that asked for it', () => {
  const navigation = new Navigation({ dialog: { kind: 'switcher' } });
  navigation.openSettings('privacy');
  expect(navigation.snapshot()).toMatchObject({ main: 'settings', settingsSection: 'privacy', dialog: undefined });
});

test('a conversation that is closed takes its details with it', () => {
  const navigation = new Navigation({ conversation: HERE, details: true });
  navigation.closeConversation();
  expect(navigation.snapshot()).toMatchObject({ conversation: undefined, details: false });
});
