import { createWriteStream } from 'node:fs';
import { access, rename, unlink } from 'node:fs/promises';
import { once } from 'node:events';
import { join } from 'node:path';
import type { ConversationId } from '../../preload/contract/ids.ts';
import type { Store } from '../store/api.ts';

const PAGE = 500;
type ExportRow = Awaited<ReturnType<Store['exportPage']>>[number];

interface Wish {
  readonly conversation: ConversationId | undefined;
  readonly format: 'text' | 'json';
  /** Milliseconds since 1970, for the file's name. */
  readonly now: number;
}

/**
 * Writes one conversation or all into a new file of `folder`, oldest first: text as `[time] name: text`, JSON as an array of messages.
 * The file has its name only when it is whole. Never overwrites.
 */
export async function exportHistory(store: Store, folder: string, wish: Wish): Promise<{ readonly path: string; readonly messages: number }> {
  const path = await freePath(folder, `balcony-${new Date(wish.now).toISOString().slice(0, 19).replaceAll(':', '-')}`, wish.format === 'json' ? 'json' : 'txt');
  const partial = `${path}.partial`;
  const file = createWriteStream(partial, { flags: 'wx', mode: 0o600 });
  const failed = once(file, 'error').then(([error]) => Promise.reject(error));
  try {
    const messages = await Promise.race([writeAll(store, file, wish), failed]);
    file.end();
    await Promise.race([once(file, 'finish'), failed]);
    await rename(partial, path);
    return { path, messages };
  } catch (error) {
    file.destroy();
    await unlink(partial).catch(() => undefined);
    throw error;
  }
}

async function writeAll(store: Store, file: NodeJS.WritableStream, { conversation, format }: Wish): Promise<number> {
  let after = 0;
  let count = 0;
  if (format === 'json') file.write('[');
  for (;;) {
    const page = await store.exportPage({ ...(conversation === undefined ? {} : { conversation }), after, limit: PAGE });
    if (page.length === 0) break;
    const text = page
      .map((row, index) => (format === 'json' ? `${count + index === 0 ? '\n' : ',\n'}${JSON.stringify(forExport(row))}` : lineOf(row)))
      .join('');
    if (!file.write(text)) await once(file, 'drain');
    count += page.length;
    after = page.at(-1)?.id ?? after;
  }
  if (format === 'json') file.write('\n]\n');
  return count;
}

const forExport = ({ account, peer, author, at, body, delivery, originId }: ExportRow): object => ({
  account,
  with: peer,
  from: author,
  at: new Date(at).toISOString(),
  body,
  delivery,
  id: originId,
});

const lineOf = ({ at, author, body }: ExportRow): string => `[${new Date(at).toISOString()}] ${author}: ${body.replaceAll('\n', '\n    ')}\n`;

async function freePath(folder: string, name: string, extension: string): Promise<string> {
  for (let number = 0; ; number += 1) {
    const path = join(folder, `${name}${number === 0 ? '' : `-${number}`}.${extension}`);
    const taken = await access(path).then(
      () => true,
      () => false,
    );
    if (!taken) return path;
  }
}
