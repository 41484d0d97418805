import { useEffect, useState } from 'react';
import type { Conversation, Conversations } from '../../../preload/contract/conversations.ts';

/** Whether the window has the focus and is seen. */
export function useAttention(): boolean {
  const look = (): boolean => document.hasFocus() && document.visibilityState === 'visible';
  const [attention, setAttention] = useState(look);
  useEffect(() => {
    const check = (): void => setAttention(look());
    check();
    window.addEventListener('focus', check);
    window.addEventListener('blur', check);
    document.addEventListener('visibilitychange', check);
    return () => {
      window.removeEventListener('focus', check);
      window.removeEventListener('blur', check);
      document.removeEventListener('visibilitychange', check);
    };
  }, []);
  return attention;
}

/** Tells main what is on screen, and that it was read: only while the user can see the newest message. */
export function useReading(service: Pick<Conversations, 'setOnScreen' | 'markRead'>, conversation: Conversation, endInSight: boolean): void {
  const attention = useAttention();
  const { id, unread, kind } = conversation;
  const reading = attention && endInSight;
  useEffect(() => {
    if (!reading) return undefined;
    void service.setOnScreen({ conversation: id }).catch(() => undefined); // said again with the next change
    return () => void service.setOnScreen({ conversation: null }).catch(() => undefined);
  }, [service, id, reading]);
  useEffect(() => {
    // A stranger's message is not read by looking at it: that would tell them that somebody is there.
    if (reading && unread > 0 && kind === 'person') void service.markRead({ conversation: id }).catch(() => undefined);
  }, [service, id, reading, unread, kind]);
}
