import { expect, test } from 'vitest';
import { aContact, aConversation } from '../../gallery/people.ts';
import { fit, switcherEntries } from './switcher-entries.ts';

test.each([
  ['Juliet Capulet', 'jul', 0],
  ['Juliet Capulet', 'cap', 1],
  ['Juliet Capulet', 'pul', 2],
  ['Juliet Capulet', 'jcap', 3],
  ['Bénédick', 'bened', 0],
  ['Juliet', 'romeo', undefined],
])('%s for "%s"', (text, query, rank) => expect(fit(text, query)).toBe(rank));

const settings = { id: 'settings', text: 'shell.settings' as const, label: 'Settings', run: () => undefined };

test('a contact with a conversation stands there once, a blocked one not at all', () => {
  const entries = switcherEntries(
    {
      conversations: [aConversation(1, 'juliet@capulet.lit', 'Juliet')],
      contacts: [
        aContact('juliet@capulet.lit', 'Juliet'),
        aContact('nurse@capulet.lit', 'the Nurse'),
        aContact('mallory@evil.lit', 'Mallory', { blocked: true }),
      ],
      commands: [settings],
    },
    '',
  );
  expect(entries.map(({ kind, label }) => [kind, label])).toEqual([
    ['conversation', 'Juliet'],
    ['contact', 'the Nurse'],
    ['command', 'Settings'],
  ]);
});

test('what fits better comes first, whatever it is', () => {
  const conversations = [aConversation(1, 'benvolio@montague.lit', 'Benvolio of the settings')];
  expect(switcherEntries({ conversations, contacts: [], commands: [settings] }, 'set').map(({ label }) => label)).toEqual([
    'Settings',
    'Benvolio of the settings',
  ]);
});
