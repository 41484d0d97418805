import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openWriter, type Writer } from '../../native/database/database.ts';
import { bareJid, originId, type AccountId, type BareJid } from '../../preload/contract/ids.ts';
import { addAccount } from './accounts.ts';
import type { Batch, ReceivedMessage } from './api.ts';
import { migrate } from './migrate.ts';

/** A store of its own for one test: migrated, with one account, without the thread. */
export interface Fixture {
  readonly db: Writer;
  readonly folder: string;
  readonly key: Uint8Array;
  readonly own: BareJid;
  readonly account: AccountId;
  end(): void;
}

export const someone = (name: string): BareJid => bareJid(`${name}-${randomBytes(4).toString('hex')}@verona.lit`);

export function freshStore(): Fixture {
  const folder = mkdtempSync(join(tmpdir(), 'store-'));
  const key = randomBytes(32);
  const db = openWriter({ path: join(folder, 'history.db'), key });
  // Tests of what is stored need not wait for the disk.
  db.exec('pragma synchronous = off');
  migrate(db);
  const own = someone('juliet');
  const { id: account } = addAccount(db, { address: own, device: 'device', route: {}, secrets: new Uint8Array(1) });
  const end = (): void => {
    db.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return { db, folder, key, own, account, end };
}

/** A message as it comes in, with what a test cares about. */
export const incoming = (peer: BareJid, body: string, more: Partial<ReceivedMessage> = {}): ReceivedMessage => ({
  peer,
  body,
  mine: false,
  originId: originId(`o-${body}`),
  archiveId: undefined,
  at: 1_700_000_000_000,
  arrived: 'live',
  kind: 'person',
  ...more,
});

export const batch = (account: AccountId, messages: readonly ReceivedMessage[], more: Partial<Batch> = {}): Batch => ({
  account,
  messages,
  marks: [],
  reads: [],
  ...more,
});
