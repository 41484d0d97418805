// The whole app in a process of its own, for tests that kill it; its window is the channel to the process that started it.
import { readFile } from 'node:fs/promises';
import { openApp } from './app.ts';

const [folder = '', domain = '', caFile = ''] = process.argv.slice(2);
const app = await openApp({ folder, server: { domain, ca: await readFile(caFile, 'utf8') }, window: { send, onMessage } });
process.on('disconnect', () => process.exit(0));
process.send?.({ t: 'ready' });
void app;

function send(message: unknown): void {
  if (process.connected) process.send?.(message);
}
function onMessage(listener: (message: unknown) => void): () => void {
  process.on('message', listener);
  return () => void process.off('message', listener);
}
