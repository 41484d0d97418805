import type { Desk, Notice } from '../../preload/contract/desk.ts';

/** The browser's own notifications, as far as they are used here. */
export interface Shown {
  onclick: ((event: Event) => void) | null;
  onclose: ((event: Event) => void) | null;
  close(): void;
}
export interface NoticePage {
  /** Undefined where the user has not allowed notifications: then nothing is shown, and nothing is asked. */
  show(notice: Notice): Shown | undefined;
  focus(): void;
}

/** Without buttons: those need a service worker, which would be left behind in the browser at a port that nobody serves any more. */
export const browserPage: NoticePage = {
  show: ({ id, title, body, silent, stays = false }) =>
    'Notification' in window && Notification.permission === 'granted'
      ? new Notification(title, { body, tag: id, silent, requireInteraction: stays })
      : undefined,
  focus: () => window.focus(),
};

/** Shows what main decided to show, and takes it away when it was read elsewhere. Answers how to end. */
export function pageNotices(desk: Pick<Desk, 'onNotice' | 'onNoticeGone' | 'noticeClicked'>, page: NoticePage = browserPage): () => void {
  const shown = new Map<string, Shown>();
  const close = (id: string): void => {
    shown.get(id)?.close();
    shown.delete(id);
  };
  const stops = [
    desk.onNotice(notice => {
      close(notice.id);
      const one = page.show(notice);
      if (!one) return;
      shown.set(notice.id, one);
      one.onclick = () => {
        page.focus();
        void desk.noticeClicked({ id: notice.id }).catch(() => undefined); // gone already
        close(notice.id);
      };
      one.onclose = () => {
        if (shown.get(notice.id) === one) shown.delete(notice.id);
      };
    }),
    desk.onNoticeGone(({ id }) => close(id)),
  ];
  return () => {
    stops.forEach(stop => stop());
    for (const id of shown.keys()) close(id);
  };
}

export type NoticePermission = 'granted' | 'denied' | 'default' | 'unsupported';
export const noticePermission = (): NoticePermission => ('Notification' in window ? Notification.permission : 'unsupported');
/** Only ever called from a click of the user's. */
export const askForNotices = async (): Promise<NoticePermission> => ('Notification' in window ? await Notification.requestPermission() : 'unsupported');
