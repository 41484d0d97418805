import { fit, switcherEntries, type SwitcherEntry } from '../switcher/switcher-entries.ts';
import type { Contact } from '../../../preload/contract/contacts.ts';
import type { Conversation } from '../../../preload/contract/conversations.ts';

/** A conversation or a contact. */
export type SearchPlace = Exclude<SwitcherEntry, { readonly kind: 'command' }>;

const MOST = 4;
const FILTER = /(^|\s)(from|in|before|after|has):/iu;

/** Who is called as what is typed, or written as it begins: whoever types a name looks for that person. A filter asks for messages alone. */
export function searchPlaces(conversations: readonly Conversation[], contacts: readonly Contact[], query: string): readonly SearchPlace[] {
  if (query.trim() === '' || FILTER.test(query)) return [];
  const isCalled = ({ label, detail }: SwitcherEntry): boolean => (fit(label, query) ?? Infinity) <= 1 || fit(detail, query) === 0;
  return switcherEntries({ conversations, contacts, commands: [] }, query)
    .filter((entry): entry is SearchPlace => entry.kind !== 'command' && isCalled(entry))
    .slice(0, MOST);
}
