import { app, Menu, Tray as ElectronTray } from 'electron';
import type { Log } from '../../base/log.ts';
import type { Tray } from '../host.ts';
import { trayIcon } from './icons.ts';
import { texts } from './texts.ts';

export interface TrayOptions {
  readonly show: () => void;
  readonly log: Log;
}
export interface DeskTray extends Tray {
  readonly hidesOnClose: () => boolean;
  dispose(): void;
}

/** The icon beside the clock. Undefined where the system takes none. */
export function makeTray({ show, log }: TrayOptions): DeskTray | undefined {
  let tray: ElectronTray;
  try {
    tray = new ElectronTray(trayIcon(false));
  } catch (error) {
    log.warn('there is no place for a tray icon', error);
    return undefined;
  }
  let unread = 0;
  let hidesOnClose = true;
  tray.setToolTip('Balcony');
  tray.setContextMenu(
    Menu.buildFromTemplate([
      { label: texts().open, click: show },
      { label: texts().quit, click: () => app.quit() },
    ]),
  );
  tray.on('click', show);
  return {
    setUnread(count) {
      if (count === unread) return;
      if (count > 0 !== unread > 0) tray.setImage(trayIcon(count > 0));
      unread = count;
      tray.setToolTip(count === 0 ? 'Balcony' : texts().unread(count));
      app.setBadgeCount(count);
    },
    setCloseToTray: on => void (hidesOnClose = on),
    hidesOnClose: () => hidesOnClose,
    dispose: () => tray.destroy(),
  };
}
