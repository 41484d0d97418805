import type { Unsubscribe } from '../../preload/contract/define.ts';
import type { Capabilities, Notice } from '../../preload/contract/desk.ts';
import type { Port } from '../../preload/contract/wire.ts';
import type { Leave } from '../base/service.ts';

/** What differs between running inside Electron and beside a browser window. Ask for a capability, never for a host's name. */
export interface Host {
  /** Where everything of this profile lies; made with mode 0700. */
  readonly dataFolder: string;
  readonly downloadsFolder: string;
  readonly capabilities: Pick<Capabilities, 'platform' | 'startAtLogin' | 'pageNotices' | 'ownTitleBar' | 'demo'>;
  /** Undefined where the system has no key store: the caller decides what to do without, the host does not pretend. */
  readonly secrets: SecretBox | undefined;
  /** Opens `secrets` by a passphrase, where the host has no key store of its own and no key file was named. */
  readonly unlock: ((passphrase: string) => Promise<SecretBox>) | undefined;
  readonly tray: Tray | undefined;
  /** Undefined: the page shows them (`capabilities.pageNotices`). */
  readonly notifications: Notifications | undefined;
  readonly store: StoreRunner;
  openExternal(url: URL): Promise<void>;
  setStartAtLogin(on: boolean): void;
  showWindow(): void;
  /** Called once for every window; the port closes with it. */
  onWindow(listener: (port: Port, onClosed: (listener: Leave) => void) => void): Unsubscribe;
  /** `xmpp:` and `tel:` links handed over by the operating system. */
  onLink(listener: (link: string) => void): Unsubscribe;
  /** The machine woke up, or its network changed. */
  onWake(listener: () => void): Unsubscribe;
  /** Milliseconds since the user last touched this computer; undefined: the host cannot know, the page reports. */
  idleTime(): number | undefined;
  /** Serves a picture of the store under an opaque URL the page may load: `/media/avatar/<hash>`. */
  onMedia(read: (kind: 'avatar', name: string) => Promise<{ readonly type: string; readonly bytes: Uint8Array } | undefined>): Unsubscribe;
}

/** Seals what must not lie on disk in the clear: the history's key, passwords, tokens. */
export interface SecretBox {
  seal(plain: string): Uint8Array;
  open(sealed: Uint8Array): string;
}
export interface Tray {
  setUnread(count: number): void;
  /** Closing the window hides it, and the app goes on; true until told otherwise. */
  setCloseToTray(on: boolean): void;
}
export interface Notifications {
  show(
    notice: Notice & {
      readonly onClick: () => void;
      readonly onReply?: (text: string) => void;
      readonly onAnswer?: () => void;
      readonly onDecline?: () => void;
    },
  ): void;
  close(id: string): void;
}
/** Where the store's own thread runs: a worker thread, or a child process on a newer Node. */
export interface StoreRunner {
  start(): StoreThread;
}
export interface StoreThread {
  post(message: unknown, transfer?: readonly ArrayBuffer[]): void;
  onMessage(listener: (message: unknown) => void): void;
  onExit(listener: (code: number) => void): void;
  stop(): Promise<void>;
}
