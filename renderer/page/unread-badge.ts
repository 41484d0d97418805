import type { Desk } from '../../preload/contract/desk.ts';

type Badger = Pick<Navigator, 'setAppBadge' | 'clearAppBadge'>;

/** The number of unread messages in the window's title and, where there is one, on the app's icon. Answers how to end. */
export function unreadBadge(desk: Pick<Desk, 'onUnread'>, page: Document, app: Partial<Badger>, name: string): () => void {
  let shown: number | undefined;
  const show = (count: number): void => {
    // Said with each message; to ask the system for the same again costs more than to know it.
    if (count === shown) return;
    shown = count;
    page.title = count > 0 ? `(${count > 999 ? '999+' : count}) ${name}` : name;
    // A browser that has no icon to put it on refuses; the title says it anyway.
    void (count > 0 ? app.setAppBadge?.(count) : app.clearAppBadge?.())?.catch(() => undefined);
  };
  show(0);
  const stop = desk.onUnread(({ count }) => show(count));
  return () => {
    stop();
    show(0);
  };
}
