import { join } from 'node:path';
import { app, session, type BrowserWindow } from 'electron';
import { Emitter } from '../../base/emitter.ts';
import type { Log } from '../../base/log.ts';
import type { Host } from '../host.ts';
import { handleScheme } from './app-scheme.ts';
import type { IpcPort } from './ipc-port.ts';
import type { PictureReader } from './media.ts';
import { guardPermissions, userConsent } from './permissions.ts';
import { offerScreens } from './screens.ts';
import { openWindow, type WindowOptions } from './window.ts';

export interface PageWindowsOptions {
  readonly dataFolder: string;
  /** Folder of the built page, and file of the built preload. */
  readonly page: string;
  readonly preload: string;
  readonly hidesOnClose: () => boolean;
  readonly log: Log;
}
export interface PageWindows {
  readonly show: () => void;
  /** Makes the window without showing it. */
  readonly openHidden: () => void;
  readonly onWindow: Host['onWindow'];
  readonly onMedia: Host['onMedia'];
}

/** The one window, made when it is first wanted, and again after it was closed. */
export function pageWindows({ dataFolder, page, preload, hidesOnClose, log }: PageWindowsOptions): PageWindows {
  let window: BrowserWindow | undefined;
  let current: IpcPort | undefined;
  let readPicture: PictureReader | undefined;
  let quitting = false;
  const pages = new Emitter<IpcPort>();
  app.on('before-quit', () => void (quitting = true));

  // In memory: nothing that the page shows is left behind on the disk in the clear.
  const pageSession = session.fromPartition('page');
  pageSession.setSpellCheckerEnabled(process.platform === 'darwin');
  const consent = userConsent(() => window);
  const askForScreen = offerScreens(pageSession, () => window, log);
  guardPermissions(pageSession, consent, askForScreen);
  handleScheme(pageSession.protocol, page, async (kind, name) => readPicture?.(kind, name));

  const options: WindowOptions = {
    session: pageSession,
    preload,
    placeFile: join(dataFolder, 'window.json'),
    hidesOnClose: () => !quitting && hidesOnClose(),
    onPage(port) {
      current = port;
      port.onClosed(() => current === port && (current = undefined));
      pages.emit(port);
    },
    log,
  };
  const open = (show: boolean): void => {
    window = openWindow(options, show);
    window.once('closed', () => (window = undefined));
  };
  return {
    show: () => {
      if (quitting) return;
      if (window === undefined) return open(true);
      if (window.isMinimized()) window.restore();
      window.show();
      return window.focus();
    },
    openHidden: () => {
      if (window === undefined) open(false);
    },
    onWindow: listener => {
      if (current !== undefined) listener(current.port, current.onClosed);
      return pages.on(({ port, onClosed }) => listener(port, onClosed));
    },
    onMedia: read => {
      readPicture = read;
      return () => void (readPicture = undefined);
    },
  };
}
