import { desktopCapturer, Menu, type BrowserWindow, type DesktopCapturerSource, type MenuItemConstructorOptions, type Session } from 'electron';
import type { Log } from '../../base/log.ts';
import { isOurs } from './app-scheme.ts';
import { texts } from './texts.ts';

const THUMBNAIL = { width: 160, height: 90 };
/** Some systems tell of the choice only after the menu has closed; milliseconds. */
const CHOICE_FOLLOWS = 300;

/** Asks the user for a screen or a window; false: for none. */
export type AskForScreen = () => Promise<boolean>;

/**
 * Lets the page share a screen or a window: the one that the user chooses from a menu with small pictures, each time. The menu is the permission:
 * there is an older way to a screen, which comes to the permission handler alone, so it is there that the choice is made.
 */
export function offerScreens(session: Session, windowToAskIn: () => BrowserWindow | undefined, log: Log): AskForScreen {
  let chosen: DesktopCapturerSource | undefined;
  const ask = async (): Promise<boolean> => {
    chosen = undefined;
    chosen = await choose(windowToAskIn()).catch((error: unknown) => {
      log.warn('the screens could not be listed', error);
      return undefined;
    });
    return chosen !== undefined;
  };
  session.setDisplayMediaRequestHandler(({ securityOrigin, frame, audioRequested }, answer) => {
    const ours = isOurs(securityOrigin) && frame !== null && frame.parent === null;
    void (ours && chosen === undefined ? ask() : Promise.resolve(ours)).then(allowed => {
      const source = chosen;
      chosen = undefined; // a choice is for one time
      answer(allowed && source !== undefined ? streamsOf(source, audioRequested) : null);
    });
  });
  return ask;
}

/** What the computer plays can be had on Windows alone. */
const streamsOf = (video: DesktopCapturerSource, audioRequested: boolean) =>
  audioRequested && process.platform === 'win32' ? { video, audio: 'loopback' as const } : { video };

async function choose(window: BrowserWindow | undefined): Promise<DesktopCapturerSource | undefined> {
  const sources = await desktopCapturer.getSources({ types: ['screen', 'window'], thumbnailSize: THUMBNAIL });
  // Under Wayland the desktop has asked already, and hands over the one thing that was chosen.
  if (process.env['XDG_SESSION_TYPE'] === 'wayland' && sources.length === 1) return sources[0];
  if (!window || sources.length === 0) return undefined;
  return new Promise(resolve => {
    Menu.buildFromTemplate(entriesFor(sources, resolve)).popup({ window, callback: () => void setTimeout(() => resolve(undefined), CHOICE_FOLLOWS) });
  });
}

/** Screens first, then windows, each under its heading. */
export function entriesFor(sources: readonly DesktopCapturerSource[], chosen: (source: DesktopCapturerSource) => void): MenuItemConstructorOptions[] {
  const words = texts().share;
  const group = (heading: string, kind: string): MenuItemConstructorOptions[] => {
    const own = sources.filter(({ id }) => id.startsWith(kind));
    if (own.length === 0) return [];
    return [{ label: heading, enabled: false }, ...own.map(source => entryFor(source, chosen))];
  };
  const [screens, windows] = [group(words.screens, 'screen:'), group(words.windows, 'window:')];
  const line: MenuItemConstructorOptions[] = screens.length > 0 && windows.length > 0 ? [{ type: 'separator' }] : [];
  return [...screens, ...line, ...windows];
}

const LONGEST = 60;

function entryFor(source: DesktopCapturerSource, chosen: (source: DesktopCapturerSource) => void): MenuItemConstructorOptions {
  const { name, thumbnail } = source;
  // An ampersand in the title of somebody's window would underline a letter.
  const label = (name.length > LONGEST ? `${name.slice(0, LONGEST)}…` : name).replaceAll('&', '&&');
  return { label, click: () => chosen(source), ...(thumbnail.isEmpty() ? {} : { icon: thumbnail }) };
}
