import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startApp, type App, type AppOptions } from '../../main/app.ts';
import { makeLog, silentLog } from '../../main/base/log.ts';
import { Emitter } from '../../main/base/emitter.ts';
import type { AttendedEngine } from '../../main/calls/media-engine.ts';
import type { Host } from '../../main/host/host.ts';
import type { Port } from '../../preload/contract/wire.ts';
import { memoryPorts } from '../../main/host/memory-port.ts';
import { keyFileBox } from '../../main/host/passphrase-box.ts';
import { workerRunner } from '../../main/store/worker-runner.ts';
import { connect } from '../../renderer/rpc/connect.ts';
import { servicesOver, type Services } from '../../renderer/services.ts';
import type { Prosody } from './prosody.ts';

export interface TestApp extends Services {
  readonly folder: string;
  /** Wake-up or another network. */
  wake(): void;
  /** Ends in order. The folder stays for a restart. */
  stop(): Promise<void>;
  remove(): Promise<void>;
}
export interface Person {
  readonly address: string;
  readonly password: string;
}

/** The whole app in this process, on a host that is a folder and a port in memory: what the window would see is `accounts`, `messages` and so on. */
export async function openApp(
  options: {
    readonly folder?: string;
    readonly server?: Pick<Prosody, 'domain' | 'ca'>;
    readonly verbose?: boolean;
    /** In the place of the page. */ readonly window?: Port;
    readonly store?: Host['store'];
    /** "Try it on this computer" is offered. */ readonly demo?: boolean;
    /** Carries calls in the place of a window. */ readonly media?: AttendedEngine;
    /** Answers calls by itself. */ readonly phone?: NonNullable<AppOptions['phone']>;
  } = {},
): Promise<TestApp> {
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'balcony-app-')));
  const windows = new Emitter<Parameters<Parameters<Host['onWindow']>[0]>>();
  const wake = new Emitter<void>();
  const closed = new Emitter<boolean>();
  const host: Host = {
    dataFolder: folder,
    downloadsFolder: folder,
    capabilities: { platform: 'linux', startAtLogin: false, pageNotices: true, ownTitleBar: false, demo: options.demo ?? false },
    secrets: await keyFileBox(join(folder, 'test.key')),
    unlock: undefined,
    tray: undefined,
    notifications: undefined,
    store: options.store ?? workerRunner(),
    openExternal: async () => undefined,
    setStartAtLogin: () => undefined,
    showWindow: () => undefined,
    onWindow: listener => windows.on(([port, onClosed]) => listener(port, onClosed)),
    onLink: () => () => undefined,
    onWake: wake.on,
    idleTime: () => undefined,
    onMedia: () => () => undefined,
  };
  const log = options.verbose || process.env['BALCONY_VERBOSE'] ? makeLog(line => process.stderr.write(`${line}\n`), 'debug', Date.now) : silentLog;
  const authorities = options.server ? { [options.server.domain]: [options.server.ca] } : {};
  const app: App = await startApp(host, log, {
    version: '0.0.0-test',
    authorities,
    ...(options.media ? { media: options.media } : {}),
    ...(options.phone ? { phone: options.phone } : {}),
  });
  const [main, page] = memoryPorts();
  windows.emit([options.window ?? main, listener => void closed.on(listener)]);
  const services = servicesOver(connect(page));
  return {
    ...services,
    folder,
    wake: () => wake.emit(),
    stop: async () => {
      closed.emit(true);
      await app.dispose();
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

export const randomText = (): string => randomBytes(6).toString('hex');
