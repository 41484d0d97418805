import type { Contact } from '../../../preload/contract/contacts.ts';
import { fold } from '../../model/fold.ts';

export interface ContactGroup {
  /** Undefined: those in no group. */
  readonly name: string | undefined;
  readonly contacts: readonly Contact[];
}

/** By group, then by name; somebody in two groups stands in both. People in no group come first: for most users that is everybody. */
export function groupContacts(contacts: readonly Contact[], filter: string, locale: string): readonly ContactGroup[] {
  const collator = new Intl.Collator(locale, { sensitivity: 'base', numeric: true });
  const wanted = fold(filter.trim());
  const groups = new Map<string | undefined, Contact[]>();
  for (const contact of contacts) {
    if (wanted !== '' && !fold(contact.title).includes(wanted) && !contact.address.includes(wanted)) continue;
    for (const name of contact.groups.length === 0 ? [undefined] : new Set(contact.groups)) {
      const group = groups.get(name);
      if (group) group.push(contact);
      else groups.set(name, [contact]);
    }
  }
  return [...groups]
    .toSorted(([a], [b]) => (a === undefined ? -1 : b === undefined ? 1 : collator.compare(a, b)))
    .map(([name, members]) => ({ name, contacts: members.toSorted((a, b) => collator.compare(a.title, b.title)) }));
}

/** Groups as typed, parted by commas. */
export const readGroups = (text: string): readonly string[] => [
  ...new Set(
    text
      .split(',')
      .map(name => name.trim())
      .filter(Boolean),
  ),
];
