// What Dino has taken in, out of its own database and of what it prints of its stream.
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Dino } from './dino.ts';

export interface DinoMessage {
  readonly nickname: string;
  readonly body: string;
  readonly mine: boolean;
}

/** All messages of its rooms, oldest first. */
export function dinosRoomMessages({ folder }: Pick<Dino, 'folder'>): readonly DinoMessage[] {
  const database = new DatabaseSync(join(folder, 'home/.local/share/dino/dino.db'), { readOnly: true });
  try {
    // Direction 1: sent by itself, under the name that it has in the room. Type 2: of a room.
    const rows = database.prepare('SELECT direction, our_resource, counterpart_resource, body FROM message WHERE type = 2 ORDER BY id').all();
    return rows.map(row => {
      const mine = row['direction'] === 1;
      return { mine, nickname: String(mine ? row['our_resource'] : row['counterpart_resource']), body: String(row['body']) };
    });
  } finally {
    database.close();
  }
}

/** What came in, one text for each stanza, without namespaces; of a Dino that `prints`. */
export async function dinosStanzas(dino: Pick<Dino, 'log'>): Promise<readonly string[]> {
  const printed = (await dino.log()).split('\n\n').filter(one => one.startsWith('XMPP IN'));
  return printed.map(one =>
    one
      .slice(one.indexOf('\n') + 1)
      .replaceAll(/\{[^}]*\}:/g, '')
      .replaceAll(/\s+/g, ' ')
      .replaceAll('> ', '>')
      .replaceAll(' <', '<'),
  );
}
