import type { Conversation } from '../../../preload/contract/conversations.ts';

/** What stands in the list, from top to bottom. */
export type ListItem =
  | { readonly kind: 'heading'; readonly section: Section }
  | { readonly kind: 'conversation'; readonly conversation: Conversation; readonly number: number; readonly count: number };
export type Section = 'requests' | 'pinned' | 'rest';

const sectionOf = (conversation: Conversation): Section => (conversation.kind === 'request' ? 'requests' : conversation.pinned ? 'pinned' : 'rest');

/** Strangers' requests, then what is pinned, then the rest; headings only where there is more than one section. */
export function listItems(conversations: readonly Conversation[]): readonly ListItem[] {
  const sections = (['requests', 'pinned', 'rest'] as const)
    .map(section => ({ section, members: conversations.filter(one => sectionOf(one) === section) }))
    .filter(({ members }) => members.length > 0);
  const count = conversations.length;
  let number = 0;
  return sections.flatMap(({ section, members }): readonly ListItem[] => [
    ...(sections.length > 1 ? [{ kind: 'heading' as const, section }] : []),
    ...members.map(conversation => ({ kind: 'conversation' as const, conversation, number: (number += 1), count })),
  ]);
}

export const isMuted = ({ muted }: Pick<Conversation, 'muted'>, now: number): boolean => muted === 'always' || (muted ?? 0) > now;
