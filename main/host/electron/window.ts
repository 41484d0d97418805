import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { BrowserWindow, nativeTheme, screen, type Session, type WebContents } from 'electron';
import type { Log } from '../../base/log.ts';
import { isOurs, PAGE } from './app-scheme.ts';
import { offerEditMenu } from './edit-menu.ts';
import { windowIcon } from './icons.ts';
import { ipcPort, type IpcPort } from './ipc-port.ts';
import { LEAST_SIZE, placeFrom, type KeptPlace } from './place.ts';

export interface WindowOptions {
  readonly session: Session;
  /** The preload's bundle. */
  readonly preload: string;
  readonly placeFile: string;
  /** True: closing hides, because a tray icon brings the window back. */
  readonly hidesOnClose: () => boolean;
  /** A page was loaded and may speak; called again after a reload, when the port before has closed. */
  readonly onPage: (port: IpcPort) => void;
  readonly log: Log;
}

const RELOADS_MAX = 3;

/** Opens the app's window, hidden until its first paint when it is to be shown. */
export function openWindow(options: WindowOptions, show: boolean): BrowserWindow {
  const place = placeFrom(
    readIfThere(options.placeFile),
    screen.getAllDisplays().map(display => display.workArea),
  );
  const window = new BrowserWindow({
    ...place.corner,
    width: place.width,
    height: place.height,
    minWidth: LEAST_SIZE.width,
    minHeight: LEAST_SIZE.height,
    title: 'Balcony',
    show: false,
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#17141f' : '#ffffff',
    autoHideMenuBar: true,
    ...(process.platform === 'linux' ? { icon: windowIcon() } : {}),
    webPreferences: {
      session: options.session,
      preload: options.preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      // Elsewhere than on macOS the speller would fetch its dictionaries from a third party.
      spellcheck: process.platform === 'darwin',
    },
  });
  if (place.maximized) window.maximize();
  if (show) window.once('ready-to-show', () => window.show());
  keepPlace(window, options);
  offerEditMenu(window.webContents);
  followPages(window.webContents, options);
  void window.loadURL(PAGE).catch((error: unknown) => options.log.error('the page could not be loaded', error));
  return window;
}

function keepPlace(window: BrowserWindow, { placeFile, hidesOnClose, log }: WindowOptions): void {
  window.on('close', event => {
    const place: KeptPlace = { ...window.getNormalBounds(), maximized: window.isMaximized() };
    try {
      writeFileSync(`${placeFile}.new`, JSON.stringify(place), { mode: 0o600 });
      renameSync(`${placeFile}.new`, placeFile);
    } catch (error) {
      log.warn('the place of the window could not be kept', error);
    }
    if (!hidesOnClose()) return;
    event.preventDefault();
    window.hide();
  });
}

/** One port for one page: after a reload, answers for the page before must not reach the new one, whose call numbers begin anew. */
function followPages(contents: WebContents, { onPage, log }: WindowOptions): void {
  let current: IpcPort | undefined;
  let reloads = 0;
  const close = (isForGood: boolean): void => {
    current?.close(isForGood);
    current = undefined;
  };
  contents.on('did-navigate', (_event, url) => {
    close(false);
    if (!isOurs(url)) return;
    current = ipcPort(contents);
    onPage(current);
  });
  contents.on('render-process-gone', (_event, { reason }) => {
    close(false);
    log.error(`the page's process ended (${reason})`);
    reloads += 1;
    if (reason !== 'clean-exit' && reloads <= RELOADS_MAX) contents.reload();
  });
  contents.on('destroyed', () => close(true));
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
