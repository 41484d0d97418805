import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { installPackages } from './run.ts';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge', 'microsoft-edge-stable', 'brave-browser'];
const MAC = ['Google Chrome', 'Chromium', 'Microsoft Edge', 'Brave Browser'].map(name => `/Applications/${name}.app/Contents/MacOS/${name}`);

/** A browser of the Chromium family on this computer; undefined: none. `CHROMIUM` names one by hand. */
export function findBrowser(
  env: NodeJS.ProcessEnv = process.env,
  exists: (path: string) => boolean = existsSync,
  platform: NodeJS.Platform = process.platform,
): string | undefined {
  const folders = platform === 'win32' ? [] : [...(env['PATH'] ?? '').split(delimiter), '/usr/bin', '/snap/bin'];
  const programs = [env['PROGRAMFILES'], env['PROGRAMFILES(X86)'], env['LOCALAPPDATA']].filter(folder => folder !== undefined);
  const windows = programs.flatMap(folder =>
    ['Google/Chrome/Application/chrome.exe', 'Microsoft/Edge/Application/msedge.exe', 'Chromium/Application/chrome.exe'].map(path => join(folder, path)),
  );
  const byName = NAMES.flatMap(name => folders.filter(Boolean).map(folder => join(folder, name)));
  const all: readonly (string | undefined)[] = [env['CHROMIUM'], ...(platform === 'darwin' ? MAC : []), ...(platform === 'win32' ? windows : []), ...byName];
  return all.filter(path => path !== undefined && path !== '').find(path => exists(path ?? ''));
}

/** A browser window is worth one package to a newcomer on Debian; the set-up says what it does. */
export async function anyBrowser(): Promise<string | undefined> {
  return findBrowser() ?? (process.platform === 'linux' && (await installPackages('chromium')) ? findBrowser() : undefined);
}

/** Command line of a window that shows nothing but the app. */
export function appWindow(
  url: string,
  folder: string,
  place?: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
): string[] {
  return [
    `--app=${url}`,
    `--user-data-dir=${folder}`,
    '--no-first-run',
    '--no-default-browser-check',
    '--disable-sync',
    '--disable-background-networking',
    '--disable-component-update',
    '--autoplay-policy=no-user-gesture-required', // it has to ring before anybody has clicked
    '--password-store=basic', // the browser keeps nothing of ours; this only stops it from asking for the key ring
    ...(place ? [`--window-position=${place.x},${place.y}`, `--window-size=${place.width},${place.height}`] : []),
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), // Chromium refuses to run as root otherwise
  ];
}
