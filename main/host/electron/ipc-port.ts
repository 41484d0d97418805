import { ipcMain, type IpcMainEvent, type WebContents } from 'electron';
import { Emitter } from '../../base/emitter.ts';
import type { Leave } from '../../base/service.ts';
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
  readonly onClosed: (listener: Leave) => void;
  close(isForGood: boolean): void;
}

/**
 * The port of one page. It holds back what comes before the first listener, and what goes out before the page has said anything: it would arrive
 * before the page's scripts do, and be lost. Deaf and mute once closed.
 */
export function ipcPort(contents: WebContents): IpcPort {
  const incoming = new Emitter<unknown>();
  const closed = new Emitter<boolean>();
  let waiting: unknown[] = [];
  let unsent: Wire[] | undefined = [];
  let open = true;

  const deliver = (message: Wire): void => {
    if (open && !contents.isDestroyed()) contents.send(CHANNEL, message);
  };

  const forward = (event: IpcMainEvent, message: unknown): void => {
    if (!maySpeak(event, contents)) return;
    const first = unsent ?? [];
    unsent = undefined;
    first.forEach(deliver);
    if (incoming.size > 0) incoming.emit(message);
    else if (waiting.length < WAITING_MAX) waiting.push(message);
  };
  ipcMain.on(CHANNEL, forward);

  const port: Port = {
    send(message: Wire) {
      if (unsent === undefined) deliver(message);
      else if (open && unsent.length < WAITING_MAX) unsent.push(message);
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
    close(isForGood) {
      if (!open) return;
      open = false;
      waiting = [];
      unsent = [];
      ipcMain.off(CHANNEL, forward);
      closed.emit(isForGood);
    },
  };
}
