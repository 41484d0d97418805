import { useSyncExternalStore } from 'react';
import type { Conversation } from '../../preload/contract/conversations.ts';
import type { ConversationId } from '../../preload/contract/ids.ts';
import { useReplicas } from './replicas.ts';

/** One conversation. The view is drawn again with each of its messages, whatever is said in others. */
export function useConversation(id: ConversationId | undefined): Conversation | undefined {
  const { conversations } = useReplicas();
  return useSyncExternalStore(conversations.subscribe, () => (id === undefined ? undefined : conversations.find(id)));
}

/** What it is; undefined where there is none. The same whatever is said there: for views that are more than one conversation. */
export function useConversationKind(id: ConversationId | undefined): Conversation['kind'] | undefined {
  const { conversations } = useReplicas();
  return useSyncExternalStore(conversations.subscribe, () => (id === undefined ? undefined : conversations.find(id)?.kind));
}

/** Whether there is any. */
export function useHasConversations(): boolean {
  const { conversations } = useReplicas();
  return useSyncExternalStore(conversations.subscribe, () => conversations.snapshot().items.length > 0);
}
