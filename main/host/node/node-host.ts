import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../base/clock.ts';
import { Emitter } from '../../base/emitter.ts';
import type { Leave } from '../../base/service.ts';
import type { Log } from '../../base/log.ts';
import type { Port } from '../../../preload/contract/wire.ts';
import { workerRunner } from '../../store/worker-runner.ts';
import type { Host, SecretBox } from '../host.ts';
import { outsideHref } from '../outside.ts';
import { keyFileBox, openPassphraseBox } from '../passphrase-box.ts';
import { watchWake } from './wake.ts';
import { startWindowServer, type WindowServer } from './window-server.ts';

export interface NodeHostOptions {
  readonly dataFolder: string;
  /** Folder of the built page. */
  readonly page: string;
  /** Named on the command line; without it the window asks for a passphrase. */
  readonly keyFile?: string;
  readonly port?: number;
  readonly log: Log;
}

type Media = (kind: 'avatar', name: string) => Promise<{ readonly type: string; readonly bytes: Uint8Array } | undefined>;

/** The app beside any browser: a window server on loopback, secrets behind a key file or a passphrase. */
export async function startNodeHost(options: NodeHostOptions): Promise<{ readonly host: Host; readonly windows: WindowServer; close(): Promise<void> }> {
  await mkdir(options.dataFolder, { recursive: true, mode: 0o700 });
  const windows = new Emitter<readonly [Port, (listener: Leave) => void]>();
  const links = new Emitter<string>();
  let media: Media | undefined;
  const server = await startWindowServer({
    folder: options.page,
    ...(options.port === undefined ? {} : { port: options.port }),
    onWindow: (port, onClosed) => windows.emit([port, onClosed]),
    media: async (kind, name) => (kind === 'avatar' ? media?.(kind, name) : undefined),
  });
  const downloads = join(homedir(), 'Downloads');
  const secrets: SecretBox | undefined = options.keyFile === undefined ? undefined : await keyFileBox(options.keyFile);

  const host: Host = {
    dataFolder: options.dataFolder,
    downloadsFolder: existsSync(downloads) ? downloads : options.dataFolder,
    capabilities: {
      platform: process.platform === 'darwin' || process.platform === 'win32' ? process.platform : 'linux',
      startAtLogin: false,
      pageNotices: true,
      ownTitleBar: false,
      demo: process.platform === 'linux',
    },
    secrets,
    unlock: secrets ? undefined : passphrase => openPassphraseBox(join(options.dataFolder, 'key'), passphrase),
    tray: undefined,
    notifications: undefined,
    store: workerRunner(),
    openExternal: openOutside,
    setStartAtLogin: () => undefined,
    showWindow: () => undefined,
    onWindow: listener => windows.on(([port, onClosed]) => listener(port, onClosed)),
    onLink: links.on,
    onWake: listener => watchWake(listener, systemClock),
    idleTime: () => undefined,
    onMedia(read) {
      media = read;
      return () => void (media = undefined);
    },
  };
  return { host, windows: server, close: () => server.close() };
}

/** Through the desktop's own opener; the URL is an argument of its own and never passes a shell. */
async function openOutside(url: URL): Promise<void> {
  const href = outsideHref(url.href);
  if (href === undefined) return;
  const opener = process.platform === 'darwin' ? 'open' : process.platform === 'win32' ? 'explorer.exe' : 'xdg-open';
  const child = spawn(opener, [href], { stdio: 'ignore', detached: true });
  child.on('error', () => undefined);
  child.unref();
}
