import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openApp } from '../actors/app.ts';
import { allMessages } from '../actors/people.ts';
import type { AppUnderTest } from './launch.ts';

/** All texts of its only room as they lie on disk, oldest first. Ends the app: two of them cannot have one profile. */
export async function storedInRoom(ended: AppUnderTest): Promise<readonly string[]> {
  await ended.end();
  await copyFile(ended.keyFile, join(ended.profile, 'test.key'));
  const app = await openApp({ folder: ended.profile });
  try {
    const room = (await app.conversations.list({})).find(one => one.kind === 'room');
    return room ? (await allMessages({ app }, room)).map(message => message.body) : [];
  } finally {
    await app.stop();
  }
}
