import { dialog, systemPreferences, type BrowserWindow, type Session } from 'electron';
import { isOurs } from './app-scheme.ts';
import type { AskForScreen } from './screens.ts';
import { texts } from './texts.ts';

/** What the page can be allowed, each by itself: a right to the microphone is not a right to the camera. */
export type Right = 'microphone' | 'camera' | 'notifications';

/**
 * What nobody needs to be asked for: it follows a click of the user's and gives nothing away. A screen is given away by the choice in screens.ts,
 * which is the question.
 */
const HARMLESS: ReadonlySet<string> = new Set(['clipboard-sanitized-write', 'fullscreen', 'display-capture', 'speaker-selection']);
const MEDIA: Readonly<Record<string, Right>> = { audio: 'microphone', video: 'camera' };

/** The rights a request needs, all of them; undefined: refuse it, whatever was granted. */
export function rightsFor(permission: string, url: string, mediaTypes: readonly string[] | undefined): readonly Right[] | undefined {
  if (!isOurs(url)) return undefined;
  if (HARMLESS.has(permission)) return [];
  if (permission === 'notifications') return ['notifications'];
  if (permission !== 'media' || mediaTypes === undefined || mediaTypes.length === 0) return undefined;
  const rights = mediaTypes.map(type => (Object.hasOwn(MEDIA, type) ? MEDIA[type] : undefined));
  return rights.every(right => right !== undefined) ? [...new Set(rights)] : undefined;
}

export interface Consent {
  has(right: Right): boolean;
  /** Answers whether the user allows it, now or before. */
  ask(right: Right): Promise<boolean>;
}

/** Media, but neither microphone nor camera: that is how a request for a screen comes. */
export const isForScreen = (permission: string, url: string, mediaTypes: readonly string[] | undefined): boolean =>
  permission === 'media' && mediaTypes?.length === 0 && isOurs(url);

/** Both handlers, and nothing for devices: a request asks for each right by itself, a check only looks. */
export function guardPermissions(session: Session, consent: Consent, askForScreen: AskForScreen): void {
  session.setPermissionRequestHandler((_contents, permission, answer, details) => {
    const types = 'mediaTypes' in details ? details.mediaTypes : undefined;
    if (details.isMainFrame && isForScreen(permission, details.requestingUrl, types)) return void askForScreen().then(answer, () => answer(false));
    const rights = details.isMainFrame ? rightsFor(permission, details.requestingUrl, types) : undefined;
    void allAllowed(rights, consent).then(answer, () => answer(false));
  });
  session.setPermissionCheckHandler((_contents, permission, origin, details) => {
    const rights = rightsFor(permission, origin, details.mediaType === undefined ? undefined : [details.mediaType]);
    return rights !== undefined && rights.every(right => consent.has(right));
  });
  session.setDevicePermissionHandler(() => false);
}

async function allAllowed(rights: readonly Right[] | undefined, consent: Consent): Promise<boolean> {
  if (rights === undefined) return false;
  for (const right of rights) if (!(await consent.ask(right))) return false;
  return true;
}

/** Asks the user once for each right; a yes lasts as long as this run, a no is asked again at the next request. */
export function userConsent(windowToAskIn: () => BrowserWindow | undefined): Consent {
  const granted = new Set<Right>();
  const open = new Map<Right, Promise<boolean>>();

  const askUser = async (right: Right): Promise<boolean> => {
    const { questions, allow, refuse } = texts().consent;
    const options = { type: 'question' as const, message: questions[right], buttons: [refuse, allow], defaultId: 1, cancelId: 0 };
    const window = windowToAskIn();
    const { response } = await (window ? dialog.showMessageBox(window, options) : dialog.showMessageBox(options));
    const allowed = response === 1 && (await systemAllows(right));
    if (allowed) granted.add(right);
    return allowed;
  };
  return {
    has: right => granted.has(right),
    ask(right) {
      if (granted.has(right)) return Promise.resolve(true);
      const question = open.get(right) ?? askUser(right).finally(() => open.delete(right));
      open.set(right, question);
      return question;
    },
  };
}

/** macOS asks the user once more by itself, and remembers. */
async function systemAllows(right: Right): Promise<boolean> {
  return process.platform !== 'darwin' || right === 'notifications' || systemPreferences.askForMediaAccess(right);
}
