import { mkdirSync } from 'node:fs';
import { app, powerMonitor, shell } from 'electron';
import { systemClock } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import type { Host, StoreRunner } from '../host.ts';
import { watchWake } from '../node/wake.ts';
import { outsideHref } from '../outside.ts';
import { setApplicationMenu } from './edit-menu.ts';
import type { Links } from './links.ts';
import { makeNotifications } from './notifications.ts';
import { pageWindows } from './page-windows.ts';
import { secretsFor } from './secrets.ts';
import { setStartAtLogin } from './start-at-login.ts';
import { makeTray, type DeskTray } from './tray.ts';

export interface ElectronHostOptions {
  readonly dataFolder: string;
  /** Folder of the built page, and file of the built preload. */
  readonly page: string;
  readonly preload: string;
  readonly store: StoreRunner;
  readonly links: Links;
  readonly log: Log;
}
export interface ElectronHost extends Host {
  /** Makes the window without showing it: for a start at login. */
  openHidden(): void;
  dispose(): void;
}

/** The app inside Electron. To be called once the app is ready. */
export function makeElectronHost(options: ElectronHostOptions): ElectronHost {
  const { dataFolder, links, log } = options;
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  let tray: DeskTray | undefined;
  const { show, openHidden, onWindow, onMedia } = pageWindows({ ...options, hidesOnClose: () => tray?.hidesOnClose() ?? false });
  tray = makeTray({ show, log });
  setApplicationMenu();
  app.on('activate', show);
  app.on('second-instance', show);

  return {
    dataFolder,
    downloadsFolder: app.getPath('downloads'),
    capabilities: { platform: platform(), startAtLogin: app.isPackaged, pageNotices: false, ownTitleBar: false, demo: process.platform === 'linux' },
    ...secretsFor(dataFolder, log),
    tray,
    notifications: makeNotifications(show),
    store: options.store,
    async openExternal(url) {
      const href = outsideHref(url);
      if (href !== undefined) await shell.openExternal(href);
    },
    setStartAtLogin: on => setStartAtLogin(on, log),
    showWindow: show,
    openHidden,
    onWindow,
    onLink: links.onLink,
    onWake(listener) {
      const stop = watchWake(listener, systemClock);
      powerMonitor.on('resume', listener);
      return () => {
        stop();
        powerMonitor.off('resume', listener);
      };
    },
    idleTime: () => powerMonitor.getSystemIdleTime() * 1000,
    onMedia,
    dispose: () => tray?.dispose(),
  };
}

function platform(): 'linux' | 'darwin' | 'win32' {
  return process.platform === 'darwin' || process.platform === 'win32' ? process.platform : 'linux';
}
