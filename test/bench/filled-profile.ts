import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLog } from '../../main/base/log.ts';
import { historyKey } from '../../main/history-key.ts';
import { keyFileBox } from '../../main/host/passphrase-box.ts';
import { openStore } from '../../main/store/client.ts';
import { workerRunner } from '../../main/store/worker-runner.ts';
import { bareJid, originId } from '../../preload/contract/ids.ts';

export interface FilledProfile {
  readonly profile: string;
  readonly keyFile: string;
  remove(): Promise<void>;
}
const WORDS = 'letter window orchard wall ladder friar plant rose name night morning lark nightingale torch mask feast street sword'.split(' ');

/** A profile with one account that is switched off, and `messages` in conversations of at most `each`. */
export async function filledProfile(messages: number, each: number): Promise<FilledProfile> {
  const folder = await mkdtemp(join(tmpdir(), 'balcony-bench-'));
  const [profile, keyFile] = [join(folder, 'profile'), join(folder, 'key')];
  const box = await keyFileBox(keyFile);
  await mkdir(profile, { mode: 0o700 });
  const store = await openStore({ folder: profile, key: await historyKey(profile, box), runner: workerRunner(), log: silentLog });
  const address = bareJid('juliet@verona.test');
  const account = await store.addAccount({ address, device: randomUUID(), route: {}, secrets: box.seal(JSON.stringify({ password: 'none' })) });
  await store.editAccount({ account: account.id, enabled: false });
  const start = Date.now() - messages * 1_000;
  const BATCH = 2_000;
  for (let at = 0; at < messages; at += BATCH) {
    const batch = Array.from({ length: Math.min(BATCH, messages - at) }, (_, index) => {
      const number = at + index;
      const body = Array.from({ length: 8 + (number % 20) }, (__, word) => WORDS[(number * 7 + word * word) % WORDS.length]).join(' ');
      return {
        peer: bareJid(`person-${Math.floor(number / each)}@verona.test`),
        mine: number % 3 === 0,
        body: `${number} ${body}`,
        originId: originId(`o${number}`),
        archiveId: `a${number}`,
        at: start + number * 1_000,
        arrived: 'catch-up' as const,
        quiet: true,
        kind: 'person' as const,
      };
    });
    await store.receive({ account: account.id, messages: batch, marks: [], reads: [] });
  }
  await store.close();
  return { profile, keyFile, remove: () => rm(folder, { recursive: true, force: true }) };
}
