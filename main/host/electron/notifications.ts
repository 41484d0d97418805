import { Notification } from 'electron';
import type { Notifications } from '../host.ts';

/** The system's own notifications; one for each id, until the user or `close` takes it away. Undefined where the system has none. */
export function makeNotifications(showWindow: () => void): Notifications | undefined {
  if (!Notification.isSupported()) return undefined;
  // Held here: a notification that is collected no longer hears its click.
  const shown = new Map<string, Notification>();
  const close = (id: string): void => {
    const notification = shown.get(id);
    shown.delete(id);
    notification?.close();
  };
  return {
    show({ id, title, body, silent, stays, rings, onClick, onReply, onAnswer, onDecline }) {
      close(id);
      const notification = new Notification({
        title,
        body: asPlainText(body),
        silent,
        hasReply: onReply !== undefined,
        timeoutType: stays ? 'never' : 'default',
        // A system that knows no buttons leaves them out; its notice leads to the window all the same.
        ...(rings ? { urgency: 'critical', actions: [rings.answer, rings.decline].map(text => ({ type: 'button', text })) } : {}),
      });
      const forget = (): void => void (shown.get(id) === notification && shown.delete(id));
      // Not every daemon takes away what was pressed, and a call's notice stays until somebody does.
      const leave = (): void => {
        if (shown.get(id) === notification) close(id);
      };
      notification.on('click', () => {
        leave();
        showWindow();
        onClick();
      });
      notification.on('reply', (_event, text) => onReply?.(text));
      notification.on('action', (event, index) => {
        leave();
        // The number within the event is newer than the argument beside it.
        [onAnswer, onDecline][event.actionIndex ?? index]?.();
      });
      notification.on('close', forget);
      notification.on('failed', forget);
      shown.set(id, notification);
      notification.show();
    },
    close,
  };
}

/** The desktops of Linux read markup in a body; a message is text, whatever it looks like. */
export function asPlainText(body: string, platform: NodeJS.Platform = process.platform): string {
  return platform === 'linux' ? body.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;') : body;
}
