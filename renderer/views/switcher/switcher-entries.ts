import type { Contact } from '../../../preload/contract/contacts.ts';
import type { Conversation } from '../../../preload/contract/conversations.ts';
import type { TextKey } from '../../i18n/catalogue.ts';
import { fold } from '../../model/fold.ts';

/** Something to go to or to do. */
export type SwitcherEntry =
  | { readonly kind: 'conversation'; readonly id: string; readonly label: string; readonly detail: string; readonly conversation: Conversation }
  | { readonly kind: 'contact'; readonly id: string; readonly label: string; readonly detail: string; readonly contact: Contact }
  | { readonly kind: 'command'; readonly id: string; readonly label: string; readonly detail: string; readonly run: () => void };

export interface Command {
  readonly id: string;
  readonly text: TextKey;
  readonly run: () => void;
}

/** How well `text` fits what was typed: the beginning of it, of one of its words, the middle, its letters in order; undefined: not at all. */
export function fit(text: string, query: string): number | undefined {
  const [whole, wanted] = [fold(text), fold(query.trim())];
  if (wanted === '') return 0;
  if (whole.startsWith(wanted)) return 0;
  const at = whole.indexOf(wanted);
  if (at > 0) return /[\p{L}\p{N}]/u.test(whole[at - 1] ?? '') ? 2 : 1;
  let from = 0;
  for (const letter of wanted) {
    from = whole.indexOf(letter, from) + 1;
    if (from === 0) return undefined;
  }
  return 3;
}

interface Sources {
  readonly conversations: readonly Conversation[];
  readonly contacts: readonly Contact[];
  readonly commands: readonly (Command & { readonly label: string })[];
}
const MOST = 10;

/** The best first; of equal ones, conversations (the latest first), then contacts, then commands. */
export function switcherEntries({ conversations, contacts, commands }: Sources, query: string): readonly SwitcherEntry[] {
  const known = new Set(conversations.map(({ account, peer }) => `${account} ${peer}`));
  const all: readonly SwitcherEntry[] = [
    ...conversations.map(one => ({ kind: 'conversation' as const, id: `conversation ${one.id}`, label: one.title, detail: one.peer, conversation: one })),
    ...contacts
      .filter(({ account, address, blocked }) => !blocked && !known.has(`${account} ${address}`))
      .map(one => ({ kind: 'contact' as const, id: `contact ${one.account} ${one.address}`, label: one.title, detail: one.address, contact: one })),
    ...commands.map(({ id, label, run }) => ({ kind: 'command' as const, id: `command ${id}`, label, detail: '', run })),
  ];
  const fits = (entry: SwitcherEntry): number => {
    const byLabel = fit(entry.label, query);
    const byDetail = entry.detail === '' ? undefined : fit(entry.detail, query);
    return Math.min(byLabel ?? Infinity, byDetail === undefined || byDetail > 2 ? Infinity : byDetail + 0.5);
  };
  return all
    .map(entry => ({ entry, rank: fits(entry) }))
    .filter(({ rank }) => rank < Infinity)
    .toSorted((a, b) => a.rank - b.rank)
    .slice(0, MOST)
    .map(({ entry }) => entry);
}
