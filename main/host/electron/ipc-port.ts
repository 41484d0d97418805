import { ipcMain, type IpcMainEvent, type WebContents } from 'electron';
import { Emitter } from '../../base/emitter.ts';
import type { Port, Wire } from '../../../preload/contract/wire.ts';
import { isOurs } from './app-scheme.ts';

const CHANNEL = 'rpc';
/** What a page may send before anybody listens. A page of ours asks for a handful of things at its start. */
const WAITING_MAX = 256;

/** True for the top frame of this very window, showing our page: nothing else may speak to main. */
export function maySpeak(event: Pick<IpcMainEvent, 'sender' | 'senderFrame'>, contents: WebContents): boolean {
  const frame = event.senderFrame;
  return event.sender === contents && frame !== null && frame.parent === null && isOurs(frame.url);
}

export interface IpcPort {
  readonly port: Port;
  readonly onClosed: (listener: () => void) => void;
  close(): void;
}

/** The port of one page. It holds back what comes before the first listener, and is deaf and mute once closed. */
export function ipcPort(contents: WebContents): IpcPort {
  const incoming = new Emitter<unknown>();
  const closed = new Emitter<void>();
  let waiting: unknown[] = [];
  let open = true;

  const forward = (event: IpcMainEvent, message: unknown): void => {
    if (!maySpeak(event, contents)) return;
    if (incoming.size > 0) incoming.emit(message);
    else if (waiting.length < WAITING_MAX) waiting.push(message);
  };
  ipcMain.on(CHANNEL, forward);

  const port: Port = {
    send(message: Wire) {
      if (open && !contents.isDestroyed()) contents.send(CHANNEL, message);
    },
    onMessage(listener) {
      const stop = incoming.on(listener);
      const held = waiting;
      waiting = [];
      for (const message of held) listener(message);
      return stop;
    },
  };
  return {
    port,
    onClosed: listener => {
      closed.on(listener);
    },
    close() {
      if (!open) return;
      open = false;
      waiting = [];
      ipcMain.off(CHANNEL, forward);
      closed.emit();
    },
  };
}
