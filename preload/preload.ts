import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron';
import type { Port, Wire } from './contract/wire.ts';

/** The whole surface of the privileged world: one port, one channel, no Electron objects. */
const CHANNEL = 'rpc';

const port: Port = {
  send: (message: Wire) => ipcRenderer.send(CHANNEL, message),
  onMessage(listener) {
    const forward = (_event: IpcRendererEvent, message: unknown): void => listener(message);
    ipcRenderer.on(CHANNEL, forward);
    return () => ipcRenderer.off(CHANNEL, forward);
  },
};

contextBridge.exposeInMainWorld('hostPort', port);
