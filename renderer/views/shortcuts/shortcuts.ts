/** `mod` is Control, on a Mac the command key. */
export type Key = 'mod' | 'shift' | 'alt' | 'up' | 'down' | 'enter' | 'escape' | 'menu' | (string & {});
export interface Shortcut {
  readonly id:
    | 'switcher'
    | 'newConversation'
    | 'searchHere'
    | 'neighbour'
    | 'settings'
    | 'columns'
    | 'walk'
    | 'menu'
    | 'send'
    | 'newLine'
    | 'leave'
    | 'answer'
    | 'decline'
    | 'mute'
    | 'shortcuts';
  readonly keys: readonly Key[];
}

export const SHORTCUTS: readonly Shortcut[] = [
  { id: 'switcher', keys: ['mod', 'K'] },
  { id: 'newConversation', keys: ['mod', 'N'] },
  { id: 'searchHere', keys: ['mod', 'F'] },
  { id: 'neighbour', keys: ['alt', 'up', 'down'] },
  { id: 'settings', keys: ['mod', ','] },
  { id: 'columns', keys: ['F6'] },
  { id: 'walk', keys: ['up', 'down'] },
  { id: 'menu', keys: ['menu'] },
  { id: 'send', keys: ['enter'] },
  { id: 'newLine', keys: ['shift', 'enter'] },
  { id: 'leave', keys: ['escape'] },
  { id: 'answer', keys: ['mod', 'shift', 'A'] },
  { id: 'decline', keys: ['mod', 'shift', 'D'] },
  { id: 'mute', keys: ['mod', 'shift', 'M'] },
  { id: 'shortcuts', keys: ['?'] },
];

const SIGNS: Readonly<Record<string, string>> = { up: '↑', down: '↓' };
const NAMED = ['shift', 'alt', 'enter', 'escape', 'menu'] as const;
export type NamedKey = (typeof NAMED)[number];

/** What stands on the key; a named one is said in the user's language. */
export const keyName = (key: Key, mac: boolean): { readonly sign: string } | { readonly named: NamedKey | 'control' } => {
  if (key === 'mod') return mac ? { sign: '⌘' } : { named: 'control' };
  const named = NAMED.find(one => one === key);
  return named ? { named } : { sign: SIGNS[key] ?? key };
};
