import { useEffect, useSyncExternalStore } from 'react';
import type { Conversation, Conversations } from '../../../preload/contract/conversations.ts';

const hasAttention = (): boolean => document.hasFocus() && document.visibilityState === 'visible';

function onAttention(listener: () => void): () => void {
  window.addEventListener('focus', listener);
  window.addEventListener('blur', listener);
  document.addEventListener('visibilitychange', listener);
  return () => {
    window.removeEventListener('focus', listener);
    window.removeEventListener('blur', listener);
    document.removeEventListener('visibilitychange', listener);
  };
}

/** Tells main what is on screen, and that it was read: only while the window has the focus and the newest message is in sight. */
export function useReading(service: Pick<Conversations, 'setOnScreen' | 'markRead'>, conversation: Conversation, endInSight: boolean): void {
  const attention = useSyncExternalStore(onAttention, hasAttention);
  const { id } = conversation;
  const reading = attention && endInSight;
  useEffect(() => {
    if (!reading) return undefined;
    void service.setOnScreen({ conversation: id }).catch(() => undefined); // said again with the next change
    return () => void service.setOnScreen({ conversation: null }).catch(() => undefined);
  }, [service, id, reading]);
  useEffect(() => {
    // A stranger's message is not read by looking at it: that would tell them that somebody is there.
    const { unread, kind } = conversation;
    if (reading && unread > 0 && kind !== 'request') void service.markRead({ conversation: id }).catch(() => undefined);
    // With every news of it, not only another count: read and unread again between two renders is the same count.
  }, [service, id, reading, conversation]);
}
