import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { test } from 'vitest';
import { startCallNetwork } from '../actors/call-network.ts';
import { startDino } from '../actors/dino.ts';
import { startProsody } from '../actors/prosody.ts';
import { writeFileSync } from 'node:fs';
test('x', async () => {
  const network = await startCallNetwork();
  const server = await startProsody({ interfaces: network.servers });
  const reader = await server.register();
  const other = (await server.register()).address;
  const start = Date.now() - 300 * 60_000;
  await server.archive(
    Array.from({ length: 300 }, (_, n) => ({
      from: n % 3 ? other : reader.address,
      to: n % 3 ? reader.address : other,
      body: `message ${n} ${randomBytes(4).toString('hex')}`,
      at: start + n * 60_000,
    })),
  );
  const dino = await startDino({ server, account: reader, computer: network.computers[0] });
  for (let i = 0; i < 5; i++) {
    await new Promise(r => setTimeout(r, 3000));
    try {
      const db = new DatabaseSync(join(dino.folder, 'home/.local/share/dino/dino.db'), { readOnly: true });
      console.log(i, JSON.stringify(db.prepare('select count(*) as c from message').get()));
      db.close();
    } catch (e) {
      console.log(String(e));
    }
  }
  writeFileSync('/tmp/dino.log', await dino.log());
  await dino.stop();
  await server.stop();
  await network.stop();
});
