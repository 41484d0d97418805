import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where the Node host keeps its profile when none is named. Electron has its own, because the two seal secrets differently. */
export function usualProfile(env: NodeJS.ProcessEnv = process.env, platform: NodeJS.Platform = process.platform, home = homedir()): string {
  if (platform === 'darwin') return join(home, 'Library/Application Support/balcony-node');
  if (platform === 'win32') return join(env['APPDATA'] ?? home, 'balcony-node');
  return join(env['XDG_DATA_HOME'] ?? join(home, '.local/share'), 'balcony-node');
}
