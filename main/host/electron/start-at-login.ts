import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { app } from 'electron';
import type { Log } from '../../base/log.ts';

const HIDDEN = '--hidden';
export const startsHidden = (args: readonly string[]): boolean => args.includes(HIDDEN);

/** Only an installed app has a place to be started from. */
export function setStartAtLogin(on: boolean, log: Log): void {
  if (!app.isPackaged) return;
  if (process.platform !== 'linux') return app.setLoginItemSettings({ openAtLogin: on, args: [HIDDEN] });
  const folder = join(app.getPath('appData'), 'autostart');
  const file = join(folder, 'im.balcony.Balcony.desktop');
  try {
    if (!on) return rmSync(file, { force: true });
    mkdirSync(folder, { recursive: true });
    // An AppImage runs from a place that is gone at the next login.
    return writeFileSync(file, desktopEntry(process.env['APPIMAGE'] ?? process.execPath));
  } catch (error) {
    return log.warn('starting at login could not be set', error);
  }
}

/** An autostart entry; the path is quoted as "The Exec key" of the Desktop Entry Specification says, and then as a string of that file. */
export function desktopEntry(executable: string): string {
  const quoted = executable.replaceAll(/["`$\\]/g, String.raw`\$&`).replaceAll('%', '%%');
  const exec = `"${quoted}" ${HIDDEN}`.replaceAll('\\', '\\\\');
  return ['[Desktop Entry]', 'Type=Application', 'Name=Balcony', `Exec=${exec}`, 'X-GNOME-Autostart-enabled=true', ''].join('\n');
}
